// Short words at the foot of the window, for people who see them and for people who hear them.
import { make, makeIcon } from "./page.js";

const TOAST_STAYS = 5000;
const TOAST_ICONS = { good: "check", warn: "warning", bad: "stop", plain: "info" };

/** @param {string} text @param {"good" | "warn" | "bad" | "plain"} [tone] */
export function toast(text, tone = "plain") {
  const close = make("button", { type: "button", class: "button bare small", "data-dismiss": "", "aria-label": "Dismiss" }, [makeIcon("close")]);
  const box = make("div", { class: `toast tone-${tone}`, "data-toast": "" }, [makeIcon(TOAST_ICONS[tone]), make("span", {}, [text]), close]);
  document.getElementById("toasts")?.append(box);
  leave(box);
}

/** Takes a toast away after a while, unless somebody is looking at it. @param {Element} box */
function leave(box) {
  setTimeout(() => (box.matches(":hover, :focus-within") ? leave(box) : box.remove()), TOAST_STAYS);
}

for (const box of document.querySelectorAll(".toasts > [data-toast]")) leave(box);
document.addEventListener("click", event => {
  if (event.target instanceof Element) event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove();
});
