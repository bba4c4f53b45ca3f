// The template engine and nunjitsu on the same cases: byte for byte for text, type for type for values.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname, join, posix } from 'node:path';

import { isBinaryFileSync } from 'isbinaryfile';
import { createTemplateRenderer } from 'nunjitsu';

import { corpusCases } from './oracle/template/corpus.mjs';
import { generatedCases } from './oracle/template/generated.mjs';
import { tables } from './oracle/template/tables.mjs';

const SHOWN = 40;
const FOLDER = join(import.meta.dirname, 'oracle', 'template');

/** Runs the Rust program on cases and gives its answers. */
function ours(cases, ...args) {
  const input = cases.map(one => JSON.stringify(one)).join('\n');
  const run = spawnSync(process.env.ORACLE_PROGRAM, args, { input, maxBuffer: 1 << 30, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the oracle program failed: ${run.signal ?? run.status}\n${run.stderr}`);
  const answers = run.stdout.trimEnd().split('\n').map(line => JSON.parse(line));
  if (answers.length !== cases.length) throw new Error(`${cases.length} cases, but ${answers.length} answers`);
  return answers;
}

const renderers = new Map();
function renderer(syntax = {}) {
  const key = JSON.stringify(syntax);
  if (!renderers.has(key)) {
    renderers.set(key, createTemplateRenderer({
      allowRegexExecution: true,
      cookiecutterCompat: syntax.cookiecutter ?? false,
      trimBlocks: syntax.trim ?? false,
      lstripBlocks: syntax.lstrip ?? false,
      filters: {
        shout(input) {
          if (typeof input !== 'string') throw new TypeError('shout needs a string');
          return `${input.toUpperCase()}!`;
        },
        'echo.all': (...all) => all.map(value => value === undefined ? null : value),
      },
      globals: { always: () => true, nothing: () => undefined, portal: { name: 'Callboard', ports: [80, 443] } },
    }));
  }
  return renderers.get(key);
}

/** Renders a tree as the action fetch:template does. */
function theirTree({ entries, context, syntax, copied = [], extension }) {
  const prepared = renderer(syntax).prepareContext(context);
  const render = text => renderer(syntax).render(text, prepared).toWellFormed();
  const found = new Map();
  for (const { path, bytes } of entries) {
    const isFolder = bytes === undefined;
    const suffixed = extension !== undefined && !isFolder && extname(path) === extension;
    const templated = extension === undefined ? !copied.some(pattern => matches(path, pattern)) : suffixed;
    const written = render((suffixed ? path.slice(0, -extension.length) : path) + (isFolder ? '/' : ''));
    if (written === '' || written.startsWith('/') || written.includes('//')) continue;
    const target = posix.join('/target', written);
    if (!target.startsWith('/target/')) throw new Error(`${written} is outside`);
    const place = target.slice('/target/'.length).replace(/\/$/, '');
    if (found.has(place)) continue;
    if (isFolder) {
      found.set(place, [place]);
      continue;
    }
    const buffer = Buffer.from(bytes, 'latin1');
    const content = templated && !isBinaryFileSync(buffer, buffer.length) ? Buffer.from(render(buffer.toString('utf8')), 'utf8') : buffer;
    found.set(place, [place, content.toString('latin1')]);
  }
  const order = ([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right));
  return { tree: [...found.values()].sort(order) };
}

/** The few globs that the cases have: a folder and all below it, or a name with stars in the first folder. */
const matches = (path, pattern) => pattern.endsWith('/**')
  ? path.startsWith(pattern.slice(0, -2))
  : new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path);

function theirs(one) {
  const { source, context = {}, mode, syntax } = one;
  try {
    if (mode === 'tree') return theirTree(one);
    if (mode !== 'value') return { text: renderer(syntax).render(source, context).toWellFormed() };
    const value = renderer(syntax).renderValue(source, context);
    return value === undefined ? {} : { value };
  } catch (error) {
    return { error: { message: error.message, line: error.line, column: error.column, limit: error.limit } };
  }
}

/** What counts of an answer: text and values exactly, of an error that it is one. */
function essence(answer) {
  if (answer.error) return 'error';
  const replace = (_, value) => typeof value === 'string' ? value.toWellFormed() : value;
  return JSON.stringify(answer, replace);
}

function compare(cases) {
  const reasons = JSON.parse(readFileSync(join(FOLDER, 'exceptions.json'), 'utf8'));
  const excused = new Map(reasons.map(({ source, reason }) => [source, { reason, used: false }]));
  const answers = ours(cases);
  const counts = { passed: 0, failed: 0, excused: 0, errors: 0, places: 0 };
  const groups = new Map();
  cases.forEach((one, index) => {
    const [mine, oracle] = [answers[index], theirs(one)];
    const group = groups.get(one.group) ?? { passed: 0, failed: 0 };
    groups.set(one.group, group);
    if (essence(mine) === essence(oracle)) {
      counts.passed += 1;
      group.passed += 1;
      if (mine.error && oracle.error?.line !== undefined) {
        counts.errors += 1;
        counts.places += Number(mine.error.line === oracle.error.line);
      }
      return;
    }
    const excuse = excused.get(one.name ?? one.source);
    if (excuse) {
      excuse.used = true;
      counts.excused += 1;
      return;
    }
    counts.failed += 1;
    group.failed += 1;
    if (counts.failed <= SHOWN || process.env.ORACLE_ALL) {
      console.error(`FAILED (${one.group}, ${one.mode}, ${JSON.stringify(one.syntax ?? {})}): ${one.name ?? ''} ${JSON.stringify((one.source ?? '').slice(0, 500))}`);
      console.error(`  nunjitsu: ${JSON.stringify(oracle).slice(0, 700)}\n  ours:     ${JSON.stringify(mine).slice(0, 700)}`);
    }
  });
  for (const [group, { passed, failed }] of groups) console.log(`${group}: ${passed} passed, ${failed} failed`);
  for (const [source, { used }] of excused) {
    if (!used && !source.startsWith('corpus')) console.log(`an exception that no case needs: ${source}`);
  }
  console.log(`errors on the same line: ${counts.places} of ${counts.errors}`);
  console.log(`exceptions with a reason: ${counts.excused}`);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

/** Both engines on the same templates: those of the corpus's skeletons, or some of our own. */
function bench(cases) {
  const usable = cases.filter(one => one.mode === 'text' && theirs(one).text !== undefined);
  const rates = usable.map(one => {
    const render = () => renderer(one.syntax).render(one.source, prepared);
    const prepared = renderer(one.syntax).prepareContext(one.context ?? {});
    const begun = process.hrtime.bigint();
    const runs = [];
    for (let now = begun; now - begun < 20_000_000n;) {
      render();
      const after = process.hrtime.bigint();
      runs.push(Number(after - now));
      now = after;
    }
    // The median, which other programs on the machine hardly change.
    return runs.sort((left, right) => left - right)[Math.floor(runs.length / 2)];
  });
  const measured = ours(usable, 'bench');
  const sum = values => values.reduce((total, value) => total + value, 0);
  const bytes = sum(usable.map(one => Buffer.byteLength(one.source)));
  const report = (name, nanoseconds) => {
    console.log(`${name}: ${(nanoseconds / 1e6).toFixed(2)} ms for all, ${(bytes / nanoseconds * 1e3).toFixed(1)} MB/s`);
  };
  const [nunjitsu, whole, render] = [sum(rates), sum(measured.map(one => one.whole)), sum(measured.map(one => one.render))];
  console.log(`${usable.length} templates of ${bytes} bytes`);
  report('nunjitsu', nunjitsu);
  report('callboard, parsing each time', whole);
  report('callboard, parsed once', render);
  console.log(`ratio: ${(nunjitsu / whole).toFixed(1)} times parsing each time, ${(nunjitsu / render).toFixed(1)} times parsed once`);
  return 0;
}

const corpus = corpusCases();
if (process.argv[2] === 'bench') {
  const skeletons = corpus.filter(one => one.group === 'corpus skeletons');
  process.exitCode = bench(skeletons.length > 0 ? skeletons : tables());
} else {
  process.exitCode = compare([...tables(), ...generatedCases(), ...corpus]);
}
