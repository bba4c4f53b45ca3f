// Compares the forms engine with the stock front end, case by case: defaults, fields shown (with label, help, marks,
// widget and choices), validity, and where errors are.
//
//   node forms.mjs              all cases
//   node forms.mjs NAME         cases whose name has NAME in it, with every difference in full

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { parseAllDocuments } from 'yaml';

import { cases as written } from './oracle/forms/written.mjs';
import { schema as makeSchema } from './oracle/forms/schemas.mjs';
import { Values, seeded } from './oracle/forms/values.mjs';
import { stockPages } from './oracle/forms/stock.mjs';

const SETS_PER_PAGE = 22;
const GENERATED_SCHEMAS = Number(process.env.FORMS_SCHEMAS ?? 250);
const SETS_PER_GENERATED = 12;
const CORPUS = join(import.meta.dirname, '../../shared/corpus/templates');
const exceptions = JSON.parse(readFileSync(new URL('./oracle/forms/exceptions.json', import.meta.url)));
const only = process.argv[2];

// The stock front end remarks on much of what it is given.
console.warn = () => {};
const say = console.log;
console.error = () => {};

/** Forms and the values to try them with. */
function* forms() {
  for (const { name, parameters, values } of written) yield { name: `written: ${name}`, parameters, values, seeds: 0 };
  for (let seed = 1; seed <= GENERATED_SCHEMAS; seed += 1) {
    yield { name: `generated: ${seed}`, parameters: makeSchema(seeded(seed)), values: [{}], seeds: SETS_PER_GENERATED, seed };
  }
  if (!existsSync(CORPUS)) {
    say('the corpus of templates is not here; its forms are not compared');
    return;
  }
  const [head, ...rows] = readFileSync(join(CORPUS, 'index.csv'), 'utf8').trim().split('\n').map(row => row.split(','));
  const column = name => head.indexOf(name);
  for (const [index, row] of rows.entries()) {
    const path = join(row[column('repo')].replace('/', '+'), row[column('path')]);
    for (const document of parseAllDocuments(readFileSync(join(CORPUS, path), 'utf8'), { logLevel: 'silent', uniqueKeys: false })) {
      const template = document.errors.length === 0 ? document.toJS() : undefined;
      if (template?.kind !== 'Template' || !template.spec?.parameters) continue;
      yield { name: `corpus: ${path}`, parameters: template.spec.parameters, values: [{}], seeds: SETS_PER_PAGE, seed: index };
    }
  }
}

function* allCases() {
  for (const form of forms()) {
    if (only && !form.name.includes(only)) continue;
    const pages = stockPages(form.parameters);
    for (const [page, stock] of pages.entries()) {
      const random = seeded(form.seed * 31 + page);
      const values = [...form.values];
      for (let set = 0; set < form.seeds; set += 1) values.push(new Values(stock.schema, random).object(stock.schema));
      for (const each of values) yield { form, page, stock, values: JSON.parse(JSON.stringify(each)) };
    }
  }
}

function expectation({ stock, values }) {
  try {
    return stock.evaluate(values);
  } catch (error) {
    return { crash: error.message };
  }
}

/** What differs, as lines. */
function differences(expected, found) {
  if (expected.crash !== undefined) return [];
  if (found.refused) return [`refused: ${found.refused}`];
  const lines = [];
  const compare = (what, left, right) => {
    if (!isDeepStrictEqual(left, right)) lines.push(`${what}: stock ${JSON.stringify(left)}, here ${JSON.stringify(right)}`);
  };
  compare('values', sorted(expected.values), sorted(found.values));
  compare('valid', expected.valid, found.valid);
  compare('unsound', expected.unsound, found.unsound);
  if (!expected.unsound) compare('errors', unique(expected.errors), unique(found.errors));
  const shown = firsts(expected.fields);
  const ours = firsts(found.fields.map(field => ({ ...field, pointer: field.pointer.replaceAll('~1', '/').replaceAll('~0', '~') })));
  compare('shown', [...shown.keys()], [...ours.keys()]);
  for (const [pointer, field] of shown) {
    const own = ours.get(pointer);
    for (const key of own ? Object.keys(field) : []) compare(`${pointer} ${key}`, field[key], own[key]);
  }
  return lines;
}

const unique = list => [...new Set(list)].sort();

/** By pointer, the first of each. A shape is drawn at the same place as what it belongs to, which then has its widget. */
function firsts(fields) {
  const found = new Map();
  for (const field of fields) {
    const first = found.get(field.pointer);
    if (first && !first.widget) found.set(field.pointer, { ...first, widget: field.widget, choices: field.choices });
    if (!first && field.pointer !== '') found.set(field.pointer, field);
  }
  return found;
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])]));
}

function answers(cases) {
  const input = cases.map(({ form, page, values }) => JSON.stringify({ parameters: form.parameters, page, values }));
  const output = execFileSync(process.env.ORACLE_PROGRAM, { input: `${input.join('\n')}\n`, maxBuffer: 1 << 30, encoding: 'utf8' });
  return output.trim().split('\n').map(line => JSON.parse(line));
}

const cases = [...allCases()];
const found = answers(cases);
let passed = 0;
let failed = 0;
let excepted = 0;
let undrawn = 0;
const used = new Set();
for (const [index, each] of cases.entries()) {
  const expected = expectation(each);
  if (expected.crash !== undefined) {
    undrawn += 1;
    if (only) say(`stock does not draw ${each.form.name}: ${expected.crash}`);
  }
  let lines = differences(expected, found[index]);
  const exception = exceptions.find(({ form, line }) => each.form.name.includes(form) && lines.some(one => one.includes(line)));
  if (exception) {
    // What follows from a difference that is known is none of its own.
    used.add(exception);
    excepted += 1;
    lines = [];
  }
  if (lines.length === 0) {
    passed += 1;
    continue;
  }
  failed += 1;
  if (only || failed <= 40) {
    say(`FAILED: ${each.form.name}, page ${each.page + 1}, values ${JSON.stringify(each.values)}`);
    for (const line of lines.slice(0, only ? 40 : 4)) say(`  ${line.slice(0, only ? 2_000 : 300)}`);
    if (only) say(JSON.stringify(each.form.parameters));
  }
}
const names = kind => new Set(cases.filter(each => each.form.name.startsWith(kind)).map(each => each.form.name)).size;
say(`${names('written')} forms written by hand, ${names('generated')} generated, ${names('corpus')} of the corpus`);
say(`${undrawn} cases that the stock front end fails to draw; ${excepted} that differ for a reason that exceptions.json gives`);
if (!only) {
  for (const exception of exceptions.filter(each => !used.has(each) && !each.form.startsWith('corpus'))) {
    say(`FAILED: an exception is no longer needed: ${JSON.stringify(exception)}`);
    failed += 1;
  }
}
say(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
