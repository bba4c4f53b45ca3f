// Lines of code that an address names: #L12, and #L12-L20 for several. A click on a number names the line, with the shift
// key the lines up to it.
import { scrolling } from "./dialog.js";

/** @returns {[number, number] | undefined} */
function namedLines() {
  const found = /^#L(\d+)(?:-L(\d+))?$/.exec(location.hash);
  if (!found) return undefined;
  const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])];
  return from <= to ? [from, to] : [to, from];
}

function lightLines() {
  const lines = namedLines();
  for (const lit of document.querySelectorAll(".numbered .line.lit")) lit.classList.remove("lit");
  if (!lines) return;
  for (let number = lines[0]; number <= lines[1]; number += 1) {
    const line = document.getElementById(`L${number}`);
    if (!line) break;
    line.classList.add("lit");
    if (number === lines[0] && lines[1] > lines[0]) line.scrollIntoView({ block: "center", behavior: scrolling() });
  }
}

document.addEventListener("click", event => {
  const line = event.target instanceof Element && event.target.closest(".numbered .line[id]");
  if (!(line instanceof HTMLElement) || event.target !== line) return;
  // The number is drawn in the line's own margin, at its start.
  if (event.clientX - line.getBoundingClientRect().left > parseFloat(getComputedStyle(line).paddingInlineStart)) return;
  const number = Number(line.id.slice(1));
  const start = namedLines()?.[0];
  const name = event.shiftKey && start ? `#L${Math.min(start, number)}-L${Math.max(start, number)}` : `#L${number}`;
  history.replaceState(history.state, "", name);
  lightLines();
});

addEventListener("hashchange", lightLines);
lightLines();
