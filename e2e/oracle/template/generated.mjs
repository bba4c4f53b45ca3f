// Cases made by a generator that always makes the same ones: combinations, and expressions and templates grown at random.

const CONTEXT = {
  a: 1, b: -2.5, s: 'abc def', e: '', t: true, n: null, u: '😀é', l: [3, 'x', null, 1], m: [[1], []], o: { k: 'v', z: 2, length: 2, 0: 'q' }, p: [{ i: 2, j: 'b' }, { i: 1, j: 'A' }, { j: 'c' }],
};
const NAMES = [...Object.keys(CONTEXT), 'missing'];
const LITERALS = ['0', '1', '2.5', '10', '-1', "'abc'", '"1"', "''", "' 7 '", 'true', 'false', 'none', '[]', '[1, 2]', "['b', 'a']", '{}', '{k: 1}', '1000000', '0.1', "'é😀'", '(1 / 0)', '(0 / 0)', "('a' | safe)"];
const OPERATORS = ['+', '-', '*', '/', '//', '%', '**', '~', '==', '===', '!=', '!==', '<', '<=', '>', '>=', 'in', 'not in', 'and', 'or'];
const FILTERS = ['abs', 'batch(2)', 'capitalize', 'center(9)', "default('d')", "default('d', true)", 'dictsort', 'dump', 'dump(1)', 'e', 'first', 'float', "groupby('i')", 'indent(1)', 'int', "join('-')", "join(',', 'j')", 'last', 'length', 'list', 'lower', 'nl2br', 'reject', "replace('a', 'b')", 'reverse', 'round', 'round(1)', 'safe', 'select', "selectattr('i')", 'slice(2)', 'sort', "sort(attribute='j')", 'string', 'striptags', 'sum', "sum('i')", 'title', 'trim', 'truncate(4)', 'upper', 'urlencode', 'urlize', 'wordcount'];
const METHODS = ['toUpperCase()', 'trim()', "split(' ')", "split('')", "includes('a')", "indexOf('b')", 'slice(1)', 'slice(-2, -1)', 'substring(2)', 'charAt(1)', 'charCodeAt(0)', "replace('a', 'x')", "startsWith('a')", "endsWith('f')", 'toFixed(1)', 'toString()', 'toString(2)', 'toPrecision(2)', 'join()', "join('+')", 'reverse()', 'sort()', 'concat(1)', 'flat()', 'at(-1)', 'includes(1)', 'indexOf(1)', 'push(1)', 'pop()', 'length', "lastIndexOf('c')", 'fill(0)', 'shift()', 'unshift(0, 1)', 'splice(0, 1)', 'copyWithin(1, 0)'];
const TESTS = ['defined', 'undefined', 'even', 'odd', 'string', 'number', 'mapping', 'iterable', 'lower', 'upper', 'null', 'truthy', 'falsy', 'eq(1)', 'gt(0)', 'divisibleby(2)', 'escaped'];

