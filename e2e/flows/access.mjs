// Pages for everybody: what axe finds, and whether the HTML is valid.

import assert from 'node:assert/strict';

import { BELL, assertAccessible } from '../lib/page.mjs';
import { faults } from '../lib/valid.mjs';

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  for (const theme of ['light', 'dark', 'contrast']) {
    for (const [name, path] of [['home', '/'], ['search', '/search?query=bell'], ['catalog', '/catalog'], ['entity', BELL], ['raw', `${BELL}?tab=yaml`]]) {
      flow(`axe finds nothing on the ${name} page in the ${theme} theme`, {}, async (page, context, base) => {
        await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
        await page.goto(path);
        assert.equal(await page.locator('html').getAttribute('data-theme'), theme);
        await assertAccessible(page);
      });
    }
  }

  for (const path of ['/', '/search', '/search?query=bell', '/search?query=xyzzy', '/dev/components', '/catalog', '/catalog?filters[text]=none', BELL, `${BELL}?tab=yaml`, `${BELL}?tab=api`, `${BELL}?tab=relations`, `${BELL}?tab=history`, '/catalog/default/group/mechanics', '/catalog/default/group/mechanics?tab=members', '/catalog/default/user/robin', '/catalog/default/component/bad-names', '/catalog-import', '/settings', '/nowhere']) {
    flow(`the HTML of ${path} is valid`, {}, async page => {
      const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
      assert.deepEqual(await faults(await answer.text()), []);
    });
  }
}
