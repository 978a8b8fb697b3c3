// The table by keyboard: arrows move, Enter opens the story, Escape closes it. Single letters can be switched off, because
// who dictates to his computer would trip over them.

import {recall, remember} from './memory.js';

const KEY = 'belfry.realtime.keys';

export class Keys {
  #box;
  #act;
  #letters;

  constructor(box, help, act) {
    this.#box = box;
    this.#act = act;
    this.#letters = help.querySelector('input[name="letters"]');
    this.#letters.checked = recall(KEY) !== 'off';
    this.#letters.addEventListener('change', () => remember(KEY, this.#letters.checked ? 'on' : 'off'));
    document.querySelector('[data-part="help-open"]').addEventListener('click', () => help.showModal());
    box.addEventListener('keydown', (event) => this.#inTable(event));
    document.addEventListener('keydown', (event) => this.#anywhere(event, help));
  }

  #inTable(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const row = document.activeElement.closest('tr[data-row]');
    const steps = {
      ArrowDown: () => (row ? row.nextElementSibling : this.#firstVisible()),
      ArrowUp: () => (row ? row.previousElementSibling : null),
      Home: () => this.#box.querySelector('tr[data-row]'),
      End: () => this.#box.querySelector('tr[data-row]:last-child'),
    };
    if (steps[event.key]) {
      const next = steps[event.key]();
      if (next) {
        event.preventDefault();
        next.focus({preventScroll: true});
        next.scrollIntoView({block: 'nearest'});
      }
    } else if (event.key === 'Enter' && row && event.target === row) {
      event.preventDefault();
      this.#act.open(row.dataset.row);
    }
  }

  #firstVisible() {
    const {top, bottom} = this.#box.getBoundingClientRect();
    const head = this.#box.querySelector('thead')?.getBoundingClientRect().height ?? 0;
    return [...this.#box.querySelectorAll('tr[data-row]')].find((row) => {
      const place = row.getBoundingClientRect();
      return place.top >= top + head - 1 && place.bottom <= bottom;
    }) ?? null;
  }

  #anywhere(event, help) {
    if (event.key === 'Escape' && !help.open && !event.target.closest('details[open], dialog')) {
      this.#act.close();
      return;
    }
    const typing = event.target.closest('input, select, textarea, [contenteditable], dialog');
    if (typing || !this.#letters.checked || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const letters = {p: this.#act.pause, '/': this.#act.search, '?': () => help.showModal()};
    if (letters[event.key]) {
      event.preventDefault();
      letters[event.key]();
    }
  }
}
