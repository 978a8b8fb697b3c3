// Realtime › Integration: puts the parts of the page together.

import {filterQuery, isFiltered, readAddress, writeAddress} from './address.js';
import {serverSays} from './clock.js';
import {allColumns, isVariable, usualColumns} from './columns.js';
import {ColumnChoice} from './columnchoice.js';
import {Empty} from './empty.js';
import {Filters} from './filters.js';
import {Grid} from './grid.js';
import {Keys} from './keys.js';
import {Lights} from './lights.js';
import {Line} from './line.js';
import {recall, remember} from './memory.js';
import {Panel} from './panel.js';
import {Sorting} from './sorting.js';
import {counted, text} from './texts.js';

const SHOWN = 500;
const OLDER = 100;
/** With less than this from memory, older rows are fetched without being asked for. */
const FEW = 30;
/** What waits behind a pause is bounded too: beyond, a fresh snapshot is cheaper. */
const WAITING = 2000;
const ANNOUNCE_EVERY = 10_000;
const HOLD = 'belfry.realtime.hold';

const page = document.querySelector('[data-page="realtime"]');
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const listed = (name) => (page.dataset[name] ?? '').split(',').filter(Boolean);

const state = {...readAddress(), shown: [], version: -1, next: '', more: false, hidden: 0, snapshot: false, asked: true, refused: null};
const waiting = {changes: 0, rows: new Map(), overflow: false};

const grid = new Grid(part('rows'), part('box'), SHOWN, painted);
const filters = new Filters(part('filters'), state.filter, filtered);
const sorting = new Sorting(part('head'), sorted);
const columns = new ColumnChoice(
  {list: part('columns'), reset: part('columns-reset'), saved: part('columns-saved')},
  {all: allColumns(listed('variables')), usual: usualColumns(), stored: listed('columns'), fields: listed('fields')},
  chosen,
);
const lightsBox = part('lights');
// the header says whether what you see is alive, and on this page that is what the page knows
document.getElementById('live')?.remove();
document.querySelector('.top-end')?.prepend(lightsBox);
const lights = new Lights(lightsBox, (pbxs, all) => {
  page.classList.toggle('rt-all-stale', all);
  grid.markStale(pbxs);
  showState();
});
const panel = new Panel(part('panel'), {
  watch: (call) => line.wish('watch', {type: 'watch', call}),
  closed: () => openRow(''),
});
const empty = new Empty(part('empty'), {
  clear: () => filters.clear(),
  retry: () => line.hurry(),
});
const line = new Line('/realtime/stream', {
  message: hear,
  up: () => {
    state.refused = null;
    lights.lineUp();
  },
  down: (since) => lights.lineDown(since),
  ended: () => {
    part('ended').hidden = false;
    lights.lineDown(Date.now());
  },
});

const handlers = {
  snapshot(message) {
    Object.assign(state, {version: message.v, next: message.next, more: true, hidden: message.hidden, snapshot: true});
    showToday(message.today);
    // what the reader asked for himself is shown to him, paused or not; what a mended line brings waits
    if (isHeld() && !state.asked) {
      waiting.overflow = true;
      return;
    }
    forgetWaiting();
    grid.freeze(false);
    grid.replaceAll(message.rows);
    if (state.asked) {
      grid.settle();
    } else {
      grid.paintNow();
    }
    state.asked = false;
    grid.freeze(isHeld());
    learn(message.rows);
    if (message.rows.length < FEW) {
      loadOlder();
    }
    showState();
  },
  rows(message) {
    if (message.from !== state.version) {
      line.again();
      return;
    }
    state.version = message.v;
    showToday(message.today);
    if (isHeld()) {
      keepForLater(message);
      return;
    }
    apply(message.rows, message.gone);
  },
  pbxs: (message) => lights.heard(message.pbxs),
  trace: (message) => panel.hear(message),
  refused(message) {
    state.refused = message;
    showState();
  },
  beat() {},
};

