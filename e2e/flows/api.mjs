// The definitions of APIs: read, filtered and tried, in a portal of their own that may ask a server of this file.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PHONE, assertAccessible, assertNoSidewaysScrolling, heading } from '../lib/page.mjs';
import { eventually, startPortal } from '../lib/portal.mjs';
import { faults } from '../lib/valid.mjs';

const FIXTURE = join(import.meta.dirname, '../fixture/apis');
const APIS = { parts: ['openapi', 'parts.openapi.yaml'], rides: ['asyncapi', 'rides.asyncapi.yaml'], tours: ['graphql', 'tours.graphql'], locks: ['grpc', 'locks.proto'] };
const EVIL = '<script>globalThis.wasRun = true</script>"><img src=x onerror="globalThis.wasRun = true">';
const THINGS = 1500;

const at = (name, query = '') => `/catalog/default/api/${name}?tab=definition${query}`;
const trying = operation => `/catalog/default/api/parts/definition/try?operation=operation-${operation}`;

/** A server that says what it was sent. */
const calls = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', chunk => (body += chunk));
  request.on('end', () => {
    calls.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ordered: JSON.parse(body || 'null'), note: EVIL }));
  });
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const address = `127.0.0.1:${server.address().port}`;

/** A definition with more operations than fit on a page. */
function large() {
  const paths = {};
  for (let number = 0; number < THINGS; number += 1) {
    const responses = { 200: { description: 'It' } };
    paths[`/things/${number}`] = { get: { operationId: `thing${number}`, tags: [`Area ${number % 30}`], summary: `Read thing ${number}`, responses } };
  }
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'Large', version: '1' }, servers: [{ url: 'https://large.example' }], paths });
}

const hostile = JSON.stringify({
  openapi: '3.0.3',
  info: { title: EVIL, version: EVIL, description: `${EVIL} [x](javascript:alert(1)) <form action="/settings"><button>x</button></form>` },
  tags: [{ name: EVIL, description: EVIL }],
  paths: { '/a': { get: { operationId: EVIL, summary: EVIL, description: EVIL, tags: [EVIL], responses: { 200: { description: EVIL } } } } },
});
const broken = 'openapi: 3.0.3\ninfo: {title: Broken, version: "1"}\npaths:\n  /a:\n    get:\n      responses: {"200": {$ref: "#/nowhere"}}\n';

const folder = await mkdtemp(join(tmpdir(), 'callboard-e2e-apis-'));
const entity = (name, type, definition) =>
  JSON.stringify({ apiVersion: 'backstage.io/v1alpha1', kind: 'API', metadata: { name }, spec: { type, lifecycle: 'production', owner: 'mechanics', definition } });
const documents = [];
for (const [name, [type, file]] of Object.entries(APIS)) {
  const text = await readFile(join(FIXTURE, file), 'utf8');
  documents.push(entity(name, type, text.replaceAll('http://localhost:1', `http://${address}`)));
}
documents.push(entity('large', 'openapi', large()), entity('hostile', 'openapi', hostile), entity('broken', 'openapi', broken));
documents.push(entity('letter', 'letter', 'Dear mechanics,\nplease send a chain.\n'), entity('none', 'openapi', ' '));
await writeFile(join(folder, 'catalog.yaml'), documents.join('\n---\n'));

const portal = await startPortal(base => ({
  app: { title: 'Bicycles', baseUrl: base },
  backend: { baseUrl: base },
  auth: { providers: { guest: { dangerouslyAllowOutsideDevelopment: true, userEntityRef: 'user:default/robin' } } },
  apiDocs: { tryItOut: { allow: [{ host: address }] } },
  catalog: { locations: [{ type: 'file', target: join(folder, 'catalog.yaml'), rules: [{ allow: ['API'] }] }] },
}));
await eventually('the APIs are listed', async () => {
  const answer = await fetch(`${portal.base}/api-docs`);
  return (await answer.text()).includes('/catalog/default/api/tours') ? true : undefined;
});

