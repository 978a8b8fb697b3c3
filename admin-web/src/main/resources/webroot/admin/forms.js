import { keepSession } from './session.js';

// What every form of the settings can do more when scripts run: nothing here is needed to save.

/** Says that something is not saved yet, and asks before it is lost. */
function guard(form) {
  const sign = form.querySelector('[data-unsaved]');
  let changed = form.querySelector('[data-focus], :is(.note-bad, .note-warn):not([data-standing])') !== null;
  const show = () => {
    if (sign) sign.textContent = changed ? sign.dataset.text : '';
  };
  form.addEventListener('input', (event) => {
    // the sample call belongs to the preview and is never saved
    if (event.target.closest('.sample')) return;
    changed = true;
    show();
  });
  form.addEventListener('changed', () => {
    changed = true;
    show();
  });
  form.addEventListener('submit', () => {
    changed = false;
  });
  form.querySelectorAll('.save-bar a:not([data-asks]), .note-warn:not([data-standing]) a').forEach((link) =>
    link.addEventListener('click', () => {
      changed = false;
    }),
  );
  addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });
  show();
}

/** A button that shows what is being typed into a password field. */
function reveal(box) {
  const input = box.querySelector('input');
  const button = box.querySelector('[data-reveal]');
  button.hidden = false;
  button.addEventListener('click', () => {
    const visible = input.type === 'password';
    input.type = visible ? 'text' : 'password';
    button.textContent = visible ? button.dataset.on : button.dataset.off;
    button.setAttribute('aria-pressed', String(visible));
  });
  // a shown password must not be kept among the values that the browser suggests
  input.form?.addEventListener('submit', () => {
    input.type = 'password';
  });
}

/** Without https a page may not use the clipboard; then the text is selected for Ctrl+C. */
async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    getSelection().selectAllChildren(source);
    if (!document.execCommand('copy')) return;
  }
  const before = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = before;
  }, 2000);
}

function addLine(button) {
  const area = document.querySelector(button.dataset.line);
  const lines = area.value.split('\n').filter((line) => line.trim() !== '');
  if (!lines.includes(button.dataset.text)) lines.push(button.dataset.text);
  area.value = lines.join('\n');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

if (document.getElementById('login-again')) document.querySelectorAll('form[data-guard]').forEach(keepSession);
document.querySelectorAll('form[data-guard]').forEach(guard);
document.querySelectorAll('[data-secret]').forEach(reveal);
document.querySelectorAll('[data-copy]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => copy(button));
});
document.querySelectorAll('[data-line]').forEach((button) => button.addEventListener('click', () => addLine(button)));
document.querySelectorAll('[data-seconds]').forEach((note) =>
  setTimeout(() => note.remove(), Number(note.dataset.seconds) * 1000),
);

// a page that nobody looks at asks nothing
document.body.addEventListener('htmx:beforeRequest', (event) => {
  const polling = event.detail.elt.getAttribute('hx-trigger')?.startsWith('every');
  if (polling && document.hidden) event.preventDefault();
});
