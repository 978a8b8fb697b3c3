// By which column the table is sorted. A head is a button: once, round, and back to newest first.

import {element} from './dom.js';
import {language, text} from './texts.js';

const collator = new Intl.Collator(language, {numeric: true, sensitivity: 'base'});
/** What the table is without being asked: an order that nobody has to choose. */
const USUAL = {id: 'time', down: true};

export const newestFirst = (a, b) => (a.time === b.time ? (a.id < b.id ? 1 : -1) : a.time < b.time ? 1 : -1);

const isMissing = (value) => value === null || value === '';

/** Rows without a value are last, whichever way it goes; of equals the newest is first. */
export function comparison(down) {
  const sign = down ? -1 : 1;
  return (a, b) => {
    if (isMissing(a.value) || isMissing(b.value)) {
      return isMissing(a.value) - isMissing(b.value) || newestFirst(a.row, b.row);
    }
    const difference = typeof a.value === 'number' ? a.value - b.value : collator.compare(a.value, b.value);
    return sign * difference || newestFirst(a.row, b.row);
  };
}

export class Sorting {
  #head;
  #columns = [];
  #wanted = null;
  #onChange;

  /** onChange(column or null, whether from the largest down, words for it, whether it is a step to go back from) */
  constructor(head, onChange) {
    this.#head = head;
    this.#onChange = onChange;
  }

  /** As the address has it: "talk", "-talk", or null for newest first. */
  get word() {
    return this.#wanted && `${this.#wanted.down ? '-' : ''}${this.#wanted.id}`;
  }

  useColumns(columns) {
    this.#columns = columns;
    this.#head.replaceChildren(...columns.map((column) => this.#cell(column)));
    this.show(this.word);
  }

  /** What the address says. A column that is not shown sorts nothing: nobody could see why rows stand as they do. */
  show(word) {
    const down = word?.startsWith('-') ?? false;
    const id = down ? word.slice(1) : word;
    this.#use(this.#columns.some((column) => column.id === id) ? {id, down} : null, false);
  }

  #cell(column) {
    const button = element('button', {type: 'button', title: column.label()},
      element('span', {}, column.head()), element('span', {class: 'rt-arrow', 'aria-hidden': 'true'}));
    button.addEventListener('click', () => this.#use(this.#next(column.id), true));
    return element('th', {scope: 'col', class: column.look, 'aria-sort': 'none', dataset: {column: column.id}}, button);
  }

  #next(id) {
    const {id: now, down} = this.#wanted ?? USUAL;
    if (now !== id) {
      return {id, down: false};
    }
    return down ? (id === USUAL.id ? {id, down: false} : null) : {id, down: true};
  }

  #use(wanted, step) {
    const isUsual = !wanted || (wanted.id === USUAL.id && wanted.down === USUAL.down);
    this.#wanted = isUsual ? null : wanted;
    const {id, down} = this.#wanted ?? USUAL;
    for (const cell of this.#head.children) {
      cell.setAttribute('aria-sort', cell.dataset.column !== id ? 'none' : down ? 'descending' : 'ascending');
    }
    const column = this.#wanted && this.#columns.find((each) => each.id === id);
    this.#onChange(column, down, this.#words(column, down), step);
  }

  #words(column, down) {
    if (!column) {
      return text('rt.sort.usual');
    }
    return column.id === USUAL.id ? text('rt.sort.oldest') : text(down ? 'rt.sort.down' : 'rt.sort.up', column.label());
  }
}
