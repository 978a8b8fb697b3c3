// The story of a call: its steps in order, and before them what each rule said, so that "why did it not open?" is
// answered at a glance.

import {element, icon, outsideLink, webAddress} from './dom.js';
import {longTime, millisTime} from './clock.js';
import {text} from './texts.js';
import {outcomeBadge, word} from './columns.js';

const STEP_ICONS = {
  pbx: 'phone', rule: 'rule', open: 'outside', notify: 'bell', row: 'table', agent: 'person', system: 'info',
};

/** 'yes', 'no' or '' for a step that is no verdict. */
export function verdictOf(line) {
  if (line.step !== 'rule') {
    return '';
  }
  return line.data?.verdict === 'yes' ? 'yes' : line.data?.verdict === 'no' ? 'no' : '';
}

export class Story {
  #list;
  #verdicts;
  #call = '';
  #known = new Set();
  #rules = new Map();
  #onLoad;

  /** onLoad(problem) is told each time a story was read: '' when it went well. */
  constructor(list, verdicts, onLoad = () => {}) {
    this.#list = list;
    this.#verdicts = verdicts;
    this.#onLoad = onLoad;
  }

  get call() {
    return this.#call;
  }

  /** Shows the story of this call; '' shows none. */
  async show(call) {
    this.#call = call;
    this.#known.clear();
    this.#rules.clear();
    this.#list.replaceChildren();
    this.#verdicts.replaceChildren();
    if (call) {
      await this.load();
    }
  }

  async load() {
    const call = this.#call;
    try {
      const answer = await fetch(`/api/v1/calls/${encodeURIComponent(call)}/trace`, {headers: {Accept: 'application/json'}});
      if (call !== this.#call) {
        return;
      }
      if (!answer.ok) {
        this.#onLoad(answer.status === 404 ? 'unknown' : 'failed');
        return;
      }
      const {items} = await answer.json();
      this.add(call, items);
      this.#onLoad('');
    } catch {
      if (call === this.#call) {
        this.#onLoad('failed');
      }
    }
  }

  /** Steps may come twice, from the reading and from the line: each is shown once. */
  add(call, lines) {
    if (call !== this.#call) {
      return;
    }
    for (const line of lines) {
      const key = keyOf(line);
      if (!this.#known.has(key)) {
        this.#known.add(key);
        this.#place(line);
        this.#sum(line);
      }
    }
  }

  /**
   * Of all that a rule said, what matters: yes, else a no to an event that it looks at, else any no. As StoryView does
   * it for the page without script.
   */
  #sum(line) {
    const rule = ruleOf(line);
    const before = this.#rules.get(rule);
    const said = verdictOf(line);
    if (said) {
      const weight = said === 'yes' ? 2 : line.data.field === 'event' ? 0 : 1;
      if (weight >= (before?.weight ?? 0)) {
        this.#showVerdict(rule, {weight, said, because: because(line, said), pages: before?.pages ?? new Map()});
      }
    } else if (line.step === 'agent' && before && line.data?.outcome) {
      before.pages.set(line.data.popId ?? '', line.data.outcome);
      this.#showVerdict(rule, before);
    }
  }

  #showVerdict(rule, verdict) {
    const made = verdictElement(rule, verdict);
    const before = this.#rules.get(rule)?.element;
    if (before) {
      before.replaceWith(made);
    } else {
      this.#verdicts.append(made);
    }
    this.#rules.set(rule, {...verdict, element: made});
  }

  /** In the order of time, and of arrival within one millisecond. */
  #place(line) {
    const made = step(line);
    let before = null;
    for (let each = this.#list.lastElementChild; each && each.dataset.time > line.time; each = each.previousElementSibling) {
      before = each;
    }
    this.#list.insertBefore(made, before);
  }
}

function step(line) {
  const said = verdictOf(line);
  return element('li', {class: 'rt-step', dataset: {step: line.step, verdict: said, time: line.time}},
    element('time', {datetime: line.time, title: longTime(line.time)}, millisTime(line.time)),
    element('span', {class: 'rt-step-kind'}, icon(STEP_ICONS[line.step] ?? 'dot'), word('step', line.step)),
    element('span', {class: 'rt-step-text'}, ...words(line, said)));
}

function words(line, said) {
  const mark = said ? [icon(said === 'yes' ? 'check' : 'cross'), element('span', {class: 'unseen'}, text(`rt.verdict.${said}`))] : [];
  const url = line.data?.url ?? '';
  const link = webAddress(url) && !line.text.includes(url) ? [' ', outsideLink(url, url)] : [];
  return [...mark, line.text, ...link];
}

/** Within one millisecond two rules can say the same words of the same agent. */
function keyOf(line) {
  const {popId = '', integrationId = '', rule = ''} = line.data ?? {};
  return [line.time, line.step, line.text, popId, integrationId, rule].join('\n');
}

function ruleOf(line) {
  const {rule = '', integration = ''} = line.data ?? {};
  return [integration, rule].filter(Boolean).join(' › ');
}

/** One badge for each outcome, with the number of pages when there are several: a queue may ring at many agents. */
function outcomeBadges(pages) {
  const counts = new Map();
  for (const outcome of pages.values()) {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return [...counts].flatMap(([outcome, count]) => [outcomeBadge(outcome), count > 1 ? ` × ${count} ` : ' ']);
}

function verdictElement(rule, {said, because: reason, pages}) {
  return element('li', {class: `rt-verdict rt-verdict-${said}`, dataset: {verdict: said}},
    icon(said === 'yes' ? 'check' : 'cross'),
    element('span', {},
      element('strong', {}, rule), ' ',
      element('span', {class: 'rt-verdict-word'}, text(`rt.verdict.${said}`)), ' ',
      ...outcomeBadges(pages),
      reason ? element('span', {class: 'rt-because'}, reason) : ''));
}

/** A verdict's text is "rule: no – because"; the name stands before it already. */
function because(line, said) {
  const at = line.text.indexOf(`: ${said} – `);
  return at < 0 ? '' : line.text.slice(at + said.length + 5);
}
