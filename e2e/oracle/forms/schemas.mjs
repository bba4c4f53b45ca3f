// Form schemas made up by a seeded generator: every keyword that templates use, nested and mixed.

/** A page with some properties and conditions among them. */
export function schema(random) {
  return new Schemas(random).page();
}

class Schemas {
  constructor(random) {
    this.random = random;
    this.definitions = {};
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  chance(share) {
    return this.random() < share;
  }

  page() {
    this.definitions = {
      name: this.text(),
      size: { type: 'string', enum: ['s', 'm', 'l'], default: 'm' },
      place: { type: 'object', properties: { city: this.text(), zip: this.number() }, required: ['city'] },
    };
    const page = this.object(0);
    if (this.chance(0.7)) this.addCondition(page);
    if (this.chance(0.3)) this.addCondition(page);
    if (JSON.stringify(page).includes('"$ref"')) page.definitions = this.definitions;
    return page;
  }

  names(count) {
    const all = ['alpha', 'beta', 'gamma', 'delta', 'omega', 'sigma'];
    return all.slice(0, count);
  }

  object(depth) {
    const names = this.names(1 + Math.floor(this.random() * (depth === 0 ? 6 : 3)));
    const made = { type: 'object', properties: Object.fromEntries(names.map(name => [name, this.property(depth + 1)])) };
    if (this.chance(0.6)) made.required = names.filter(() => this.chance(0.4));
    if (this.chance(0.15)) made['ui:order'] = [...names].reverse();
    if (this.chance(0.1)) made['ui:order'] = [names.at(-1), '*'];
    if (depth > 0 && this.chance(0.15)) made.additionalProperties = this.pick([true, false, { type: 'string' }, this.text()]);
    if (depth > 0 && this.chance(0.2)) this.addCondition(made);
    if (depth > 0 && this.chance(0.1)) made.default = { [names[0]]: 'given' };
    return made;
  }

  property(depth) {
    const simple = () => this.pick([() => this.text(), () => this.number(), () => this.boolean(), () => this.choice()])();
    const nested = () => this.pick([
      () => this.object(depth), () => this.list(depth), () => this.variants(depth), () => this.all(depth),
      () => ({ $ref: `#/definitions/${this.pick(['name', 'size', 'place'])}`, ...(this.chance(0.3) ? { title: 'Told' } : {}) }),
    ])();
    const made = depth < 3 && this.chance(0.4) ? nested() : simple();
    if (this.chance(0.3)) made.title = this.pick(['A title', 'Another', '']);
    if (this.chance(0.2)) made.description = 'Says more';
    if (this.chance(0.1)) made['ui:help'] = 'Helps';
    if (this.chance(0.08)) made.readOnly = true;
    if (this.chance(0.06)) made['ui:disabled'] = true;
    if (this.chance(0.06)) made['ui:readonly'] = this.chance(0.5);
    if (this.chance(0.05)) made['ui:title'] = 'Hinted';
    if (this.chance(0.05)) made['ui:options'] = { title: 'Optional', rows: 3 };
    return made;
  }

  text() {
    const made = { type: 'string' };
    if (this.chance(0.3)) made.default = this.pick(['one', '', 'two']);
    if (this.chance(0.2)) made.minLength = this.pick([1, 3]);
    if (this.chance(0.2)) made.maxLength = this.pick([5, 64]);
    if (this.chance(0.25)) made.pattern = this.pick(['^[a-z-]+$', '^(?!-)[a-z0-9-]+$', '\\d', '^team\\d+$']);
    if (this.chance(0.15)) made.format = this.pick(['email', 'uri', 'date', 'date-time', 'hostname', 'ipv4', 'uuid', 'color', 'time']);
    if (this.chance(0.1)) made['ui:widget'] = this.pick(['textarea', 'password', 'hidden', 'text']);
    if (this.chance(0.1)) made['ui:field'] = this.pick(['EntityPicker', 'OwnerPicker', 'RepoUrlPicker', 'EntityNamePicker', 'Unknown']);
    if (this.chance(0.05)) made.type = ['string', 'null'];
    return made;
  }

  number() {
    const made = { type: this.pick(['number', 'integer']) };
    if (this.chance(0.3)) made.default = this.pick([0, 1, 8080]);
    if (this.chance(0.3)) made.minimum = this.pick([0, 1]);
    if (this.chance(0.2)) made.maximum = this.pick([5, 100]);
    if (this.chance(0.1)) made.exclusiveMaximum = 10;
    if (this.chance(0.1)) made.multipleOf = this.pick([2, 0.5]);
    if (this.chance(0.1)) made['ui:widget'] = this.pick(['updown', 'range']);
    if (this.chance(0.15)) made.enum = [1, 2, 3];
    return made;
  }

  boolean() {
    const made = { type: 'boolean' };
    if (this.chance(0.4)) made.default = this.chance(0.5);
    if (this.chance(0.3)) made['ui:widget'] = this.pick(['radio', 'select', 'checkbox']);
    if (this.chance(0.1)) made.enumNames = ['Sure', 'Never'];
    return made;
  }

  choice() {
    if (this.chance(0.3)) {
      const options = ['s', 'm', 'l'].map(value => ({ const: value, title: this.chance(0.5) ? `Size ${value}` : undefined }));
      const made = { type: 'string', [this.pick(['oneOf', 'anyOf'])]: JSON.parse(JSON.stringify(options)) };
      if (this.chance(0.3)) made.default = 'm';
      return made;
    }
    const made = { type: 'string', enum: this.pick([['a', 'b', 'c'], ['on', 'off'], ['only']]) };
    if (this.chance(0.5)) made.default = this.pick([...made.enum, 'none of these']);
    if (this.chance(0.3)) made.enumNames = made.enum.map(each => each.toUpperCase());
    if (this.chance(0.2)) made['ui:widget'] = this.pick(['radio', 'select']);
    if (this.chance(0.1)) delete made.type;
    if (this.chance(0.1)) return { type: 'string', const: 'fixed' };
    return made;
  }

  list(depth) {
    const made = { type: 'array' };
    made.items = this.pick([() => this.text(), () => this.number(), () => this.object(depth), () => this.choice(), () => [this.text(), this.number()]])();
    if (this.chance(0.3)) made.minItems = this.pick([1, 2]);
    if (this.chance(0.2)) made.maxItems = 3;
    if (this.chance(0.4)) made.uniqueItems = true;
    if (this.chance(0.2)) made.default = this.pick([['a'], ['a', 'b'], [], [1]]);
    if (Array.isArray(made.items) && this.chance(0.4)) made.additionalItems = this.text();
    if (!Array.isArray(made.items) && made.uniqueItems && made.items.enum && this.chance(0.4)) made['ui:widget'] = 'checkboxes';
    return made;
  }

  variants(depth) {
    const keyword = this.pick(['oneOf', 'anyOf']);
    const made = { [keyword]: [this.object(depth), this.object(depth)] };
    if (this.chance(0.3)) made[keyword].push(this.pick([this.text(), this.number(), { type: 'null' }]));
    if (this.chance(0.5)) made.type = 'object';
    if (this.chance(0.3)) made[keyword].forEach((option, index) => { option.title = `Shape ${index}`; });
    if (this.chance(0.3)) {
      made[keyword].forEach((option, index) => {
        if (option.properties) option.properties.kind = { type: 'string', const: `k${index}` };
      });
    }
    return made;
  }

  all(depth) {
    return { type: 'object', allOf: [this.object(depth), { properties: { extra: this.text() }, required: ['extra'] }] };
  }

  /** Makes something depend on the first property, or on any. */
  addCondition(page) {
    const names = Object.keys(page.properties ?? {});
    if (names.length === 0) return;
    const name = this.pick(names);
    const property = page.properties[name];
    const value = this.pick(property.enum ?? [property.const ?? property.default ?? (property.type === 'boolean' ? true : 'one')]);
    const branch = () => ({ properties: { [this.pick(['lambda', 'kappa'])]: this.property(2) }, ...(this.chance(0.5) ? { required: ['lambda'] } : {}) });
    const condition = { properties: { [name]: { const: value } }, ...(this.chance(0.5) ? { required: [name] } : {}) };
    switch (this.pick(['if', 'allOf', 'names', 'schema', 'oneOf', 'oneOf'])) {
      case 'if':
        page.if = condition;
        page.then = branch();
        if (this.chance(0.5)) page.else = branch();
        break;
      case 'allOf':
        page.allOf = [{ if: condition, then: branch() }, ...(this.chance(0.4) ? [branch()] : [])];
        break;
      case 'names':
        page.dependencies = { ...page.dependencies, [name]: ['lambda'] };
        page.properties.lambda ??= this.text();
        break;
      case 'schema':
        page.dependencies = { ...page.dependencies, [name]: branch() };
        break;
      default:
        page.dependencies = {
          ...page.dependencies,
          [name]: {
            oneOf: [
              { properties: { [name]: { enum: [value] }, lambda: this.property(2) }, required: ['lambda'] },
              { properties: { [name]: { not: { enum: [value] } }, kappa: this.property(2) } },
            ],
          },
        };
    }
  }
}
