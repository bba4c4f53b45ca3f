// The keyboard of the whole portal. Keys do nothing while somebody types or where the reader has switched them off, and
// nothing together with Ctrl, Alt or Cmd, except for the palette, which opens from anywhere.
import { isTyping, root } from "./page.js";
import { toggleRail } from "./rail.js";
import { closeMenu } from "./menu.js";
import { openDialog } from "./dialog.js";
import { walk } from "./list.js";
import { pickRow } from "./selection.js";
import { starHere } from "./star.js";
import { openPalette } from "./palette.js";

const JUMP_WITHIN = 1200;
let jumpUntil = 0;

/** `g` and a letter lead to a place of the rail. @param {string} letter */
function jump(letter) {
  const place = document.querySelector(`[data-jump="${CSS.escape(letter)}"]`);
  if (place instanceof HTMLElement) place.click();
}

/** @param {Event} event */
function escape(event) {
  if (closeMenu()) return;
  root.classList.add("hush");
  if (isTyping(event.target) && event.target instanceof HTMLElement && !event.target.closest("dialog")) event.target.blur();
}

/** @param {KeyboardEvent} event */
function act(event) {
  const keys = {
    "/": openPalette,
    "?": () => openDialog("shortcuts"),
    "[": toggleRail,
    j: () => walk(1),
    k: () => walk(-1),
    s: starHere,
    x: pickRow,
    g: () => (jumpUntil = event.timeStamp + JUMP_WITHIN),
  };
  const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const known = keys[/** @type {keyof typeof keys} */ (event.key)];
  if (!known && !(field instanceof HTMLElement)) return;
  event.preventDefault();
  if (known) known();
  else /** @type {HTMLElement} */ (field).focus();
}

document.addEventListener("keydown", event => {
  if (event.key === "Escape") return escape(event);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    return openPalette();
  }
  if (root.dataset.keys === "off" || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
  if (event.timeStamp < jumpUntil) {
    jumpUntil = 0;
    return jump(event.key);
  }
  act(event);
});
for (const moved of ["pointermove", "focusin"]) document.addEventListener(moved, () => root.classList.remove("hush"));
