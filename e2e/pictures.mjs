// The pictures of the documentation: see pictures.

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

import { eventually, startPortal } from './lib/portal.mjs';

const FOLDER = join(import.meta.dirname, '../docs/assets/screens');
const COLOURS = '96';
const ONLY = process.env.ONLY ?? '';
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const run = promisify(execFile);

const entity = name => `/catalog/default/component/${name}`;

/** Pages by name, of the demo organisation; some with what is done on them first. */
const FULL = {
  home: ['/'],
  catalog: ['/catalog'],
  'catalog-no-match': ['/catalog?filters[text]=nothing-is-called-so'],
  entity: [entity('checkout')],
  'entity-apis': [`${entity('checkout')}?tab=api`],
  'entity-dependencies': [`${entity('checkout')}?tab=dependencies`],
  'entity-relations': [`${entity('checkout')}?tab=relations`],
  'entity-history': [`${entity('checkout')}?tab=history`],
  'entity-raw': [`${entity('checkout')}?tab=yaml`],
  'entity-not-found': [entity('chekout')],
  system: ['/catalog/default/system/checkout'],
  group: ['/catalog/default/group/team-pear'],
  'group-members': ['/catalog/default/group/team-pear?tab=members'],
  graph: ['/catalog-graph?rootEntityRefs[]=component:default/checkout&maxDepth=2'],
  'graph-impact': ['/catalog-graph?rootEntityRefs[]=resource:default/orders-db&show=impact'],
  apis: ['/api-docs'],
  api: ['/catalog/default/api/orders-api?tab=definition'],
  search: ['/search?query=pay'],
  'search-nothing': ['/search?query=xyzzy'],
  palette: ['/catalog', async page => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('chekout');
    await page.waitForTimeout(500);
  }],
  register: ['/catalog-import'],
  'register-error': ['/catalog-import', async page => {
    await page.locator('main [name="url"]').fill('https://code.example/catalog-info.yaml');
    await page.locator('main [name="url"]').press('Enter');
    await page.waitForLoadState();
  }],
  create: ['/catalog/create'],
  'create-form': ['/catalog/create?kind=Component'],
  'edit-review': [`${entity('checkout')}/edit`, async page => {
    await page.locator('[name="metadata.title"]').fill('Checkout');
    await page.locator('[name="metadata.tags"]').fill('java, tier-1, reviewed');
    await page.getByRole('button', { name: 'Review the change' }).click();
    await page.waitForLoadState();
  }],
  'edit-error': ['/catalog/create?kind=Component', async page => {
    for (const [name, text] of Object.entries({ 'metadata.name': 'two words', 'spec.type': 'service', 'spec.lifecycle': 'production', 'spec.owner': 'team-pear' })) {
      await page.locator(`[name="${name}"]`).fill(text);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Review the change' }).click();
    await page.waitForLoadState();
  }],
  'edit-many': ['/catalog/edit?filters[kind]=component', async page => {
    await page.locator('[name="tags.add"]').fill('reviewed');
    await page.getByRole('button', { name: 'Review the change' }).click();
    await page.waitForLoadState();
  }],
  settings: ['/settings'],
  'settings-flags': ['/settings/feature-flags'],
  'settings-sources': ['/settings/sources'],
  'settings-unprocessed': ['/settings/unprocessed-entities'],
  'settings-jobs': ['/settings/jobs'],
  'settings-configuration': ['/settings/configuration'],
  'settings-audit': ['/settings/audit'],
  'settings-metrics': ['/settings/metrics'],
  'settings-about': ['/settings/about'],
  'not-found': ['/nowhere'],
};

/** The same of a portal that has nothing yet. */
const NOTHING = {
  'home-empty': ['/'],
  'catalog-empty': ['/catalog'],
  'apis-empty': ['/api-docs'],
  'graph-empty': ['/catalog-graph'],
  'search-empty': ['/search'],
  'settings-flags-empty': ['/settings/feature-flags'],
};

const nothing = base => ({
  app: { title: 'Callboard', baseUrl: base },
  backend: { baseUrl: base },
  auth: { providers: { guest: { dangerouslyAllowOutsideDevelopment: true } } },
  catalog: { locations: [] },
});

async function take(browser, base, pages) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ baseURL: base, viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const [name, [path, act]] of Object.entries(pages)) {
        if (!name.includes(ONLY)) continue;
        await page.goto(path, { waitUntil: 'networkidle' });
        if (act) await act(page);
        const file = join(FOLDER, `${name}-${size}-${colorScheme}.png`);
        await page.screenshot({ path: file });
        await run('pngquant', ['--force', '--strip', '--speed', '1', '--output', file, COLOURS, file]);
        // What is left half filled in asks before it is left.
        await page.goto('about:blank').catch(() => undefined);
      }
      await context.close();
    }
  }
}

const [demo, empty] = await Promise.all([startPortal(), startPortal(nothing)]);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
try {
  await mkdir(FOLDER, { recursive: true });
  await eventually('the demo organisation is there', async () => {
    const answer = await fetch(`${demo.base}${entity('checkout')}`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  });
  await take(browser, demo.base, FULL);
  await take(browser, empty.base, NOTHING);
} finally {
  await browser.close();
  await Promise.all([demo.stop(), empty.stop()]);
}
