// Every page that links reach, over a catalog of markup and scripts: none of it may come to life.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PAYLOADS, alive, catalog } from '../lib/hostile.mjs';
import { eventually, startPortal } from '../lib/portal.mjs';

/** Pages that nothing links to, with a payload in what they take from the address. */
const written = text =>
  [
    `/catalog?filters[kind]=component&filters[text]=${encodeURIComponent(text)}`,
    `/catalog?filters[type]=${encodeURIComponent(text)}`,
    `/search?query=${encodeURIComponent(text)}`,
    `/catalog-graph?rootEntityRefs[]=component:default/component-0&selectedRelations[]=${encodeURIComponent(text)}`,
    `/catalog/default/component/${encodeURIComponent(text)}`,
    `/catalog-import?target=${encodeURIComponent(text)}`,
    `/${encodeURIComponent(text)}`,
  ];

/** What is the same page with other entities in it; a few of each are looked at. */
const shape = url => url.pathname.replaceAll(/-\d+(?=\/|$)/gu, '').replaceAll(/%[^/]*/gu, '%') + [...url.searchParams.keys()].join();

/** What is saved instead of shown is no page. */
function downloaded(error) {
  if (!error.message.includes('Download is starting')) throw error;
}

const SAME = PAYLOADS.length;
const PAGES = 500;

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(flow) {
  flow('nothing that an entity says comes to life on any page', {}, async page => {
    const folder = await mkdtemp(join(tmpdir(), 'callboard-hostile-'));
    await writeFile(join(folder, 'catalog.yaml'), catalog());
    const portal = await startPortal(base => ({
      app: { title: 'Hostile', baseUrl: base },
      backend: { baseUrl: base },
      auth: { providers: { guest: { dangerouslyAllowOutsideDevelopment: true, userEntityRef: 'user:default/user-0' } } },
      catalog: { rules: [{ allow: ['API', 'Component', 'Domain', 'Group', 'Resource', 'System', 'User'] }], locations: [{ type: 'file', target: join(folder, 'catalog.yaml') }] },
    }));
    try {
      const { base } = portal;
      const listed = async () => ((await (await fetch(`${base}/catalog?filters[kind]=user`)).text()).includes(`user-${PAYLOADS.length - 1}`) ? true : undefined);
      await eventually('the hostile catalog is read', listed);
      const found = [];
      page.on('dialog', dialog => {
        found.push(`${page.url()}: ${dialog.type()} says ${dialog.message()}`);
        return dialog.dismiss();
      });
      page.on('request', request => {
        if (!request.url().startsWith(`${base}/`) && !request.url().startsWith('blob:')) found.push(`${page.url()}: asks ${request.url()}`);
      });
      await page.context().route(url => url.origin !== base, route => route.abort());

      await page.setContent('<p onclick=x style="color:red"><a href=" java&#9;script:x">x</a><iframe></iframe>');
      assert.equal((await page.evaluate(alive)).length, 4, 'what is alive is seen');

      const queue = ['/', ...PAYLOADS.flatMap(written)].map(path => new URL(path, base).href);
      const seen = new Set(queue);
      const alike = new Map();
      let looked = 0;
      for (const address of queue) {
        if (looked === PAGES) break;
        const isPage = await page.goto(address, { waitUntil: 'load' }).catch(downloaded);
        if (!isPage) continue;
        looked += 1;
        found.push(...(await page.evaluate(alive)).map(what => `${address}: ${what}`));
        const links = await page.evaluate(() => [...document.querySelectorAll('a[href]:not([download])')].map(link => new URL(link.getAttribute('href'), document.baseURI).href));
        for (const link of links) {
          const url = new URL(link);
          url.hash = '';
          const count = alike.get(shape(url)) ?? 0;
          if (url.origin !== base || url.pathname.startsWith('/api/') || /\.(?:svg|mmd|csv|ndjson|json|ya?ml)$/u.test(url.pathname) || seen.has(url.href) || count >= SAME) continue;
          alike.set(shape(url), count + 1);
          seen.add(url.href);
          queue.push(url.href);
        }
      }
      for (const text of PAYLOADS) {
        await page.goto(`${base}/catalog`);
        await page.keyboard.press('Control+k');
        await page.keyboard.insertText(text.slice(0, 60));
        await page.waitForLoadState('networkidle');
        found.push(...(await page.evaluate(alive)).map(what => `palette, ${text}: ${what}`));
      }
      console.log(`looked at ${looked} pages of ${alike.size} shapes`);
      assert.deepEqual(found, []);
      assert.ok(alike.size > 20, `only ${alike.size} kinds of pages were reached`);
    } finally {
      await page.goto('about:blank');
      await portal.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
}
