// The page of an entity: its tabs for each kind, its people, its past, and names that somebody chose badly.

import assert from 'node:assert/strict';

import { BELL, PHONE, assertAccessible, assertNoSidewaysScrolling, heading } from '../lib/page.mjs';

const views = page => page.getByRole('navigation', { name: 'Views of this entity' });
const card = (page, id) => page.locator(`[data-card="${id}"]`);
const TABS = {
  'component/bell': ['Overview', 'APIs 1', 'Dependencies', 'Relations 3', 'Problems', 'History', 'Raw'],
  'api/appointments': ['Overview', 'Definition', 'Relations 4', 'Problems', 'History', 'Raw'],
  'system/repairs': ['Overview', 'Relations 5', 'Problems', 'History', 'Raw'],
  'domain/workshop': ['Overview', 'Relations 2', 'Problems', 'History', 'Raw'],
  'resource/ledger': ['Overview', 'Dependencies 1', 'Relations 3', 'Problems', 'History', 'Raw'],
  'group/mechanics': ['Overview', 'Members 1', 'Relations 9', 'Problems', 'History', 'Raw'],
  'user/robin': ['Overview', 'Relations 1', 'Problems', 'History', 'Raw'],
};
const HOSTILE = '/catalog/default/component/bad-names';

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
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


  flow('every tab of every kind opens, fits a phone and passes axe', { viewport: PHONE }, async page => {
    for (const [place, expected] of Object.entries(TABS)) {
      await page.goto(`/catalog/default/${place}`);
      const found = await views(page).getByRole('link').allTextContents();
      assert.deepEqual(found.map(text => text.trim()), expected, place);
      for (let tab = 0; tab < expected.length; tab += 1) {
        await views(page).getByRole('link').nth(tab).click();
        await views(page).locator(`a[aria-current="page"]`).filter({ hasText: expected[tab].split(' ')[0] }).waitFor();
        await assertNoSidewaysScrolling(page);
        await assertAccessible(page);
      }
    }
  });

  flow("paths of the stock app's tabs open the tab, and unknown ones the overview", {}, async page => {
    await page.goto(`${BELL}/dependencies`);
    await page.getByRole('heading', { name: 'Dependency of' }).waitFor();
    await page.goto(`${BELL}/nothing`);
    await page.getByRole('heading', { name: 'About' }).waitFor();
    assert.equal(new URL(page.url()).pathname, BELL);
  });

  flow('a system lists its parts, and they lead on', {}, async page => {
    await page.goto('/catalog/default/system/repairs');
    await card(page, 'entity-card:catalog/has-components').getByRole('link', { name: 'bell' }).click();
    await page.waitForURL(`**${BELL}`);
  });

  flow('a group shows its people, and what it owns leads into the catalog', {}, async page => {
    await page.goto('/catalog/default/group/mechanics');
    await card(page, 'entity-card:org/members-list').getByRole('link', { name: 'Robin Spoke' }).waitFor();
    await card(page, 'entity-card:org/ownership').getByRole('link', { name: /library/ }).click();
    await page.waitForURL(/filters%5Btype%5D=library|filters\[type\]=library/);
    assert.equal(await page.locator('[data-list] [data-item]').count(), 1);
  });

  flow('the hierarchy of groups is walked by keyboard', {}, async page => {
    await page.goto('/catalog/default/group/apprentices');
    const tree = card(page, 'entity-card:org/hierarchy');
    await tree.getByRole('link', { name: 'Apprentices' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/catalog/default/group/mechanics');
  });

  flow('relations are walked type by type', {}, async page => {
    await page.goto('/catalog/default/group/mechanics?tab=relations');
    await page.getByRole('navigation', { name: 'Types of relations' }).getByRole('link', { name: /Owner of/ }).click();
    await page.waitForURL('**type=ownerOf');
    await page.getByRole('row').filter({ hasText: 'dynamo' }).getByRole('link', { name: 'dynamo' }).click();
    assert.equal(await heading(page).textContent(), 'dynamo');
  });

  flow('an entity is shown as it was at a moment', {}, async page => {
    await page.goto(`${BELL}?tab=history`);
    await page.getByLabel('As it was at (UTC)').fill('2001-02-03T04:05');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('did not have it at that moment').waitFor();
    await page.getByRole('link', { name: /As it was then/ }).first().click();
    await page.getByText('Nothing differs').waitFor();
    await page.getByText('All of it, as it was').click();
    await page.getByRole('region', { name: /^As it was at/ }).waitFor();
  });

  flow('the raw view tells where an entity comes from', {}, async page => {
    await page.goto(`${BELL}?tab=yaml`);
    await page.getByRole('heading', { name: 'Where it comes from' }).waitFor();
    await page.getByRole('navigation', { name: 'Formats' }).getByRole('link', { name: 'JSON' }).click();
    await page.waitForURL('**as=json');
    assert.equal(JSON.parse(await page.locator('pre').textContent()).metadata.name, 'bell');
  });

  flow('the menu of an entity leads to its source form', { javaScriptEnabled: false }, async page => {
    await page.goto(BELL);
    await page.locator('summary[aria-label="More actions"]').click();
    await page.getByRole('link', { name: 'Inspect' }).click();
    await page.waitForURL('**tab=yaml');
  });

  flow('names that somebody chose badly stay in their place and inert', { viewport: PHONE }, async page => {
    for (const path of [HOSTILE, `${HOSTILE}?tab=relations`, `${HOSTILE}?tab=yaml`, '/catalog/default/group/apprentices']) {
      await page.goto(path);
      await assertNoSidewaysScrolling(page);
      await assertAccessible(page);
    }
    await page.goto(HOSTILE);
    assert.match(await heading(page).textContent(), /<script>/);
    assert.equal(await page.evaluate(() => globalThis.wasRun), undefined);
  });
}
