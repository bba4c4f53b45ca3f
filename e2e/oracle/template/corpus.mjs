// Cases from real templates, when they are there: every string of a template.yaml, and every file of its skeleton.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const CORPUS = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'corpus', 'templates');
const LARGEST = 200_000;

/** Data that makes most expressions of unknown templates mean something. */
const VALUES = {
  name: 'ledger', component_id: 'ledger', componentId: 'ledger', owner: 'group:default/payments', description: 'Keeps "the" books',
  destination: { host: 'github.com', owner: 'acme', repo: 'ledger' }, repoUrl: 'github.com?owner=acme&repo=ledger',
  repoName: 'ledger', repoOwner: 'acme', port: 8080, namespace: 'shop', system: 'billing', lifecycle: 'production', replicas: 3,
  java_package_name: 'com.acme.ledger', javaVersion: '17', language: 'java', enabled: true, tags: ['a', 'b'], cluster: 'east',
  artifact_id: 'ledger', artifactId: 'ledger', groupId: 'com.acme', group_id: 'com.acme', orgName: 'acme', app_name: 'ledger',
  image: { registry: 'quay.example', tag: 1.5 }, dependencies: { one: '1.0', two: '2.0' }, isPrivate: false, empty: '', none: null,
};

const CONTEXT = {
  parameters: VALUES, values: VALUES, cookiecutter: VALUES,
  steps: { fetch: { output: {} }, publish: { output: { remoteUrl: 'https://github.com/acme/ledger', repoContentsUrl: 'https://github.com/acme/ledger/tree/main' } } },
  user: { ref: 'user:default/ada', entity: { metadata: { name: 'ada' }, spec: { profile: { email: 'ada@example.com' } } } },
  secrets: { USER_OAUTH_TOKEN: 'token' }, context: { task: { id: 'task-1' } }, each: { key: '0', value: { name: 'x' } },
  environment: { parameters: { region: 'east' } },
};

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield path;
  }
}

/** Lines of YAML that hold an expression, with quotes and keys left on: any text is a template. */
const expressionLines = text => text.split('\n').filter(line => /\$\{\{|\{%/.test(line)).map(line => line.trim());
const expressions = text => [...text.matchAll(/\$\{\{[^\n]*?\}\}/g)].map(([found]) => found);

/** Every folder that a template could fetch, as a tree: those called skeleton, template, content or like it. */
function* trees(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (/skeleton|template$|content$|manifests?$|^build$|gitops/.test(entry.name)) yield path;
    yield* trees(path);
  }
}

function entriesOf(folder, root = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    const name = relative(root, path);
    if (entry.isDirectory()) return [{ path: name }, ...entriesOf(path, root)];
    return entry.isFile() ? [{ path: name, bytes: readFileSync(path).toString('latin1') }] : [];
  });
}

function treeCases(add) {
  for (const path of trees(CORPUS)) {
    const entries = entriesOf(path);
    const bytes = entries.reduce((sum, entry) => sum + (entry.bytes?.length ?? 0), 0);
    if (entries.length === 0 || bytes > 20 * LARGEST) continue;
    const name = `corpus tree ${relative(CORPUS, path)}`;
    add(entries, name, {});
    add(entries, `${name} trimmed`, { syntax: { trim: true, lstrip: true } });
    add(entries, `${name} as cookiecutter`, { syntax: { cookiecutter: true } });
    add(entries, `${name} partly copied`, { copied: ['*.yaml', '*.md', 'src/**', '.github/**'] });
    add(entries, `${name} by extension`, { extension: '.yaml' });
  }
}

export function corpusCases() {
  if (!existsSync(CORPUS)) {
    console.log('the corpus of real templates is absent: nothing of it is compared');
    return [];
  }
  const cases = [];
  const seen = new Set();
  const add = (group, mode, source, name, syntax) => {
    const key = `${mode} ${JSON.stringify(syntax)} ${source}`;
    if (seen.has(key)) return;
    seen.add(key);
    cases.push({ group, mode, source, context: CONTEXT, syntax, name });
  };
  for (const path of files(CORPUS)) {
    const bytes = readFileSync(path);
    const name = `corpus ${relative(CORPUS, path)}`;
    if (name === 'corpus index.csv' || bytes.length > LARGEST || bytes.includes(0)) continue;
    const text = bytes.toString('utf8');
    if (/kind:\s*Template/.test(text)) {
      for (const line of expressionLines(text)) add('corpus lines', 'text', line);
      for (const found of expressions(text)) add('corpus expressions', 'value', found);
      continue;
    }
    add('corpus skeletons', 'text', text, name, {});
    add('corpus skeletons trimmed', 'text', text, `${name} trimmed`, { trim: true, lstrip: true });
    add('corpus skeletons as cookiecutter', 'text', text, `${name} as cookiecutter`, { cookiecutter: true });
    add('corpus paths', 'text', relative(CORPUS, path));
  }
  treeCases((entries, name, rules) => cases.push({ group: 'corpus trees', mode: 'tree', entries, name, context: CONTEXT, ...rules }));
  return cases;
}
