// The parts that all pages are made of, on the page that shows each of them in every state.

import assert from 'node:assert/strict';

import { PHONE, assertAccessible, assertNoSidewaysScrolling } from '../lib/page.mjs';

const PAGE = '/dev/components';
const LIMIT = 60_000;

const open = selector => page => page.locator(`${selector}[open]`).waitFor();
const closed = selector => page => page.locator(`${selector}[open]`).waitFor({ state: 'detached' });
const focused = page => page.evaluate(() => document.activeElement.textContent.trim());

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  for (const theme of ['light', 'dark', 'contrast']) {
    flow(`axe finds nothing on the components in the ${theme} theme`, {}, async (page, context, base) => {
      await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
      await page.goto(PAGE);
      await assertAccessible(page);
    });
  }

  flow('components hold on a phone', { viewport: PHONE, hasTouch: true }, async page => {
    await page.goto(PAGE);
    await assertNoSidewaysScrolling(page);
    await assertAccessible(page);
  });

  flow('the first load is light, and nothing moves', {}, async (page, context) => {
    await page.addInitScript(() => {
      globalThis.shifted = 0;
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) globalThis.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let [bytes, requests] = [0, 0];
    session.on('Network.requestWillBeSent', ({ request }) => (requests += request.url.startsWith('data:') ? 0 : 1));
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(PAGE, { waitUntil: 'networkidle' });
    console.log(`components: ${requests} requests, ${bytes} bytes`);
    assert.ok(requests <= 3, `${requests} requests`);
    assert.ok(bytes <= LIMIT, `${bytes} bytes`);
    assert.equal(await page.evaluate(() => globalThis.shifted), 0);
  });

  flow('the palette jumps by keyboard', {}, async page => {
    await page.goto(PAGE);
    await page.keyboard.press('/');
    await open('#palette')(page);
    await page.keyboard.type('what happ');
    const hit = page.getByRole('option', { name: 'What happened', selected: true });
    await hit.waitFor();
    assert.equal(await hit.locator('mark').textContent(), 'What happ');
    await page.keyboard.press('Enter');
    await closed('#palette')(page);
    await page.waitForURL(`**${PAGE}#texts`);
    await page.keyboard.press('Control+k');
    await open('#palette')(page);
    await page.keyboard.press('Escape');
    await closed('#palette')(page);
  });

  flow('keys are listed, and lead to places', {}, async page => {
    await page.goto(PAGE);
    await page.keyboard.press('?');
    await open('#shortcuts')(page);
    await page.keyboard.press('Escape');
    await closed('#shortcuts')(page);
    await page.keyboard.press('[');
    await page.locator('html[data-rail="narrow"]').waitFor();
    await page.reload();
    await page.locator('html[data-rail="narrow"]').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL('**/catalog');
  });

  flow('rows are walked and chosen by keyboard', {}, async page => {
    await page.goto(PAGE);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.equal(await focused(page), 'checkout');
    await page.keyboard.press('x');
    const count = page.locator('[data-count]');
    assert.equal(await count.textContent(), '1 chosen');
    await page.getByRole('checkbox', { name: 'Choose all components of this page' }).check();
    assert.equal(await count.textContent(), '5 chosen');
    await page.getByRole('button', { name: 'Choose none' }).click();
    await page.getByText('None chosen').waitFor();
  });

  flow('fields complete, narrow and show what is typed', {}, async page => {
    await page.goto(PAGE);
    const owner = page.getByRole('combobox', { name: 'Owner', exact: true });
    await owner.fill('plum');
    await owner.press('ArrowDown');
    await owner.press('Enter');
    assert.equal(await owner.inputValue(), 'team-plum');
    await owner.fill('nothing is called so');
    await owner.press('Tab');
    assert.equal(await owner.inputValue(), 'team-plum');
    await page.getByLabel('Search in Tags').fill('tag-39');
    assert.equal(await page.locator('[data-multiple] .choice:visible').count(), 1);
    await page.getByRole('button', { name: 'Show Client secret' }).click();
    assert.equal(await page.locator('#sample-secret').getAttribute('type'), 'text');
  });

  flow('a dialog opens and closes, with its address and without', {}, async page => {
    await page.goto(`${PAGE}#sample-dialog`);
    await open('#sample-dialog')(page);
    await page.getByRole('link', { name: 'Keep it' }).click();
    await closed('#sample-dialog')(page);
    assert.equal(new URL(page.url()).hash, '');
    await page.getByRole('link', { name: 'Edit metadata' }).click();
    await open('#sample-drawer')(page);
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    await closed('#sample-drawer')(page);
  });

  flow('a form with changes asks before it is left', {}, async page => {
    await page.goto(PAGE);
    await page.locator('#sample-repository').fill('changed');
    const asked = page.waitForEvent('dialog');
    const left = page.goto('/catalog');
    const question = await asked;
    assert.equal(question.type(), 'beforeunload');
    await question.accept();
    await left;
  });

  flow('a live region shows what the server sends', {}, async page => {
    const events = [
      'event: sample-part\ndata: <b>first</b> <script>document.title = "hacked"</script>',
      'event: append\ndata: <p>line one</p>',
      'event: append\ndata: <p>line two</p>',
      'event: toast\ndata: Finished',
      'event: end\ndata: ',
    ];
    let asked = 0;
    await page.route('**/sample-events', route => {
      asked += 1;
      return route.fulfill({ contentType: 'text/event-stream', body: `${events.join('\n\n')}\n\n` });
    });
    await page.goto(PAGE);
    await page.evaluate(() => {
      const place = document.createElement('div');
      place.dataset.live = '/sample-events';
      place.innerHTML = '<p id="sample-part" data-live-part></p><div id="sample-log" data-live-log></div>';
      const main = document.querySelector('main');
      main.append(place);
      main.dispatchEvent(new CustomEvent('callboard:filled', { bubbles: true }));
    });
    await page.locator('.toasts').getByText('Finished').waitFor();
    assert.equal(await page.locator('#sample-part b').textContent(), 'first');
    assert.deepEqual(await page.locator('#sample-log p').allTextContents(), ['line one', 'line two']);
    assert.match(await page.title(), /^Components/);
    assert.equal(asked, 1);
  });

  flow('a form asks for the fields that follow from others', {}, async page => {
    const sent = [];
    await page.route('**/sample-fragment', route => {
      sent.push(route.request().postData());
      return route.fulfill({ contentType: 'text/html', body: '<input id="sample-more" name="more" aria-label="More">' });
    });
    await page.goto(PAGE);
    await page.evaluate(() => {
      const form = document.querySelector('#sample-repository').form;
      form.dataset.fragment = '/sample-fragment';
      form.dataset.fragmentPlace = 'sample-place';
      const place = document.createElement('div');
      place.id = 'sample-place';
      form.append(place);
    });
    await page.locator('#sample-repository').fill('other');
    await page.locator('#sample-more').waitFor();
    assert.deepEqual(sent, ['sample-repository=other&sample-host=github.com']);
    assert.equal(await page.locator('#sample-repository').inputValue(), 'other');
  });

  flow('trees, graphs and lines of code by keyboard and pointer', {}, async page => {
    await page.goto(PAGE);
    await page.getByRole('navigation', { name: 'Sample tree' }).getByRole('link', { name: 'team-pear' }).focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(page), 'orchard');
    await page.locator('.graph-view').focus();
    const names = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft']) {
      await page.keyboard.press(key);
      names.push(await page.evaluate(() => document.activeElement.dataset.id));
    }
    assert.deepEqual(names, ['checkout', 'orders-api', 'checkout', 'basket-ui']);
    const line = number => page.locator(`#L${number}`);
    await line(3).click({ position: { x: 20, y: 8 } });
    await line(6).click({ position: { x: 20, y: 8 }, modifiers: ['Shift'] });
    assert.equal(new URL(page.url()).hash, '#L3-L6');
  });

  flow('without JavaScript dialogs, menus, trees and the rail work the same', { javaScriptEnabled: false }, async page => {
    await page.goto(PAGE);
    await page.getByRole('link', { name: 'Unregister…' }).click();
    await page.getByRole('heading', { name: 'Unregister basket?' }).waitFor();
    await page.getByRole('link', { name: 'Keep it' }).click();
    await page.getByRole('heading', { name: 'Unregister basket?' }).waitFor({ state: 'hidden' });
    await page.locator('summary', { hasText: 'Columns' }).click();
    await page.getByRole('button', { name: 'Show these' }).waitFor();
    await page.locator('summary', { hasText: 'A closed branch' }).click();
    await page.getByText('hidden', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Narrow rail' }).click();
    await page.locator('html[data-rail="narrow"]').waitFor();
  });
}
