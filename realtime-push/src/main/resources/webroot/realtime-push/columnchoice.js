// Which columns are shown and in which order: chosen in a list, kept by the server for each user, overruled by the address.

import {csrf} from '/static/core/csrf.js';
import {isVariable, variableColumn, variableId} from './columns.js';
import {element, icon} from './dom.js';
import {text} from './texts.js';

/** A program may push what it likes; so many variables are offered and no more. */
const MOST = 100;
/** As many as the server keeps. */
const MOST_SHOWN = 60;

export class ColumnChoice {
  #list;
  #saved;
  #stored;
  #usual;
  #fields;
  #onChange;
  #items = new Map();
  #saving = Promise.resolve();

  /**
   * onChange(columns, words for the address or null, whether it is a step to go back from)
   *
   * @param stored what the server keeps of this user; empty for nothing
   * @param fields what a row has that is no variable
   */
  constructor({list, reset, saved}, {all, usual, stored, fields}, onChange) {
    this.#list = list;
    this.#saved = saved;
    this.#stored = stored;
    this.#usual = usual;
    this.#fields = new Set(fields);
    this.#onChange = onChange;
    all.forEach((column) => this.#offer(column));
    reset.addEventListener('click', () => {
      this.#arrange(this.#usual);
      this.#chosen();
    });
    list.addEventListener('keydown', (event) => {
      const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
      const item = event.target.closest('li');
      if (event.altKey && step && item) {
        event.preventDefault();
        this.#move(item.dataset.column, step);
      }
    });
  }

  /** What the address says; null for what is kept for this user. */
  show(ids) {
    this.#arrange(ids ?? (this.#stored.length > 0 ? this.#stored : this.#usual));
    this.#tell(false);
  }

  /** Rows bring variables that the settings may not know. */
  learn(rows) {
    for (const row of rows) {
      for (const [name, value] of Object.entries(row.channel ?? {})) {
        if (this.#items.size < MOST && (typeof value === 'string' || typeof value === 'number') && !this.#fields.has(name)) {
          this.#know(variableId(name));
        }
      }
    }
  }

  #know(id) {
    if (!this.#items.has(id) && isVariable(id)) {
      this.#offer(variableColumn(id));
    }
    return this.#items.has(id);
  }

  #offer(column) {
    const name = column.label();
    const box = element('input', {type: 'checkbox', value: column.id});
    box.addEventListener('change', () => this.#chosen());
    const step = (key, picture, by) => {
      const words = text(key, name);
      const button = element('button', {type: 'button', class: 'icon-button', 'aria-label': words, title: words}, icon(picture));
      button.addEventListener('click', () => this.#move(column.id, by, button));
      return button;
    };
    const item = element('li', {dataset: {column: column.id}},
      element('label', {class: 'rt-choice'}, box, element('bdi', {}, name)),
      step('rt.columns.earlier', 'up', -1), step('rt.columns.later', 'down', 1));
    this.#items.set(column.id, {column, box, item});
    this.#list.append(item);
  }

  /** These are shown, in this order; each of the others stands where it usually does, behind the one before it. */
  #arrange(wanted) {
    const known = [...new Set(wanted)].filter((id) => this.#know(id)).slice(0, MOST_SHOWN);
    const ids = known.length > 0 ? known : [...this.#usual];
    const order = [...ids];
    let before = -1;
    for (const {box, column} of this.#items.values()) {
      box.checked = ids.includes(column.id);
      if (!box.checked) {
        order.splice(before + 1, 0, column.id);
      }
      before = order.indexOf(column.id);
    }
    this.#list.append(...order.map((id) => this.#items.get(id).item));
  }

  #move(id, step, button) {
    const {item, box} = this.#items.get(id);
    const focused = button ?? box;
    const next = (from) => (step < 0 ? from.previousElementSibling : from.nextElementSibling);
    let beside = next(item);
    while (beside && box.checked && !this.#items.get(beside.dataset.column).box.checked) {
      beside = next(beside);
    }
    if (!beside) {
      return;
    }
    beside[step < 0 ? 'before' : 'after'](item);
    focused.focus();
    if (box.checked) {
      this.#chosen();
    }
    const place = box.checked ? this.#ids().indexOf(id) : [...this.#list.children].indexOf(item);
    this.#saved.textContent = text('rt.columns.place', this.#items.get(id).column.label(), place + 1);
  }

  #chosen() {
    const ids = this.#ids();
    if (ids.length === 0) {
      this.#arrange(this.#usual.slice(0, 1));
    } else if (ids.length > MOST_SHOWN) {
      this.#arrange(ids);
    }
    this.#save(this.#isUsual() ? [] : this.#ids());
    this.#tell(true);
  }

  /** One after the other, so that the last choice is the one that is kept. */
  #save(ids) {
    this.#stored = ids;
    this.#saved.textContent = '';
    this.#saving = this.#saving.then(async () => {
      if (ids !== this.#stored) {
        return;
      }
      const kept = await put(ids);
      if (ids === this.#stored && (!kept || !this.#saved.textContent)) {
        this.#saved.textContent = text(kept ? 'rt.columns.saved' : 'rt.columns.unsaved');
      }
    });
  }

  #tell(step) {
    const ids = this.#ids();
    // who has a choice of his own could not tell from an address without columns what he is sent
    const plain = this.#isUsual() && this.#stored.length === 0;
    this.#onChange(ids.map((id) => this.#items.get(id).column), plain ? null : ids, step);
  }

  #ids() {
    return [...this.#list.children].map((item) => item.dataset.column).filter((id) => this.#items.get(id).box.checked);
  }

  #isUsual() {
    return this.#ids().join() === this.#usual.join();
  }
}

async function put(columns) {
  try {
    const answer = await fetch('/realtime/columns', {
      method: 'PUT',
      // also when the reader goes on to another page at once
      keepalive: true,
      headers: {'Content-Type': 'application/json', 'X-CSRF-Token': csrf()},
      body: JSON.stringify({columns}),
    });
    return answer.ok;
  } catch {
    return false;
  }
}
