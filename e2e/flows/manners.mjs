// The small things that people expect of any page: titles, the way back, new tabs, paper, the clipboard, times that stay
// true, nothing that jumps.

import assert from 'node:assert/strict';

import { BELL, PHONE, assertNoSidewaysScrolling, filters, names, shows } from '../lib/page.mjs';
import { eventually } from '../lib/portal.mjs';

const PAGES = ['/', '/catalog', BELL, `${BELL}?tab=history`, '/catalog-graph', '/api-docs', '/search?query=bell', '/settings', '/settings/sources', '/settings/metrics', '/nowhere'];

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  flow('every page has a title of its own, which begins with what it shows', {}, async page => {
    const titles = new Map();
    for (const path of PAGES) {
      await page.goto(path);
      const title = await page.title();
      assert.match(title, / · Bicycles$/, path);
      titles.set(title, path);
    }
    // The tabs of an entity share its name.
    assert.ok(titles.size >= PAGES.length - 1, [...titles.keys()].join(', '));
    await page.goto(BELL);
    assert.match(await page.title(), /^bell /);
  });

  flow('the way back leads through filters, orders and entities', {}, async page => {
    await page.goto('/catalog');
    await filters(page).getByRole('link', { name: /^library/ }).click();
    await shows(page, ['chain']);
    const filtered = page.url();
    await page.locator('[data-list] a', { hasText: 'chain' }).first().click();
    await page.waitForURL('**/component/chain');
    await page.goBack();
    await shows(page, ['chain']);
    assert.equal(page.url(), filtered);
    await page.goBack();
    await eventually('the whole list', async () => ((await names(page)).length > 1 ? true : undefined));
    await page.goForward();
    await shows(page, ['chain']);
    await page.reload();
    await shows(page, ['chain']);
  });

  flow('links open in new tabs with the key for that', {}, async (page, context) => {
    await page.goto('/catalog');
    const before = page.url();
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.locator(`[data-list] a[href="${BELL}"]`).click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await opened.waitForURL(`**${BELL}`);
    assert.equal(page.url(), before);
  });

  flow('the ref of an entity is copied', { permissions: ['clipboard-read', 'clipboard-write'] }, async page => {
    await page.goto(BELL);
    await page.locator('summary[aria-label="More actions"]').click();
    await page.getByRole('button', { name: 'Copy reference' }).click();
    await page.locator('#toasts').getByText('Copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'component:default/bell');
  });

  flow('times stay true while a page is open', {}, async page => {
    await page.clock.install();
    await page.goto(`${BELL}?tab=history`);
    const time = page.locator('time[data-ago]').first();
    const before = await time.textContent();
    await page.clock.fastForward('03:00:00');
    await eventually('later words', async () => ((await time.textContent()) === before ? undefined : true));
    assert.match(await time.textContent(), /^\d+ h ago$/);
    assert.match(await time.getAttribute('title'), /\d{4}/);
  });

  flow('on paper there is the content alone', {}, async page => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const path of ['/catalog', BELL, `${BELL}?tab=yaml`]) {
      await page.goto(path);
      for (const hidden of ['.rail', '.filters', '.actions', '#toasts']) {
        assert.equal(await page.locator(hidden).locator('visible=true').count(), 0, `${path}: ${hidden}`);
      }
      assert.equal(await page.locator('main').isVisible(), true);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.match(paper, /^(oklch\((0\.9|1 )|rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\))/, `${path} is printed on ${paper}`);
    }
  });

  flow('a line of a text and a heading are reached by their address', {}, async page => {
    await page.goto(`${BELL}?tab=yaml#L3`);
    assert.equal(await page.locator('#L3').evaluate(line => line.matches(':target')), true);
  });

  for (const [size, viewport] of Object.entries({ desk: { width: 1440, height: 900 }, phone: PHONE })) {
    flow(`nothing moves while pages load on a slow ${size}`, { viewport }, async (page, context) => {
      // On a fast machine everything is there before the first picture.
      const slow = await context.newCDPSession(page);
      await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
      for (const path of PAGES) {
        await page.goto(path, { waitUntil: 'networkidle' });
        const moved = await page.evaluate(
          () =>
            new Promise(resolve => {
              let sum = 0;
              new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
              }).observe({ type: 'layout-shift', buffered: true });
              setTimeout(() => resolve(sum), 100);
            }),
        );
        assert.equal(moved, 0, path);
        await assertNoSidewaysScrolling(page);
      }
    });
  }

  flow('text from right to left and long names hold their place', { viewport: PHONE }, async page => {
    await page.goto('/catalog/create?kind=Component&as=yaml');
    await page.goto('/catalog/default/component/bad-names/edit');
    await page.locator('[name="metadata.title"]').fill(`خدمة الدفع ${'x'.repeat(120)}`);
    await page.getByRole('button', { name: 'Review the change' }).click();
    await page.getByRole('region', { name: /^Differences/ }).waitFor();
    await assertNoSidewaysScrolling(page);
  });
}
