// Times as the server counts them: a browser's clock may be an hour off and nobody shall see it.

import {language, text} from './texts.js';

const exactTime = new Intl.DateTimeFormat(language, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});
const preciseTime = new Intl.DateTimeFormat(language, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
const fullTime = new Intl.DateTimeFormat(language, {
  dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23',
});
const shortDay = new Intl.DateTimeFormat(language, {day: '2-digit', month: '2-digit'});

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let offset = 0;

/** The server said what time it is. */
export function serverSays(iso) {
  offset = Date.parse(iso) - Date.now();
}

export function now() {
  return Date.now() + offset;
}

export const clockTime = (iso) => exactTime.format(new Date(iso));
export const millisTime = (iso) => preciseTime.format(new Date(iso));
export const longTime = (iso) => fullTime.format(new Date(iso));

/** Today only the time, else the day too: a row of yesterday must not look like one of today. */
export function rowTime(iso) {
  const at = new Date(iso);
  const sameDay = new Date(now()).toDateString() === at.toDateString();
  return sameDay ? exactTime.format(at) : `${shortDay.format(at)} ${exactTime.format(at)}`;
}

/** "12 s", "4 min", "2 h", "3 d"; in steps of five seconds, so that a table does not flicker. Never negative. */
export function ago(iso) {
  const past = Math.max(0, now() - Date.parse(iso));
  if (past < 5 * SECOND) {
    return text('rt.ago.now');
  }
  if (past < MINUTE) {
    return text('rt.ago.seconds', Math.floor(past / (5 * SECOND)) * 5);
  }
  if (past < HOUR) {
    return text('rt.ago.minutes', Math.floor(past / MINUTE));
  }
  return past < DAY
    ? text('rt.ago.hours', Math.floor(past / HOUR))
    : text('rt.ago.days', Math.floor(past / DAY));
}

/** Seconds as "0:09" or "1:02:03"; what is no number is shown as it came. */
export function length(seconds) {
  if (!/^\d{1,7}$/.test(seconds)) {
    return seconds;
  }
  const all = Number(seconds);
  const two = (value) => String(value).padStart(2, '0');
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}
