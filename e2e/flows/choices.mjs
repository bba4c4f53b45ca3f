// What a reader chooses in the list of the catalog: columns, saved views, whose entities, rows.

import assert from 'node:assert/strict';

import { BELL, PHONE, assertAccessible, assertNoSidewaysScrolling, filters, shows } from '../lib/page.mjs';
import { faults } from '../lib/valid.mjs';

const heads = page => page.locator('thead th:not(.pick)').allTextContents();
const menu = (page, name) => page.locator('.tools details').filter({ has: page.locator('summary', { hasText: name }) });
const open = (page, name) => menu(page, name).locator('summary').click();
const THEMES = ['light', 'dark', 'contrast'];

async function assertValid(page) {
  assert.deepEqual(await faults(await page.content()), []);
}

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ' without JavaScript';

    flow(`columns are chosen, in the address, and remembered${how}`, { javaScriptEnabled }, async page => {
      await page.goto('/catalog');
      assert.deepEqual(await heads(page), ['Name', 'Owner', 'System', 'Type', 'Lifecycle', 'Tags', 'Namespace']);
      await open(page, 'Columns');
      const choice = menu(page, 'Columns');
      for (const name of ['System', 'Lifecycle', 'Tags']) await choice.getByRole('checkbox', { name }).uncheck();
      await choice.getByRole('checkbox', { name: 'Source' }).check();
      await choice.getByRole('button', { name: 'Show these' }).click();
      await page.waitForURL('**columns=owner,type,source');
      assert.deepEqual(await heads(page), ['Name', 'Owner', 'Type', 'Source']);
      await page.goto('/catalog');
      assert.deepEqual(await heads(page), ['Name', 'Owner', 'Type', 'Source']);
      await page.goto('/catalog?filters[kind]=user');
      assert.deepEqual(await heads(page), ['Name', 'E-mail', 'Groups']);
      await page.goto('/catalog');
      await open(page, 'Columns');
      await menu(page, 'Columns').getByRole('button', { name: 'Usual' }).click();
      await page.getByRole('columnheader', { name: 'Lifecycle' }).waitFor();
      assert.ok(!page.url().includes('columns'));
    });

    flow(`a view is saved, opened, renamed and deleted${how}`, { javaScriptEnabled }, async page => {
      const name = `Small things${how}`;
      await page.goto('/catalog?filters[kind]=component&filters[tags]=small&sort=type');
      await open(page, 'Save view');
      await menu(page, 'Save view').getByLabel('Name').fill(name);
      await menu(page, 'Save view').getByRole('button', { name: 'Save' }).click();
      await filters(page).getByRole('link', { name, exact: true }).waitFor();
      await page.goto('/catalog');
      await filters(page).getByRole('link', { name, exact: true }).click();
      await page.waitForURL('**filters[tags]=small**');
      assert.equal(await filters(page).getByRole('link', { name, exact: true }).getAttribute('aria-current'), 'true');
      await filters(page).getByRole('link', { name: 'Rename or delete' }).click();
      const row = page.locator('.kept-views li').filter({ has: page.getByRole('link', { name, exact: true }) });
      await row.getByRole('textbox').fill(`${name}, renamed`);
      await row.getByRole('button', { name: 'Rename' }).click();
      const renamed = page.locator('.kept-views li').filter({ has: page.getByRole('link', { name: `${name}, renamed` }) });
      await renamed.getByRole('button', { name: 'Delete' }).click();
      await renamed.waitFor({ state: 'detached' });
      await page.goto('/catalog');
      assert.equal(await filters(page).getByText(name).count(), 0);
    });

    flow(`the list shows what is starred and what is owned${how}`, { javaScriptEnabled }, async page => {
      await page.goto('/catalog?filters[user]=starred');
      await page.getByText('Nothing matches').waitFor();
      await page.goto(BELL);
      const star = page.locator('main .head').getByRole('button', { name: /^Star / });
      await star.click();
      await page.locator('main .head [aria-pressed="true"]').waitFor();
      await page.goto('/catalog');
      await filters(page).getByRole('link', { name: /^Starred 1/ }).click();
      await shows(page, ['bell']);
      await filters(page).getByRole('link', { name: /^Yours/ }).click();
      await page.waitForURL('**filters[user]=owned**');
      assert.ok((await page.locator('[data-list] [data-item]').allTextContents()).includes('chain'));
      await page.goto(BELL);
      await star.click();
      await page.locator('main .head [aria-pressed="false"]').waitFor();
    });
  }

  flow('rows are chosen by keyboard, and their refs copied', {}, async (page, context, base) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base });
    await page.goto('/catalog?filters[tags]=small');
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    const bar = page.locator('form[data-selection]');
    await bar.getByText('2 chosen').waitFor();
    await bar.getByRole('button', { name: 'Copy refs' }).click();
    await page.getByText('2 copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, 'component:default/bell\ncomponent:default/dynamo');
    await page.keyboard.press('k');
    await page.keyboard.press('x');
    await bar.getByText('1 chosen').waitFor();
    await assertAccessible(page);
    await bar.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('1 entity is being read again').waitFor();
  });

  flow('rows are chosen without JavaScript', { javaScriptEnabled: false }, async page => {
    await page.goto('/catalog?filters[tags]=small');
    for (const name of ['bell', 'dynamo']) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
    await page.getByRole('button', { name: 'Copy refs' }).click();
    await page.getByRole('heading', { name: '2 entity refs' }).waitFor();
    await page.getByText('component:default/dynamo').waitFor();
    await assertValid(page);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await shows(page, ['bell', 'dynamo']);
  });

  flow('what has no value stands at the end of an order', {}, async page => {
    await page.goto('/catalog?sort=system&filters[tags]=small');
    await shows(page, ['bell', 'dynamo']);
    await page.goto('/catalog?sort=system&order=desc&filters[tags]=small');
    await shows(page, ['bell', 'dynamo']);
  });

  const WIDE = '/catalog?columns=owner,system,type,lifecycle,tags,namespace,source';
  for (const theme of THEMES) {
    for (const path of [WIDE, '/catalog/views', '/catalog?filters[kind]=group', '/catalog?filters[kind]=user']) {
      flow(`axe finds nothing on ${path} in the ${theme} theme`, {}, async (page, context, base) => {
        await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
        await page.goto(path);
        await assertAccessible(page);
        await assertValid(page);
      });
    }
  }

  flow('the menus of the list are accessible', {}, async page => {
    for (const name of ['Columns', 'Save view', 'Export']) {
      await page.goto('/catalog');
      await open(page, name);
      await assertAccessible(page);
    }
  });

  for (const path of [WIDE, '/catalog?filters[kind]=user', '/catalog/views']) {
    flow(`a phone scrolls ${path} one way only`, { viewport: PHONE }, async page => {
      await page.goto(path);
      await assertNoSidewaysScrolling(page);
    });
  }
}
