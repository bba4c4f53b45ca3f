// Stars without leaving the page.
import { ask } from "./page.js";
import { currentRow } from "./list.js";
import { toast } from "./toast.js";

document.addEventListener("submit", async event => {
  const [form, button] = [event.target, event.submitter];
  if (!(form instanceof HTMLFormElement && form.matches("[data-star]") && button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const starred = button.value === "true";
  const show = (/** @type {boolean} */ now) => {
    button.setAttribute("aria-pressed", String(now));
    button.value = String(!now);
  };
  show(starred);
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form, undefined)));
  body.set("starred", String(starred));
  if (!(await ask(form.action, { method: "POST", body }))) {
    show(!starred);
    toast("The star could not be kept", "bad");
  }
});

/** Stars the row that is walked on, or the thing that the page is about. */
export function starHere() {
  const form = (currentRow() ?? document.querySelector("main .head"))?.querySelector("form[data-star]");
  if (form instanceof HTMLFormElement) form.requestSubmit(form.querySelector("button"));
}
