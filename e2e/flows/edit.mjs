// Making and changing entities: by a form, as a text, many at once; and taking it back.

import assert from 'node:assert/strict';

import { BELL, PHONE, assertAccessible, assertNoSidewaysScrolling, heading } from '../lib/page.mjs';
import { faults } from '../lib/valid.mjs';

const CHAIN = '/catalog/default/component/chain';
const field = (page, name) => page.locator(`[name="${name}"]`);
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function create(page, name) {
  await page.goto('/catalog');
  await page.getByRole('main').getByRole('link', { name: 'Create', exact: true }).click();
  await page.getByRole('link', { name: /^Resource/ }).click();
  await field(page, 'metadata.name').fill(name);
  await field(page, 'spec.type').fill('database');
  await field(page, 'spec.owner').fill('group:default/mechanics');
  await page.keyboard.press('Escape');
  await button(page, 'Review the change').click();
  await page.getByRole('region', { name: /^Differences/ }).waitFor();
  await button(page, 'Create').click();
  await page.waitForURL(`**/catalog/default/resource/${name}?saved=1`);
}

/** Takes the last change back on the tab of the history. */
async function undo(page, path) {
  await page.goto(`${path}?tab=history`);
  await button(page, 'Undo the last change').click();
}

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ' without JavaScript';

    flow(`an entity is made, edited, taken back and gone again${how}`, { javaScriptEnabled }, async page => {
      const name = javaScriptEnabled ? 'pump' : 'grease';
      const path = `/catalog/default/resource/${name}`;
      await create(page, name);
      assert.equal(await heading(page).textContent(), name);
      assert.match(await page.locator('#toasts').textContent(), /Saved as revision 1/);

      await page.getByRole('main').getByRole('link', { name: 'Edit', exact: true }).click();
      await page.getByLabel('Title (optional)').fill('The big pump');
      await page.getByLabel('Tags (optional)').fill('loud, red');
      await button(page, 'Review the change').click();
      await button(page, 'Go on editing').click();
      assert.equal(await page.getByLabel('Tags (optional)').inputValue(), 'loud, red');
      await button(page, 'Review the change').click();
      await button(page, 'Save').click();
      await page.waitForURL(`**${path}?saved=2`);
      assert.equal(await heading(page).textContent(), 'The big pump');

      await undo(page, path);
      await page.waitForURL(`**${path}?saved=3`);
      assert.equal(await heading(page).textContent(), name);
      await page.goto(`${path}/unregister`);
      await button(page, 'Delete entity').click();
      await page.waitForURL('**/catalog?**');
      await page.goto(path);
      await page.getByRole('button', { name: 'Bring it back' }).waitFor();
    });
  }

  flow('what is wrong with a form is said at its control, and nothing typed is lost', {}, async page => {
    await page.goto('/catalog/create?kind=Component');
    await field(page, 'metadata.name').fill('two words');
    await field(page, 'spec.type').fill('service');
    await field(page, 'spec.lifecycle').fill('production');
    await field(page, 'spec.owner').fill('mechanics');
    await page.keyboard.press('Escape');
    await button(page, 'Review the change').click();
    await page.getByRole('alert').getByRole('link', { name: 'Name' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('name')), 'metadata.name');
    assert.equal(await field(page, 'spec.owner').inputValue(), 'mechanics');
    await assertAccessible(page);
  });

  flow('an owner is found by a few letters', {}, async page => {
    await page.goto('/catalog/create?kind=Component');
    await field(page, 'spec.owner').pressSequentially('mech');
    await page.getByRole('option', { name: /The mechanics/ }).click();
    assert.equal(await field(page, 'spec.owner').inputValue(), 'group:default/mechanics');
    page.on('dialog', dialog => dialog.accept());
  });

  flow('an entity of a file is edited as a text and taken to its file', {}, async page => {
    await page.goto(`${CHAIN}/edit`);
    await page.getByRole('navigation', { name: 'How to edit' }).getByRole('link', { name: 'YAML' }).click();
    const text = page.getByLabel('The entity as YAML');
    const before = await text.inputValue();
    assert.match(before, /^kind: Component$/m);
    await text.fill(before.replace('type: library', 'type: tool'));
    await button(page, 'Review the change').click();
    await page.getByRole('heading', { name: 'Bring it into the file' }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
    assert.equal(download.suggestedFilename(), 'component-chain.yaml');
  });

  flow('many entities get the same change at once and lose it again', {}, async page => {
    await create(page, 'rack');
    await page.goto('/catalog/edit?filters[kind]=resource');
    await page.getByLabel('Add tags (optional)').fill('checked');
    await button(page, 'Review the change').click();
    await page.getByText('in its file').first().waitFor();
    await button(page, 'Save 1 entity here').click();
    await page.getByRole('heading', { name: '1 entity saved' }).waitFor();
    await button(page, 'Undo all of it').click();
    await page.getByRole('heading', { name: '1 entity is as before' }).waitFor();
    // Its creation stays to be taken back.
    await page.goto('/catalog/default/resource/rack/unregister');
    await button(page, 'Delete entity').click();
    await page.waitForURL('**/catalog?**');
  });

  const PAGES = [
    '/catalog/create',
    '/catalog/create?kind=API',
    '/catalog/create?kind=Group&as=yaml',
    `${BELL}/edit`,
    '/catalog/default/component/bad-names/edit',
    '/catalog/edit',
    '/catalog/edit?filters[kind]=component',
  ];
  for (const theme of ['light', 'dark', 'contrast']) {
    flow(`axe finds nothing on the pages of editing in the ${theme} theme`, { viewport: PHONE }, async (page, context, base) => {
      await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
      for (const path of PAGES) {
        await page.goto(path);
        await assertAccessible(page);
        await assertNoSidewaysScrolling(page);
      }
    });
  }

  flow('the pages of editing are valid HTML', {}, async page => {
    for (const path of PAGES) {
      assert.deepEqual(await faults(await (await page.goto(path)).text()), [], path);
    }
  });
}
