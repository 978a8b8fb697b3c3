// The columns of the Integration table: what each shows of a row, and as which element.

import {element, icon, outsideLink, webAddress} from './dom.js';
import {ago, length, longTime, rowTime} from './clock.js';
import {has, text} from './texts.js';

/** Each event looks like one of the states that the whole house knows. */
const EVENTS = {
  ringing: ['ringing', 'ringing'], up: ['talking', 'talking'], hangup: ['ended', 'ended'],
  abandon: ['missed', 'trouble'], outbound: ['outgoing', 'accent'], noanswer: ['missed', 'trouble'],
  reject: ['cross', 'trouble'], taken: ['ended', 'ended'], queued: ['clock', 'ringing'], leave: ['ended', 'ended'],
  hold: ['pause', 'ended'], unhold: ['talking', 'talking'], transfer: ['outgoing', 'accent'],
  transferred: ['incoming', 'accent'],
  outboundup: ['talking', 'talking'], outboundhangup: ['ended', 'ended'],
};
const OUTCOMES = {
  opened: ['check', 'good'], blocked: ['triangle', 'trouble'], card: ['card', 'accent'],
  dismissed: ['cross', 'ended'], missed: ['missed', 'ringing'], refused: ['stop', 'trouble'],
};
const DIRECTION_ICONS = {inbound: 'incoming', outbound: 'outgoing', unmanaged: 'missed'};

/** A value of the call object as text, whatever a program put there. */
export function field(row, name) {
  const value = row.channel && Object.hasOwn(row.channel, name) ? row.channel[name] : null;
  return value === undefined || value === null ? '' : String(value);
}

/** The key of the call's story, or '' when the row names no call. */
export function callOf(row) {
  const pbx = field(row, 'pbx');
  const uniqueid = field(row, 'uniqueid');
  return pbx && uniqueid ? `${pbx}:${uniqueid}` : '';
}

/** Name and number of the agent; what is not known is left out. */
function agentParts(row) {
  const name = field(row, 'agentname') || field(row, 'peer');
  const number = field(row, 'agentnum');
  return [name, number === name ? '' : number].filter(Boolean);
}

/**
 * Of an outbound call it is who was called that tells one row from the next. The number comes first: when there is no
 * room for both, it is what one calls back and searches for.
 */
function callerParts(row) {
  const outbound = field(row, 'direction') === 'outbound';
  const number = outbound ? field(row, 'callednum') || field(row, 'extension') : field(row, 'callernum');
  const name = outbound ? '' : field(row, 'callername');
  const parts = [number, name === number ? '' : name].filter(Boolean);
  return parts.length > 0 ? parts : [text('rt.anonymous')];
}

export const agentOf = (row) => agentParts(row).join(' ');
export const callerOf = (row) => callerParts(row).join(' ');

/** Each part by itself, so that a name written from right to left can not turn a number round. */
const apart = (read) => (row) => {
  const parts = read(row);
  return parts.length > 0 ? parts.flatMap((part, at) => [at > 0 ? ' ' : '', element('bdi', {}, part)]) : ['–'];
};

export const agentWords = apart(agentParts);
export const callerWords = apart(callerParts);

/** A word of ours in the page's language; a word that we do not know is shown as it is. */
export function word(kind, value) {
  const key = `rt.${kind}.${value}`;
  return has(key) ? text(key) : value;
}

function badge(kinds, kind, value) {
  if (!value) {
    return element('span', {class: 'soft'}, '–');
  }
  const [picture, look] = Object.hasOwn(kinds, value) ? kinds[value] : ['dot', 'ended'];
  return element('span', {class: `badge badge-${look}`, dataset: {[kind]: value}}, icon(picture), word(kind, value));
}

export const eventBadge = (event) => badge(EVENTS, 'event', event);
export const outcomeBadge = (outcome) => badge(OUTCOMES, 'outcome', outcome);

function time(row) {
  return [
    element('time', {datetime: row.time, title: longTime(row.time)}, rowTime(row.time)),
    element('span', {class: 'rt-ago', dataset: {ago: row.time}}, ago(row.time)),
  ];
}

