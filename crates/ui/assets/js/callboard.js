// What pages gain from script; each of them is whole without it. No dependency, no inline handler.

const root = document.documentElement;
root.dataset.script = "";

/** Theme without a page load: the same cookie that the form's action writes. */
function chooseTheme(/** @type {HTMLButtonElement} */ button) {
  const theme = button.value;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `callboard-theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  for (const other of button.form.querySelectorAll("button")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}

/** Copies the text that the button carries, or the text of the block it belongs to. */
async function copy(/** @type {HTMLButtonElement} */ button) {
  const block = button.closest(".code")?.querySelector("code");
  try {
    await navigator.clipboard.writeText(button.dataset.copy || block?.textContent || "");
    announce("Copied");
  } catch {
    announce("Copying is not allowed here");
  }
}

/** Says a short thing to people who see it and to people who hear it. */
function announce(/** @type {string} */ text) {
  const place = document.getElementById("announcer");
  if (!place) return;
  place.textContent = text;
  place.classList.remove("unseen");
  setTimeout(() => { place.classList.add("unseen"); place.textContent = ""; }, 2000);
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button instanceof HTMLButtonElement && event.target.matches("[data-theme-form]")) {
    event.preventDefault();
    chooseTheme(button);
  }
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest("button[data-copy]");
  if (button) copy(button);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/** Moves the focus to the next or previous row's link. */
function walk(/** @type {number} */ step) {
  const links = [...document.querySelectorAll("[data-list] [data-item]")];
  if (links.length === 0) return;
  const now = links.indexOf(document.activeElement);
  const next = now < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(now + step, 0), links.length - 1);
  links[next].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary")?.focus(); }
    else if (document.activeElement?.matches("input")) document.activeElement.blur();
    return;
  }
  const typing = event.target instanceof Element && event.target.matches("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else {
    const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!field) return;
    event.preventDefault();
    field.focus();
  }
});
