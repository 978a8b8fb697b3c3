// The table's body: one element per row, found again by its id. Only cells whose content changed are touched, at most
// four times a second; what the reader looks at and what has the focus stays where it is.

import {element} from './dom.js';
import {ago} from './clock.js';
import {field} from './columns.js';

const PAINT_EVERY = 250;
const TICK = 5_000;
/** Above this distance from the top somebody reads further down, and new rows must not push him. */
const AT_TOP = 4;

const newestFirst = (a, b) => (a.time === b.time ? (a.id < b.id ? 1 : -1) : a.time < b.time ? 1 : -1);

export class Grid {
  #body;
  #box;
  #onPaint;
  #columns = [];
  #limit;
  #rows = new Map();
  #shown = new Map();
  #order = [];
  #dirty = new Set();
  #frozen = false;
  #timer = 0;
  #lastPaint = 0;
  #stalePbxs = new Set();
  #above = 0;

  constructor(body, box, limit, onPaint) {
    this.#body = body;
    this.#box = box;
    this.#limit = limit;
    this.#onPaint = onPaint;
    setInterval(() => this.#tickTimes(), TICK);
  }

  get size() {
    return this.#rows.size;
  }

  /** Rows that came in above what somebody is reading. */
  get above() {
    return this.#above;
  }

  get limit() {
    return this.#limit;
  }

  get(id) {
    return this.#rows.get(id);
  }

  element(id) {
    return this.#shown.get(id)?.tr;
  }

  useColumns(columns) {
    this.#columns = columns;
    for (const shown of this.#shown.values()) {
      this.#fill(shown, this.#rows.get(shown.id) ?? shown.row);
    }
  }

  /** These and no others; rows that are the same stay the same elements. */
  replaceAll(rows) {
    const kept = new Set(rows.map((row) => row.id));
    for (const id of this.#rows.keys()) {
      if (!kept.has(id)) {
        this.#rows.delete(id);
        this.#dirty.add(id);
      }
    }
    this.put(rows);
  }

  put(rows) {
    for (const row of rows) {
      this.#rows.set(row.id, row);
      this.#dirty.add(row.id);
    }
    this.#forgetOldest();
    this.#paintSoon();
  }

  remove(ids) {
    for (const id of ids) {
      if (this.#rows.delete(id)) {
        this.#dirty.add(id);
      }
    }
    this.#paintSoon();
  }

  /** Older rows were asked for: there may be more of them now. */
  allow(more) {
    this.#limit += more;
  }

  /** While frozen nothing is painted; the state is kept and painted once when it thaws. */
  freeze(frozen) {
    this.#frozen = frozen;
    if (!frozen) {
      this.#tickTimes();
      this.paintNow();
    }
  }

  paintNow() {
    this.#forgetOldest();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#paint();
  }

  markStale(pbxs) {
    this.#stalePbxs = pbxs;
    for (const shown of this.#shown.values()) {
      this.#markRow(shown);
    }
  }

  #paintSoon() {
    if (this.#timer || this.#frozen) {
      return;
    }
    const wait = Math.max(0, this.#lastPaint + PAINT_EVERY - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#paint();
    }, wait);
  }

  /** Under somebody who reads further down the table grows to twice its length before his rows are taken away. */
  #forgetOldest() {
    const limit = this.#isRead() ? 2 * this.#limit : this.#limit;
    if (this.#rows.size <= limit) {
      return;
    }
    const sorted = [...this.#rows.values()].sort(newestFirst);
    for (const row of sorted.slice(limit)) {
      this.#rows.delete(row.id);
      this.#dirty.add(row.id);
    }
  }

  #paint() {
    if (this.#frozen) {
      return;
    }
    this.#lastPaint = performance.now();
    const anchor = this.#anchor();
    const added = [];
    let taken = false;
    for (const id of this.#dirty) {
      const row = this.#rows.get(id);
      const shown = this.#shown.get(id);
      if (!row) {
        taken = this.#takeAway(shown) || taken;
      } else if (shown) {
        this.#fill(shown, row);
      } else {
        added.push(row);
      }
    }
    this.#dirty.clear();
    if (taken) {
      this.#order = this.#order.filter((shown) => this.#shown.has(shown.id));
    }
    this.#insert(added.sort(newestFirst));
    this.#restore(anchor, added);
    this.#onPaint();
  }

  #takeAway(shown) {
    if (!shown) {
      return false;
    }
    if (shown.tr.contains(document.activeElement)) {
      // a focus that vanishes would send a keyboard user back to the top of the page
      this.#box.focus({preventScroll: true});
    }
    shown.tr.remove();
    this.#shown.delete(shown.id);
    return true;
  }

  /** Both lists are newest first, so one walk finds all places; neighbours go in together. */
  #insert(added) {
    let at = 0;
    let batch = document.createDocumentFragment();
    const merged = [];
    for (const shown of this.#order) {
      while (at < added.length && newestFirst(added[at], shown.row) < 0) {
        merged.push(this.#make(added[at++], batch));
      }
      if (batch.childNodes.length > 0) {
        this.#body.insertBefore(batch, shown.tr);
        batch = document.createDocumentFragment();
      }
      merged.push(shown);
    }
    while (at < added.length) {
      merged.push(this.#make(added[at++], batch));
    }
    this.#body.append(batch);
    this.#order = merged;
  }

  #make(row, parent) {
    const tr = element('tr', {dataset: {row: row.id}, tabindex: '-1'});
    const shown = {id: row.id, tr, row, keys: new Map()};
    this.#shown.set(row.id, shown);
    this.#fill(shown, row);
    parent.append(tr);
    return shown;
  }

  #fill(shown, row) {
    const {tr, keys} = shown;
    const wanted = this.#columns.map((column) => column.id).join(' ');
    if (shown.columns !== wanted) {
      keys.clear();
      shown.columns = wanted;
      tr.replaceChildren(...this.#columns.map((column) => element('td', {
        class: `rt-c-${column.custom ? 'custom' : column.id}${column.numeric ? ' rt-figure' : ''}`,
      })));
    }
    this.#columns.forEach((column, at) => {
      const key = column.key(row);
      if (keys.get(column.id) !== key) {
        keys.set(column.id, key);
        const cell = tr.children[at];
        cell.dataset.label = column.label();
        cell.replaceChildren(...column.cells(row));
        cell.title = column.id === 'time' ? '' : cell.textContent;
        cell.toggleAttribute('data-empty', cell.textContent === '–');
      }
    });
    shown.row = row;
    this.#markRow(shown);
  }

  #markRow({tr, row}) {
    const pbx = field(row, 'pbx');
    tr.classList.toggle('rt-stale', pbx !== '' && this.#stalePbxs.has(pbx));
  }

  #isRead() {
    return this.#box.scrollTop > AT_TOP;
  }

  /** The row that must not move: the focused one, or the first that can be seen; none at the top of the table. */
  #anchor() {
    if (!this.#isRead()) {
      return null;
    }
    const focused = document.activeElement?.closest?.('tr[data-row]');
    const tr = focused && this.#body.contains(focused) ? focused : this.#firstVisible();
    return tr ? {id: tr.dataset.row, top: tr.getBoundingClientRect().top} : null;
  }

  #firstVisible() {
    const top = this.#box.getBoundingClientRect().top;
    const found = this.#order.find((shown) => shown.tr.getBoundingClientRect().bottom > top + 40);
    return found?.tr;
  }

  #restore(anchor, added) {
    const tr = anchor && this.#shown.get(anchor.id)?.tr;
    if (!tr) {
      this.#above = 0;
      return;
    }
    const row = this.#rows.get(anchor.id);
    this.#above += added.filter((each) => newestFirst(each, row) < 0).length;
    this.#box.scrollTop += tr.getBoundingClientRect().top - anchor.top;
  }

  #tickTimes() {
    if (this.#frozen) {
      return;
    }
    for (const each of this.#body.querySelectorAll('[data-ago]')) {
      const words = ago(each.dataset.ago);
      if (each.textContent !== words) {
        each.textContent = words;
      }
    }
  }
}
