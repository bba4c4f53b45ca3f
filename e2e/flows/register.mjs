// Registering what exists already, in a portal of its own that may read from a server of this file.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { PHONE, assertAccessible, assertNoSidewaysScrolling } from '../lib/page.mjs';
import { startPortal } from '../lib/portal.mjs';
import { faults } from '../lib/valid.mjs';

const component = name => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: ${name}}
spec:
  type: service
  lifecycle: production
  owner: mechanics
`;
const BAD_OWNER = `${component('pump').replace('owner: mechanics', 'owner: [mechanics]')}`;
const FILES = {
  '/good.yaml': [component('wheel'), component('spoke')].join('---\n'),
  '/partly.yaml': [component('rim'), BAD_OWNER].join('---\n'),
  '/broken.yaml': 'apiVersion: backstage.io/v1alpha1\nkind: [Component\n',
  '/api/v3/repos/workshop/full/contents/catalog-info.yaml': component('from-repository'),
};
const server = createServer((request, response) => {
  const text = FILES[request.url.split('?')[0]];
  response.writeHead(text ? 200 : 404, { 'content-type': 'text/plain' });
  response.end(text ?? '');
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const FILE_HOST = `http://127.0.0.1:${port}`;
// The same server by another name is a code host.
const CODE_HOST = `http://localhost:${port}`;

const portal = await startPortal(base => ({
  app: { title: 'Bicycles', baseUrl: base },
  backend: { baseUrl: base, reading: { allow: [{ host: `127.0.0.1:${port}` }] } },
  integrations: { github: [{ host: `localhost:${port}`, apiBaseUrl: `${FILE_HOST}/api/v3` }] },
  auth: { providers: { guest: { dangerouslyAllowOutsideDevelopment: true, userEntityRef: 'user:default/robin' } } },
}));

/** Stops what this file started. */
export async function stop() {
  await portal.stop();
  server.close();
}

async function look(page, url) {
  await page.goto('/catalog-import');
  await page.getByLabel('Address of the catalog file').fill(url);
  await page.getByRole('button', { name: 'Show what is there' }).click();
}

const assertSound = async page => {
  assert.deepEqual(await faults(await page.content()), []);
};

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(run) {
  const flow = (name, options, steps) => run(name, { baseURL: portal.base, ...options }, steps);

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ' without JavaScript';

    flow(`a catalog file is previewed, registered and there${how}`, { javaScriptEnabled }, async page => {
      // Each way registers an address of its own.
      await look(page, `${FILE_HOST}/good.yaml${javaScriptEnabled ? '' : '?again'}`);
      await page.getByRole('heading', { name: '2 entities found' }).waitFor();
      await page.getByText('2 components, in 1 file').waitFor();
      await assertSound(page);
      await page.getByRole('button', { name: 'Register' }).click();
      await page.waitForURL('**registered=**');
      await assertSound(page);
      if (!javaScriptEnabled) return;
      await page.getByRole('link', { name: 'wheel' }).click();
      await page.waitForURL('**/catalog/default/component/wheel');
      await page.getByRole('heading', { level: 1, name: 'wheel' }).waitFor();
    });
  }

  flow('problems of a file are told with their lines', {}, async page => {
    await look(page, `${FILE_HOST}/partly.yaml`);
    await page.getByRole('heading', { name: '1 problem' }).waitFor();
    await page.getByText('partly.yaml, line 15').waitFor();
    await page.locator('.line.lit').getByText('owner: [mechanics]').waitFor();
    await assertSound(page);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Register what is sound' }).click();
    await page.getByRole('link', { name: 'rim' }).waitFor();
    await page.getByRole('heading', { name: '1 problem' }).waitFor();
    await assertSound(page);
  });

  flow('a broken file offers nothing to register', {}, async page => {
    await look(page, `${FILE_HOST}/broken.yaml`);
    await page.getByRole('heading', { name: '0 entities found' }).waitFor();
    await page.getByText('broken.yaml, line').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Register/ }).count(), 0);
    await assertSound(page);
    await assertAccessible(page);
  });

  flow('a repository with a catalog file is looked into, one without gets a proposal', {}, async page => {
    await look(page, `${CODE_HOST}/workshop/full`);
    await page.getByText('The repository has a catalog file').waitFor();
    await page.getByText('from-repository').waitFor();
    await look(page, `${CODE_HOST}/workshop/empty`);
    await page.getByRole('heading', { name: 'A file to begin with' }).waitFor();
    await page.getByText('workshop/empty').first().waitFor();
    await assertSound(page);
    await assertAccessible(page);
    FILES['/api/v3/repos/workshop/empty/contents/catalog-info.yaml'] = component('filled');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('heading', { name: '1 entity found' }).waitFor();
  });

  for (const theme of ['light', 'dark', 'contrast']) {
    flow(`a preview is accessible in the ${theme} theme`, {}, async (page, context, base) => {
      await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
      await look(page, `${FILE_HOST}/partly.yaml`);
      await page.getByRole('heading', { name: '1 problem' }).waitFor();
      await assertAccessible(page);
    });
  }

  flow('a phone scrolls a preview one way only', { viewport: PHONE }, async page => {
    await look(page, `${FILE_HOST}/partly.yaml`);
    await page.getByRole('heading', { name: '1 problem' }).waitFor();
    await assertNoSidewaysScrolling(page);
  });
}
