// Menus close when the work is elsewhere, and the arrow keys walk in them.

const MENU_ITEMS = "a[href], button, input:not([type=hidden])";

/** Closes the menu that is open, and says whether there was one. */
export function closeMenu() {
  const menu = document.querySelector("details.menu[open]");
  if (!(menu instanceof HTMLDetailsElement)) return false;
  menu.open = false;
  menu.querySelector("summary")?.focus();
  return true;
}

document.addEventListener("click", event => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu instanceof HTMLDetailsElement && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", event => {
  const menu = event.target instanceof Element ? event.target.closest("details.menu") : null;
  if (!(menu instanceof HTMLDetailsElement) || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  menu.open = true;
  const items = [...menu.querySelectorAll(`div ${MENU_ITEMS.replaceAll(", ", ", div ")}`)];
  const now = items.indexOf(/** @type {Element} */ (document.activeElement));
  const next = event.key === "ArrowDown" ? now + 1 : (now < 0 ? items.length : now) - 1;
  /** @type {HTMLElement | undefined} */ (items[(next + items.length) % items.length])?.focus();
});
