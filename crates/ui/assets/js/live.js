// Live regions: an element with `data-live` (an address of server-sent events) is filled with what arrives. An event named
// like the id of an element inside of it fills that one; `append` events go to the end of the element that `data-live-log`
// marks; `toast` events are shown as toasts; `end` closes the line. Without script the page is read again by its reader.
import { fill, forEachPart } from "./page.js";
import { toast } from "./toast.js";
import { tellNews } from "./news.js";

/** @type {Set<EventSource>} */
const lines = new Set();

/** @param {HTMLElement} place */
function startLive(place) {
  if (place.dataset.ready !== undefined) return;
  place.dataset.ready = "";
  const line = new EventSource(place.dataset.live ?? "");
  lines.add(line);
  const end = () => {
    line.close();
    lines.delete(line);
  };
  const listen = (/** @type {string} */ name, /** @type {(data: string) => void} */ hear) => {
    line.addEventListener(name, event => {
      hear(/** @type {MessageEvent} */ (event).data);
      tellNews();
    });
  };
  listen("message", data => fill(place, data));
  for (const part of place.querySelectorAll("[data-live-part]")) listen(part.id, data => fill(part, data));
  listen("append", data => append(place.querySelector("[data-live-log]"), data));
  listen("toast", data => toast(data));
  listen("end", end);
}

/** Adds to a log, and follows it while its end is in sight. @param {Element | null} log @param {string} markup */
function append(log, markup) {
  if (!log) return;
  const box = log.closest("[tabindex]") ?? log;
  const following = box.scrollTop + box.clientHeight >= box.scrollHeight - 32;
  log.append(...new DOMParser().parseFromString(markup, "text/html").body.childNodes);
  if (following) box.scrollTop = box.scrollHeight;
}

// A page that is left must not hold a line; one that comes back takes it up again.
addEventListener("pagehide", () => {
  for (const line of lines) line.close();
  lines.clear();
});
addEventListener("pageshow", event => event.persisted && document.querySelector("[data-live]") && location.reload());

forEachPart(part => {
  for (const place of part.querySelectorAll("[data-live]")) startLive(/** @type {HTMLElement} */ (place));
});
