// Forms: fields that depend on others, lists that narrow, forms that send themselves, and no word lost by accident.
import { ask, fill } from "./page.js";

const FORM_SETTLES = 150;
/** @type {WeakMap<HTMLFormElement, number>} */
const formTurns = new WeakMap();
/** @type {Set<HTMLFormElement>} */
const changedForms = new Set();

/**
 * A form with `data-fragment` (an address) is sent there by POST when a field changes; the answer is the markup for the
 * element that `data-fragment-place` names by its id.
 * @param {HTMLFormElement} form
 */
async function refreshFragment(form) {
  const turn = (formTurns.get(form) ?? 0) + 1;
  formTurns.set(form, turn);
  await new Promise(resume => setTimeout(resume, FORM_SETTLES));
  if (formTurns.get(form) !== turn) return;
  const place = document.getElementById(form.dataset.fragmentPlace ?? "");
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  const answer = await ask(form.dataset.fragment ?? "", { method: "POST", body });
  const markup = await answer?.text();
  if (place && markup !== undefined && formTurns.get(form) === turn) fill(place, markup);
}

/** @param {HTMLInputElement} field */
function narrowChoices(field) {
  const wanted = field.value.trim().toLowerCase();
  for (const choice of field.closest("[data-multiple]")?.querySelectorAll(".choice") ?? []) {
    /** @type {HTMLElement} */ (choice).hidden = !choice.textContent?.toLowerCase().includes(wanted);
  }
}

document.addEventListener("input", event => {
  const field = event.target;
  if (!(field instanceof HTMLElement)) return;
  if (field instanceof HTMLInputElement && field.matches("[data-narrows]")) return narrowChoices(field);
  const form = /** @type {HTMLInputElement} */ (field).form;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.matches("[data-guard]")) changedForms.add(form);
  if (form.dataset.fragment) refreshFragment(form);
});

document.addEventListener("change", event => {
  const field = event.target;
  if (!(field instanceof HTMLElement)) return;
  const multiple = field.closest("[data-multiple]");
  const words = multiple?.querySelector("[data-chosen]");
  if (multiple && words) {
    const all = multiple.querySelectorAll(".choice input");
    words.textContent = `${multiple.querySelectorAll(".choice input:checked").length} of ${all.length} chosen`;
  }
  const form = /** @type {HTMLInputElement} */ (field).form;
  if (form instanceof HTMLFormElement && form.dataset.fragment) refreshFragment(form);
});

document.addEventListener("keydown", event => {
  // Enter in the search of a list of choices must not send the form around it.
  if (event.key === "Enter" && event.target instanceof Element && event.target.matches("[data-narrows]")) event.preventDefault();
});
document.addEventListener("submit", event => changedForms.delete(/** @type {HTMLFormElement} */ (event.target)));
document.addEventListener("reset", event => changedForms.delete(/** @type {HTMLFormElement} */ (event.target)));

addEventListener("beforeunload", event => {
  for (const form of changedForms) if (form.isConnected) return event.preventDefault();
});
