// Keeps "2 h ago" true while the page stays open, by the rule of the server (ui::words::ago), and writes exact times as
// the reader wants them (ui::dates).
import { root } from "./page.js";

const TIME_STEP = 30000;

/** @param {number} seconds */
export function ago(seconds) {
  if (seconds < 45) return "just now";
  if (seconds < 3600) return `${Math.max(Math.floor(seconds / 60), 1)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 172800) return "yesterday";
  if (seconds < 5184000) return `${Math.floor(seconds / 86400)} days ago`;
  if (seconds < 63072000) return `${Math.floor(seconds / 2592000)} months ago`;
  return `${Math.floor(seconds / 31536000)} years ago`;
}

/** Language and parts of each style that a reader can choose. */
const DATE_STYLES = {
  browser: [undefined, { dateStyle: "full", timeStyle: "long" }],
  iso: ["sv-SE", { dateStyle: "short", timeStyle: "short" }],
  day: ["en-GB", { dateStyle: "medium", timeStyle: "short" }],
  month: ["en-US", { dateStyle: "medium", timeStyle: "short" }],
};

/** @returns {(moment: Date) => string} */
function dateWriter() {
  const [style, zone] = (root.dataset.dates ?? "browser.browser").split(".");
  const [language, parts] = DATE_STYLES[style] ?? DATE_STYLES.browser;
  const isUtc = zone === "utc";
  const format = new Intl.DateTimeFormat(language, isUtc ? { ...parts, timeZone: "UTC" } : parts);
  const end = isUtc && style !== "browser" ? " UTC" : "";
  return moment => format.format(moment) + end;
}

const writeDate = dateWriter();

function tellTimes() {
  for (const time of document.querySelectorAll("time[data-ago], time[data-exact]")) {
    const moment = new Date(/** @type {HTMLTimeElement} */ (time).dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const exact = writeDate(moment);
    const isRelative = time.hasAttribute("data-ago");
    const words = isRelative ? ago((Date.now() - moment.getTime()) / 1000) : exact;
    if (time.textContent !== words) time.textContent = words;
    if (isRelative && time.getAttribute("title") !== exact) time.setAttribute("title", exact);
  }
}

tellTimes();
setInterval(tellTimes, TIME_STEP);
document.addEventListener("visibilitychange", tellTimes);
addEventListener("pageshow", event => event.persisted && tellTimes());
