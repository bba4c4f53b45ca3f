// Trees by the arrow keys: up and down walk over what is in sight, right opens, left closes.

document.addEventListener("keydown", event => {
  const now = event.target;
  const tree = now instanceof Element ? now.closest("[data-tree]") : null;
  if (!tree || !(now instanceof HTMLElement) || !event.key.startsWith("Arrow")) return;
  const stops = [...tree.querySelectorAll("details.named > summary, .leaf > a")].filter(stop => stop.checkVisibility());
  const item = now.closest("li");
  const index = stops.findIndex(stop => stop.closest("li") === item);
  if (index < 0) return;
  event.preventDefault();
  const details = item?.querySelector(":scope > details");
  const isOpen = details instanceof HTMLDetailsElement && details.open;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    /** @type {HTMLElement | undefined} */ (stops[index + (event.key === "ArrowDown" ? 1 : -1)])?.focus();
  } else if (details instanceof HTMLDetailsElement && isOpen !== (event.key === "ArrowRight")) {
    details.open = !isOpen;
  } else if (event.key === "ArrowLeft") {
    /** @type {HTMLElement | null | undefined} */ (item?.parentElement?.closest("li")?.querySelector(".leaf > a, summary"))?.focus();
  }
});
