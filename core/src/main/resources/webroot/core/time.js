// Times come in UTC; the reader's clock is in the reader's zone, always with 24 hours.
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** "10:32:05" for today, with the date before it for other days. */
export function readable(moment) {
  const time = CLOCK.format(moment);
  return moment.toDateString() === new Date().toDateString() ? time : `${DAY.format(moment)}, ${time}`;
}

/** Fills every <time datetime="…"> below an element. */
export function localTimes(root) {
  for (const element of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    element.textContent = readable(moment);
    element.title = `${DAY.format(moment)}, ${CLOCK.format(moment)}`;
  }
}
