// A graph that the server has drawn: nearer and farther, along, and from node to node by the arrow keys.
import { ask, fill, forEachPart } from "./page.js";
import { makeSight, placeOf } from "./sight.js";

const NEAREST = 8;
/** Names are too small to be read below this scale, and of this one a large drawing shows its beginning. */
const LEGIBLE = 0.6;
const READING = 0.85;
const STEP = 1.25;

/** @param {HTMLElement} figure @param {HTMLElement} view @param {{ width: number, height: number }} room */
function startGraph(figure, view, room) {
  const svg = view.querySelector(":scope > svg");
  if (!(svg instanceof SVGSVGElement) || !svg.viewBox.baseVal?.width) return;
  const whole = { x: svg.viewBox.baseVal.x, y: svg.viewBox.baseVal.y, width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  let box = { ...whole };
  // The room that the drawing had keeps its size, so that nothing jumps.
  view.style.blockSize = `${room.height}px`;
  view.classList.add("alive");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  svg.setAttribute("preserveAspectRatio", "xMidYMid meet");
  // Measured once, and again when it changes: asking at every step would have the browser lay out the drawing each time.
  let size = room;
  new ResizeObserver(() => {
    size = { width: view.clientWidth, height: view.clientHeight };
  }).observe(view);
  const sight = makeSight(svg);

  const show = () => {
    sight(box, size.width / box.width);
    svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
  };
  const zoom = (/** @type {number} */ factor, x = box.x + box.width / 2, y = box.y + box.height / 2) => {
    const width = Math.min(Math.max(box.width / factor, size.width / NEAREST), Math.max(whole.width, size.width) * 2);
    const real = box.width / width;
    box = { x: x - (x - box.x) / real, y: y - (y - box.y) / real, width, height: box.height / real };
    show();
  };
  // All of it, and no larger than it was drawn.
  const fit = () => {
    const scale = Math.min(1, size.width / whole.width, size.height / whole.height) || 1;
    const [width, height] = [size.width / scale, size.height / scale];
    box = { x: whole.x + (whole.width - width) / 2, y: whole.y + (whole.height - height) / 2, width, height };
    show();
  };
  // What is asked about in its middle, at a size that can be read, when all of it would be too small.
  const begin = () => {
    const scale = Math.min(1, size.width / whole.width, size.height / whole.height) || 1;
    const first = svg.querySelector("[data-id].focus");
    if (scale >= LEGIBLE || !first) return fit();
    const [width, height] = [size.width / READING, size.height / READING];
    const middle = centre(first);
    // Along an axis on which all of it fits, it stands in the middle.
    const along = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ start, /** @type {number} */ all) =>
      all <= size ? start + (all - size) / 2 : Math.min(Math.max(at - size / 2, start), start + all - size);
    box = { x: along(middle.x, width, whole.x, whole.width), y: along(middle.y, height, whole.y, whole.height), width, height };
    show();
  };
  const point = (/** @type {MouseEvent} */ event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  /** Places do not change. @type {Map<Element, DOMPoint>} */
  const nodes = new Map();
  /** @type {Map<string | null, Element>} */
  const byPlace = new Map();
  for (const node of svg.querySelectorAll("[data-id]")) {
    const { x, y, width, height } = placeOf(node);
    nodes.set(node, new DOMPoint(x + width / 2, y + height / 2));
    byPlace.set(node.getAttribute("data-node"), node);
  }
  const centre = (/** @type {Element} */ node) => nodes.get(node) ?? new DOMPoint();
  /** Brings a node into sight. */
  const reveal = (/** @type {Element} */ node) => {
    const middle = centre(node);
    const inside = middle.x > box.x && middle.x < box.x + box.width && middle.y > box.y && middle.y < box.y + box.height;
    if (inside) return;
    box = { ...box, x: middle.x - box.width / 2, y: middle.y - box.height / 2 };
    show();
  };
  const step = (/** @type {number} */ across, /** @type {number} */ down) => {
    const now = document.activeElement?.closest("[data-id]");
    const next = now && nodes.has(now)
      ? nearest(neighbours(byPlace, now), now, across, down, centre) ?? nearest([...nodes.keys()], now, across, down, centre)
      : svg.querySelector("[data-id].focus") ?? svg.querySelector("[data-id]");
    if (!next) return;
    // What is out of sight cannot take the focus.
    reveal(next);
    /** @type {SVGElement} */ (next).focus({ preventScroll: true });
  };

  figure.addEventListener("click", event => {
    const button = event.target instanceof Element && event.target.closest("[data-zoom]");
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.zoom === "fit") fit();
    else zoom(button.dataset.zoom === "in" ? STEP : 1 / STEP);
  });
  view.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const arrow = arrows[/** @type {keyof typeof arrows} */ (event.key)];
    if (arrow) step(arrow[0], arrow[1]);
    else if (event.key === "+" || event.key === "=") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  view.addEventListener("wheel", event => {
    // A plain wheel scrolls the page; with Ctrl, which is also what pinching sends, it zooms.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const at = point(event);
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, at.x, at.y);
  }, { passive: false });
  dragging(view, (across, down) => {
    const scale = Math.min(size.width / box.width, size.height / box.height);
    box = { ...box, x: box.x - across / scale, y: box.y - down / scale };
    show();
  });
  begin();
  for (const [start, end] of [["focusin", "focusout"], ["pointerover", "pointerout"]]) {
    view.addEventListener(start, event => {
      const node = event.target instanceof Element && event.target.closest("[data-id]");
      if (!node) return;
      if (start === "focusin") reveal(node);
      light(svg, node);
    });
    view.addEventListener(end, () => light(svg, undefined));
  }
}

