// A list that narrows while one types, over a select, over suggestions, or over answers of the server.
import { ask, forEachPart, make } from "./page.js";

/** @typedef {{ value: string, label: string, detail?: string }} Option */

const SHOWN_OPTIONS = 50;
const ASK_AFTER = 120;
let comboboxes = 0;

/** @param {HTMLElement} place */
function startCombobox(place) {
  const select = place.querySelector("select");
  const own = place.querySelector("input");
  const field = select ? make("input", { class: "input chooses", type: "text", dir: "auto", autocomplete: "off" }) : own;
  if (!(field instanceof HTMLInputElement) || place.dataset.ready !== undefined) return;
  place.dataset.ready = "";
  comboboxes += 1;
  const list = make("div", { class: "options", role: "listbox", id: `options-${comboboxes}`, hidden: "" });
  const known = read(select, place.querySelector("datalist"));
  const endpoint = place.dataset.endpoint;
  let shown = /** @type {Option[]} */ ([]);
  let at = -1;
  let asked = 0;

  if (select) replaceSelect(select, field);
  else field.removeAttribute("list");
  list.setAttribute("aria-label", labelOf(field));
  for (const [key, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) field.setAttribute(key, value);
  place.append(list);

  const mark = (/** @type {number} */ index) => {
    at = index;
    [...list.querySelectorAll("[role=option]")].forEach((option, position) => {
      option.setAttribute("aria-selected", String(position === at));
      if (position === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const draw = (/** @type {Option[]} */ options) => {
    shown = options.slice(0, SHOWN_OPTIONS);
    const rows = shown.map((option, index) => {
      const note = option.detail ? [make("small", {}, [option.detail])] : [];
      return make("div", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", "data-index": String(index) }, [make("bdi", {}, [option.label]), ...note]);
    });
    const rest = options.length - shown.length;
    list.replaceChildren(...rows);
    if (rest > 0) list.append(make("p", { role: "presentation" }, [`${rest} more; type to narrow`]));
    list.hidden = rows.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };
  const narrow = async (/** @type {string} */ text) => {
    if (!endpoint) {
      const wanted = text.trim().toLowerCase();
      draw(known.filter(option => option.label.toLowerCase().includes(wanted) || option.value.toLowerCase().includes(wanted)));
      return;
    }
    const turn = (asked += 1);
    await new Promise(resume => setTimeout(resume, ASK_AFTER));
    if (turn !== asked) return;
    const url = new URL(endpoint, location.href);
    url.searchParams.set("q", text);
    const answer = await ask(url);
    const options = answer ? (await answer.json()).options : [];
    if (turn === asked && field === document.activeElement) draw(options);
  };
  const take = (/** @type {number} */ index) => {
    const option = shown[index];
    if (!option) return;
    field.value = select ? option.label : option.value;
    if (select) select.value = option.value;
    (select ?? field).dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };

  field.addEventListener("input", () => narrow(field.value));
  field.addEventListener("click", () => list.hidden && narrow(select ? "" : field.value));
  field.addEventListener("blur", () => {
    if (select) settle(select, field, known);
    close();
  });
  field.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) narrow(select ? "" : field.value);
      else mark((at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % Math.max(shown.length, 1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(at);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("pointerdown", event => event.preventDefault());
  list.addEventListener("click", event => {
    const option = event.target instanceof Element && event.target.closest("[data-index]");
    if (option instanceof HTMLElement) take(Number(option.dataset.index));
  });
}

/** @param {HTMLSelectElement | null} select @param {HTMLDataListElement | null} suggestions @returns {Option[]} */
function read(select, suggestions) {
  return [...(select ?? suggestions)?.options ?? []].filter(option => option.value).map(option => ({ value: option.value, label: option.label || option.value }));
}

/** The select keeps the value that is sent; what is typed into takes over its label and its place. @param {HTMLSelectElement} select @param {HTMLInputElement} field */
function replaceSelect(select, field) {
  for (const name of ["aria-describedby", "aria-invalid"]) {
    const value = select.getAttribute(name);
    if (value) field.setAttribute(name, value);
  }
  field.id = select.id;
  select.id = `${select.id}-value`;
  field.required = select.required;
  field.disabled = select.disabled;
  field.value = select.value ? select.selectedOptions[0]?.label ?? "" : "";
  field.placeholder = "Choose…";
  select.required = false;
  select.hidden = true;
  select.after(field);
}

/** What was typed but is no option goes back to what was chosen. @param {HTMLSelectElement} select @param {HTMLInputElement} field @param {Option[]} known */
function settle(select, field, known) {
  const text = field.value.trim().toLowerCase();
  const typed = known.find(option => option.label.toLowerCase() === text);
  const value = typed?.value ?? (text === "" && !field.required ? "" : select.value);
  if (value !== select.value) {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  field.value = value ? known.find(option => option.value === value)?.label ?? "" : "";
}

/** @param {HTMLInputElement} field */
function labelOf(field) {
  return field.labels?.[0]?.textContent ?? "Options";
}

forEachPart(part => {
  for (const place of part.querySelectorAll("[data-combobox]")) startCombobox(/** @type {HTMLElement} */ (place));
});
