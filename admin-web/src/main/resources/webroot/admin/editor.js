// The editor of an integration: chips that insert fields, unknown names underlined while typing.
// Rules are built by the server (htmx posts the form); verdicts come back the same way.
import './forms.js';

const form = document.querySelector('[data-editor]');
const names = new Set(form.dataset.names.split(','));
const chips = form.querySelector('[data-chips]');
let last = form.querySelector('#url');

/** The text in pieces; a piece is a name in braces or what stands between. */
function pieces(text) {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(/\{\s*([^|{}]*?)\s*(\|[^{}]*)?(\}|$)/g)) {
    found.push({ text: text.slice(at, match.index), unknown: false });
    found.push({ text: match[0], unknown: !names.has(match[1]) });
    at = match.index + match[0].length;
  }
  found.push({ text: text.slice(at), unknown: false });
  return found;
}

/** Behind the field lies the same text, invisible but for the line under what is not known; it gives the field its height. */
function underline(field) {
  const box = field.parentElement;
  let behind = box.querySelector('.behind');
  if (!behind) {
    behind = document.createElement('div');
    behind.className = 'behind';
    behind.setAttribute('aria-hidden', 'true');
    box.prepend(behind);
  }
  behind.replaceChildren(
    ...pieces(field.value).map((piece) => {
      const part = document.createElement(piece.unknown ? 'u' : 'span');
      part.textContent = piece.text;
      return part;
    }),
  );
}

function prepare(within) {
  within.querySelectorAll('[data-template] textarea').forEach(underline);
}

function insert(chip) {
  const target = last.isConnected ? last : form.querySelector('#url');
  target.setRangeText(chip.dataset.insert, target.selectionStart, target.selectionEnd, 'end');
  if (chip.dataset.variable) {
    const box = form.querySelector(`input[name="variables"][value="${CSS.escape(chip.dataset.variable)}"]`);
    if (box) box.checked = true;
  }
  target.focus();
  target.dispatchEvent(new Event('input', { bubbles: true }));
}

form.addEventListener('focusin', (event) => {
  if (event.target.closest('[data-template]')) last = event.target;
});

form.addEventListener('input', (event) => {
  if (event.target.closest('[data-template]')) underline(event.target);
  if (event.target.matches('[data-operator]')) {
    const value = event.target.parentElement.querySelector('[data-value]');
    value.hidden = /exists/i.test(event.target.value);
  }
});

// a template is one line: Enter saves, as in every other field
form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.isComposing && event.target.closest('[data-template]')) {
    event.preventDefault();
    form.requestSubmit(form.querySelector('.save-bar .button-main'));
  }
});

chips.hidden = false;
chips.addEventListener('click', (event) => {
  const chip = event.target.closest('[data-insert]');
  if (chip) insert(chip);
});

document.body.addEventListener('htmx:afterSettle', (event) => {
  if (event.detail.elt.id === 'rules') {
    prepare(event.detail.elt);
    form.dispatchEvent(new Event('changed'));
    // a verdict that was on its way when the rules changed their places is put right
    form.dispatchEvent(new Event('sample-changed'));
  }
  if (event.detail.elt.id === 'sample') form.dispatchEvent(new Event('sample-changed'));
});

prepare(form);
