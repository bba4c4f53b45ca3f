// Opens as a modal dialog what a link to its id would show without script.
import { reduced } from "./page.js";

/** @param {string} id */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** An address that names a dialog opens it, so that it can be pointed at. */
function openNamed() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id) openDialog(id);
}

document.addEventListener("click", event => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey) return;
  const opener = event.target.closest("[data-opens]");
  if (opener instanceof HTMLElement) {
    event.preventDefault();
    openDialog(opener.dataset.opens ?? "");
    return;
  }
  const dialog = event.target.closest("dialog");
  if (!dialog) return;
  const closes = event.target.closest("[data-close]");
  // A click beside the dialog hits the dialog itself, because its content fills it.
  if (!closes && event.target !== dialog) return;
  if (closes) event.preventDefault();
  if (closes || isBeside(event, dialog)) dialog.close();
});

/** @param {MouseEvent} event @param {Element} dialog */
function isBeside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener("close", event => {
  // The address must not say that a dialog is open which is not.
  if (event.target instanceof HTMLDialogElement && location.hash === `#${event.target.id}`) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
}, true);

addEventListener("hashchange", openNamed);
openNamed();

document.addEventListener("click", event => {
  const button = event.target instanceof Element && event.target.closest("[data-reveal]");
  if (!(button instanceof HTMLElement)) return;
  const field = document.getElementById(button.dataset.reveal ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});

/** Smooth where the reader wants it. @returns {ScrollBehavior} */
export function scrolling() {
  return reduced.matches ? "auto" : "smooth";
}
