// The graph of the catalog: walking it, narrowing it, the path between two entities, what breaks without one, and files.

import assert from 'node:assert/strict';

import { BELL, PHONE, assertAccessible, assertNoSidewaysScrolling, heading } from '../lib/page.mjs';
import { faults } from '../lib/valid.mjs';

const GRAPH = '/catalog-graph';
const ROOT = 'rootEntityRefs[]';
const of = (reference, rest = '') => `${GRAPH}?${ROOT}=${reference}${rest}`;
const AROUND_BELL = of('component:default/bell');
const IMPACT = of('resource:default/ledger', '&show=impact');
const PATH = of('component:default/dynamo', '&pathTo=component:default/bell');
const HOSTILE = of('component:default/bad-names');

const node = (page, reference) => page.locator(`.graph-view [data-id="${reference}"]`);
const focused = page => page.evaluate(() => document.activeElement?.getAttribute('data-id'));
const viewBox = page => page.locator('.graph-view > svg').getAttribute('viewBox');
const parameters = page => new URL(page.url()).searchParams;

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  flow('a graph begins anywhere and is walked by clicking', {}, async page => {
    await page.goto(GRAPH);
    await page.getByRole('link', { name: 'repairs' }).click();
    await page.waitForURL(/system/);
    await node(page, 'component:default/bell').click();
    await page.waitForURL(/component/);
    assert.deepEqual(parameters(page).getAll(ROOT), ['component:default/bell']);
    await node(page, 'component:default/bell').click();
    await page.waitForURL(`**${BELL}`);
    assert.equal(await heading(page).textContent(), 'bell');
  });

  flow('a graph is walked by keyboard', {}, async page => {
    await page.goto(of('component:default/bell', '&maxDepth=1'));
    await page.locator('.graph-view').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(page), 'component:default/bell');
    const seen = new Set();
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
      await page.keyboard.press(key);
      seen.add(await focused(page));
    }
    assert.ok(seen.size > 1, [...seen].join());
    await node(page, 'api:default/appointments').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/api/);
    assert.deepEqual(parameters(page).getAll(ROOT), ['api:default/appointments']);
  });

  flow('a graph is brought nearer and moved', {}, async page => {
    await page.goto(AROUND_BELL);
    const start = await viewBox(page);
    await page.getByRole('button', { name: 'Nearer' }).click();
    const near = await viewBox(page);
    assert.notEqual(near, start);
    await page.mouse.move(700, 600);
    await page.mouse.down();
    await page.mouse.move(760, 640, { steps: 4 });
    await page.mouse.up();
    assert.notEqual(await viewBox(page), near);
  });

  flow('filters narrow the graph and stay in the address while it is walked', {}, async page => {
    await page.goto(AROUND_BELL);
    await page.getByText('Kinds, relations, drawing').click();
    await page.getByLabel('API', { exact: true }).check();
    await page.getByLabel('Component', { exact: true }).check();
    await page.getByLabel('Direction').selectOption('TB');
    await page.getByLabel('Depth').selectOption('∞');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/selectedKinds/);
    assert.equal(await node(page, 'group:default/mechanics').count(), 0);
    assert.equal(await page.locator('.graph-view > svg').getAttribute('data-direction'), 'TB');
    await node(page, 'api:default/appointments').click();
    await page.waitForURL(/=api%3Adefault|=api:default/);
    assert.deepEqual(parameters(page).getAll('selectedKinds[]'), ['api', 'component']);
    assert.equal(parameters(page).get('maxDepth'), '∞');
    await page.getByRole('link', { name: 'Remove Kind: Component' }).click();
    assert.deepEqual(parameters(page).getAll('selectedKinds[]'), ['api']);
  });

  flow('a second entity is found by a few letters and added', {}, async page => {
    await page.goto(of('component:default/bell', '&maxDepth=1'));
    const field = page.getByRole('combobox', { name: /Add an entity/ });
    await field.fill('chai');
    await page.getByRole('option', { name: /chain/ }).click();
    await page.getByRole('button', { name: 'Show' }).click();
    await node(page, 'component:default/chain').waitFor();
    assert.deepEqual(parameters(page).getAll(ROOT).filter(Boolean), ['component:default/bell', 'component:default/chain']);
    await page.getByRole('link', { name: 'Remove From: bell' }).click();
    await page.waitForURL(url => url.searchParams.getAll(ROOT).length === 1);
  });

  flow('the path between two entities', { javaScriptEnabled: false }, async page => {
    await page.goto(of('component:default/dynamo'));
    await page.getByRole('link', { name: 'Path to…' }).click();
    await page.getByText('Where should the path lead?').waitFor();
    await page.getByLabel('To', { exact: true }).fill('component:default/bell');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('The shortest way has 2 steps.').waitFor();
    await node(page, 'api:default/appointments').waitFor();
    await page.getByText('As a list').click();
    assert.match(await page.getByRole('table').textContent(), /Consumes APIs/);
  });

  flow('what breaks without an entity is asked on its page', {}, async page => {
    await page.goto('/catalog/default/resource/ledger');
    await page.locator('summary[aria-label="More actions"]').click();
    await page.getByRole('link', { name: 'What breaks without it' }).click();
    await page.getByText('1 entity would break, 1 of them directly.').waitFor();
    await node(page, 'component:default/dynamo').click();
    await page.getByText('Nothing breaks').waitFor();
    assert.equal(parameters(page).get('show'), 'impact');
  });

  flow('the page of an entity shows its relations and leads to the graph', {}, async page => {
    await page.goto(BELL);
    const card = page.locator('[data-card="entity-card:catalog-graph/relations"]');
    await card.locator('[data-id="api:default/appointments"]').click();
    await page.waitForURL('**/catalog/default/api/appointments');
    await card.getByRole('link', { name: 'View graph' }).click();
    await page.waitForURL(/catalog-graph/);
    await node(page, 'api:default/appointments').waitFor();
  });

  flow('a graph is kept as SVG and as Mermaid', {}, async page => {
    await page.goto(AROUND_BELL);
    for (const [name, type, start] of [['As SVG', 'image/svg+xml', '<svg xmlns='], ['As Mermaid', 'text/plain', 'flowchart LR']]) {
      const link = page.getByRole('link', { name, includeHidden: true });
      const answer = await page.request.get(await link.getAttribute('href'));
      assert.ok(answer.headers()['content-type'].startsWith(type));
      const text = await answer.text();
      assert.ok(text.startsWith(start), text.slice(0, 100));
      assert.ok(text.includes('/catalog/default/api/appointments'));
    }
    await page.goto(AROUND_BELL.replace('?', '/picture.svg?'));
    const fill = await page.locator('.graph-box').first().evaluate(box => getComputedStyle(box).fill);
    assert.notEqual(fill, 'rgb(0, 0, 0)', 'the file brings its looks');
  });

  flow('a large picture arrives after its page, and says so when it does not', {}, async page => {
    let works = true;
    // The catalog of these cases is small, so that the picture is taken out of the page.
    await page.route(/catalog-graph\?/, async route => {
      const answer = await route.fetch();
      const whole = await answer.text();
      const later = whole.replace(/(<div class="graph-view"[^>]*)>\s*<svg.*?<\/svg>/s, `$1 data-picture="${AROUND_BELL.replace('?', '/picture?')}"><p role="status">Drawing…</p>`);
      assert.notEqual(later, whole);
      await route.fulfill({ response: answer, body: later });
    });
    await page.route(/catalog-graph\/picture/, route => (works ? route.continue() : route.abort('failed')));
    await page.goto(AROUND_BELL);
    await node(page, 'api:default/appointments').waitFor();
    await page.locator('.graph-view').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(page), 'component:default/bell');
    works = false;
    await page.goto(AROUND_BELL);
    await page.getByText('The picture could not be had.').waitFor();
    await page.getByText('As a list').click();
    await page.getByRole('cell', { name: /appointments/ }).first().waitFor();
  });

  flow('a graph reads and leads on without JavaScript, on a phone', { javaScriptEnabled: false, viewport: PHONE }, async page => {
    for (const path of [GRAPH, AROUND_BELL, IMPACT, PATH]) {
      await page.goto(path);
      await assertNoSidewaysScrolling(page);
    }
    await page.goto(AROUND_BELL);
    await page.getByText('As a list').click();
    await page.getByRole('cell', { name: /appointments/ }).first().getByRole('link').click();
    await page.waitForURL('**/catalog/default/api/appointments');
  });

  flow('a graph fits a phone and its names can be read', { viewport: PHONE }, async page => {
    for (const path of [GRAPH, AROUND_BELL, IMPACT, PATH, of('component:default/none')]) {
      await page.goto(path);
      await assertNoSidewaysScrolling(page);
      await assertAccessible(page);
    }
    await page.goto(AROUND_BELL);
    const height = await page.locator('.graph-view .graph-name').first().evaluate(text => text.getBoundingClientRect().height);
    assert.ok(height > 9, `names are ${height} pixels high`);
    await page.getByText('Kinds, relations, drawing').click();
    await assertNoSidewaysScrolling(page);
    await assertAccessible(page);
  });

  flow('names that somebody chose badly are inert in a graph', {}, async page => {
    for (const path of [HOSTILE, HOSTILE.replace('?', '/picture.svg?'), HOSTILE.replace('?', '/picture.mmd?'), HOSTILE.replace('?', '/picture?')]) {
      await page.goto(path);
      assert.equal(await page.evaluate(() => globalThis.wasRun), undefined, path);
    }
  });

  for (const theme of ['light', 'dark', 'contrast']) {
    flow(`axe finds nothing on the graph in the ${theme} theme`, {}, async (page, context, base) => {
      await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
      for (const path of [GRAPH, AROUND_BELL, `${AROUND_BELL}&showFilters=true`, IMPACT, PATH, HOSTILE]) {
        await page.goto(path);
        assert.equal(await page.locator('html').getAttribute('data-theme'), theme);
        await assertAccessible(page);
      }
    });
  }

  for (const path of [GRAPH, AROUND_BELL, `${AROUND_BELL}&showFilters=true&direction=TB&curve=curveStepBefore`, IMPACT, PATH, HOSTILE, of('component:default/none')]) {
    flow(`the HTML of ${path} is valid`, {}, async page => {
      const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
      assert.deepEqual(await faults(await answer.text()), []);
    });
  }
}
