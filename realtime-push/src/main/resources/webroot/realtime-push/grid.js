// The table's body: one element per row, found again by its id. Only cells whose content changed are touched, at most
// four times a second; what the reader looks at and what has the focus stays where it is. While he holds the rows, by the
// pointer or the keyboard, none changes its place and none vanishes: that waits until he lets go.

import {element} from './dom.js';
import {ago} from './clock.js';
import {field} from './columns.js';
import {comparison, newestFirst} from './sorting.js';

const PAINT_EVERY = 250;
const TICK = 5_000;
/** Above this distance from the top somebody reads further down, and new rows must not push him. */
const AT_TOP = 4;

const byTime = (a, b) => newestFirst(a.row, b.row);
const canHover = matchMedia('(hover: hover)');

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
  #sort = null;
  #compare = byTime;
  #holds = true;
  /** Rows that wait for a reader who holds the table: to another place, to their first place, or away. */
  #moves = new Set();
  #leaves = new Set();
  /** Room below the last row, so that rows that come in above a short table need not push it. */
  #room;
  #pushedTo = -1;
  #watch = 0;

  constructor(body, box, limit, onPaint) {
    this.#body = body;
    this.#box = box;
    this.#limit = limit;
    this.#onPaint = onPaint;
    this.#room = element('div', {'aria-hidden': 'true'});
    box.append(this.#room);
    setInterval(() => this.#tickTimes(), TICK);
    box.parentElement.addEventListener('pointerout', () => this.#letGo());
    box.addEventListener('focusout', () => this.#letGo());
  }

  /** How many rows wait for who holds the table. */
  get waiting() {
    return this.#moves.size + this.#leaves.size;
  }

  /** Whether a reader can hold the rows. */
  useHold(holds) {
    this.#holds = holds;
    this.#letGo();
  }

  /** By this column, or newest first; asked for by the reader, so it does not wait. */
  sortBy(column, down) {
    this.#sort = column?.sort ?? null;
    this.#compare = this.#sort ? comparison(down) : byTime;
    for (const shown of this.#shown.values()) {
      shown.value = this.#value(shown.row);
    }
    this.settle();
  }

  /** What waits is done, whoever holds the table. */
  settle() {
    this.#forgetOldest(false);
    this.#put([...this.#order].sort(this.#compare), () => true);
    this.#paint(false);
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

  /** Under somebody who holds it or reads further down it grows to twice its length before his rows are taken away. */
  #forgetOldest(held = this.#isHeld()) {
    const limit = this.#isRead() || held ? 2 * this.#limit : this.#limit;
    if (this.#rows.size <= limit) {
      return;
    }
    const sorted = [...this.#rows.values()].sort(newestFirst);
    for (const row of sorted.slice(limit)) {
      this.#rows.delete(row.id);
      this.#dirty.add(row.id);
    }
  }

  #paint(held = this.#isHeld()) {
    if (this.#frozen) {
      return;
    }
    this.#lastPaint = performance.now();
    const anchor = this.#anchor(held);
    const added = this.#paintCells();
    if (!held || this.#order.length + added.length > 2 * this.#limit) {
      this.#takeAway();
    }
    const above = this.#place(added, held, anchor);
    this.#restore(anchor, above, held);
    if (held && this.#keepsBack()) {
      this.#watchHold();
    }
    this.#onPaint();
  }

  /** What changed within rows; gives those that have no element yet. */
  #paintCells() {
    const added = [];
    for (const id of this.#dirty) {
      const row = this.#rows.get(id);
      const shown = this.#shown.get(id);
      shown?.tr.classList.toggle('rt-gone', !row);
      if (row) {
        this.#leaves.delete(id);
      } else if (shown) {
        this.#leaves.add(id);
        this.#moves.delete(id);
      }
      if (row && shown) {
        this.#fill(shown, row);
        this.#judge(shown);
      } else if (row) {
        added.push(this.#make(row));
      }
    }
    this.#dirty.clear();
    return added;
  }

  /** Whether the row belongs elsewhere, now that it has changed. */
  #judge(shown) {
    const value = this.#value(shown.row);
    if (value !== shown.value) {
      shown.value = value;
      this.#moves.add(shown.id);
    }
  }

  #takeAway() {
    if (this.#leaves.size === 0) {
      return;
    }
    for (const id of this.#leaves) {
      const {tr} = this.#shown.get(id);
      if (tr.contains(document.activeElement)) {
        // a focus that vanishes would send a keyboard user back to the top of the page
        this.#box.focus({preventScroll: true});
      }
      tr.remove();
      this.#shown.delete(id);
    }
    this.#order = this.#order.filter((shown) => !this.#leaves.has(shown.id));
    this.#leaves.clear();
  }

  /**
   * New rows and those that changed find their places in one walk, because all others are in order already. In a table
   * that is held and sorted new ones stand at the end until then.
   *
   * @return how many new ones came to stand above the anchor
   */
  #place(added, held, anchor) {
    if (held && this.#sort) {
      added.forEach((shown) => this.#moves.add(shown.id));
      this.#put([...this.#order, ...added], () => false);
      return 0;
    }
    const moving = new Set([...this.#moves].map((id) => this.#shown.get(id)));
    this.#moves.clear();
    const coming = [...moving, ...added].sort(this.#compare);
    if (coming.length === 0) {
      return 0;
    }
    const staying = moving.size > 0 ? this.#order.filter((shown) => !moving.has(shown)) : this.#order;
    const merged = [];
    let at = 0;
    for (const shown of staying) {
      while (at < coming.length && this.#compare(coming[at], shown) < 0) {
        merged.push(coming[at++]);
      }
      merged.push(shown);
    }
    this.#put([...merged, ...coming.slice(at)], (shown) => moving.has(shown));
    const from = anchor && this.#shown.get(anchor.id);
    return from ? added.filter((shown) => this.#compare(shown, from) < 0).length : 0;
  }

  /** Gives the elements this order by moving as few as may be; a focus that a move took away is given back. */
  #put(order, mayMove) {
    const focused = document.activeElement;
    this.#order = order;
    let next = this.#body.firstElementChild;
    for (const shown of order) {
      while (next && next !== shown.tr && mayMove(this.#shown.get(next.dataset.row))) {
        next = next.nextElementSibling;
      }
      if (next === shown.tr) {
        next = next.nextElementSibling;
      } else {
        this.#body.insertBefore(shown.tr, next);
      }
    }
    if (focused !== document.activeElement && this.#body.contains(focused)) {
      focused.focus({preventScroll: true});
    }
  }

  #value(row) {
    return this.#sort ? this.#sort(row) : row.time;
  }

  #make(row) {
    const tr = element('tr', {dataset: {row: row.id}, tabindex: '-1'});
    const shown = {id: row.id, tr, row, keys: new Map(), value: this.#value(row)};
    this.#shown.set(row.id, shown);
    this.#fill(shown, row);
    return shown;
  }

  #fill(shown, row) {
    const {tr, keys} = shown;
    const wanted = this.#columns.map((column) => column.id).join(' ');
    if (shown.columns !== wanted) {
      keys.clear();
      shown.columns = wanted;
      tr.replaceChildren(...this.#columns.map((column) => element('td', {
        class: column.look,
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

  /** Whether somebody is about to use a row, which must not slip away from under him. */
  #isHeld() {
    return this.#holds && (this.#isPointedAt() || this.#hasFocus());
  }

  /** The button that tells of rows above comes up over rows: it must not look as if the pointer had left them. */
  #isPointedAt() {
    return canHover.matches && this.#box.parentElement.querySelector('tbody tr:hover, .rt-above:hover') !== null;
  }

  /** The heads are no rows: who sorts by keyboard wants to see the rows follow. */
  #hasFocus() {
    const focused = document.activeElement;
    return this.#box.contains(focused) && !focused.closest('thead');
  }

  #focused() {
    const focused = document.activeElement?.closest?.('tr[data-row]');
    return focused && this.#body.contains(focused) ? focused : null;
  }

  #letGo() {
    if (this.#keepsBack()) {
      this.#paintSoon();
    }
  }

  #keepsBack() {
    return this.waiting > 0 || this.#pushedTo >= 0;
  }

  /** A busy browser says that the pointer has left before its style knows so; then nothing else would come. */
  #watchHold() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => (this.#isHeld() ? this.#watchHold() : this.#letGo()), PAINT_EVERY);
  }

  /**
   * The row that must not move: the focused one, that under the pointer, or the first that can be seen; none at the top
   * of a table that nobody holds.
   */
  #anchor(held) {
    if (!held) {
      this.#unpush();
    }
    if (!held && !this.#isRead()) {
      return null;
    }
    const tr = this.#focused() ?? this.#body.querySelector('tr:hover') ?? this.#firstVisible();
    return tr ? {id: tr.dataset.row, top: tr.getBoundingClientRect().top} : null;
  }

  #unpush() {
    if (this.#isPushed()) {
      this.#box.scrollTop = 0;
    }
    this.#pushedTo = -1;
    this.#room.style.height = '';
  }

  /** Whether the table is scrolled only because new rows came in above one that was held at the top. */
  #isPushed() {
    return this.#pushedTo >= 0 && Math.abs(this.#box.scrollTop - this.#pushedTo) < 2;
  }

  #firstVisible() {
    const top = this.#box.getBoundingClientRect().top;
    // they stand below one another, so half of the rest can be left aside each time
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order[middle].tr.getBoundingClientRect().bottom > top + 40) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return this.#order[low]?.tr;
  }

  #restore(anchor, above, held) {
    const tr = anchor && this.#shown.get(anchor.id)?.tr;
    if (!tr) {
      this.#above = 0;
      return;
    }
    this.#above = (this.#isRead() ? this.#above : 0) + above;
    const box = this.#box;
    const isPush = held && (!this.#isRead() || this.#isPushed());
    const wanted = box.scrollTop + tr.getBoundingClientRect().top - anchor.top;
    if (isPush && wanted > 0) {
      const end = this.#room.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientTop + box.scrollTop;
      this.#room.style.height = `${Math.max(0, Math.ceil(wanted + box.clientHeight - end))}px`;
    }
    box.scrollTop = wanted;
    if (isPush) {
      this.#pushedTo = box.scrollTop > 0 ? box.scrollTop : -1;
    }
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
