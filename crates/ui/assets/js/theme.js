// Colours without a page load: the same cookie that the form's action writes.
import { root } from "./page.js";
import { keepChoice } from "./cookie.js";

/** @param {HTMLButtonElement} button */
function chooseTheme(button) {
  if (button.value === "system") delete root.dataset.theme;
  else root.dataset.theme = button.value;
  keepChoice("callboard-theme", button.value);
  for (const other of button.form?.querySelectorAll("button") ?? []) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}

document.addEventListener("submit", event => {
  const button = event.submitter;
  if (button instanceof HTMLButtonElement && button.form?.matches("[data-theme-form]")) {
    event.preventDefault();
    chooseTheme(button);
  }
});
