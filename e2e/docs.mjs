// Sites as `callboard docs build` writes them, in a real browser: own sites against what real mkdocs made of them, the parts
// of the reader, and the same for real sites when they are beside the repository.

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { Cases } from './lib/cases.mjs';
import { eventually, freePort } from './lib/portal.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const FIXTURES = 'fixture/docs';
const CORPUS = '../../shared/corpus/docs';
/** A diagram with a frame, shapes, colours and texts on lines. */
const DIAGRAM = `flowchart TD
  ship([Ship in sight]) --> size{Longer than 90 m?}
  size -->|yes| pilot[Call the pilot]
  size -->|no| berth
  subgraph harbour [In the harbour]
    pilot --> tug[[Tug]]
    tug ==> berth[(Berth)]
  end
  berth -.-> log[Write the log]
  style log fill:#ffe9a8`;
/** Pages of the corpus that axe looks at. */
const SAMPLE = 50;
/** The least percentage of the corpus' pages on which headings, all counts and the text are those of mkdocs. */
const LEAST = { headings: 100, counts: 99, text: 98.6 };
/** The most differences that are printed. */
const SHOWN = 20;
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.gif': 'image/gif',
};

const folder = await mkdtemp(join(tmpdir(), 'callboard-docs-'));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
const cases = new Cases();

/** Builds a site and gives the folder it is in. */
function build(source, name, ...flags) {
  const out = join(folder, name);
  execFileSync(process.env.CALLBOARD_BINARY, ['docs', 'build', source, '--out', out, ...flags], { stdio: 'pipe' });
  return out;
}

/** Serves a folder as a plain host of files would. */
async function host(root) {
  const server = createServer((request, answer) => {
    let path = normalize(join(root, decodeURIComponent(new URL(request.url, 'http://host').pathname)));
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, 'index.html');
    if (!path.startsWith(root) || !existsSync(path)) return answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    answer.end(readFileSync(path));
  });
  await new Promise(resolve => { server.listen(0, '127.0.0.1', resolve); });
  return { base: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** A page that fails the case on errors of scripts, on what the content policy blocks, and on requests to other hosts. */
async function open(options = {}) {
  // Colours must not be measured while they fade.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', error => page.faults.push(`script: ${error.message}`));
  page.on('console', message => { if (message.type() === 'error') page.faults.push(`console: ${message.text()}`); });
  await page.route('**', route => {
    const url = new URL(route.request().url());
    if (url.hostname === '127.0.0.1' || url.protocol === 'data:') return route.continue();
    // Pictures of real sites; they are not asked for here.
    return route.fulfill({ status: 200, contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  });
  return page;
}

async function inaccessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`);
}

/** What is compared with mkdocs, in the browser: of HTML, else of the page, whose scripts must be off. */
function facts(html) {
  const read = html === undefined ? document : new DOMParser().parseFromString(html, 'text/html');
  const article = (read.querySelector('article') ?? read.body).cloneNode(true);
  for (const extra of article.querySelectorAll('a.headerlink, script, style, nav, svg')) extra.remove();
  const count = selector => article.querySelectorAll(selector).length;
  return {
    headings: [...article.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => heading.getAttribute('id')),
    code_blocks: count('pre'),
    admonitions: count('div.admonition') + count('details'),
    tables: count('table:not(.highlighttable)'),
    images: count('img:not(.twemoji, .emojione, .gemoji)'),
    tab_sets: count('div.tabbed-set'),
    task_items: count('li.task-list-item'),
    footnotes: count('div.footnote li'),
    definition_lists: count('dl'),
    text: article.textContent.replace(/\s+/gu, ''),
  };
}

for (const name of readdirSync(FIXTURES).filter(name => statSync(join(FIXTURES, name)).isDirectory())) {
  const expected = JSON.parse(readFileSync(join(FIXTURES, `${name}.expected.json`), 'utf8'));
  cases.add(`${name}: pages hold what mkdocs put there`, async () => {
    const out = build(join(FIXTURES, name), name, '--strict');
    const site = await host(out);
    const page = await open({ javaScriptEnabled: false });
    try {
      for (const [path, { text_chars: _, text_sha256: hash, ...counts }] of Object.entries(expected.pages)) {
        await page.goto(`${site.base}/${path}`);
        const { text, ...found } = await page.evaluate(facts, undefined);
        assert.deepEqual(found, counts, path);
        assert.equal(createHash('sha256').update(text).digest('hex'), hash, `the text of ${path} differs: ${text}`);
        assert.equal(await page.locator('article').count(), 1);
      }
      const index = JSON.parse(await readFile(join(out, 'search/search_index.json'), 'utf8'));
      const entries = index.docs.map(({ location, title }) => [location, title]).sort();
      assert.deepEqual(entries, expected.search.sort());
    } finally {
      await page.context().close();
      site.stop();
    }
  });
}

cases.add('a reader searches, copies, chooses colours and goes on', async () => {
  const site = await host(join(folder, 'harbour'));
  const page = await open();
  try {
    await page.goto(`${site.base}/`);
    await page.keyboard.press('/');
    await page.keyboard.type('fish');
    const first = page.locator('.docs-results a').first();
    await first.waitFor();
    assert.match(await first.innerText(), /Who comes first/u);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/guide/berths/#who-comes-first');
    await page.getByLabel('Search these docs').fill('berhts');
    await page.locator('.docs-results a mark').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('label', { hasText: 'Shell' }).click();
    assert.ok(await page.getByText('curl', { exact: true }).isVisible());
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('link', { name: /^Next/u }).click();
    await page.waitForURL('**/guide/writing/');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    assert.deepEqual(page.faults, []);
  } finally {
    await page.context().close();
    site.stop();
  }
});

cases.add('pages are accessible on a desk and a phone, light and dark', async () => {
  const site = await host(join(folder, 'harbour'));
  try {
    for (const [size, viewport] of Object.entries({ desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) {
      for (const colorScheme of ['light', 'dark']) {
        const page = await open({ viewport, colorScheme });
        for (const path of ['', 'guide/berths/', 'guide/writing/', 'tide/tables/']) {
          await page.goto(`${site.base}/${path}`);
          assert.deepEqual(await inaccessible(page), [], `${path} on a ${size}, ${colorScheme}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, `${path} is wider than a ${size}`);
        }
        assert.deepEqual(page.faults, []);
        await page.goto(`${site.base}/guide/berths/`);
        await page.screenshot({ path: `screens/docs-${size}-${colorScheme}.png` });
        await page.context().close();
      }
    }
  } finally {
    site.stop();
  }
});

