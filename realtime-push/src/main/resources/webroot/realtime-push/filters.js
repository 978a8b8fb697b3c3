// The filter bar: three lists that learn what there is, the outcomes, and a search field.

import {element} from './dom.js';
import {agentOf, field} from './columns.js';

const PAUSE_IN_TYPING = 250;
const MOST_CHOICES = 500;

export class Filters {
  #form;
  #onChange;
  #timer = 0;

  /** onChange(filter, whether it is a step to go back from) */
  constructor(form, filter, onChange) {
    this.#form = form;
    this.#onChange = onChange;
    this.show(filter);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#tell(true);
    });
    form.addEventListener('change', (event) => {
      if (event.target.name !== 'q') {
        this.#tell(true);
      }
    });
    form.elements.q.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#tell(false), PAUSE_IN_TYPING);
    });
  }

  show(filter) {
    for (const [name, value] of Object.entries(filter)) {
      const control = this.#form.elements[name];
      if (control instanceof HTMLSelectElement && value) {
        this.#offer(control, value, value);
      }
      control.value = value;
    }
    this.#markUsed();
  }

  set(name, value) {
    this.#form.elements[name].value = value;
    this.#tell(true);
  }

  clear() {
    this.#form.reset();
    for (const control of this.#form.elements) {
      if (control.name) {
        control.value = '';
      }
    }
    this.#tell(true);
  }

  focusSearch() {
    this.#form.elements.q.focus();
    this.#form.elements.q.select();
  }

  /** Rows bring names that the lists may not know yet. */
  learn(rows) {
    for (const row of rows) {
      this.#offer(this.#form.elements.integration, row.type, row.type);
      this.#offer(this.#form.elements.queue, field(row, 'queue'), field(row, 'queue'));
      this.#offer(this.#form.elements.agent, field(row, 'peer') || field(row, 'agentname'), agentOf(row));
    }
  }

  #offer(select, value, label) {
    if (!value || select.options.length > MOST_CHOICES) {
      return;
    }
    const options = [...select.options];
    const there = options.find((option) => option.value === value);
    if (there) {
      if (there.textContent === value && label !== value) {
        there.textContent = label;
      }
      return;
    }
    const next = options.slice(1).find((option) => option.textContent.localeCompare(label) > 0);
    select.insertBefore(element('option', {value}, label), next ?? null);
  }

  #tell(step) {
    clearTimeout(this.#timer);
    const values = new FormData(this.#form);
    const filter = Object.fromEntries([...values].map(([name, value]) => [name, value.trim()]));
    this.#markUsed();
    this.#onChange(filter, step);
  }

  #markUsed() {
    for (const control of this.#form.elements) {
      if (control.name) {
        control.toggleAttribute('data-used', control.value !== '');
      }
    }
  }
}
