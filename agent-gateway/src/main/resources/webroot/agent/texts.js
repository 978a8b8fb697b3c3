export const settings = JSON.parse(document.body.dataset.settings);

/** The text of a key, with {0}, {1} … filled in one pass, so that a value with braces stays a value. */
export function text(key, ...values) {
  const words = settings.texts[key] ?? key;
  return words.replace(/\{(\d)\}/g, (slot, number) => values[number] ?? slot);
}

/** "0:09", "12:05", "1:02:33". */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function clock(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? "" : CLOCK.format(moment);
}
