// What of a large drawing is out of sight is neither laid out nor painted: thousands of texts would make every step slow.
// Places are read from attributes, because asking the browser for them would have it lay out everything.

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** A drawing of fewer parts is shown whole. */
const MANY = 1_500;
/** Below this scale nobody could read a text. */
const FAR = 0.3;
/** What is kept around what is seen, as a part of it; and how many times what is seen may be kept. */
const AROUND = 0.5;
const MOST = 4;
/** Half a label, and what stands beside a node, in pixels; rather too much than too little. */
const ROOM = 120;
/** Numbers of a curve: two for each of its points. */
const CURVE = 8;

/** Where a node is. @param {Element} node @returns {Box} */
export function placeOf(node) {
  const [x = 0, y = 0] = numbers(node.getAttribute("transform"));
  const box = node.querySelector("rect");
  return { x, y, width: Number(box?.getAttribute("width")), height: Number(box?.getAttribute("height")) };
}

/** @param {string | null} text */
function numbers(text) {
  return (text?.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
}

/** Where any part of a drawing is. @param {Element} part @returns {Box} */
function boxOf(part) {
  if (part.hasAttribute("transform")) {
    const place = placeOf(part);
    // The count beside a node has the place of its node, and its own box within.
    return part.matches(".graph-more") ? { ...place, width: 4 * ROOM, height: ROOM } : place;
  }
  if (!part.hasAttribute("d")) {
    return { x: Number(part.getAttribute("x")) - ROOM, y: Number(part.getAttribute("y")) - ROOM, width: 2 * ROOM, height: 2 * ROOM };
  }
  return around(pointsOf(part), 0, Infinity);
}

/** All commands of the drawing's paths are absolute and take pairs. @param {Element} part */
function pointsOf(part) {
  return numbers(part.getAttribute("d"));
}

/** The box of some of the points. @param {number[]} points @param {number} from @param {number} until @returns {Box} */
function around(points, from, until) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = from; index + 1 < points.length && index < until; index += 2) {
    left = Math.min(left, points[index]);
    right = Math.max(right, points[index]);
    top = Math.min(top, points[index + 1]);
    bottom = Math.max(bottom, points[index + 1]);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether a line comes into a box. A curve stays within its four points. @param {number[]} points @param {Box} box */
function crosses(points, box) {
  const last = Math.max(points.length - CURVE, 0);
  for (let index = 0; index <= last; index += 2) {
    if (meet(around(points, index, index + CURVE), box)) return true;
  }
  return false;
}

/** @param {Box} one @param {Box} other */
function meet(one, other) {
  return one.x <= other.x + other.width && other.x <= one.x + one.width && one.y <= other.y + other.height && other.y <= one.y + one.height;
}

/** @param {Box} outer @param {Box} inner */
function holds(outer, inner) {
  return outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width && outer.y + outer.height >= inner.y + inner.height;
}

/**
 * Follows what is seen of a drawing. What has the focus stays.
 * @param {SVGSVGElement} svg
 * @returns {(seen: Box, scale: number) => void}
 */
export function makeSight(svg) {
  const found = svg.querySelectorAll(".graph-lines > *, .graph-labels > *, .graph-nodes > *");
  if (found.length < MANY) return () => {};
  const parts = [...found].map(element => ({ element: /** @type {SVGElement} */ (element), box: boxOf(element), points: pointsOf(element), isShown: true }));
  svg.classList.add("many");
  let kept = /** @type {Box | undefined} */ (undefined);
  return (seen, scale) => {
    svg.classList.toggle("far", scale < FAR);
    if (kept && holds(kept, seen) && kept.width <= MOST * seen.width) return;
    kept = { x: seen.x - AROUND * seen.width, y: seen.y - AROUND * seen.height, width: (1 + 2 * AROUND) * seen.width, height: (1 + 2 * AROUND) * seen.height };
    for (const part of parts) {
      const isNear = meet(kept, part.box) && (part.points.length === 0 || crosses(part.points, kept));
      const isShown = isNear || part.element === document.activeElement;
      if (isShown === part.isShown) continue;
      part.isShown = isShown;
      part.element.style.display = isShown ? "" : "none";
    }
  };
}
