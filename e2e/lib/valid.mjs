// Whether a document is valid HTML, by the rules of html-validate's standard set.

import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
  rules: {
    // Tables that are laid out as blocks on a phone lose their roles in some browsers unless they are written out.
    'no-redundant-role': 'off',
    // A button sends its form unless it says otherwise; that is what is meant.
    'no-implicit-button-type': 'off',
    // Scrolling boxes of code and the list of the palette have no element of their own.
    'prefer-native-element': 'off',
    // Lists may be named.
    'aria-label-misuse': 'off',
    // Several buttons, or boxes, under one name are one choice.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit', 'reset'] }],
  },
});

/** What is wrong with a document, each with the place where it is; empty when it is valid. */
export async function faults(document) {
  const report = await validator.validateString(document);
  const lines = document.split('\n');
  const found = [];
  for (const { messages } of report.results) {
    for (const { ruleId, message, line, column } of messages) {
      found.push(`${ruleId}: ${message} at ${lines[line - 1].slice(column - 1, column + 80)}`);
    }
  }
  return found;
}
