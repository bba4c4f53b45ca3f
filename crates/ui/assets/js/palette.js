// The palette: jumps to anything. What it shows comes from the endpoint that the dialog names; see ui::palette.
import { ask, make, makeIcon } from "./page.js";
import { openDialog } from "./dialog.js";

/** @typedef {{ label: string, href: string, kind?: string, icon?: string, detail?: string, marks?: [number, number][] }} Item */
/** @typedef {{ title: string, items: Item[] }} Group */

const palette = document.getElementById("palette");
const paletteField = palette?.querySelector("input");
const paletteList = palette?.querySelector("[role=listbox]");
const paletteNote = palette?.querySelector("[role=status]");
/** @type {Map<string, { groups: Group[], note?: string }>} */
const paletteAnswers = new Map();
const PALETTE_KEPT = 50;
let paletteTurn = 0;
const KIND_ICONS = { component: "component", api: "api", system: "system", domain: "domain", resource: "resource", group: "group", user: "user", template: "template", location: "place", airesource: "spark" };

/** Opens the palette. Without one on the page the field of the rail has the focus instead. */
export function openPalette() {
  if (!(paletteField instanceof HTMLInputElement)) {
    const field = document.querySelector("[data-find] input");
    if (field instanceof HTMLInputElement) field.focus();
    return;
  }
  // What was found an hour ago may be gone.
  paletteAnswers.clear();
  openDialog("palette");
  paletteField.select();
  lookUp(paletteField.value);
}

/** @param {string} text */
async function lookUp(text) {
  const turn = (paletteTurn += 1);
  const kept = paletteAnswers.get(text);
  if (kept) return drawPalette(text, kept);
  const url = new URL(palette?.dataset.endpoint ?? "", location.href);
  url.searchParams.set("q", text);
  const answer = await ask(url, { headers: { accept: "application/json" } });
  const found = answer ? await answer.json() : { groups: [], note: "The portal does not answer" };
  if (answer) paletteAnswers.set(text, found);
  if (paletteAnswers.size > PALETTE_KEPT) paletteAnswers.delete(/** @type {string} */ (paletteAnswers.keys().next().value));
  if (turn === paletteTurn) drawPalette(text, found);
}

/** @param {string} text @param {{ groups: Group[], note?: string }} found */
function drawPalette(text, found) {
  const parts = [];
  let number = 0;
  for (const group of found.groups) {
    if (group.items.length === 0) continue;
    const title = make("div", { class: "title", id: `palette-group-${number}`, role: "presentation" }, [group.title]);
    const box = make("div", { role: "group", "aria-labelledby": title.id }, [title]);
    for (const item of group.items) {
      box.append(drawItem(item, number));
      number += 1;
    }
    parts.push(box);
  }
  if (number === 0) parts.push(make("p", { role: "presentation" }, [text ? `Nothing is called “${text}”. Enter searches everywhere.` : "Type what you look for."]));
  paletteList?.replaceChildren(...parts);
  if (paletteNote) paletteNote.textContent = found.note ?? (number === 1 ? "1 hit" : `${number} hits`);
  choosePalette(0);
}

/** @param {Item} item @param {number} number */
function drawItem(item, number) {
  const mark = item.kind ? kindMark(item.kind) : makeIcon(item.icon ?? "next");
  const note = item.detail ? [make("small", {}, [item.detail])] : [];
  const link = make("a", { role: "option", id: `palette-${number}`, tabindex: "-1", "aria-selected": "false" }, [mark, make("bdi", {}, marked(item)), ...note]);
  // Only addresses of the web are followed, whatever the catalog holds.
  const target = new URL(item.href, location.href);
  if (["http:", "https:"].includes(target.protocol)) link.setAttribute("href", target.href);
  return link;
}

/** @param {string} kind */
function kindMark(kind) {
  const name = kind.toLowerCase();
  const icon = KIND_ICONS[/** @type {keyof typeof KIND_ICONS} */ (name)];
  return make("span", { class: `kind-mark hue-${icon ? name : "other"}`, title: kind }, [makeIcon(icon ?? "dot")]);
}

/** The label with what matched. @param {Item} item */
function marked(item) {
  const parts = [];
  let end = 0;
  for (const [from, to] of item.marks ?? []) {
    parts.push(item.label.slice(end, from), make("mark", {}, [item.label.slice(from, to)]));
    end = to;
  }
  parts.push(item.label.slice(end));
  return parts;
}

/** @returns {HTMLAnchorElement[]} */
function paletteItems() {
  return [...paletteList?.querySelectorAll("a") ?? []];
}

/** @param {number} index */
function choosePalette(index) {
  const items = paletteItems();
  items.forEach((item, position) => item.setAttribute("aria-selected", String(position === index)));
  const item = items[index];
  if (!item) return paletteField?.removeAttribute("aria-activedescendant");
  paletteField?.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}

/** @param {KeyboardEvent} event */
function paletteKey(event) {
  const items = paletteItems();
  const now = items.findIndex(item => item.getAttribute("aria-selected") === "true");
  const moves = { ArrowDown: now + 1, ArrowUp: now - 1, PageDown: Math.min(now + 8, items.length - 1), PageUp: Math.max(now - 8, 0) };
  const move = moves[/** @type {keyof typeof moves} */ (event.key)];
  if (move !== undefined && items.length > 0) {
    event.preventDefault();
    choosePalette((move + items.length) % items.length);
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    openItem(items[now], event.ctrlKey || event.metaKey);
  }
}

/** @param {HTMLAnchorElement | undefined} item @param {boolean} inTab */
function openItem(item, inTab) {
  if (item?.href) {
    if (inTab) return void open(item.href, "_blank", "noopener");
    if (palette instanceof HTMLDialogElement) palette.close();
    return item.click();
  }
  // Nothing to jump to: the search of the whole portal, with the same words.
  const form = document.querySelector("form[data-find][action]");
  const field = form?.querySelector("input");
  if (form instanceof HTMLFormElement && field && paletteField) {
    field.value = paletteField.value;
    form.submit();
  }
}

if (palette && paletteField instanceof HTMLInputElement) {
  paletteField.addEventListener("input", () => lookUp(paletteField.value));
  paletteField.addEventListener("keydown", paletteKey);
  paletteList?.addEventListener("pointermove", event => {
    const item = event.target instanceof Element && event.target.closest("a");
    if (item && item.getAttribute("aria-selected") !== "true") choosePalette(paletteItems().indexOf(item));
  });
  const find = document.querySelector("[data-find]");
  const field = find?.querySelector("input");
  // Whatever of the field is pressed or sent opens the palette.
  find?.addEventListener("pointerdown", event => event.preventDefault());
  find?.addEventListener("click", openPalette);
  find?.addEventListener("submit", event => {
    event.preventDefault();
    openPalette();
  });
  field?.addEventListener("keydown", event => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    openPalette();
  });
}