/** Stops what this file started. */
export async function stop() {
  await portal.stop();
  server.close();
  await rm(folder, { recursive: true, force: true });
}

const opened = (page, anchor) => page.locator(`[id="${anchor}"]`);

/** Adds the cases; `flow` runs one in a fresh browser profile. */
export default function add(run) {
  const flow = (name, options, steps) => run(name, { baseURL: portal.base, ...options }, steps);

  flow('the rail leads to the APIs, and from there to a definition', {}, async page => {
    await page.goto('/');
    await page.getByRole('navigation').getByRole('link', { name: 'APIs' }).first().click();
    await page.waitForURL('**/api-docs');
    assert.equal(await heading(page).textContent(), 'APIs');
    assert.equal(await page.locator('[data-list] [data-item]').count(), Object.keys(APIS).length + 5);
    await page.getByRole('link', { name: 'tours' }).click();
    await page.getByRole('navigation', { name: 'Views of this entity' }).getByRole('link', { name: 'Definition' }).click();
    await page.getByRole('heading', { name: 'Queries' }).waitFor();
  });

  flow("the path of the stock app's tab opens the definition", {}, async page => {
    await page.goto('/catalog/default/api/parts/definition');
    await page.waitForURL('**tab=definition');
    await page.getByRole('heading', { name: 'Parts', exact: true }).waitFor();
  });

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? '' : ' without JavaScript';

    flow(`an operation is read, found by the filter and linked to${how}`, { javaScriptEnabled }, async page => {
      await page.goto(at('parts'));
      const row = opened(page, 'operation-listParts');
      await row.getByRole('heading', { name: '/parts' }).click();
      await row.getByText('Inches').waitFor();
      await row.getByText('≥ 12').waitFor();
      await page.getByRole('searchbox', { name: 'Filter operations and types' }).fill('cancel');
      await page.keyboard.press('Enter');
      await page.waitForURL('**q=cancel');
      assert.equal(await opened(page, 'operation-listParts').count(), 0);
      await opened(page, 'operation-cancelPart').getByText('It should no longer be called.').waitFor();
      await page.goto(at('parts', '&open=type-Part#type-Part'));
      await opened(page, 'type-Part').getByText('array of Part').first().waitFor();
    });

    flow(`an operation is tried and its answer shown${how}`, { javaScriptEnabled }, async page => {
      calls.length = 0;
      await page.goto(at('parts', '&open=operation-orderPart'));
      await opened(page, 'operation-orderPart').getByRole('link', { name: 'Try it' }).click();
      assert.equal(await heading(page).textContent(), 'Try POST /parts');
      await page.locator('textarea[name="body"]').fill('{"name": "bell", "size": 28}');
      await page.getByLabel('key').first().fill('s3cret');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('201 Created').waitFor();
      const answer = await page.getByRole('region', { name: 'Body' }).textContent();
      assert.deepEqual(JSON.parse(answer), { ordered: { name: 'bell', size: 28 }, note: EVIL });
      const shown = await page.content();
      assert.ok(!shown.includes('s3cret'));
      assert.match(await page.getByRole('region', { name: 'The request as curl' }).textContent(), /X-Key: <secret>/);
      const [{ method, url, headers, body }] = calls;
      assert.deepEqual([method, url, headers['x-key'], body], ['POST', '/v1/parts', 's3cret', '{"name": "bell", "size": 28}']);
      assert.equal(headers.cookie ?? headers.authorization, undefined);
      if (javaScriptEnabled) assert.equal(await page.evaluate(() => globalThis.wasRun), undefined);
    });

    flow(`what is wrong is said, and hosts that are not allowed are not asked${how}`, { javaScriptEnabled }, async page => {
      calls.length = 0;
      await page.goto(trying('orderPart'));
      await page.locator('textarea[name="body"]').fill('{');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('alert').getByRole('link', { name: 'Body' }).waitFor();
      await page.locator('textarea[name="body"]').fill('{}');
      await page.getByLabel('Server').selectOption({ label: 'https://parts.bicycles.example' });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Requests to parts.bicycles.example are not allowed from here.').waitFor();
      await page.getByRole('region', { name: 'app-config.yaml' }).getByText('- host: parts.bicycles.example').waitFor();
      assert.equal(calls.length, 0);
    });

    flow(`GraphQL types lead to each other${how}`, { javaScriptEnabled }, async page => {
      await page.goto(at('tours', '&open=query-tours'));
      await opened(page, 'query-tours').getByRole('link', { name: '[Tour!]!' }).click();
      await opened(page, 'type-Tour').getByText('Deprecated: Tours have many surfaces.').waitFor();
      await opened(page, 'type-Tour').getByRole('link', { name: 'Surface' }).click();
      await opened(page, 'type-Surface').getByText('GRAVEL').waitFor();
    });

    flow(`AsyncAPI is told from the view of the application${how}`, { javaScriptEnabled }, async page => {
      await page.goto(at('rides', '&open=operation-sendStarted'));
      const row = opened(page, 'operation-sendStarted');
      await row.getByText('The application sends these messages').waitFor();
      await row.getByRole('link', { name: 'Started', exact: true }).click();
      await opened(page, 'message-Started').getByText('bicycle').first().waitFor();
    });
  }

  flow('a protobuf file is read by services and messages', {}, async page => {
    await page.goto(at('locks', '&open=type-State'));
    await page.getByRole('heading', { name: 'Service Locks' }).waitFor();
    await opened(page, 'type-State').getByRole('link', { name: 'Kind' }).click();
    await opened(page, 'type-Kind').getByText('UNKNOWN').waitFor();
  });

  flow('a large definition is paged, and a link opens the page of its operation', {}, async page => {
    const answer = await page.goto(at('large'));
    assert.ok((await answer.body()).length < 300_000);
    assert.equal(await page.locator('.api-rows > li').count(), 100);
    await page.goto(at('large', '&open=operation-thing1234'));
    await opened(page, 'operation-thing1234').getByRole('link', { name: 'Try it' }).waitFor();
    await page.getByRole('navigation', { name: 'Groups' }).getByRole('link', { name: /^Area 7/ }).click();
    await page.getByRole('heading', { name: 'Area 7', exact: true }).waitFor();
  });

  flow('problems lead to their line', {}, async page => {
    await page.goto(at('broken'));
    await page.getByRole('link', { name: 'Line 6', exact: true }).click();
    await page.waitForURL('**#L6');
    await page.locator('#L6').getByText('#/nowhere').waitFor();
  });

  flow('a hostile definition stays in its place and inert', { viewport: PHONE }, async page => {
    for (const path of [at('hostile'), at('hostile', '&view=text')]) {
      await page.goto(path);
      assert.equal(await page.evaluate(() => globalThis.wasRun), undefined);
      await assertNoSidewaysScrolling(page);
    }
  });

  const PAGES = [
    '/api-docs',
    ...[...Object.keys(APIS), 'large', 'broken', 'letter', 'none'].map(name => at(name)),
    at('parts', '&open=operation-orderPart'),
    at('parts', '&view=text'),
    at('parts', '&q=nothing-like-it'),
    at('tours', '&open=type-Tour'),
    at('rides', '&open=message-Started'),
    trying('orderPart'),
    trying('listParts'),
  ];
  for (const theme of ['light', 'dark', 'contrast']) {
    flow(`axe finds nothing on the pages of APIs in the ${theme} theme`, {}, async (page, context, base) => {
      await context.addCookies([{ name: 'callboard-theme', value: theme, url: base }]);
      for (const path of PAGES) {
        await page.goto(path);
        await assertAccessible(page);
      }
      await page.goto(trying('orderPart'));
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('201 Created').waitFor();
      await assertAccessible(page);
    });
  }

  flow('the pages of APIs are valid HTML and fit a phone', { viewport: PHONE }, async page => {
    for (const path of PAGES) {
      const answer = await page.goto(path);
      assert.deepEqual(await faults(await answer.text()), [], path);
      await assertNoSidewaysScrolling(page);
    }
  });
}
