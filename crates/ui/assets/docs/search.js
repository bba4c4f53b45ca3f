// The prebuilt index of a site: which words stand in which sections. Made by `callboard docs build`; the words here must be
// cut as they are cut there.

/** Scripts that write without spaces: each of their characters is a word. */
const LONE = /[\u0e00-\u0e7f\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2fa1f}]/u;

/** The words of a text, in lower case. */
export function words(/** @type {string} */ text) {
  const found = [];
  for (const [run] of text.toLowerCase().matchAll(/[\p{Alphabetic}\p{N}_]+/gu)) {
    let word = "";
    for (const letter of run) {
      if (LONE.test(letter)) {
        if (word) found.push(word);
        found.push(letter);
        word = "";
      } else word += letter;
    }
    if (word) found.push(word);
  }
  return found;
}

/** Whether two words differ by at most one letter, or by two neighbours that changed places. */
function isNear(/** @type {string} */ one, /** @type {string} */ other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [here, there] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (here.length <= 1 && there.length <= 1) return true;
  return here.length === 2 && there.length === 2 && here[0] === there[1] && here[1] === there[0];
}

export class Index {
  /** `address` is the file's, `base` that of the site's root. */
  static async load(/** @type {string} */ address, /** @type {string} */ base) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the index answers ${answer.status}`);
    return new Index(await answer.json(), new URL(base, document.baseURI));
  }

  constructor(data, base) {
    this.pages = data.pages;
    this.sections = data.sections;
    this.terms = data.terms;
    this.postings = data.postings;
    this.base = base;
  }

  /** Positions of the terms that begin with a word; of similar terms when none does. */
  matches(/** @type {string} */ word) {
    let [low, high] = [0, this.terms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.terms[middle] < word) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (low < this.terms.length && this.terms[low].startsWith(word)) found.push(low++);
    if (found.length > 0 || word.length < 4) return found;
    this.terms.forEach((term, position) => { if (isNear(term, word)) found.push(position); });
    return found;
  }

  /** The best sections that hold all words, at most `most`. */
  find(/** @type {string} */ text, /** @type {number} */ most) {
    const asked = words(text);
    if (asked.length === 0) return [];
    const marks = new Set(asked);
    /** @type {Map<number, number> | undefined} */
    let scores;
    for (const word of asked) {
      const weights = new Map();
      for (const position of this.matches(word)) {
        const term = this.terms[position];
        const closeness = term === word ? 2 : 1;
        if (!term.startsWith(word)) marks.add(term);
        const postings = this.postings[position];
        // Rare words say more.
        const rarity = Math.log(1 + (2 * this.sections.length) / postings.length);
        let section = 0;
        for (let at = 0; at < postings.length; at += 2) {
          section += postings[at];
          const weight = closeness * rarity * postings[at + 1];
          weights.set(section, Math.max(weights.get(section) ?? 0, weight));
        }
      }
      if (!scores) scores = weights;
      else {
        for (const section of [...scores.keys()]) {
          if (weights.has(section)) scores.set(section, scores.get(section) + weights.get(section));
          else scores.delete(section);
        }
      }
    }
    const best = [...scores].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, most);
    return best.map(([section]) => {
      const [page, fragment, title, excerpt] = this.sections[section];
      const [address, pageTitle] = this.pages[page];
      const href = new URL(address + (fragment ? `#${encodeURIComponent(fragment)}` : ""), this.base).href;
      return { href, title: title || pageTitle, page: pageTitle, text: excerpt, words: [...marks] };
    });
  }
}
