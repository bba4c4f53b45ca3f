// Every method of Backstage's catalog client, against a portal with the catalog of fixture/.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';

import { CATALOG_FILTER_EXISTS, CatalogClient } from '@backstage/catalog-client';
import { parseEntityRef, RELATION_HAS_MEMBER, stringifyEntityRef } from '@backstage/catalog-model';

import { Cases } from './lib/cases.mjs';
import { eventually, pause, startPortal } from './lib/portal.mjs';

const FIXTURE = join(import.meta.dirname, 'fixture');
const TOKEN = 'token-of-the-client-tests-0123456789';
const COMPONENTS = ['component:default/bell', 'component:default/chain', 'component:default/dynamo', 'component:night/bell'];

/** Hands out the files of fixture/served, and any number of copies of saddle.yaml as copy-<n>.yaml. */
async function serveFiles() {
  const server = createServer(async (request, response) => {
    try {
      const [, copy] = /(copy-\d+)\.yaml$/.exec(request.url) ?? [];
      const name = copy ? 'saddle.yaml' : basename(request.url);
      const text = await readFile(join(FIXTURE, 'served', name), 'utf8');
      const content = copy ? text.replace('saddle', copy) : text;
      response.setHeader('content-type', 'text/yaml').end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

const files = await serveFiles();
const host = `127.0.0.1:${files.address().port}`;
const portal = await startPortal(base => ({
  app: { title: 'Bicycles', baseUrl: base },
  backend: {
    baseUrl: base,
    auth: { externalAccess: [{ type: 'static', options: { token: TOKEN, subject: 'clients' } }] },
    reading: { allow: [{ host }] },
  },
  catalog: {
    rules: [{ allow: ['API', 'Component', 'Domain', 'Group', 'Location', 'Resource', 'System', 'User'] }],
    locations: [{ type: 'file', target: join(FIXTURE, 'catalog.yaml') }],
  },
})).catch(error => {
  files.close();
  throw error;
});

const client = new CatalogClient({ discoveryApi: { getBaseUrl: async plugin => `${portal.base}/api/${plugin}` } });
const options = { token: TOKEN };
const served = name => `http://${host}/${name}.yaml`;
const refs = entities => entities.map(entity => stringifyEntityRef(entity));
const sorted = entities => refs(entities).sort();
const after = position => Buffer.from(JSON.stringify(position)).toString('base64');
const cases = new Cases();

cases.add('the catalog of the configuration arrives, with relations', async () => {
  const group = await eventually('the group has its member', async () => {
    const entity = await client.getEntityByRef('group:default/mechanics', options);
    return entity?.relations?.some(({ type }) => type === RELATION_HAS_MEMBER) ? entity : undefined;
  });
  // Ten of the file, and the Location that stands for the file.
  await eventually('everything is there', async () =>
    (await client.queryEntities({ limit: 0 }, options)).totalItems === 11 ? true : undefined,
  );
  assert.equal(group.metadata.title, 'The mechanics');
  assert.ok(group.metadata.uid && group.metadata.etag);
  assert.ok(group.relations.some(({ targetRef }) => targetRef === 'user:default/robin'));
});

cases.add('nobody reads without a token', async () => {
  await assert.rejects(client.getEntities(), error => error.name === 'ResponseError' && error.statusCode === 401);
  await assert.rejects(
    client.getEntities({}, { token: 'something else' }),
    error => error.statusCode === 401 && error.cause.name === 'AuthenticationError',
  );
});

cases.add('getEntities: filters are alternatives of conjunctions of alternatives', async () => {
  const table = [
    [{ kind: 'component' }, COMPONENTS],
    [{ kind: 'Component', 'spec.type': 'library' }, ['component:default/chain']],
    [{ kind: ['domain', 'system'] }, ['domain:default/workshop', 'system:default/repairs']],
    [[{ kind: 'user' }, { kind: 'api' }], ['api:default/appointments', 'user:default/robin']],
    [{ 'metadata.labels.tier': CATALOG_FILTER_EXISTS }, ['component:default/bell']],
    [{ kind: 'component', 'relations.providesApi': 'api:default/appointments' }, ['component:default/bell']],
    [{ kind: 'component', 'metadata.namespace': 'night' }, ['component:night/bell']],
    [{ kind: 'component', 'metadata.name': 'no such & thing=1,2' }, []],
  ];
  for (const [filter, expected] of table) {
    const { items } = await client.getEntities({ filter }, options);
    assert.deepEqual(sorted(items), expected, JSON.stringify(filter));
  }
});

cases.add('getEntities: fields leave only what was asked for', async () => {
  const { items } = await client.getEntities(
    { filter: { kind: 'component' }, fields: ['metadata.name', 'spec.type'], order: { field: 'metadata.name', order: 'desc' } },
    options,
  );
  assert.deepEqual(items[0], { metadata: { name: 'dynamo' }, spec: { type: 'service' } });
});

cases.add('getEntities: order and pages', async () => {
  // Only a page is ordered by more than the first field.
  const byName = await client.getEntities({ filter: { kind: 'component' }, order: { field: 'metadata.name', order: 'desc' } }, options);
  assert.deepEqual(byName.items.map(({ metadata }) => metadata.name), ['dynamo', 'chain', 'bell', 'bell']);
  const request = {
    filter: { kind: 'component' },
    order: [{ field: 'metadata.namespace', order: 'desc' }, { field: 'metadata.name', order: 'asc' }],
  };
  const all = [COMPONENTS[3], COMPONENTS[0], COMPONENTS[1], COMPONENTS[2]];
  assert.deepEqual(refs((await client.getEntities({ ...request, limit: 10 }, options)).items), all);
  const page = await client.getEntities({ ...request, offset: 1, limit: 2 }, options);
  assert.deepEqual(refs(page.items), all.slice(1, 3));
  const last = await client.getEntities({ ...request, after: after({ limit: 2, offset: 3 }) }, options);
  assert.deepEqual(refs(last.items), all.slice(3));
});

cases.add('getEntitiesByRefs: answers in the order of the question, with gaps', async () => {
  const entityRefs = ['component:default/dynamo', 'component:default/none', 'user:default/robin'];
  const { items } = await client.getEntitiesByRefs({ entityRefs }, options);
  assert.deepEqual(items.map(item => item && stringifyEntityRef(item)), [entityRefs[0], undefined, entityRefs[2]]);
  const few = await client.getEntitiesByRefs(
    { entityRefs, filter: { kind: 'user' }, fields: ['kind', 'metadata.name', 'metadata.namespace'] },
    options,
  );
  assert.deepEqual(few.items.map(item => item?.kind), [undefined, undefined, 'User']);
});

cases.add('getEntityByRef and getEntityByName', async () => {
  const byText = await client.getEntityByRef('Component:NIGHT/Bell', options);
  assert.equal(stringifyEntityRef(byText), 'component:night/bell');
  const byParts = await client.getEntityByRef(parseEntityRef('component:bell'), options);
  assert.equal(byParts.metadata.description, 'Rings when a bicycle is ready');
  assert.deepEqual(await client.getEntityByName({ kind: 'Component', namespace: 'default', name: 'bell' }, options), byParts);
  assert.equal(await client.getEntityByRef('component:default/none', options), undefined);
});

cases.add('queryEntities: cursors walk to the end and back', async () => {
  const request = { filter: { kind: 'component' }, orderFields: { field: 'metadata.uid', order: 'asc' }, limit: 1 };
  let page = await client.queryEntities(request, options);
  assert.equal(page.totalItems, COMPONENTS.length);
  assert.equal(page.pageInfo.prevCursor, undefined);
  const forth = refs(page.items);
  while (page.pageInfo.nextCursor) {
    page = await client.queryEntities({ cursor: page.pageInfo.nextCursor, limit: 1 }, options);
    forth.push(...refs(page.items));
  }
  assert.deepEqual([...forth].sort(), COMPONENTS);
  const back = refs(page.items);
  while (page.pageInfo.prevCursor) {
    page = await client.queryEntities({ cursor: page.pageInfo.prevCursor, limit: 1 }, options);
    back.push(...refs(page.items));
  }
  assert.deepEqual(back, forth.reverse());
});

cases.add('queryEntities: text, fields, offset, no total', async () => {
  const byText = await client.queryEntities(
    { fullTextFilter: { term: 'BICYCLE', fields: ['metadata.description'] }, fields: ['metadata.name'] },
    options,
  );
  assert.deepEqual(byText.items, [{ metadata: { name: 'bell' } }]);
  const orderFields = [{ field: 'metadata.name', order: 'desc' }];
  const second = await client.queryEntities(
    { filter: { kind: 'component' }, orderFields, offset: 1, limit: 1, totalItems: 'exclude' },
    options,
  );
  assert.deepEqual(refs(second.items), ['component:default/chain']);
});

cases.add('queryEntities: predicates', async () => {
  const table = [
    [{ kind: 'component', 'spec.type': { $in: ['library', 'website'] } }, ['component:default/chain']],
    [{ $all: [{ kind: 'component' }, { $not: { 'metadata.namespace': 'default' } }] }, ['component:night/bell']],
    [{ 'metadata.tags': { $contains: 'small' } }, ['component:default/bell', 'component:default/dynamo']],
    [{ $any: [{ kind: 'resource' }, { 'metadata.labels.tier': { $exists: true } }] }, ['component:default/bell', 'resource:default/ledger']],
  ];
  for (const [query, expected] of table) {
    const { items } = await client.queryEntities({ query }, options);
    assert.deepEqual(sorted(items), expected, JSON.stringify(query));
  }
  await assert.rejects(
    client.queryEntities({ query: { kind: { $unheard: 1 } } }, options),
    error => error.statusCode === 400 && error.cause.name === 'InputError',
  );
});

cases.add('streamEntities: every entity once', async () => {
  const streamed = [];
  let pages = 0;
  for await (const items of client.streamEntities({ filter: { kind: 'component' }, pageSize: 3 }, options)) {
    pages += 1;
    streamed.push(...items);
  }
  assert.equal(pages, 2);
  assert.deepEqual(sorted(streamed), COMPONENTS);
});

cases.add('getEntityAncestors', async () => {
  const ancestry = await client.getEntityAncestors({ entityRef: 'component:default/bell' }, options);
  assert.equal(ancestry.rootEntityRef, 'component:default/bell');
  const [bell, location] = ancestry.items;
  assert.equal(ancestry.items.length, 2);
  assert.deepEqual(bell.parentEntityRefs, refs([location.entity]));
  assert.equal(location.entity.kind, 'Location');
  assert.deepEqual(location.parentEntityRefs, []);
});

cases.add('getEntityFacets', async () => {
  const { facets } = await client.getEntityFacets(
    { filter: { kind: 'component' }, facets: ['spec.type', 'metadata.tags'] },
    options,
  );
  const counts = Object.fromEntries(
    Object.entries(facets).map(([facet, values]) => [facet, Object.fromEntries(values.map(({ value, count }) => [value, count]))]),
  );
  assert.deepEqual(counts, {
    'spec.type': { service: 3, library: 1 },
    'metadata.tags': { brass: 1, small: 2, steel: 1 },
  });
});

cases.add('getEntityFacets by a predicate', async () => {
  const request = { query: { kind: 'component', 'metadata.namespace': 'default' }, facets: ['spec.lifecycle'] };
  const { facets } = await client.getEntityFacets(request, options);
  const values = facets['spec.lifecycle'].sort((left, right) => left.value.localeCompare(right.value));
  assert.deepEqual(values, [{ value: 'experimental', count: 1 }, { value: 'production', count: 2 }]);
});

cases.add('refreshEntity', async () => {
  await client.refreshEntity('component:default/bell', options);
  await assert.rejects(client.refreshEntity('component:default/none', options), error => error.statusCode === 404);
});

cases.add('validateEntity', async () => {
  // What the catalog itself adds is not part of an entity that somebody writes.
  const { relations, ...entity } = await client.getEntityByRef('component:default/chain', options);
  assert.ok(relations.length > 0);
  assert.deepEqual(await client.validateEntity(entity, 'url:http://localhost/file.yaml', options), { valid: true });
  const bad = { ...entity, metadata: { ...entity.metadata, name: 'not a name!' } };
  const refused = await client.validateEntity(bad, 'url:http://localhost/file.yaml', options);
  assert.equal(refused.valid, false);
  assert.match(refused.errors[0].message, /metadata\.name/);
});

cases.add('addLocation: a dry run shows what would come and changes nothing', async () => {
  const trial = await client.addLocation({ target: served('saddle'), dryRun: true }, options);
  assert.equal(trial.exists, false);
  assert.deepEqual(sorted(trial.entities).slice(0, 1), ['component:default/saddle']);
  assert.equal(await client.getEntityByRef('component:default/saddle', options), undefined);
  assert.equal(await client.getLocationByRef(`url:${served('saddle')}`, options), undefined);
  const optional = await client.addLocation({ target: served('saddle'), dryRun: true, presence: 'optional' }, options);
  const location = optional.entities.find(({ kind }) => kind === 'Location');
  assert.deepEqual(location.spec, { type: 'url', target: served('saddle') });
});

cases.add('addLocation: what cannot be read or parsed is refused in the dry run', async () => {
  const table = [
    ['broken', /YAML/],
    ['missing', /NotFoundError/],
    ['faulty', /Placeholder \$text could not read location \.\/nowhere\.yaml, NotFoundError/],
  ];
  for (const [name, message] of table) {
    await assert.rejects(
      client.addLocation({ target: served(name), dryRun: true }, options),
      error => error.statusCode === 400 && message.test(error.cause.message),
      name,
    );
  }
});

cases.add('addLocation, the ways to find it, updateLocation, removeLocationById', async () => {
  const target = served('saddle');
  const { location } = await client.addLocation({ type: 'url', target }, options);
  assert.deepEqual({ type: location.type, target: location.target }, { type: 'url', target });
  const saddle = await eventually('the saddle is in the catalog', () =>
    client.getEntityByRef('component:default/saddle', options),
  );
  assert.equal(saddle.metadata.annotations['backstage.io/managed-by-location'], `url:${target}`);
  await assert.rejects(client.addLocation({ target }, options), error => error.statusCode === 409);
  assert.equal((await client.addLocation({ target, dryRun: true }, options)).exists, true);

  assert.deepEqual(await client.getLocationById(location.id, options), location);
  assert.equal((await client.getLocationByRef(`url:${target}`, options)).id, location.id);
  assert.equal((await client.getLocationByEntity('component:default/saddle', options)).id, location.id);
  assert.ok((await client.getLocations({}, options)).items.some(({ id }) => id === location.id));

  const changed = await client.updateLocation(location.id, { target: served('pedal') }, options);
  assert.deepEqual(changed, { ...location, target: served('pedal') });
  await eventually('the pedal takes the place of the saddle', () =>
    client.getEntityByRef('component:default/pedal', options),
  );

  await client.removeLocationById(location.id, options);
  assert.equal(await client.getLocationById(location.id, options), undefined);
  await eventually('the pedal is gone', async () =>
    (await client.getEntityByRef('component:default/pedal', options)) ? undefined : true,
  );
  // Where the reading had come to its end before the removal, nobody names the saddle any more, and the next sweep takes it.
  const orphan = await client.getEntityByRef('component:default/saddle', options);
  if (orphan) {
    assert.equal(orphan.metadata.annotations['backstage.io/orphan'], 'true');
    await client.removeEntityByUid(orphan.metadata.uid, options);
  }
});

cases.add('queryLocations and streamLocations', async () => {
  const added = [];
  for (const name of ['saddle', 'pedal']) {
    added.push((await client.addLocation({ target: served(name) }, options)).location);
  }
  const one = await client.queryLocations({ query: { target: served('pedal') } }, options);
  assert.deepEqual(one.items.map(({ id }) => id), [added[1].id]);
  assert.equal(one.totalItems, 1);
  const streamed = [];
  for await (const items of client.streamLocations({ limit: 1, query: { type: 'url' } }, options)) streamed.push(...items);
  assert.deepEqual(streamed.map(({ id }) => id).sort(), added.map(({ id }) => id).sort());
  for (const { id } of added) await client.removeLocationById(id, options);
});

cases.add('a location that is removed while it is read leaves nothing behind', async () => {
  // Where in the reading the removal comes is a matter of milliseconds, so it is tried at many of them.
  for (let number = 0; number < 40; number += 1) {
    const { location } = await client.addLocation({ target: served(`copy-${number}`) }, options);
    await pause(number % 8);
    await client.removeLocationById(location.id, options);
  }
  // Long enough for a reading that was under way to end.
  await pause(500);
  const { items } = await client.getEntities({ filter: { kind: 'component', 'spec.type': 'website' } }, options);
  assert.deepEqual(refs(items), []);
});

cases.add('analyzeLocation suggests an entity for what is not there yet', async () => {
  const analysis = await client.analyzeLocation({ location: { type: 'url', target: `http://${host}/wheels` } }, options);
  assert.deepEqual(analysis.existingEntityFiles, []);
  assert.equal(analysis.generateEntities.length, 1);
  assert.equal(analysis.generateEntities[0].entity.metadata.name, 'wheels');
});

/** Invokes an action of the catalog as tools do. The second version of the protocol wraps the input. */
async function invoke(name, input, version = 'v1') {
  const url = `${portal.base}/api/catalog/.backstage/actions/${version}/actions/${encodeURIComponent(`catalog:${name}`)}/invoke`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(version === 'v1' ? input : { input }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function output(name, input, version) {
  const { status, body } = await invoke(name, input, version);
  assert.equal(status, 200, JSON.stringify(body));
  return body.output;
}

cases.add('actions: all are listed', async () => {
  const answer = await fetch(`${portal.base}/api/catalog/.backstage/actions/v1/actions`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const { actions } = await answer.json();
  assert.deepEqual(actions.map(({ id }) => id).sort(), [
    'catalog:get-catalog-entity',
    'catalog:get-catalog-model-description',
    'catalog:query-catalog-entities',
    'catalog:refresh-catalog-entity',
    'catalog:register-entity',
    'catalog:unregister-entity',
    'catalog:validate-entity',
  ]);
});

cases.add('actions: an entity by its name, when that says enough', async () => {
  const chain = await client.getEntityByRef('component:default/chain', options);
  assert.deepEqual(await output('get-catalog-entity', { name: 'chain' }), chain);
  const night = await output('get-catalog-entity', { kind: 'component', namespace: 'night', name: 'bell' }, 'v2');
  assert.equal(stringifyEntityRef(night), 'component:night/bell');
  const several = await invoke('get-catalog-entity', { name: 'bell' });
  assert.equal(several.status, 400);
  assert.match(several.body.error.message, /component:default\/bell, component:night\/bell|component:night\/bell, component:default\/bell/);
  assert.deepEqual(await output('refresh-catalog-entity', { name: 'chain' }), { entityRef: 'component:default/chain' });
});

cases.add('actions: pages of a query', async () => {
  const asked = { query: { kind: 'component' }, fields: ['metadata.name'], orderFields: { field: 'metadata.name', order: 'desc' }, limit: 3 };
  const first = await output('query-catalog-entities', asked);
  assert.deepEqual([first.items[0], first.items.length, first.totalItems, first.hasMoreEntities], [{ metadata: { name: 'dynamo' } }, 3, 4, true]);
  const second = await output('query-catalog-entities', { cursor: first.nextPageCursor, limit: 3 });
  assert.deepEqual([second.items.length, second.hasMoreEntities, second.nextPageCursor], [1, false, undefined]);
});

cases.add('actions: validation of a text', async () => {
  const table = [
    ['kind: [', { isValid: false, isValidYaml: false }],
    ['a: 1\n---\nb: 2', { isValid: false, isValidYaml: false }],
    ['apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\nspec: {}', { isValid: false, isValidYaml: true }],
    ['apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: x}\nspec: {owner: y}', { isValid: true, isValidYaml: true }],
  ];
  for (const [entity, expected] of table) {
    const { isValid, isValidYaml, errors } = await output('validate-entity', { entity });
    assert.deepEqual({ isValid, isValidYaml }, expected, entity);
    assert.equal(errors.length > 0, !isValid, entity);
  }
});

cases.add('actions: registering and unregistering by either key', async () => {
  const byUrl = await output('register-entity', { locationUrl: served('saddle') });
  assert.equal((await client.getLocationById(byUrl.locationId, options)).target, served('saddle'));
  assert.deepEqual(await output('unregister-entity', { type: { locationUrl: served('saddle') } }), {});
  assert.equal(await client.getLocationById(byUrl.locationId, options), undefined);
  const byId = await output('register-entity', { locationUrl: served('saddle') });
  assert.deepEqual(await output('unregister-entity', { type: { locationId: byId.locationId } }), {});
  assert.equal(await client.getLocationById(byId.locationId, options), undefined);
});

cases.add('actions: the model names every kind', async () => {
  const { description } = await output('get-catalog-model-description', {});
  for (const kind of ['Component', 'API', 'Resource', 'System', 'Domain', 'Group', 'User', 'Location', 'Template']) {
    assert.match(description, new RegExp(`\\*\\*${kind}\\*\\*`));
  }
});

cases.add('actions: what is not asked rightly is refused', async () => {
  const table = [
    ['get-catalog-entity', {}, 400],
    ['get-catalog-entity', { name: 'chain', colour: 'red' }, 400],
    ['get-catalog-entity', { name: 'no-such-thing' }, 400],
    ['query-catalog-entities', { limit: 0 }, 400],
    ['query-catalog-entities', { query: { kind: { $unheard: 1 } } }, 400],
    ['query-catalog-entities', { cursor: 'e30=' }, 400],
    ['register-entity', { locationUrl: 'file:///etc/passwd' }, 400],
    ['unregister-entity', { type: {} }, 400],
    ['unregister-entity', { type: { locationUrl: served('never') } }, 404],
    ['make-coffee', {}, 404],
  ];
  for (const [name, input, status] of table) {
    const answer = await invoke(name, input);
    assert.equal(answer.status, status, `${name} ${JSON.stringify(input)}: ${JSON.stringify(answer.body)}`);
  }
});

cases.add('removeEntityByUid', async () => {
  const entity = await client.getEntityByRef('component:night/bell', options);
  await client.removeEntityByUid(entity.metadata.uid, options);
  assert.equal(await client.getEntityByRef('component:night/bell', options), undefined);
});

cases.add('every method of the client was called', () => {
  const methods = Object.getOwnPropertyNames(CatalogClient.prototype).filter(
    name => !['constructor', 'requestIgnored', 'requestRequired', 'requestOptional', 'getFilterValue'].includes(name),
  );
  assert.deepEqual(methods.filter(name => !called.has(name)), []);
});

const called = new Set();
for (const name of Object.getOwnPropertyNames(CatalogClient.prototype)) {
  if (name === 'constructor') continue;
  const method = client[name];
  client[name] = (...parameters) => {
    called.add(name);
    return method.apply(client, parameters);
  };
}

try {
  process.exitCode = await cases.run();
  if (process.exitCode !== 0) console.error(portal.log());
} finally {
  files.close();
  files.closeAllConnections();
  await portal.stop();
}
