// What cases ask of any page, and the places of the catalog of fixture/ that they go to.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { eventually } from './portal.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const PHONE = { width: 390, height: 844 };
export const BELL = '/catalog/default/component/bell';

export const names = page => page.locator('[data-list] [data-item]').allTextContents();
export const heading = page => page.getByRole('heading', { level: 1 });
export const kinds = page => page.getByRole('navigation', { name: 'Kinds' });
export const filters = page => page.getByRole('navigation', { name: 'Filters' });

/** Waits until the list shows exactly these names; the page may be replaced or patched meanwhile. */
export async function shows(page, expected) {
  let seen;
  const same = async () => {
    seen = await names(page).catch(() => undefined);
    return JSON.stringify(seen) === JSON.stringify(expected) ? true : undefined;
  };
  await eventually('the list', same).catch(() => assert.deepEqual(seen, expected));
}

export async function assertAccessible(page) {
  // The protocol of the browser, unlike a script element, needs no leave of the page's content security policy.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    [],
  );
}

export async function assertNoSidewaysScrolling(page) {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= window, `${page.url()} is ${content} wide in a window of ${window}`);
}
