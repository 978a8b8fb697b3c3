// Texts of the page in its language: the server puts those that scripts need into <template id="texts">.

const texts = new Map();
const template = document.getElementById('texts');
for (const each of template ? template.content.querySelectorAll('[data-key]') : []) {
  texts.set(each.dataset.key, each.textContent);
}

export const language = document.documentElement.lang || 'en';
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** The text of a key, with {0}, {1} … filled in; a missing one shows its key, so that tests see it. */
export function text(key, ...values) {
  const found = texts.get(key) ?? `??${key}??`;
  return found.replace(/\{(\d)\}/g, (slot, at) => (at < values.length ? String(values[at]) : slot));
}

/** The form of a text for a number: key.one, key.other. */
export function counted(key, count, ...values) {
  const form = `${key}.${plurals.select(count)}`;
  return text(texts.has(form) ? form : `${key}.other`, numbers.format(count), ...values);
}

export function has(key) {
  return texts.has(key);
}
