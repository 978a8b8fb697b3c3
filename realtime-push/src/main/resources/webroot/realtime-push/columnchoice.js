// Which columns are shown: chosen in a list of boxes, remembered by this browser, overruled by the address.

import {element} from './dom.js';
import {text} from './texts.js';

const KEY = 'belfry.realtime.columns';

export class ColumnChoice {
  #all;
  #usual;
  #onChange;
  #boxes = new Map();

  /** onChange(columns, whether they are the usual ones, whether it is a step to go back from) */
  constructor(list, all, usual, onChange) {
    this.#all = all;
    this.#usual = usual;
    this.#onChange = onChange;
    for (const column of all) {
      const box = element('input', {type: 'checkbox', value: column.id});
      box.addEventListener('change', () => this.#chosen());
      this.#boxes.set(column.id, box);
      list.append(element('label', {class: 'rt-choice'}, box, element('span', {}, column.label())));
    }
    const reset = element('button', {type: 'button', class: 'button'}, text('rt.columns.reset'));
    reset.addEventListener('click', () => {
      this.#tick(this.#usual);
      this.#chosen();
    });
    list.append(reset);
  }

  /** What the address says; null for what this browser remembers. */
  show(ids) {
    const known = (ids ?? remembered() ?? this.#usual).filter((id) => this.#boxes.has(id));
    this.#tick(known.length > 0 ? known : this.#usual);
    this.#tell(false);
  }

  #tick(ids) {
    for (const [id, box] of this.#boxes) {
      box.checked = ids.includes(id);
    }
  }

  #chosen() {
    const ids = this.#ids();
    if (ids.length === 0) {
      this.#tick(this.#usual.slice(0, 1));
    }
    remember(this.#isUsual() ? null : this.#ids());
    this.#tell(true);
  }

  #tell(step) {
    const ids = this.#ids();
    this.#onChange(this.#all.filter((column) => ids.includes(column.id)), this.#isUsual(), step);
  }

  #ids() {
    return this.#all.map((column) => column.id).filter((id) => this.#boxes.get(id).checked);
  }

  #isUsual() {
    return this.#ids().join() === this.#usual.join();
  }
}

// a browser that stores nothing for us forgets the choice, and that is all
function remembered() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(stored) ? stored : null;
  } catch {
    return null;
  }
}

function remember(ids) {
  try {
    if (ids) {
      localStorage.setItem(KEY, JSON.stringify(ids));
    } else {
      localStorage.removeItem(KEY);
    }
  } catch {
    // as above
  }
}