function hear(message) {
  serverSays(message.now);
  handlers[message.type]?.(message);
}

function apply(rows, gone) {
  grid.remove(gone);
  grid.put(rows);
  learn(rows);
  for (const row of rows) {
    panel.changed(row);
  }
  showState();
}

function learn(rows) {
  filters.learn(rows);
  columns.learn(rows);
}

/** Paused by the reader, or in a tab that nobody looks at: the state is kept, nothing is painted. */
function isHeld() {
  return state.paused || document.hidden;
}

function keepForLater(message) {
  countWaiting(message.rows.length + message.gone.length);
  message.gone.forEach((id) => waiting.rows.set(id, null));
  message.rows.forEach((row) => waiting.rows.set(row.id, row));
  if (waiting.rows.size > WAITING) {
    waiting.overflow = true;
    waiting.rows.clear();
  }
}

function countWaiting(changes) {
  waiting.changes += changes;
  if (state.paused) {
    part('paused').textContent = counted('rt.paused', waiting.changes);
  }
}

function forgetWaiting() {
  waiting.changes = 0;
  waiting.overflow = false;
  waiting.rows = new Map();
  countWaiting(0);
}

function release() {
  const {rows, overflow} = waiting;
  forgetWaiting();
  grid.freeze(false);
  if (overflow) {
    line.again();
    return;
  }
  const kept = [...rows.values()].filter((row) => row !== null);
  apply(kept, [...rows.keys()].filter((id) => rows.get(id) === null));
  grid.paintNow();
}

function pause(paused, step = true) {
  state.paused = paused;
  const button = part('pause');
  button.setAttribute('aria-pressed', String(paused));
  part('pause-word').textContent = text(paused ? 'rt.resume' : 'rt.pause');
  page.classList.toggle('rt-is-paused', paused);
  part('paused').textContent = paused ? counted('rt.paused', waiting.changes) : '';
  if (paused) {
    grid.freeze(true);
  } else if (!document.hidden) {
    release();
  }
  writeAddress(addressed(), step);
}

function filtered(filter, step) {
  state.filter = filter;
  writeAddress(addressed(), step);
  exportLink();
  part('blocked').toggleAttribute('data-on', filter.outcome === 'blocked');
  ask();
}

function ask() {
  state.asked = true;
  line.wish('rows', {type: 'hello', filter: state.filter});
}

function chosen(list, inAddress, step) {
  state.shown = list.map((column) => column.id);
  state.columns = inAddress;
  part('box').style.setProperty('--rt-variables', list.filter((column) => isVariable(column.id)).length);
  grid.useColumns(list);
  sorting.useColumns(list);
  writeAddress(addressed(), step);
  exportLink();
}

function sorted(column, down, words, step) {
  grid.sortBy(column, down);
  if (step) {
    part('said').textContent = words;
    writeAddress(addressed(), true);
  }
}

function addressed() {
  const {filter, paused, row, columns: named, shown} = state;
  return {filter, paused, row, columns: named, sort: sorting.word, shown};
}

function exportLink() {
  const query = filterQuery(state.filter);
  query.set('columns', state.shown.join(','));
  part('csv').href = `/realtime.csv?${query}`;
}

async function openRow(id, step = true) {
  state.row = id;
  grid.element(panel.row?.id ?? '')?.removeAttribute('aria-current');
  writeAddress(addressed(), step);
  page.classList.toggle('rt-has-panel', id !== '');
  if (!id) {
    panel.close();
    return;
  }
  const row = grid.get(id) ?? await fetchRow(id);
  if (state.row === id) {
    grid.element(id)?.setAttribute('aria-current', 'true');
    panel.show(id, row);
  }
}

