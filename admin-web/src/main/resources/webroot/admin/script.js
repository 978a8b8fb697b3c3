// A field for a program: numbers at its lines, indentation by Tab, the line that is wrong marked. Without
// it the field is a plain one and everything else works. Esc, then Tab (or Shift+Tab) leaves the field.
const INDENT = '  ';

/** Kept by the browser as a step that can be undone, where it can. */
function type(field, text) {
  field.focus();
  if (!document.execCommand('insertText', false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function lineStart(field) {
  return field.value.lastIndexOf('\n', field.selectionStart - 1) + 1;
}

/** Moves every line of the selection in or out. */
function indent(field, out) {
  const start = lineStart(field);
  const end = field.selectionEnd;
  const lines = field.value.slice(start, end).split('\n');
  const moved = lines.map((line) => (out ? line.replace(/^ {1,2}/, '') : INDENT + line)).join('\n');
  if (moved === lines.join('\n')) return;
  field.setSelectionRange(start, end);
  if (moved === '') field.setRangeText('', start, end, 'end');
  else type(field, moved);
  field.setSelectionRange(lines.length > 1 ? start : start + moved.length, start + moved.length);
}

function tab(field, out) {
  const several = field.value.slice(field.selectionStart, field.selectionEnd).includes('\n');
  if (several || out) indent(field, out);
  else type(field, INDENT);
}

/** A new line begins below the first word of the one before. */
function newLine(field) {
  const before = field.value.slice(lineStart(field), field.selectionStart);
  const blank = before.match(/^[ \t]*/)[0];
  type(field, '\n' + blank + (/[{([]\s*$/.test(before) ? INDENT : ''));
}

function prepare(box) {
  const field = box.querySelector('textarea');
  const gutter = box.querySelector('[data-gutter]');
  const numbers = document.createElement('span');
  const mark = document.createElement('span');
  mark.className = 'gutter-mark';
  gutter.append(numbers, mark);
  gutter.hidden = false;
  box.classList.add('is-numbered');
  let wrong = Number(box.dataset.line);
  let leaving = false;

  const count = () => {
    const lines = field.value.split('\n').length;
    let text = '';
    for (let i = 1; i <= lines; i++) text += `${i}\n`;
    numbers.textContent = text;
  };
  const height = () => parseFloat(getComputedStyle(field).lineHeight);
  const follow = () => {
    numbers.style.transform = `translateY(${-field.scrollTop}px)`;
    mark.hidden = !(wrong > 0);
    mark.textContent = wrong > 0 ? String(wrong) : '';
    mark.style.transform = `translateY(${(wrong - 1) * height() - field.scrollTop}px)`;
  };
  const show = (line) => {
    wrong = line;
    if (wrong > 0) {
      const top = (wrong - 1) * height();
      if (top < field.scrollTop || top > field.scrollTop + field.clientHeight - height()) {
        field.scrollTop = Math.max(0, top - field.clientHeight / 2);
      }
    }
    follow();
  };

  field.addEventListener('scroll', follow);
  field.addEventListener('input', (event) => {
    // rules do not depend on the program: their preview need not carry it at every key
    event.stopPropagation();
    field.form?.dispatchEvent(new Event('changed'));
    wrong = 0;
    count();
    follow();
  });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape') {
      leaving = true;
    } else if (event.key === 'Tab') {
      if (!leaving) {
        event.preventDefault();
        tab(field, event.shiftKey);
      }
      leaving = false;
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      newLine(field);
    } else if (event.key !== 'Shift') {
      leaving = false;
    }
  });
  field.addEventListener('blur', () => {
    leaving = false;
  });
  box.addEventListener('show-line', (event) => show(event.detail));
  count();
  show(wrong);
}

/** Inserts the chosen example where the cursor is; without script the server adds it at the end. */
function examples() {
  const button = document.querySelector('[data-example-insert]');
  button?.addEventListener('click', (event) => {
    event.preventDefault();
    const choice = document.querySelector('[data-example-choice]').value;
    const source = document.querySelector(`[data-example="${CSS.escape(choice)}"]`).textContent;
    const field = document.getElementById('script');
    const before = field.value.slice(0, field.selectionStart);
    const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    type(field, gap + source);
  });
}

document.querySelectorAll('[data-script]').forEach(prepare);
document.querySelectorAll('[data-keys]').forEach((text) => {
  text.hidden = false;
});
examples();

// what a test says of a line is shown at the line
document.body.addEventListener('htmx:afterSettle', (event) => {
  const test = event.detail.elt.id === 'test-result' ? event.detail.elt.querySelector('[data-line]') : null;
  if (test) {
    const box = document.getElementById('script').closest('[data-script]');
    box.dispatchEvent(new CustomEvent('show-line', { detail: Number(test.dataset.line) }));
  }
});
