// What people do with the pages, in a real browser, on the catalog of fixture/.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { addComponents } from './flows/components.mjs';
import { Cases } from './lib/cases.mjs';
import { eventually, startPortal } from './lib/portal.mjs';
import { faults } from './lib/valid.mjs';

const HERE = import.meta.dirname;
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WAIT = 10_000;
// The browser reports it when a page goes before its fading in has begun, even where JavaScript is off.
const SKIPPED_TRANSITION = /^Transition was (aborted|skipped)/;
const PHONE = { width: 390, height: 844 };
const BELL = '/catalog/default/component/bell';
const RULES = ['API', 'Component', 'Domain', 'Group', 'Location', 'Resource', 'System', 'User'];

const config = base => ({
  app: { title: 'Bicycles', baseUrl: base },
  backend: { baseUrl: base },
  callboard: { dev: { components: true } },
  auth: { providers: { guest: { dangerouslyAllowOutsideDevelopment: true, userEntityRef: 'user:default/robin' } } },
  catalog: { rules: [{ allow: RULES }], locations: [{ type: 'file', target: join(HERE, 'fixture/catalog.yaml') }] },
});

const [portal, demo] = await Promise.all([startPortal(config), startPortal()]);
const browser = await chromium
  .launch({ executablePath: process.env.CHROMIUM, args: FLAGS })
  .catch(async error => {
    await Promise.all([portal.stop(), demo.stop()]);
    throw error;
  });
const cases = new Cases();

/** Whether an answer is one that no page should cause. A page that is not there may be what a case asks for. */
function isFault(response) {
  const isPage = response.request().resourceType() === 'document';
  return response.status() >= (isPage ? 500 : 400);
}

/** A case with a fresh browser profile. Failing scripts and requests fail the case, whatever it looked at. */
function flow(name, options, run) {
  cases.add(name, async () => {
    // Colours must not be measured while they fade.
    const context = await browser.newContext({ baseURL: portal.base, reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(WAIT);
    const page = await context.newPage();
    const trouble = [];
    page.on('pageerror', error => {
      if (!SKIPPED_TRANSITION.test(error.message)) trouble.push(`script: ${error.message}`);
    });
    page.on('console', message => {
      // Answers are judged below, where it is known what asked for them.
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isAnswer) trouble.push(`console: ${message.text()}`);
    });
    page.on('response', response => isFault(response) && trouble.push(`${response.status()} ${response.url()}`));
    try {
      await run(page, context, options.baseURL ?? portal.base);
      await page.screenshot({ path: join(HERE, 'screens', `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`) });
      assert.deepEqual(trouble, []);
    } finally {
      await context.close();
    }
  });
}

const names = page => page.locator('[data-list] [data-item]').allTextContents();
const heading = page => page.getByRole('heading', { level: 1 });
const kinds = page => page.getByRole('navigation', { name: 'Kinds' });
const filters = page => page.getByRole('navigation', { name: 'Filters' });

/** Waits until the list shows exactly these names; the page may be replaced or patched meanwhile. */
async function shows(page, expected) {
  let seen;
  const same = async () => {
    seen = await names(page).catch(() => undefined);
    return JSON.stringify(seen) === JSON.stringify(expected) ? true : undefined;
  };
  await eventually('the list', same).catch(() => assert.deepEqual(seen, expected));
}

async function assertAccessible(page) {
  // The protocol of the browser, unlike a script element, needs no leave of the page's content security policy.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    [],
  );
}

async function assertNoSidewaysScrolling(page) {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= window, `${page.url()} is ${content} wide in a window of ${window}`);
}

// Reading the configured files takes a moment after the start.
cases.add('the catalog arrives', () =>
  eventually('everything is listed', async () => {
    const answer = await fetch(`${portal.base}/catalog`).catch(() => undefined);
    const text = (await answer?.text()) ?? '';
    return text.includes(BELL) && text.includes('/catalog/night/component/bell') ? true : undefined;
  }),
);

flow('a portal without configuration starts and lets guests in', { baseURL: demo.base }, async page => {
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/catalog');
  assert.equal(await heading(page).textContent(), 'Catalog');
});

flow('the start page leads to the catalog', {}, async page => {
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/catalog');
  assert.match(await page.title(), /Bicycles/);
  await shows(page, ['bell', 'bell', 'chain', 'dynamo']);
});

