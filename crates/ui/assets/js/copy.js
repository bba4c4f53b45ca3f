// Copies what a button carries, or the block of code that it belongs to.
import { toast } from "./toast.js";

/** @param {HTMLElement} button */
async function copy(button) {
  const lines = button.closest(".code")?.querySelector("code")?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(button.dataset.copy || lines);
    toast("Copied", "good");
  } catch {
    toast("The browser does not allow copying here", "warn");
  }
}

document.addEventListener("click", event => {
  const button = event.target instanceof Element && event.target.closest("button[data-copy]");
  if (button instanceof HTMLElement) copy(button);
});
