// What a page of documentation gains from script: search, colours, copying, the lit entry of the contents. Without it every
// page reads and prints just the same.

import { Index } from "./search.js";

const root = document.documentElement;

/** Colours without a page load, remembered for this site. */
function themes() {
  const buttons = [...document.querySelectorAll(".docs-themes button")];
  const show = () => {
    const now = root.dataset.theme ?? "system";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === now));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (button.value === "system") delete root.dataset.theme;
      else root.dataset.theme = button.value;
      try { localStorage.setItem("callboard-theme", button.value); } catch { /* Not remembered, but shown. */ }
      show();
    });
  }
  show();
}

function icon(/** @type {string} */ name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A button on every block of code, and a way in for people who scroll by keyboard. */
function blocks() {
  for (const pre of document.querySelectorAll(".prose pre")) {
    if (pre.closest(".linenos, .mermaid")) continue;
    pre.tabIndex = 0;
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", "Code");
    let block = pre.closest(".highlight, .codehilite");
    if (!block) {
      block = document.createElement("div");
      block.className = "docs-code";
      pre.replaceWith(block);
      block.append(pre);
    }
    if (block.querySelector(".docs-copy")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "docs-copy";
    button.setAttribute("aria-label", "Copy code");
    button.append(icon("copy"));
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pre.textContent ?? "");
        button.classList.add("done");
        button.replaceChildren(icon("check"));
        setTimeout(() => { button.classList.remove("done"); button.replaceChildren(icon("copy")); }, 1500);
      } catch { button.title = "Copying is not allowed here"; }
    });
    block.append(button);
  }
  for (const table of document.querySelectorAll(".prose table:not(.highlighttable)")) {
    const scroll = document.createElement("div");
    scroll.className = "docs-scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "group");
    scroll.setAttribute("aria-label", "Table");
    table.replaceWith(scroll);
    scroll.append(table);
  }
}

/** What authors leave out and people who listen need: levels without gaps, and names of drawings and boxes. */
function outline() {
  let above = 0;
  for (const heading of document.querySelectorAll(".prose :is(h1, h2, h3, h4, h5, h6)")) {
    const level = Math.min(Number(heading.tagName[1]), above + 1);
    if (above > 0 && level !== Number(heading.tagName[1])) heading.setAttribute("aria-level", String(level));
    above = above > 0 ? level : Number(heading.tagName[1]);
  }
  for (const drawing of document.querySelectorAll(".prose svg[role=img]:not([aria-label], [aria-labelledby])")) {
    drawing.setAttribute("aria-label", drawing.textContent?.trim() || "Drawing");
  }
  for (const box of document.querySelectorAll(".prose .task-list-item input[type=checkbox]")) {
    box.setAttribute("aria-label", box.closest("li")?.innerText.split("\n")[0].trim() || "Task");
  }
  for (const part of document.querySelectorAll(".prose :is(header, footer, aside)")) part.setAttribute("role", "none");
}

/** Lights the entry of the contents whose section is being read. */
function contents() {
  const links = new Map();
  for (const link of document.querySelectorAll(".docs-contents a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const headings = [...links.keys()];
  if (headings.length === 0) return;
  let waiting = false;
  const light = () => {
    waiting = false;
    let now = headings[0];
    for (const heading of headings) if (heading.getBoundingClientRect().top < 120) now = heading;
    for (const [heading, link] of links) {
      if (heading === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", () => {
    if (!waiting) { waiting = true; requestAnimationFrame(light); }
  }, { passive: true });
  light();
}

/** The menus of a phone stand open on a wide screen, where their summaries are not shown. */
function menus() {
  const wide = matchMedia("(min-width: 861px)");
  const set = () => { for (const menu of document.querySelectorAll(".docs-side > details")) menu.open = wide.matches; };
  wide.addEventListener("change", set);
  set();
  document.querySelector(".docs-pages a[aria-current]")?.scrollIntoView({ block: "nearest" });
  scrollTo({ top: scrollY });
}

const MOST_RESULTS = 12;

function search() {
  const box = document.querySelector(".docs-search");
  const field = box?.querySelector("input");
  const list = box?.querySelector(".docs-results");
  if (!box || !field || !list) return;
  /** @type {Promise<Index> | undefined} */
  let index;
  const load = () => { index ??= Index.load(box.dataset.index, box.dataset.root); return index; };
  let asked = 0;
  const close = () => { list.hidden = true; };
  const ask = async () => {
    const words = field.value.trim();
    asked += 1;
    const mine = asked;
    if (!words) return close();
    let results;
    try { results = (await load()).find(words, MOST_RESULTS); } catch { results = undefined; index = undefined; }
    if (mine !== asked) return;
    list.replaceChildren(...(results ? shown(results, words) : [said("The search index cannot be loaded.")]));
    list.hidden = false;
    list.scrollTop = 0;
  };
  field.addEventListener("focus", load, { once: true });
  field.addEventListener("input", ask);
  field.addEventListener("focus", () => { if (field.value.trim()) list.hidden = false; });
  box.addEventListener("submit", (event) => { event.preventDefault(); list.querySelector("a")?.click(); });
  box.addEventListener("keydown", (event) => {
    const stops = [field, ...list.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); field.blur(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = here + (event.key === "ArrowDown" ? 1 : -1);
      stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
    }
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
    }
  });
}

function said(/** @type {string} */ text) {
  const line = document.createElement("p");
  line.className = "docs-nothing";
  line.textContent = text;
  return line;
}

function shown(results, /** @type {string} */ words) {
  if (results.length === 0) return [said(`Nothing found for “${words}”. Fewer or shorter words find more.`)];
  return results.map((result) => {
    const link = document.createElement("a");
    link.href = result.href;
    const title = document.createElement("b");
    title.append(...marked(result.title, result.words));
    link.append(title);
    if (result.page !== result.title) {
      const page = document.createElement("small");
      page.textContent = result.page;
      link.append(page);
    }
    if (result.text) {
      const text = document.createElement("p");
      text.append(...marked(result.text, result.words));
      link.append(text);
    }
    return link;
  });
}

/** A text with the words that were found marked; made of nodes, never of HTML. */
function marked(/** @type {string} */ text, /** @type {string[]} */ words) {
  const patterns = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (patterns.length === 0) return [text];
  return text.split(new RegExp(`(${patterns.join("|")})`, "giu")).map((part, position) => {
    if (position % 2 === 0) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}

themes();
blocks();
outline();
contents();
menus();
search();