/** A large drawing comes when the page stands. @param {HTMLElement} figure */
async function bring(figure) {
  const view = figure.querySelector(".graph-view");
  if (!(view instanceof HTMLElement)) return;
  // Before there is a large drawing that would have to be laid out for it.
  const room = { width: view.clientWidth, height: view.offsetHeight };
  const address = view.dataset.picture;
  if (address) {
    delete view.dataset.picture;
    const answer = await ask(address);
    const picture = await answer?.text().catch(() => undefined);
    if (picture === undefined) {
      const status = view.querySelector("[role=status]");
      if (status) status.textContent = "The picture could not be had. The list below says the same; reload the page to try again.";
      return;
    }
    fill(view, picture);
  }
  startGraph(figure, view, room);
}

/** What a node is joined with by a line. @param {Map<string | null, Element>} byPlace @param {Element} node */
function neighbours(byPlace, node) {
  const places = `${node.getAttribute("data-out") ?? ""} ${node.getAttribute("data-in") ?? ""}`.split(" ").filter(Boolean);
  return places.flatMap(place => byPlace.get(place) ?? []);
}

/** Shows the lines of one node among all others. @param {SVGSVGElement} svg @param {Element | undefined} node */
function light(svg, node) {
  for (const lit of svg.querySelectorAll(".lit")) lit.classList.remove("lit");
  const place = CSS.escape(node?.getAttribute("data-node") ?? "");
  const lines = place ? svg.querySelectorAll(`[data-from="${place}"], [data-to="${place}"]`) : [];
  for (const line of lines) line.classList.add("lit");
  // To dim thousands of lines takes longer than a step may.
  if (!svg.classList.contains("many")) svg.classList.toggle("narrowed", lines.length > 0);
}

/**
 * The nearest node in a direction: what lies far to the side counts twice.
 * @param {Element[]} nodes @param {Element} from @param {number} across @param {number} down @param {(node: Element) => DOMPoint} centre
 */
function nearest(nodes, from, across, down, centre) {
  const here = centre(from);
  let best = /** @type {Element | undefined} */ (undefined);
  let distance = Infinity;
  for (const node of nodes) {
    const there = centre(node);
    const [x, y] = [there.x - here.x, there.y - here.y];
    const along = x * across + y * down;
    const beside = Math.abs(x * down) + Math.abs(y * across);
    if (node !== from && along > 1 && along + 2 * beside < distance) [best, distance] = [node, along + 2 * beside];
  }
  return best;
}

/**
 * Dragging the ground moves the drawing, at most once for each time it is painted; a node that is only clicked stays a link.
 * @param {HTMLElement} view @param {(across: number, down: number) => void} move in pixels of the window
 */
function dragging(view, move) {
  /** @type {{ x: number, y: number } | undefined} */
  let from;
  let dragged = false;
  let due = 0;
  let [across, down] = [0, 0];
  view.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY };
    dragged = false;
  });
  view.addEventListener("pointermove", event => {
    if (!from) return;
    if (!dragged && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 4) return;
    if (!dragged) view.setPointerCapture(event.pointerId);
    dragged = true;
    view.classList.add("held");
    across += event.clientX - from.x;
    down += event.clientY - from.y;
    from = { x: event.clientX, y: event.clientY };
    due ||= requestAnimationFrame(() => {
      move(across, down);
      [across, down, due] = [0, 0, 0];
    });
  });
  for (const end of ["pointerup", "pointercancel"]) {
    view.addEventListener(end, () => {
      from = undefined;
      view.classList.remove("held");
    });
  }
  view.addEventListener("click", event => dragged && event.preventDefault(), true);
  view.addEventListener("dragstart", event => event.preventDefault());
}

forEachPart(part => {
  for (const figure of part.querySelectorAll("[data-graph]")) bring(/** @type {HTMLElement} */ (figure));
});