async function fetchRow(id) {
  try {
    const answer = await fetch(`/api/v1/realtime/${encodeURIComponent(id)}`, {headers: {Accept: 'application/json'}});
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** What memory of the server no longer has, from the database; page by page. */
async function loadOlder() {
  const query = filterQuery(state.filter);
  query.set('limit', OLDER);
  if (state.next) {
    query.set('cursor', state.next);
  }
  const asked = query.toString();
  const button = part('older');
  button.disabled = true;
  try {
    const answer = await fetch(`/api/v1/realtime?${query}`, {headers: {Accept: 'application/json'}});
    const {items, next} = answer.ok ? await answer.json() : {items: [], next: null};
    const still = filterQuery(state.filter).toString();
    if (asked.startsWith(still) || still === '') {
      state.more = next !== null;
      state.next = next ?? '';
      grid.allow(items.length);
      grid.put(items.filter((row) => !grid.get(row.id)));
      grid.settle();
      learn(items);
    }
  } catch {
    // the line says that the server is away
  } finally {
    button.disabled = false;
    showState();
  }
}

function showToday(today) {
  part('today').textContent = counted('rt.today', today.rows);
  const blocked = part('blocked');
  blocked.hidden = today.blocked === 0;
  part('blocked-word').textContent = counted('rt.blocked', today.blocked);
}

function painted() {
  const above = part('above');
  above.hidden = grid.above === 0;
  part('above-word').textContent = counted('rt.above', grid.above);
  const waits = part('waits');
  waits.hidden = grid.waiting === 0;
  waits.textContent = counted('rt.waits', grid.waiting);
  showState();
}

function showState() {
  part('older').hidden = !state.more || grid.size === 0;
  part('shown').textContent = grid.size >= SHOWN ? counted('rt.shown', grid.size) : '';
  empty.show({
    rows: grid.size,
    waits: !state.snapshot,
    filtered: isFiltered(state.filter),
    hidden: state.hidden,
    lights,
    refused: state.refused,
  });
}

/** One polite line now and then; the table itself is never read out by itself. */
let announced = 0;
setInterval(() => {
  if (!isHeld() && grid.size !== announced) {
    announced = grid.size;
    part('said').textContent = part('today').textContent;
  }
}, ANNOUNCE_EVERY);

part('pause').addEventListener('click', () => pause(!state.paused));
part('older').addEventListener('click', loadOlder);
part('blocked').addEventListener('click', (event) => {
  event.preventDefault();
  filters.set('outcome', state.filter.outcome === 'blocked' ? '' : 'blocked');
});
part('above').addEventListener('click', () => {
  part('box').scrollTop = 0;
  grid.settle();
});
part('box').addEventListener('scroll', () => {
  if (part('box').scrollTop === 0 && grid.above > 0) {
    grid.paintNow();
  }
}, {passive: true});
part('rows').addEventListener('click', (event) => {
  const tr = event.target.closest('tr[data-row]');
  if (tr && !event.target.closest('a') && String(getSelection()) === '') {
    openRow(tr.dataset.row);
  }
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    grid.freeze(true);
  } else {
    line.hurry();
    if (!state.paused) {
      release();
    }
  }
});
part('hold').checked = recall(HOLD) !== 'off';
part('hold').addEventListener('change', ({target}) => {
  remember(HOLD, target.checked ? 'on' : 'off');
  grid.useHold(target.checked);
});
addEventListener('popstate', (event) => {
  const wanted = readAddress();
  filters.show(wanted.filter);
  state.filter = wanted.filter;
  exportLink();
  ask();
  columns.show(wanted.columns ?? event.state?.shown ?? null);
  sorting.show(wanted.sort);
  writeAddress(addressed(), false);
  if (wanted.paused !== state.paused) {
    pause(wanted.paused, false);
  }
  if (wanted.row !== state.row) {
    openRow(wanted.row, false);
  }
});

new Keys(part('box'), part('help'), {
  pause: () => pause(!state.paused),
  search: () => filters.focusSearch(),
  open: (id) => openRow(id),
  close: () => state.row && openRow(''),
});

grid.useHold(part('hold').checked);
columns.show(state.columns);
sorting.show(state.sort);
exportLink();
pause(state.paused, false);
ask();
line.open();
if (state.row) {
  openRow(state.row, false);
}
