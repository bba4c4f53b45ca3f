// Arriving, starring, jumping and searching.

import assert from 'node:assert/strict';

import { BELL, assertAccessible, heading } from '../lib/page.mjs';

const card = (page, title) => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const star = page => page.locator('main .head').getByRole('button', { name: /^Star / });

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  flow('the start page shows what is the reader\'s own', {}, async page => {
    await page.goto('/');
    assert.equal(await heading(page).textContent(), 'Hello, robin');
    await card(page, 'Yours').getByRole('link').first().waitFor();
    await card(page, 'What changed in them').getByText('was added').first().waitFor();
    await card(page, 'Start here').getByRole('link', { name: 'Browse the catalog' }).click();
    await page.waitForURL('**/catalog**');
  });

  flow('a star is given, shown at home, and taken back', {}, async page => {
    await page.goto(BELL);
    await star(page).click();
    await page.locator('main .head [aria-pressed="true"]').waitFor();
    await page.reload();
    assert.equal(await star(page).getAttribute('aria-pressed'), 'true');
    await page.goto('/');
    await card(page, 'Starred').getByRole('link', { name: 'bell' }).click();
    await page.waitForURL(`**${BELL}`);
    await star(page).click();
    await page.locator('main .head [aria-pressed="false"]').waitFor();
    await page.reload();
    assert.equal(await star(page).getAttribute('aria-pressed'), 'false');
  });

  flow('stars need no JavaScript', { javaScriptEnabled: false }, async page => {
    await page.goto(BELL);
    await star(page).click();
    assert.equal(new URL(page.url()).pathname, BELL);
    assert.equal(await star(page).getAttribute('aria-pressed'), 'true');
    await star(page).click();
    assert.equal(await star(page).getAttribute('aria-pressed'), 'false');
  });

  flow('the palette jumps to an entity despite a typo, by keyboard only', {}, async page => {
    await page.goto('/catalog');
    await page.keyboard.press('/');
    const palette = page.getByRole('dialog', { name: 'Find anything' });
    await palette.getByText('Go to').waitFor();
    await page.keyboard.type('chian');
    await palette.getByRole('option', { name: 'chain' }).first().waitFor();
    await assertAccessible(page);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/catalog/default/component/chain');
    await page.goto('/');
    await card(page, 'Recently visited').getByRole('link', { name: 'chain' }).waitFor();
  });

  flow('the search finds by kind, and offers ways on where it finds nothing', { javaScriptEnabled: false }, async page => {
    await page.goto('/');
    await page.getByRole('searchbox').first().fill('bell');
    await page.getByRole('searchbox').first().press('Enter');
    await page.waitForURL('**/search?query=bell');
    await page.getByRole('main').getByRole('link', { name: 'bell' }).first().waitFor();
    await page.goto('/search?query=xyzzy');
    await page.getByText('Nothing is called so').waitFor();
    await page.getByRole('link', { name: 'Look through the catalog' }).click();
    await page.waitForURL('**/catalog?**');
  });
}