function direction(row) {
  const value = field(row, 'direction');
  return value === ''
    ? ['–']
    : [element('span', {class: 'rt-direction'}, icon(Object.hasOwn(DIRECTION_ICONS, value) ? DIRECTION_ICONS[value] : 'dot'), element('span', {}, word('direction', value)))];
}

function reference(row) {
  if (!row.url) {
    return [row.reference || '–'];
  }
  if (webAddress(row.url) === null) {
    return [`${row.reference} ${row.url}`.trim()];
  }
  const link = outsideLink(row.url, row.reference || text('rt.open'), {tabindex: '-1', title: row.url});
  link.append(icon('outside'));
  return [link];
}

const plain = (read) => (row) => [read(row) || '–'];
const figure = (name) => (row) => [length(field(row, name)) || '–'];

const worded = (kind, read) => (row) => (read(row) ? word(kind, read(row)) : '');
const event = (row) => field(row, 'event');
const seconds = (name) => (row) => {
  const value = field(row, name);
  return value === '' || Number.isNaN(Number(value)) ? null : Number(value);
};

/**
 * In the order of the page. A column is repainted when what key() gives has changed, and sorted by what sort() gives:
 * a number or a text, by key() without it.
 */
const FIXED = [
  {id: 'time', key: (row) => row.time, cells: time, sort: (row) => Date.parse(row.time)},
  {id: 'integration', key: (row) => row.type, cells: plain((row) => row.type)},
  {id: 'event', key: event, cells: (row) => [eventBadge(event(row))], sort: worded('event', event)},
  {id: 'direction', key: (row) => field(row, 'direction'), cells: direction, sort: worded('direction', (row) => field(row, 'direction'))},
  {id: 'queue', key: (row) => field(row, 'queue'), cells: plain((row) => field(row, 'queue'))},
  {id: 'agent', key: agentOf, cells: agentWords},
  {id: 'caller', key: callerOf, cells: callerWords},
  {id: 'reference', key: (row) => `${row.reference}\n${row.url}`, cells: reference, sort: (row) => row.reference || row.url},
  {id: 'wait', key: (row) => field(row, 'holdtime'), cells: figure('holdtime'), sort: seconds('holdtime'), numeric: true},
  {id: 'ring', key: (row) => field(row, 'ringtime'), cells: figure('ringtime'), sort: seconds('ringtime'), numeric: true},
  {id: 'talk', key: (row) => field(row, 'talktime'), cells: figure('talktime'), sort: seconds('talktime'), numeric: true},
  {id: 'outcome', key: (row) => row.outcome, cells: (row) => [outcomeBadge(row.outcome)], sort: worded('outcome', (row) => row.outcome)},
].map((column) => ({
  ...column,
  sort: column.sort ?? column.key,
  look: `rt-c-${column.id}${column.numeric ? ' rt-figure' : ''}`,
  label: () => text(`rt.column.${column.id}`),
  head: () => text(has(`rt.head.${column.id}`) ? `rt.head.${column.id}` : `rt.column.${column.id}`),
}));

const PREFIX = 'var.';

export const variableId = (name) => PREFIX + name;

/** Names with a comma could not stand in the address, and nobody reads a head of that length. */
export const isVariable = (id) => /^var\.[^,\p{Cc}]{1,64}$/u.test(id);

export function variableColumn(id) {
  const name = id.slice(PREFIX.length);
  const value = (row) => field(row, name);
  return {id, look: 'rt-c-custom', label: () => name, head: () => name, key: value, sort: value, cells: plain(value)};
}

/** All that can be shown: ours, then one for each custom variable; the outcome stays last. */
export function allColumns(variables) {
  const custom = variables.map((name) => variableColumn(variableId(name)));
  return [...FIXED.slice(0, -1), ...custom, FIXED[FIXED.length - 1]];
}

export const usualColumns = () => FIXED.map((column) => column.id);
