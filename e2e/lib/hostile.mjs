// A catalog with markup and scripts in every string that an entity can hold, and what shows that one of them came to life.

/** Each would set `globalThis.hacked`, leave the page's own markup, or lead somewhere, were it not text. */
export const PAYLOADS = [
  '<script>globalThis.hacked = 1</script>',
  '"><img src=x onerror="globalThis.hacked=1">',
  "' autofocus onfocus='globalThis.hacked=1' x='",
  '</title></textarea></style></script><svg onload=globalThis.hacked=1>',
  'javascript:globalThis.hacked=1',
  ' \u0001java\tscript:globalThis.hacked=1',
  'data:text/html,<script>globalThis.hacked=1</script>',
  '<a href="javascript:globalThis.hacked=1">here</a> [here](javascript:globalThis.hacked=1) ![x](x" onerror="globalThis.hacked=1)',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe><object data=x></object><base href="https://evil.test/">',
  "<math><mtext></p><style><img src=x onerror=globalThis.hacked=1></style></math><form action=https://evil.test><button>go",
  '{{constructor.constructor("globalThis.hacked=1")()}} ${{ 7 * 7 }} <%= 7 * 7 %>',
  '\u202e\u2066</p>\u2069&lt;script&gt;&#x3c;script>&#106;avascript:x<!--',
  '-->]]>*/;globalThis.hacked=1;//`${globalThis.hacked=1}`\\u003cscript\\u003e\u2028\u2029',
];

const openapi = text => ({
  openapi: '3.0.3',
  info: { title: text, version: text, description: text, contact: { name: text, url: text, email: text }, license: { name: text, url: text } },
  servers: [{ url: text, description: text }],
  tags: [{ name: text, description: text, externalDocs: { url: text, description: text } }],
  paths: {
    '/{id}': {
      get: {
        tags: [text],
        operationId: text,
        summary: text,
        description: text,
        parameters: [{ name: text, in: 'query', description: text, example: text, schema: { type: 'string', default: text, enum: [text], pattern: text } }],
        requestBody: { description: text, content: { [text]: { example: { [text]: text }, schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: { 200: { description: text, headers: { [text]: { description: text } }, content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' }, example: text } } } },
      },
    },
  },
  components: {
    schemas: { Thing: { type: 'object', title: text, description: text, properties: { [text]: { type: 'string', description: text, example: text } } } },
    securitySchemes: { [text]: { type: 'apiKey', in: 'header', name: text, description: text } },
  },
});

const asyncapi = text => ({
  asyncapi: '2.6.0',
  info: { title: text, version: text, description: text },
  servers: { [text]: { url: text, protocol: text, description: text } },
  channels: { [text]: { description: text, publish: { operationId: text, summary: text, message: { name: text, title: text, payload: { type: 'object', properties: { [text]: { type: 'string', description: text } } } } } } },
});

const graphql = text => `"""${text.replaceAll('"""', '')}"""\ntype Query {\n  # ${text}\n  a(b: String = ${JSON.stringify(text)}): String @deprecated(reason: ${JSON.stringify(text)})\n}\n`;
const proto = text => `syntax = "proto3";\n// ${text}\npackage ${text};\nmessage A { string b = 1; // ${text}\n}\nservice S { rpc R (A) returns (A); }\n`;

function entities(text, number) {
  // An address that runs a script, or is none, is refused with its entity; other tests hold that.
  const links = [{ url: `https://example.test/?q=${text}`, title: text, icon: text, type: text }];
  const annotations = { 'example.test/text': text, 'backstage.io/view-url': text, 'backstage.io/edit-url': text, 'backstage.io/source-location': `url:${text}` };
  const metadata = name => ({ name: `${name}-${number}`, title: `${name} ${text}`, description: text, annotations, links });
  const entity = (kind, name, spec) => ({ apiVersion: 'backstage.io/v1alpha1', kind, metadata: metadata(name), spec });
  const owned = { owner: `group-${number}`, lifecycle: text, type: text };
  const api = (name, type, definition) => entity('API', name, { ...owned, system: `system-${number}`, type, definition });
  return [
    entity('Component', 'component', { ...owned, system: `system-${number}`, providesApis: [`open-${number}`], dependsOn: [`resource:resource-${number}`], [text]: { [text]: [text] } }),
    entity('Resource', 'resource', { ...owned, system: `system-${number}` }),
    entity('System', 'system', { owner: `group-${number}`, domain: `domain-${number}` }),
    entity('Domain', 'domain', { owner: `group-${number}` }),
    entity('Group', 'group', { type: text, children: [], profile: { displayName: text, email: text, picture: text } }),
    entity('User', 'user', { memberOf: [`group-${number}`], profile: { displayName: text, email: text, picture: text } }),
    api('open', 'openapi', JSON.stringify(openapi(text))),
    api('async', 'asyncapi', JSON.stringify(asyncapi(text))),
    api('graph', 'graphql', graphql(text)),
    api('proto', 'grpc', proto(text)),
    api('words', text, text),
  ];
}

/** A catalog file; JSON is YAML. */
export const catalog = () => PAYLOADS.flatMap(entities).map(entity => JSON.stringify(entity)).join('\n---\n');

/** What a page must not hold, whatever is in the catalog; runs in the page. */
export function alive() {
  const found = [];
  if (globalThis.hacked !== undefined) found.push('a script of the catalog ran');
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (['iframe', 'object', 'embed', 'base', 'applet', 'frame', 'foreignobject'].includes(name.toLowerCase())) found.push(`<${name}>`);
    if (name === 'script' && !element.src.startsWith(`${location.origin}/`)) found.push(`a script of ${element.src || 'the page'}`);
    if (name === 'meta' && element.httpEquiv === 'refresh') found.push('<meta http-equiv=refresh>');
    for (const { name: key, value } of element.attributes) {
      const leads = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'srcset', 'ping'].includes(key);
      // Browsers skip spaces and controls within a scheme.
      const scheme = value.replaceAll(/[\u0000-\u0020]/gu, '').toLowerCase();
      if (/^on/u.test(key)) found.push(`<${name} ${key}>`);
      if (leads && /^(?:javascript|vbscript|data:text)/u.test(scheme)) found.push(`<${name} ${key}="${value.slice(0, 60)}">`);
      // A graph's own script gives it the room that it takes.
      if (key === 'style' && name !== 'html' && !element.closest('[data-graph]')) found.push(`<${name} style="${value.slice(0, 60)}">`);
    }
  }
  return found;
}
