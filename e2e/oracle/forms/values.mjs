// Values for a form, made up from its schema by a seeded generator: filled in well, badly, half, and not at all.

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A generator of numbers between 0 and 1 that is the same for the same seed. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every schema that some part of a page has for a property, by name: conditions and options may each have their own. */
function propertySchemas(schema, root, found = new Map(), depth = 0) {
  if (!isObject(schema) || depth > 12) return found;
  if (typeof schema.$ref === 'string') propertySchemas(lookUp(schema.$ref, root), root, found, depth + 1);
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(property);
  }
  const parts = [schema.if, schema.then, schema.else];
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) parts.push(...(Array.isArray(schema[keyword]) ? schema[keyword] : []));
  if (isObject(schema.dependencies)) parts.push(...Object.values(schema.dependencies));
  for (const part of parts) propertySchemas(part, root, found, depth + 1);
  return found;
}

function lookUp(reference, root) {
  return reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce((node, key) => node?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], root);
}

export class Values {
  constructor(root, random) {
    this.root = root;
    this.random = random;
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  /** An object for a schema: each property with a chance, one in a while that no schema knows. */
  object(schema, share = this.pick([0.2, 0.6, 0.95]), depth = 0) {
    const made = {};
    for (const [name, schemas] of propertySchemas(schema, this.root)) {
      if (this.random() < share) {
        const value = this.value(this.pick(schemas), schemas, depth);
        if (value !== undefined) made[name] = value;
      }
    }
    if (this.random() < 0.1) made.unknown = this.pick(['text', 1, null, [1], { a: 1 }]);
    return made;
  }

  value(schema, others = [schema], depth = 0) {
    if (this.random() < 0.07) return this.pick(['', null, 0, 3.5, true, [], {}, ['a'], { a: 1 }, 'something']);
    if (!isObject(schema) || depth > 5) return this.pick(['text', 1, true]);
    const constants = others.flatMap(each => constantsOf(each));
    if (constants.length > 0 && this.random() < 0.85) return this.pick(constants);
    if (typeof schema.$ref === 'string') return this.value(lookUp(schema.$ref, this.root), undefined, depth + 1);
    const alternatives = schema.oneOf ?? schema.anyOf;
    if (Array.isArray(alternatives) && alternatives.length > 0 && this.random() < 0.7) {
      const chosen = this.value(this.pick(alternatives), undefined, depth + 1);
      const own = schema.properties ? this.object(schema, 0.6, depth + 1) : undefined;
      return isObject(chosen) && own ? { ...own, ...chosen } : chosen;
    }
    if (schema.default !== undefined && this.random() < 0.2) return schema.default;
    return this.typed(schema, depth);
  }

  typed(schema, depth) {
    const type = Array.isArray(schema.type) ? this.pick(schema.type) : schema.type;
    switch (type ?? (schema.properties ? 'object' : schema.items ? 'array' : 'string')) {
      case 'object':
        return this.object(schema, undefined, depth + 1);
      case 'array':
        return this.list(schema, depth);
      case 'boolean':
        return this.random() < 0.5;
      case 'integer':
        return this.pick([0, 1, 2, 3, 5, 8, 80, 8080, -1, 100000]);
      case 'number':
        return this.pick([0, 1, 2.5, -3, 0.1, 1e6]);
      case 'null':
        return null;
      default:
        return this.text(schema);
    }
  }

  list(schema, depth) {
    const length = this.pick([0, 1, 1, 2, 3, 4]);
    const made = [];
    for (let index = 0; index < length; index += 1) {
      const item = Array.isArray(schema.items) ? (schema.items[index] ?? schema.additionalItems) : schema.items;
      made.push(this.value(item ?? {}, undefined, depth + 1) ?? null);
    }
    return made;
  }

  text(schema) {
    const plain = [
      '', 'a', 'shop', 'my-service', 'Shop 2', 'shop_2', '-x-', 'UPPER', 'v1.2.3', '1.2.3', 'team7', '42',
      'a'.repeat(70), 'ünï', 'group:default/web', 'github.com?owner=o&repo=r', 'https://example.org/a', '2024-02-29',
    ];
    const byFormat = {
      email: ['a@b.org', 'a@b', 'x'],
      uri: ['https://example.org/x?y#z', 'urn:a:b', 'no uri', 'mailto:a@b.org'],
      url: ['https://example.org', 'http://localhost', 'ftp://a.example.com/x'],
      date: ['2024-02-29', '2023-02-29', '2024-1-1'],
      'date-time': ['2024-02-29T10:00:00Z', '2024-02-29 10:00:00+02:00', '2024-02-29T25:00:00Z'],
      time: ['10:00:00Z', '10:00', '23:59:60Z'],
      ipv4: ['10.0.0.1', '300.1.1.1', '01.2.3.4'],
      ipv6: ['::1', '1::2::3', 'fe80::1'],
      hostname: ['a.b', '-a', 'a'.repeat(64)],
      uuid: ['123e4567-e89b-12d3-a456-426614174000', '123'],
    }[schema.format];
    return this.pick(byFormat && this.random() < 0.7 ? byFormat : plain);
  }
}

function constantsOf(schema) {
  if (!isObject(schema)) return [];
  if (Array.isArray(schema.enum)) return schema.enum;
  if ('const' in schema) return [schema.const];
  const options = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(options) && options.length > 0 && options.every(each => isObject(each) && 'const' in each)) {
    return options.map(each => each.const);
  }
  return [];
}
