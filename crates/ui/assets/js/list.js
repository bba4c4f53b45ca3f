// Lists by keyboard: j and k walk, Enter opens because the focus is on a link.

/** The link of the row that has the focus, or of the one that the focus is in. */
export function currentItem() {
  const active = document.activeElement;
  if (active?.matches("[data-item]")) return active;
  return active?.closest("[data-list] > *")?.querySelector("[data-item]") ?? null;
}

/** Moves the focus to the next or previous row's link. @param {number} step */
export function walk(step) {
  const links = [...document.querySelectorAll("[data-list] [data-item]")];
  const now = links.indexOf(/** @type {Element} */ (currentItem()));
  const next = now < 0 ? (step > 0 ? 0 : links.length - 1) : now + step;
  const link = links[Math.min(Math.max(next, 0), links.length - 1)];
  if (link instanceof HTMLElement) {
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  }
}

/** The row that is walked on. */
export function currentRow() {
  return currentItem()?.closest("[data-list] > *") ?? null;
}
