// For authors: reloads the page when its site was built again, and says what keeps it from being built.

const events = new EventSource("/.callboard/events");
let version;

events.addEventListener("site", (event) => {
  const next = JSON.parse(event.data);
  if (version !== undefined && next.version !== version) {
    sessionStorage.setItem("callboard-scroll", JSON.stringify([location.pathname, scrollY]));
    location.reload();
  }
  version = next.version;
  show(next.failure);
});

function show(/** @type {string | null} */ failure) {
  document.querySelector(".docs-findings.failed")?.remove();
  if (!failure) return;
  const box = document.createElement("details");
  box.className = "docs-findings failed";
  box.open = true;
  box.setAttribute("role", "alert");
  const head = document.createElement("summary");
  head.textContent = "The site cannot be built; this is the last good one";
  const list = document.createElement("ul");
  const line = document.createElement("li");
  line.textContent = failure;
  list.append(line);
  box.append(head, list);
  document.body.append(box);
}

try {
  const [path, top] = JSON.parse(sessionStorage.getItem("callboard-scroll") ?? "[]");
  sessionStorage.removeItem("callboard-scroll");
  if (path === location.pathname) addEventListener("load", () => scrollTo({ top }));
} catch { /* Without storage the page begins at its top. */ }
