// The list of the catalog: kinds, filters, text.

import assert from 'node:assert/strict';

import { filters, kinds, shows } from '../lib/page.mjs';

const BAD = '"><script>globalThis.wasRun = true</script><img src=x onerror="globalThis.wasRun = true"> OneWordThatGoesOnAndOnAndOnAndOnAndOnAndOnAndOn';
const ALL = [BAD, 'bell', 'bell', 'chain', 'dynamo'];

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  flow('kind and type narrow the list', {}, async page => {
    await page.goto('/catalog');
    await filters(page).getByRole('link', { name: /^library/ }).click();
    await shows(page, ['chain']);
    await page.getByRole('link', { name: 'Clear all' }).click();
    await shows(page, ALL);
    await kinds(page).getByRole('link', { name: /APIs/ }).click();
    await shows(page, ['appointments']);
    await page.goBack();
    await shows(page, ALL);
  });

  flow('text narrows the list', {}, async page => {
    await page.goto('/catalog');
    await page.getByRole('main').getByRole('searchbox').fill('dyn');
    await page.getByRole('main').getByRole('searchbox').press('Enter');
    await shows(page, ['dynamo']);
    assert.equal(new URL(page.url()).searchParams.get('filters[text]'), 'dyn');
  });
}
