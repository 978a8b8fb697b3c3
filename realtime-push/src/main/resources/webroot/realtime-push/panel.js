// The side panel: one row, what is known of it, and the story of its call while that goes on.

import {element, outsideLink, webAddress} from './dom.js';
import {length, longTime, rowTime} from './clock.js';
import {agentOf, agentWords, callOf, callerWords, eventBadge, field, outcomeBadge, word} from './columns.js';
import {Story} from './story.js';
import {text} from './texts.js';

/** Shown by name; everything else of the call object stands below them as it came. */
const KNOWN = new Set([
  'event', 'queue', 'agentname', 'agentnum', 'peer', 'sipname', 'direction', 'callernum', 'callername', 'holdtime',
  'ringtime', 'talktime', 'reason', 'uniqueid', 'pbx', 'id', 'time', 'linkedid', 'ringing', 'up', 'hangup', 'unmanaged',
  'outbound', 'context', 'extension', 'trunk', 'channel', 'device',
]);

export class Panel {
  #box;
  #act;
  #story;
  #back = null;

  constructor(box, act) {
    this.#box = box;
    this.#act = act;
    this.row = null;
    this.#story = new Story(this.#part('story'), this.#part('verdicts'), (problem) => this.#told(problem));
    this.#part('close').addEventListener('click', () => act.closed());
  }

  /** The row may be null: it is gone, or of somebody else. */
  show(id, row) {
    if (this.#box.hidden) {
      this.#back = document.activeElement;
    }
    this.#box.hidden = false;
    this.row = row ?? {id};
    this.#part('gone').hidden = row !== null;
    this.#part('body').hidden = row === null;
    this.#part('title').replaceChildren(...(row ? callerWords(row) : []));
    if (row) {
      this.#fill(row);
      this.#showStory(callOf(row));
    }
    this.#part('title').focus({preventScroll: true});
  }

  close() {
    if (this.#box.hidden) {
      return;
    }
    this.#box.hidden = true;
    this.row = null;
    this.#story.show('');
    this.#act.watch('');
    if (this.#back?.isConnected) {
      this.#back.focus({preventScroll: true});
    }
  }

  /** The table goes on living, and so does the row that is shown. */
  changed(row) {
    if (this.row?.id === row.id) {
      this.row = row;
      this.#fill(row);
    }
  }

  hear(message) {
    if (message.call !== this.#story.call) {
      return;
    }
    if (message.reload) {
      this.#story.load();
    } else {
      this.#story.add(message.call, message.lines);
    }
  }

  async #showStory(call) {
    const link = this.#part('link');
    link.hidden = call === '';
    link.href = `/calls/${encodeURIComponent(call)}`;
    this.#part('nostory').hidden = call !== '';
    if (call !== this.#story.call) {
      this.#act.watch(call);
      await this.#story.show(call);
    }
  }

  #told(problem) {
    this.#part('problem').hidden = problem === '';
    this.#part('problem').textContent = problem ? text(`rt.story.${problem}`) : '';
  }

  #fill(row) {
    const facts = [
      ['time', element('time', {datetime: row.time, title: longTime(row.time)}, rowTime(row.time))],
      ['integration', row.type],
      ['event', eventBadge(field(row, 'event'))],
      ['outcome', outcomeBadge(row.outcome)],
      ['reference', reference(row)],
      ['queue', field(row, 'queue')],
      ['agent', agentOf(row) && element('span', {}, ...agentWords(row))],
      ['direction', word('direction', field(row, 'direction'))],
      ['wait', length(field(row, 'holdtime'))],
      ['ring', length(field(row, 'ringtime'))],
      ['talk', length(field(row, 'talktime'))],
      ['reason', word('reason', field(row, 'reason'))],
    ].filter(([, value]) => value !== '').map(([name, value]) => [text(`rt.column.${name}`), value]);
    const others = Object.keys(row.channel ?? {})
      .filter((name) => !KNOWN.has(name) && field(row, name) !== '' && typeof row.channel[name] !== 'boolean')
      .sort()
      .map((name) => [name, field(row, name)]);
    const list = this.#part('facts');
    list.replaceChildren(...[...facts, ...others].flatMap(([name, value]) => [
      element('dt', {}, name), element('dd', {}, value),
    ]));
  }

  #part(name) {
    return this.#box.querySelector(`[data-panel="${name}"]`);
  }
}

/** What may not be a link is shown as the text that it is. */
function reference(row) {
  return webAddress(row.url) ? outsideLink(row.url, row.reference || row.url) : `${row.reference} ${row.url}`.trim();
}
