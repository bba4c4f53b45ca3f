// The settings, and the pages for those who look after the portal.

import assert from 'node:assert/strict';

import { BELL, PHONE, assertAccessible, assertNoSidewaysScrolling } from '../lib/page.mjs';
import { faults } from '../lib/valid.mjs';

const MINE = ['general', 'starred', 'auth-providers', 'feature-flags'];
const PORTAL = ['sources', 'sources?failing', 'unprocessed-entities', 'jobs', 'configuration', 'audit', 'metrics', 'about'];
const THEMES = ['light', 'dark', 'contrast'];

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  for (const theme of THEMES) {
    flow(`every page of the settings is sound in ${theme}`, {}, async (page, context, base) => {
      await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
      for (const name of [...MINE, ...PORTAL]) {
        await page.goto(`/settings/${name}`);
        await assertAccessible(page);
        assert.deepEqual(await faults(await page.content()), [], name);
      }
    });
  }

  flow('the settings fit a phone', { viewport: PHONE }, async page => {
    for (const name of [...MINE, ...PORTAL]) {
      await page.goto(`/settings/${name}`);
      await assertNoSidewaysScrolling(page);
    }
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
  });

  flow('dates are written as the reader chose, on every page', { timezoneId: 'Asia/Tokyo' }, async page => {
    await page.goto('/settings');
    await page.getByRole('radio', { name: /^\d{4}-\d{2}-\d{2}/ }).check();
    await page.getByRole('radio', { name: 'UTC' }).check();
    await page.getByRole('button', { name: 'Save dates' }).click();
    await page.goto('/settings/about');
    const told = page.locator('time[data-exact]').first();
    assert.match(await told.textContent(), /^\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/);
  });

  flow('single keys act until they are switched off', {}, async page => {
    const list = page.getByRole('dialog', { name: 'Keys' });
    await page.goto('/catalog');
    await page.keyboard.press('?');
    await list.waitFor();
    await page.goto('/settings');
    await page.getByRole('radio', { name: /^Only Ctrl K/ }).check();
    await page.getByRole('button', { name: 'Save keys' }).click();
    await page.goto('/catalog');
    for (const key of ['?', '/', 'j', 'g', 'h']) await page.keyboard.press(key);
    assert.equal(await page.locator('dialog:modal').count(), 0);
    assert.equal(new URL(page.url()).pathname, '/catalog');
    await page.keyboard.press('Control+k');
    await page.locator('dialog:modal').waitFor();
  });

  for (const javaScriptEnabled of [true, false]) {
    flow(`a flag changes the pages of who switches it on${javaScriptEnabled ? '' : ' without JavaScript'}`, { javaScriptEnabled }, async page => {
      const visited = page.getByRole('heading', { name: 'Recently visited' });
      await page.goto(BELL);
      await page.goto('/');
      await visited.waitFor();
      await page.goto('/settings/feature-flags');
      await page.getByRole('checkbox', { name: 'quiet-home' }).check();
      await page.getByRole('button', { name: 'Save flags' }).click();
      await page.waitForURL('**/settings/feature-flags');
      assert.ok(await page.getByRole('checkbox', { name: 'quiet-home' }).isChecked());
      await page.goto('/');
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.equal(await visited.count(), 0);
    });
  }

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ' without JavaScript';
    flow(`a source is read again${how}`, { javaScriptEnabled }, async page => {
      await page.goto('/settings/sources');
      const row = page.getByRole('row').filter({ hasText: javaScriptEnabled ? 'catalog.yaml' : 'hard.yaml' });
      await row.getByRole('button', { name: /^Read again/ }).click();
      await page.waitForURL('**/settings/sources?asked=1');
      await page.getByRole('status').getByText('1 source is being read again').waitFor();
    });
  }

  flow('what was decided is found by a word', {}, async page => {
    await page.goto('/settings/sources');
    await page.goto('/settings/audit');
    await page.getByRole('searchbox', { name: 'Event, person or thing' }).fill('signin');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/settings/audit?q=signin');
    await page.getByRole('cell', { name: /^auth.signin/ }).first().waitFor();
    await page.getByRole('link', { name: 'Denied' }).click();
    await page.getByText('No decision matches').waitFor();
  });
}
