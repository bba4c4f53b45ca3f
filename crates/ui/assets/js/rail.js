// The width of the rail, kept like the colours are.
import { root } from "./page.js";
import { keepChoice } from "./cookie.js";

export function toggleRail() {
  const narrow = root.dataset.rail !== "narrow";
  if (narrow) root.dataset.rail = "narrow";
  else delete root.dataset.rail;
  const button = document.querySelector("[data-rail-form] button");
  if (button instanceof HTMLButtonElement) {
    button.value = narrow ? "wide" : "narrow";
    button.title = narrow ? "Wide rail" : "Narrow rail";
    button.setAttribute("aria-label", button.title);
  }
  keepChoice("callboard-rail", narrow ? "narrow" : "wide");
}

document.addEventListener("submit", event => {
  if (event.target instanceof Element && event.target.matches("[data-rail-form]")) {
    event.preventDefault();
    toggleRail();
  }
});