cases.add('diagrams are pictures with their text behind a switch', async () => {
  const source = join(folder, 'diagrams');
  await mkdir(join(source, 'docs'), { recursive: true });
  await writeFile(join(source, 'mkdocs.yml'), 'site_name: Diagrams\nplugins: [techdocs-core]\n');
  const fence = text => `\`\`\`mermaid\n${text}\n\`\`\`\n\n`;
  const wide = Array.from({ length: 12 }, (_, number) => `  n${number}[Step number ${number}] --> n${number + 1}`).join('\n');
  await writeFile(join(source, 'docs/index.md'), `# Diagrams\n\n${fence(DIAGRAM)}${fence('sequenceDiagram\n  A->>+B: Hi\n  B-->>-A: Ho')}${fence(`graph LR\n${wide}`)}`);
  const site = await host(build(source, 'diagrams-built', '--strict'));
  try {
    for (const [size, viewport] of Object.entries({ desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) {
      for (const colorScheme of ['light', 'dark']) {
        const page = await open({ viewport, colorScheme });
        await page.goto(`${site.base}/`);
        const pictures = page.getByRole('img', { name: 'Flowchart' });
        assert.equal(await pictures.count(), 2);
        assert.ok(await pictures.first().isVisible());
        const text = page.locator('.diagram').first().locator('.highlight').first();
        assert.ok(!(await text.isVisible()));
        assert.deepEqual(await inaccessible(page), [], `${size}, ${colorScheme}`);
        assert.ok(!(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)), `wider than a ${size}`);
        await page.screenshot({ path: `screens/diagrams-${size}-${colorScheme}.png` });
        await page.getByLabel('Show the text of the diagram').first().check();
        assert.ok(await text.isVisible());
        assert.deepEqual(await inaccessible(page), [], `${size}, ${colorScheme}, with the text`);
        assert.deepEqual(page.faults, []);
        await page.context().close();
      }
    }
  } finally {
    site.stop();
  }
});

cases.add('an author sees a change and a mistake', async () => {
  const source = join(folder, 'source');
  await cp(join(FIXTURES, 'harbour'), source, { recursive: true });
  const port = await freePort();
  const child = spawn(process.env.CALLBOARD_BINARY, ['docs', 'serve', source, '--port', String(port)], { stdio: 'ignore' });
  const page = await open();
  try {
    const base = `http://127.0.0.1:${port}`;
    await eventually('the site is served', async () => ((await fetch(base).catch(() => undefined))?.ok ? true : undefined));
    await page.goto(`${base}/guide/writing/`);
    await writeFile(join(source, 'docs/guide/writing.md'), '# Written\n\nAnew. [Nowhere](gone.md)\n');
    await page.getByRole('heading', { name: 'Written' }).waitFor();
    assert.match(await page.locator('.docs-findings summary').innerText(), /1 here/u);
    await writeFile(join(source, 'mkdocs.yml'), 'site_name: [broken\n');
    await page.getByRole('alert').waitFor();
    assert.match(await page.getByRole('alert').innerText(), /mkdocs\.yml/u);
    assert.ok(await page.getByRole('heading', { name: 'Written' }).isVisible());
    const answer = await fetch(`${base}/..%2f..%2fsource/mkdocs.yml`);
    assert.equal(answer.status, 400);
  } finally {
    child.kill('SIGTERM');
    await page.context().close();
  }
});

/** What a page differs in from what mkdocs made of it: nothing where it agrees. */
function differences(found, wanted) {
  const headings = wanted.headings.map(heading => heading.id);
  const counts = Object.keys(found).filter(key => key !== 'headings' && key !== 'text' && found[key] !== wanted[key]);
  const agrees = createHash('sha256').update(found.text).digest('hex') === wanted.text_sha256;
  return {
    headings: JSON.stringify(found.headings) === JSON.stringify(headings) ? [] : [`headings ${headings} expected, ${found.headings} here`],
    counts: counts.map(key => `${key} ${wanted[key]} expected, ${found[key]} here`),
    text: agrees ? [] : [`text of ${wanted.text_chars} characters expected, ${[...found.text].length} here`],
  };
}

/** Where each site of the corpus was built. */
const built = new Map();

/** Builds a site of the corpus, once. */
function real(site) {
  if (!built.has(site)) built.set(site, build(join(CORPUS, site, '..'), `real-${site.replaceAll(/[^\w]/gu, '-')}`));
  return built.get(site);
}

const sites = () => readFileSync(join(CORPUS, 'expected.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line));

if (existsSync(CORPUS)) {
  cases.add('pages of real sites hold what mkdocs put there', async () => {
    const equal = { headings: 0, counts: 0, text: 0 };
    const lines = [];
    let pages = 0;
    const page = await open({ javaScriptEnabled: false });
    for (const { site, pages: wanted } of sites().filter(({ ok }) => ok)) {
      const out = real(site);
      for (const expected of wanted) {
        pages += 1;
        const html = await readFile(join(out, expected.path), 'utf8');
        const differs = differences(await page.evaluate(facts, html), expected);
        for (const [what, texts] of Object.entries(differs)) equal[what] += Number(texts.length === 0);
        const texts = Object.values(differs).flat();
        if (texts.length > 0) lines.push(`${site} ${expected.path}: ${texts.join('; ')}`);
      }
    }
    await page.context().close();
    const shares = Object.entries(equal).map(([what, count]) => [what, (100 * count) / pages]);
    console.log(lines.slice(0, SHOWN).join('\n'));
    console.log(`${pages} pages of real sites: ${shares.map(([what, share]) => `${what} ${share.toFixed(1)} %`).join(', ')}`);
    for (const [what, share] of shares) assert.ok(share >= LEAST[what], `${what} agree on ${share} %, at least ${LEAST[what]} %`);
  });

  cases.add('sites that mkdocs refuses are built with warnings', () => {
    for (const { site } of sites().filter(site => !site.ok)) {
      const source = join(CORPUS, site, '..');
      const out = join(folder, `refused-${site.replaceAll(/[^\w]/gu, '-')}`);
      const run = spawnSync(process.env.CALLBOARD_BINARY, ['docs', 'build', source, '--out', out], { encoding: 'utf8' });
      // Nothing is read beside the site, whatever it says; else it has to be built.
      const isOutside = run.stderr.includes('leads out of the folder of the site');
      const isBuilt = run.status === 0 && readdirSync(out, { recursive: true }).some(name => name.endsWith('.html'));
      assert.ok(isOutside || isBuilt, `${site}: ${run.stderr.slice(-300)}`);
      assert.match(run.stdout + run.stderr, isOutside ? /docs_dir/u : /^warning: .*/mu, site);
    }
  });

  cases.add(`${SAMPLE} pages of real sites are accessible`, async () => {
    const pages = sites().filter(site => site.ok).flatMap(site => site.pages.map(page => [site.site, page.path]));
    const step = Math.max(1, Math.floor(pages.length / SAMPLE));
    const problems = [];
    const page = await open();
    let seen = 0;
    let served;
    for (const [name, path] of pages.filter((_, position) => position % step === 0).slice(0, SAMPLE)) {
      if (served?.name !== name) {
        served?.stop();
        served = { name, ...(await host(real(name))) };
      }
      await page.goto(`${served.base}/${encodeURI(path)}`);
      seen += 1;
      problems.push(...(await inaccessible(page)).map(problem => `${name} ${path}: ${problem}`));
    }
    served?.stop();
    await page.context().close();
    console.log(`axe looked at ${seen} pages of real sites`);
    assert.deepEqual(problems, []);
  });
} else {
  console.log('the corpus of real sites is not beside the repository: no sample of it');
}

const code = await cases.run();
await browser.close();
await rm(folder, { recursive: true, force: true });
process.exit(code);
