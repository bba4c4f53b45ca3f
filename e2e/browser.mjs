// What people do with the pages, in a real browser, on the catalog of fixture/. The cases are in flows/.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { Cases } from './lib/cases.mjs';
import { BELL, heading } from './lib/page.mjs';
import { eventually, startPortal } from './lib/portal.mjs';

const HERE = import.meta.dirname;
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
// While working on some pages: only the cases with this in their names.
const ONLY = process.env.ONLY ?? '';
// The browser reports it when a page goes before its fading in has begun, even where JavaScript is off.
const SKIPPED_TRANSITION = /^Transition was (aborted|skipped)/;
const RULES = ['API', 'Component', 'Domain', 'Group', 'Location', 'Resource', 'System', 'User'];

const LOUD = { $not: { featureFlags: { $contains: 'quiet-home' } } };

const config = base => ({
  app: { title: 'Bicycles', baseUrl: base, extensions: [{ 'home-page-widget:home/visited': { config: { order: 60, if: LOUD } } }] },
  backend: { baseUrl: base },
  callboard: { dev: { components: true }, featureFlags: [{ name: 'quiet-home', description: 'The start page without what you visited' }] },
  auth: { providers: { guest: { dangerouslyAllowOutsideDevelopment: true, userEntityRef: 'user:default/robin' } } },
  catalog: {
    rules: [{ allow: RULES }],
    locations: ['catalog', 'hard'].map(name => ({ type: 'file', target: join(HERE, `fixture/${name}.yaml`) })),
  },
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
  if (!name.includes(ONLY)) return;
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
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await heading(page).textContent(), 'Hello, guest');
});

const stops = [portal.stop, demo.stop];

try {
  // A file for each area, so that several people can add to them; the order is that of their names. A file that starts
  // something stops it again.
  for (const file of (await readdir(join(HERE, 'flows'))).sort()) {
    const { default: add, stop } = await import(join(HERE, 'flows', file));
    add(flow);
    if (stop) stops.push(stop);
  }
  process.exitCode = await cases.run();
  if (process.exitCode !== 0) console.error(portal.log());
} finally {
  await browser.close();
  await Promise.all(stops.map(stop => stop()));
}
