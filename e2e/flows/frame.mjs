// What holds on every page: themes, a phone, no JavaScript, the keyboard.

import assert from 'node:assert/strict';

import { BELL, PHONE, assertNoSidewaysScrolling, filters, heading, shows } from '../lib/page.mjs';

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
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
    for (const path of ['/', '/search?query=bell', '/catalog', BELL, `${BELL}?tab=yaml`, '/catalog-import', '/settings']) {
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
    await page.getByRole('main').getByRole('searchbox').fill('nothing is called so');
    await page.getByRole('main').getByRole('searchbox').press('Enter');
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
}
