// The live label of each PBX. It never says "live" unless the server said so a moment ago.

import {element, icon} from './dom.js';
import {clockTime, now} from './clock.js';
import {text} from './texts.js';

const PATIENCE = 10_000;
const ICONS = {live: 'dot', reconnecting: 'ring', stale: 'peak'};

export class Lights {
  #box;
  #onStale;
  #lights = null;
  #lineDown = {since: Date.now(), dataFrom: ''};
  #timer = 0;

  /** onStale(names of PBXs whose rows are old, whether all are) */
  constructor(box, onStale) {
    this.#box = box;
    this.#onStale = onStale;
    setInterval(() => this.paint(), 1000);
  }

  /** 'unknown' until the server has told, 'none' without a PBX, 'away' when none is live, else 'live'. */
  get state() {
    if (this.#lights === null) {
      return 'unknown';
    }
    if (this.#lights.length === 0) {
      return 'none';
    }
    return this.#lights.some((light) => light.live === 'live') ? 'live' : 'away';
  }

  get isLineUp() {
    return this.#lineDown === null;
  }

  /** Null as long as the server itself does not know. */
  heard(lights) {
    this.#lights = lights;
    this.paint();
  }

  lineUp() {
    this.#lineDown = null;
    this.paint();
  }

  lineDown(since) {
    if (this.#lineDown === null) {
      this.#lineDown = {since, dataFrom: new Date(now()).toISOString()};
    }
    this.paint();
  }

  paint() {
    const labels = this.#labels();
    while (this.#box.childElementCount > labels.length) {
      this.#box.lastElementChild.remove();
    }
    labels.forEach((label, at) => show(this.#box.children[at] ?? this.#box.appendChild(emptyLabel()), label));
    const stale = labels.filter((label) => label.live === 'stale' && label.pbx).map((label) => label.pbx);
    this.#onStale(new Set(stale), labels.length > 0 && labels.every((label) => label.live === 'stale'));
  }

  #labels() {
    if (this.#lights === null || this.#lights.length === 0) {
      const connected = this.#lights !== null && this.isLineUp;
      return [connected
        ? {live: 'stale', words: text('rt.live.nopbx'), more: '', title: '', pbx: ''}
        : this.#broken({pbx: '', dataFrom: this.#lineDown?.dataFrom ?? ''})];
    }
    return this.#lights.map((light) => (this.isLineUp ? this.#told(light) : this.#broken(light)));
  }

  #told(light) {
    const seconds = Math.max(0, Math.round((now() - Date.parse(light.since)) / 1000));
    return label(light.live, light, seconds, light.dataFrom);
  }

  /** Our own line is cut: whatever the PBX does, nothing here is new. */
  #broken(light) {
    const down = this.#lineDown ?? {since: Date.now(), dataFrom: ''};
    const past = Date.now() - down.since;
    const live = past < PATIENCE ? 'reconnecting' : 'stale';
    return label(live, {...light, detail: text('rt.live.line')}, Math.round(past / 1000), down.dataFrom || light.dataFrom);
  }
}

/** All its icons are there from the start: when the server is away none can be fetched any more. */
function emptyLabel() {
  const icons = Object.entries(ICONS).map(([live, name]) => {
    const made = icon(name);
    made.dataset.for = live;
    return made;
  });
  return element('span', {class: 'live-label'}, ...icons, element('strong'), element('span'));
}

function show(made, label) {
  made.dataset.live = label.live;
  made.dataset.pbx = label.pbx;
  made.title = label.title;
  const [words, more] = [made.querySelector('strong'), made.querySelector('span')];
  if (words.textContent !== label.words) {
    words.textContent = label.words;
  }
  if (more.textContent !== label.more) {
    more.textContent = label.more;
  }
}

function label(live, light, seconds, dataFrom) {
  const latency = live === 'live' && light.latency >= 0 ? `${light.latency} ms` : '';
  const more = [light.pbx, latency].filter(Boolean).join(' ');
  return {live, pbx: light.pbx, title: light.detail ?? '', words: words(live, seconds, dataFrom), more};
}

function words(live, seconds, dataFrom) {
  if (live === 'live') {
    return text('rt.live.live');
  }
  if (live === 'reconnecting') {
    return text('rt.live.reconnecting', seconds);
  }
  return dataFrom ? text('rt.live.stale', clockTime(dataFrom)) : text('rt.live.never');
}