flow('kind and type narrow the list', {}, async page => {
  await page.goto('/catalog');
  await filters(page).getByRole('link', { name: /^library/ }).click();
  await shows(page, ['chain']);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await shows(page, ['bell', 'bell', 'chain', 'dynamo']);
  await kinds(page).getByRole('link', { name: /APIs/ }).click();
  await shows(page, ['appointments']);
  await page.goBack();
  await shows(page, ['bell', 'bell', 'chain', 'dynamo']);
});

flow('text narrows the list', {}, async page => {
  await page.goto('/catalog');
  await page.getByRole('searchbox').fill('dyn');
  await page.getByRole('searchbox').press('Enter');
  await shows(page, ['dynamo']);
  assert.equal(new URL(page.url()).searchParams.get('filters[text]'), 'dyn');
});

flow('an entity shows its relations, which lead on', {}, async page => {
  await page.goto('/catalog');
  await page.locator(`[data-list] a[href="${BELL}"]`).click();
  await page.waitForURL(`**${BELL}`);
  assert.equal(await heading(page).textContent(), 'bell');
  await page.locator('[data-relation="providesApi"]').getByRole('link').click();
  await page.waitForURL('**/catalog/default/api/appointments');
  assert.equal(await heading(page).textContent(), 'appointments');
});

flow('the raw view holds the entity as YAML', {}, async page => {
  await page.goto(BELL);
  await page.getByRole('navigation', { name: 'Views of this entity' }).getByRole('link', { name: 'Raw' }).click();
  await page.waitForURL(`**${BELL}?tab=yaml`);
  const yaml = await page.locator('pre').textContent();
  assert.match(yaml, /^kind: Component$/m);
  assert.match(yaml, /^ {2}name: bell$/m);
});

flow('an entity that is not there is said to be so', {}, async page => {
  const answer = await page.goto('/catalog/default/component/bel');
  assert.equal(answer.status(), 404);
  assert.match(await page.locator('main').textContent(), /not in the catalog/);
});

flow('the dark theme is kept', {}, async page => {
  await page.goto('/catalog');
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.goto(BELL);
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), light);
});

flow('a phone shows everything without sideways scrolling', { viewport: PHONE, hasTouch: true }, async page => {
  for (const path of ['/catalog', BELL, `${BELL}?tab=yaml`, '/catalog-import', '/settings']) {
    await page.goto(path);
    await assertNoSidewaysScrolling(page);
  }
  await page.goto('/catalog');
  await page.getByRole('link', { name: /^Filters/ }).tap();
  await filters(page).getByRole('link', { name: /^library/ }).tap();
  await shows(page, ['chain']);
});

flow('without JavaScript everything works the same', { javaScriptEnabled: false }, async page => {
  await page.goto('/catalog');
  await filters(page).getByRole('link', { name: /^library/ }).click();
  await shows(page, ['chain']);
  await page.getByRole('searchbox').fill('nothing is called so');
  await page.getByRole('searchbox').press('Enter');
  await page.getByText('Nothing matches').waitFor();
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.goto(BELL);
  assert.equal(await heading(page).textContent(), 'bell');
});

flow('the keyboard reaches the content, and what has the focus is visible', {}, async page => {
  await page.goto('/catalog');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  await page.waitForURL('**#main');
  // From the content on, every stop is inside of it, in sight and marked.
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        name: element.textContent.trim() || element.getAttribute('aria-label'),
        inside: document.querySelector('main').contains(element),
        marked: (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none',
        visible: box.width > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0,
      };
    });
    assert.deepEqual(focus, { ...focus, inside: true, marked: true, visible: true });
  }
});

for (const theme of ['light', 'dark', 'contrast']) {
  for (const [name, path] of [['catalog', '/catalog'], ['entity', BELL], ['raw', `${BELL}?tab=yaml`]]) {
    flow(`axe finds nothing on the ${name} page in the ${theme} theme`, {}, async (page, context) => {
      await context.addCookies([{ name: 'callboard-theme', value: theme, url: portal.base }]);
      await page.goto(path);
      assert.equal(await page.locator('html').getAttribute('data-theme'), theme);
      await assertAccessible(page);
    });
  }
}

for (const path of ['/dev/components', '/catalog', '/catalog?filters[text]=none', BELL, `${BELL}?tab=yaml`, '/catalog-import', '/settings', '/nowhere']) {
  flow(`the HTML of ${path} is valid`, {}, async page => {
    const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
    assert.deepEqual(await faults(await answer.text()), []);
  });
}

addComponents(flow, { assertAccessible, assertNoSidewaysScrolling, phone: PHONE });

try {
  process.exitCode = await cases.run();
  if (process.exitCode !== 0) console.error(portal.log());
} finally {
  await browser.close();
  await Promise.all([portal.stop(), demo.stop()]);
}