/** Numbers below 1, always the same ones. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Grower {
  constructor(seed) {
    this.random = generator(seed);
    this.names = NAMES;
  }

  one(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  expression(depth) {
    if (depth <= 0) return this.random() < 0.6 ? this.one(this.names) : this.one(LITERALS);
    const inner = () => this.expression(depth - 1 - Math.floor(this.random() * 2));
    const forms = [
      () => `${inner()} ${this.one(OPERATORS)} ${inner()}`, () => `${inner()} ${this.one(OPERATORS)} ${inner()}`, () => `(${inner()})`,
      () => `${inner()} | ${this.one(FILTERS)}`, () => `(${inner()} | ${this.one(FILTERS)}) | ${this.one(FILTERS)}`,
      () => `(${inner()}).${this.one(METHODS)}`, () => `${this.one(this.names)}.${this.one(METHODS)}`, () => `${this.one(this.names)}[${inner()}]`,
      () => `${inner()} if ${inner()} else ${inner()}`, () => `(${inner()} if ${inner()})`, () => `not ${inner()}`, () => `-${inner()}`, () => `[${inner()}, ${inner()}]`,
      () => `{x: ${inner()}, 'y': ${inner()}}`, () => `${inner()} is ${this.one(TESTS)}`, () => `${inner()} is not ${this.one(TESTS)}`,
      () => `(${inner()})[${this.one(['1:', ':2', '::-1', '-2:', '0:1', '::2'])}]`, () => `range(${this.one(['3', 'a', '1, 4', '5, 0, -2'])})`,
    ];
    return this.one(forms)();
  }

  text() {
    return this.one(['', ' ', '\n', 'x', ' y ', '\n  ', '\t', 'ü\n', '{', '$', '\r\n', '  \n\n ']);
  }

  block(depth) {
    let out = '';
    for (let count = Math.floor(this.random() * 4); count >= 0; count -= 1) out += this.text() + this.statement(depth);
    return out + this.text();
  }

  tag(code) {
    return `{%${this.one(['', '', '-'])} ${code} ${this.one(['', '', '-'])}%}`;
  }

  statement(depth) {
    const output = () => `\${{${this.one(['', '-'])} ${this.expression(2)} ${this.one(['', '-'])}}}`;
    if (depth <= 0) return this.random() < 0.8 ? output() : this.text();
    const body = () => this.block(depth - 1);
    const name = this.one(['x', 'y', 'a', 'l']);
    const forms = [
      output, output, () => `${this.tag(`if ${this.expression(1)}`)}${body()}${this.tag('else')}${body()}${this.tag('endif')}`,
      () => `${this.tag(`if ${this.expression(1)}`)}${body()}${this.tag(`elif ${this.expression(1)}`)}${body()}${this.tag('endif')}`,
      () => `${this.tag(`for ${name} in ${this.one(['l', 'm', 'o', 's', 'range(3)', 'missing', 'p'])}`)}${body()}\${{ loop.index }}${this.one(['', '${{ x }}', '${{ l }}'])}${this.tag('endfor')}`,
      () => `${this.tag(`for ${name}, y in ${this.one(['l', 'm', 'o', 's', '[[1, 2], [3]]', 'p'])}`)}${body()}${this.tag('else')}${body()}${this.tag('endfor')}`,
      () => `${this.tag(`set ${name} = ${this.expression(1)}`)}`, () => `${this.tag(`set ${name}`)}${body()}${this.tag('endset')}`,
      () => `${this.tag(`switch ${this.expression(1)}`)}${this.tag('case 1')}${body()}${this.tag("case 'abc'")}${this.tag('default')}${body()}${this.tag('endswitch')}`,
      () => `${this.tag(`macro f(${name}, q=${this.expression(1)})`)}${body()}\${{ q }}${this.tag('endmacro')}\${{ f(${this.expression(1)}) }}`,
      () => `${this.tag('macro g(q)')}(\${{ caller(q) }})${this.tag('endmacro')}${this.tag(`call(${name}) g(${this.expression(1)})`)}${body()}${this.tag('endcall')}`,
      () => `${this.tag(`filter ${this.one(['upper', 'trim', "replace('x', 'y')", 'length'])}`)}${this.text()}${output()}${this.tag('endfilter')}`,
      () => `${this.tag('raw')}${this.text()}\${{ x }}${this.tag('endraw').replace('{%-', '{%')}`, () => `{#${this.one(['', '-'])} c ${this.one(['', '-'])}#}`,
    ];
    return this.one(forms)();
  }
}

export function generatedCases() {
  const cases = [];
  const add = (group, mode, source, syntax = {}) => cases.push({ group, mode, source, context: CONTEXT, syntax });
  const operands = [...NAMES, ...LITERALS];
  for (const left of operands) {
    for (const operator of OPERATORS) {
      for (const right of operands) add('operators', 'value', `\${{ ${left} ${operator} ${right} }}`);
    }
    for (const method of METHODS) add('methods', 'value', `\${{ (${left}).${method} }}`);
    for (const test of TESTS) add('generated tests', 'value', `\${{ ${left} is ${test} }}`);
    for (const filter of FILTERS) {
      for (const second of ['dump', 'join', 'upper', 'length', 'string', 'first', 'sort']) {
        add('filter chains', 'value', `\${{ ${left} | ${filter} | ${second} }}`);
      }
    }
  }
  const grower = new Grower(20260101);
  for (let count = 0; count < 6000; count += 1) add('grown expressions', 'value', `\${{ ${grower.expression(3)} }}`);
  for (let count = 0; count < 6000; count += 1) {
    const random = grower.random();
    const syntax = { trim: random < 0.4, lstrip: random > 0.2 && random < 0.6, cookiecutter: random > 0.9 };
    const source = grower.block(2);
    add('grown templates', 'text', syntax.cookiecutter ? source.replaceAll('${{', '{{') : source, syntax);
  }
  return cases;
}
