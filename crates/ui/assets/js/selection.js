// Choosing rows: all of the page at once, a range with the shift key, and how many there are.
import { forEachPart } from "./page.js";
import { currentRow } from "./list.js";
import { toast } from "./toast.js";

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function boxes(form) {
  return /** @type {HTMLInputElement[]} */ ([...form.elements].filter(field => field.matches("input[data-pick]")));
}

/** @param {HTMLFormElement} form */
function count(form) {
  const all = boxes(form);
  const chosen = all.filter(box => box.checked).length;
  const everything = form.elements.namedItem("all");
  const everywhere = everything instanceof HTMLInputElement && everything.checked;
  const head = [...form.elements].find(field => field.matches("[data-pick-all]"));
  if (head instanceof HTMLInputElement) {
    head.checked = all.length > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
  const words = form.querySelector("[data-count]");
  if (words) words.textContent = everywhere ? "All chosen" : chosen > 0 ? `${chosen} chosen` : "None chosen";
  form.classList.toggle("idle", chosen === 0 && !everywhere);
}

/** @type {HTMLInputElement | undefined} */
let lastPicked;

document.addEventListener("click", event => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.form?.matches("[data-selection]")) return;
  const all = boxes(box.form);
  if (box.matches("[data-pick-all]")) for (const each of all) each.checked = box.checked;
  if (box.matches("[data-pick]")) {
    const [from, to] = [all.indexOf(lastPicked ?? box), all.indexOf(box)].sort((left, right) => left - right);
    if (event.shiftKey && from >= 0) for (const each of all.slice(from, to + 1)) each.checked = box.checked;
    lastPicked = box;
  }
  count(box.form);
});
// A button that would lead to a page of what is chosen, to be copied from there, copies it at once.
document.addEventListener("click", async event => {
  const button = event.target instanceof Element && event.target.closest("button[data-copy-chosen]");
  if (!(button instanceof HTMLButtonElement) || !button.form) return;
  event.preventDefault();
  const chosen = boxes(button.form).filter(box => box.checked).map(box => box.value);
  try {
    await navigator.clipboard.writeText(chosen.join("\n"));
    toast(`${chosen.length} copied`, "good");
  } catch {
    button.form.requestSubmit(button);
  }
});
document.addEventListener("reset", event => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.matches("[data-selection]")) setTimeout(() => count(form));
});

/** Chooses the row that is walked on. */
export function pickRow() {
  currentRow()?.querySelector("[data-pick]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

forEachPart(part => {
  for (const form of part.querySelectorAll("form[data-selection]")) count(/** @type {HTMLFormElement} */ (form));
});
