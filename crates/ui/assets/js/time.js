// Keeps "2 h ago" true while the page stays open, by the rule of the server (ui::words::ago).

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

function tellTimes() {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const moment = new Date(/** @type {HTMLTimeElement} */ (time).dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const words = ago((Date.now() - moment.getTime()) / 1000);
    if (time.textContent !== words) time.textContent = words;
    const exact = moment.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
    if (time.getAttribute("title") !== exact) time.setAttribute("title", exact);
  }
}

tellTimes();
setInterval(tellTimes, TIME_STEP);
document.addEventListener("visibilitychange", tellTimes);
addEventListener("pageshow", event => event.persisted && tellTimes());
