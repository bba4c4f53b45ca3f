// What every module uses: the document, and how parts of it are made and replaced. Pages are whole without any script.

export const root = document.documentElement;
root.dataset.script = "";
export const reduced = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Makes an element without ever parsing text as markup.
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} [children]
 */
export function make(name, attributes = {}, children = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** An icon of the page's sprite. @param {string} name */
export function makeIcon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#icon-${document.getElementById(`icon-${name}`) ? name : "dot"}`);
  svg.append(use);
  return svg;
}

/** The text of a fragment of this portal, or nothing when it could not be had. @param {string | URL} url @param {RequestInit} [options] */
export async function ask(url, options) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options });
    return answer.ok ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** Puts markup of this portal's own server in the place of an element's content. Its focus stays where it was. @param {Element} place @param {string} markup */
export function fill(place, markup) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const id = focused?.id;
  const parsed = new DOMParser().parseFromString(markup, "text/html");
  place.replaceChildren(...parsed.body.childNodes);
  place.dispatchEvent(new CustomEvent("callboard:filled", { bubbles: true }));
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
}

/** Runs now, and again for every part that is filled later. @param {(part: ParentNode) => void} start */
export function forEachPart(start) {
  start(document);
  document.addEventListener("callboard:filled", event => start(/** @type {Element} */ (event.target)));
}

/** Whether a key belongs to what is typed into. @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof Element && target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}
