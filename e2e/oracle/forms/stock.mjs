// The stock front end's form without a browser: @rjsf/core drawn on the server, with Ajv as Backstage sets it up.

import Rjsf from '@rjsf/core';
import Utils from '@rjsf/utils';
import Validator from '@rjsf/validator-ajv8';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';

const { default: Form } = Rjsf;
const { createSchemaUtils } = Utils;
const { customizeValidator } = Validator;
const BEHAVIOR = { allOf: 'populateDefaults' };
const MOST_ROUNDS = 10;
const PICKERS = [
  'EntityPicker', 'MultiEntityPicker', 'OwnerPicker', 'OwnedEntityPicker', 'MyGroupsPicker', 'EntityNamePicker',
  'EntityTagsPicker', 'RepoUrlPicker', 'RepoBranchPicker', 'RepoOwnerPicker', 'Secret',
];
const WIDGETS = [
  'AltDateTimeWidget', 'AltDateWidget', 'CheckboxWidget', 'CheckboxesWidget', 'ColorWidget', 'DateTimeWidget',
  'DateWidget', 'EmailWidget', 'FileWidget', 'HiddenWidget', 'PasswordWidget', 'RadioWidget', 'RangeWidget',
  'SelectWidget', 'TextWidget', 'TextareaWidget', 'TimeWidget', 'URLWidget', 'UpDownWidget',
];

// Widgets that show choices; others are handed them, too.
const CHOOSING = ['CheckboxesWidget', 'RadioWidget', 'SelectWidget'];

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Moves `ui:*` from a schema into a uiSchema, where Backstage looks for them. */
function lift(schema, ui) {
  if (!isObject(schema)) return;
  for (const key of Object.keys(schema).filter(each => each.startsWith('ui:'))) {
    ui[key] = schema[key];
    delete schema[key];
  }
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    if (!isObject(property)) continue;
    if (!isObject(ui[name])) ui[name] = {};
    lift(property, ui[name]);
  }
  if (isObject(schema.items)) {
    ui.items = {};
    lift(schema.items, ui.items);
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    for (const part of Array.isArray(schema[keyword]) ? schema[keyword] : []) lift(part, ui);
  }
  for (const dependency of Object.values(isObject(schema.dependencies) ? schema.dependencies : {})) lift(dependency, ui);
  lift(schema.then, ui);
  lift(schema.else, ui);
}

/** Pages of a template's parameters as the stock wizard prepares them, with no feature flag on. */
export function stockPages(parameters) {
  const pages = parameters === undefined || parameters === null ? [] : [parameters].flat();
  const isOff = schema => typeof schema?.['backstage:featureFlag'] === 'string';
  return pages
    .filter(page => !isOff(page))
    .map(page => {
      const { title, ...schema } = structuredClone(page);
      const hidden = Object.keys(schema.properties ?? {}).filter(name => isOff(schema.properties[name]));
      for (const name of hidden) delete schema.properties[name];
      if (Array.isArray(schema.required)) schema.required = schema.required.filter(name => !hidden.includes(name));
      const ui = {};
      lift(schema, ui);
      // The portal's layouts draw every field; without one of that name the stock front end would draw none.
      delete ui['ui:ObjectFieldTemplate'];
      if (schema.properties || !schema.dependencies) {
        schema.properties = Object.fromEntries(
          Object.entries(schema.properties ?? {}).filter(([name]) => !ui[name]?.['ui:backstage']?.featureFlag),
        );
      }
      return { schema, ui, flag: ui['ui:backstage']?.featureFlag };
    })
    .filter(page => !page.flag)
    .map(page => new StockPage(page.schema, page.ui));
}

class StockPage {
  constructor(schema, ui) {
    this.schema = schema;
    this.ui = ui;
    this.validator = customizeValidator();
    this.utils = createSchemaUtils(this.validator, schema, BEHAVIOR);
  }

  /** What the page is for these values. */
  evaluate(values) {
    let filled = values;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const next = this.utils.getDefaultFormState(this.schema, filled);
      const settled = JSON.stringify(next) === JSON.stringify(filled);
      filled = next;
      if (settled) break;
    }
    const retrieved = this.utils.retrieveSchema(this.schema, filled);
    const { errors = [], validationError } = this.validator.rawValidation(retrieved, filled);
    return {
      values: JSON.parse(JSON.stringify(filled ?? {})),
      // Ajv says once more at a condition that its branch does not hold; the branch itself has said what is wrong.
      errors: errors.filter(error => error.keyword !== 'if').map(pointer),
      unsound: Boolean(validationError),
      valid: !validationError && errors.length === 0,
      fields: this.#draw(filled),
    };
  }

  #draw(filled) {
    const drawn = [];
    const widgets = new Map();
    const variants = new Map();
    const FieldTemplate = props => {
      drawn.push({
        pointer: props.id.slice('root'.length),
        label: props.label ?? '',
        description: typeof props.rawDescription === 'string' ? props.rawDescription : '',
        help: props.rawHelp || null,
        required: Boolean(props.required),
        readonly: Boolean(props.readonly),
        disabled: Boolean(props.disabled),
        hidden: Boolean(props.hidden),
      });
      return props.children;
    };
    const note = (id, widget, options) => {
      if (!widgets.has(id)) {
        const hasChoices = CHOOSING.includes(widget) && options?.length > 0;
        const choices = hasChoices ? options.map(each => [each.value, each.label]) : null;
        widgets.set(id, { widget, choices });
      }
      return null;
    };
    const chooser = /__(one|any)of_select$/;
    const widgetEntries = WIDGETS.map(name => [
      name,
      props => {
        if (chooser.test(props.id)) {
          const pointer = props.id.slice('root'.length).replace(chooser, '');
          if (!variants.has(pointer)) {
            variants.set(pointer, [props.options.enumOptions.map(each => each.label), props.value ?? null]);
          }
          return null;
        }
        return note(props.id, name, props.options?.enumOptions);
      },
    ]);
    const fields = Object.fromEntries(PICKERS.map(name => [name, props => note(props.idSchema.$id, name)]));
    renderToString(
      createElement(Form, {
        schema: this.schema,
        uiSchema: this.ui,
        formData: filled,
        validator: this.validator,
        experimental_defaultFormStateBehavior: BEHAVIOR,
        idSeparator: '/',
        templates: { FieldTemplate },
        widgets: Object.fromEntries(widgetEntries),
        fields,
      }),
    );
    return drawn.map(field => {
      const own = field.hidden ? undefined : widgets.get(`root${field.pointer}`);
      return {
        ...field,
        widget: own?.widget ?? null,
        choices: own?.choices ?? null,
        variants: variants.get(field.pointer) ?? null,
      };
    });
  }
}

function pointer(error) {
  const missing = error.params?.missingProperty;
  if (missing === undefined) return error.instancePath;
  return `${error.instancePath}/${String(missing).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
