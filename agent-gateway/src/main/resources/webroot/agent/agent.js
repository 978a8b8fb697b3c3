// The agent's page: puts the parts together. What opens, and in which of several windows, the server
// decides; this page does it, says honestly what came of it, and shows the calls.
import { Calls } from "./calls.js";
import { Connection } from "./connection.js";
import { el } from "./dom.js";
import { Frames } from "./frames.js";
import { Live } from "./live.js";
import { Memory } from "./memory.js";
import { Notices } from "./notices.js";
import { Opener } from "./opener.js";
import { Sound } from "./sound.js";
import { Start } from "./start.js";
import { settings, text } from "./texts.js";

const TOO_OLD_MS = 30000;
const MOST_UNCONFIRMED = 50;

const memory = new Memory(settings.agent);
const live = new Live();
const notices = new Notices();
const frames = new Frames();
const sound = new Sound(document.getElementById("sound"));
const unconfirmed = new Map();
const opening = new Set();
const asking = new Set();
const title = document.title;
let boot = "";
let acts = true;

const opener = new Opener(settings.agent, settings.keepSeconds * 1000, {
  changed: () => {
    start.show();
    calls.later();
    tellWhatOpens();
  },
  cut: (pop, host) => finish(pop, "opened", `${host} cut the link to the work window`),
});
const start = new Start(opener, sound, () => acts);
const calls = new Calls({ open: openByHand, openHere, hasWork: () => opener.hasWork, isFramed: (pop) => frames.takes(pop), dismiss }, () => connection.now());

const connection = new Connection({
  hello: () => ({ type: "hello", lastSeq: memory.lastSeq, boot: memory.boot, browser: memory.browser, popups: opener.state, focused: document.hasFocus() }),
  open: (away) => {
    live.connected();
    for (const ack of unconfirmed.values()) connection.send(ack);
    banner(away > 2 ? el("p", { class: "note note-warn" }, text("back", away)) : null);
  },
  closed: () => live.lost(),
  loggedOut: () => banner(el("p", { class: "note note-bad", role: "alert" }, el("span", {}, text("out")), el("a", { href: "/agent/login" }, text("out.again")))),
  message: hear,
});

function hear(message) {
  const handlers = {
    welcome: welcome,
    open: open,
    pop: popChanged,
    notify: notify,
    call: callChanged,
    taken: () => {},
    state: () => live.pbx(message),
    lead: () => lead(message.acts),
    ready: () => calls.later(),
  };
  handlers[message.type]?.(message);
}

function welcome(message) {
  calls.begin(message.older, boot === "" || boot === message.boot);
  boot = message.boot;
  memory.boot = boot;
  document.getElementById("agent-name").textContent = message.agent.name;
  document.getElementById("agent-lines").textContent = [message.agent.number, message.agent.peers].filter(Boolean).join(" · ");
  lead(message.acts);
}

function lead(now) {
  acts = now;
  start.show();
}

/** The command. Whatever happens, the server hears about it, and it happens once. */
async function open(message) {
  memory.lastSeq = message.seq;
  if (asking.has(message.id)) return;
  const before = memory.find(message.id);
  if (before) return ack(message.id, before.outcome, before.detail);
  calls.pop({ ...message, outcome: "", offline: 0 });
  if (isOld(message)) {
    asking.add(message.id);
    await connection.askTime();
    asking.delete(message.id);
    // the agent may have opened it by hand meanwhile
    if (memory.find(message.id)) return;
  }
  if (isOld(message)) return finish(message, "missed", "the page was asleep");
  // noted before it is done: should the browser end here, it is not done again
  memory.put(message.id, "opened", "");
  opening.add(message.id);
  if (frames.takes(message)) return openFrame(message);
  const { outcome, detail } = await opener.open(message);
  const why = message.mode === "new_frame" ? frames.whyNot(message) : "";
  finish(message, outcome, [why, detail].filter(Boolean).join("; "));
}

function isOld(message) {
  return connection.now() - message.sent > TOO_OLD_MS;
}

function openFrame(message) {
  if (frames.open(message, calls.nameOf(message))) {
    return finish(message, "opened", ["frame", frames.doubt(message)].filter(Boolean).join("; "));
  }
  finish(message, "card", frames.isFull ? `all ${frames.limit} frames are in use` : "not a web address");
}

function finish(pop, outcome, detail) {
  opening.delete(pop.id);
  memory.put(pop.id, outcome, detail);
  ack(pop.id, outcome, detail);
  calls.pop({ ...pop, outcome, detail, offline: 0 });
  if (outcome === "blocked") makeLoud(pop);
}

function makeLoud(pop) {
  const name = calls.nameOf(pop);
  sound.play();
  say(text("say.blocked", name));
  notices.system(name, text("notify.blocked"), () => {
    if (opener.byHand(pop)) finish(pop, "opened", "by hand");
  });
}

/** A click never gets blocked. Without the site's permission it also brings the work window back. */
function openByHand(pop, event) {
  const own = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !calls.mayOpenHere(pop);
  if (own && frames.takes(pop) && frames.open(pop, calls.nameOf(pop))) event.preventDefault();
  else if (own && opener.byHand(pop)) event.preventDefault();
  // else the link does what links do
  finish(pop, "opened", "by hand");
}

function openHere(pop) {
  if (opener.here(pop)) finish(pop, "opened", "by hand");
}

function dismiss(pop) {
  finish(pop, "dismissed", "");
}

function ack(id, outcome, detail) {
  const message = { type: "ack", id, outcome, detail: detail.slice(0, 200) };
  unconfirmed.set(id, message);
  while (unconfirmed.size > MOST_UNCONFIRMED) unconfirmed.delete(unconfirmed.keys().next().value);
  connection.send(message);
}

function popChanged(message) {
  const mine = unconfirmed.get(message.id);
  if (mine && message.outcome === "") return;
  unconfirmed.delete(message.id);
  // a node that was not there at the time may think that nobody had it; we know better
  const before = message.outcome === "missed" && !opening.has(message.id) ? memory.find(message.id) : undefined;
  if (before && before.outcome !== "missed") ack(message.id, before.outcome, before.detail);
  calls.pop(message);
  showTitle();
}

function callChanged(message) {
  calls.call(message);
  const call = message.call;
  if (message.state === "ringing" && call.direction === "inbound") say(text("say.ringing", call.number || call.name || text("anonymous")));
}

function notify(message) {
  const command = message.seq > 0;
  if (command) memory.lastSeq = message.seq;
  const fresh = !memory.find(message.id);
  const shown = notices.show(message, fresh);
  if (command) connection.send({ type: "ack", id: message.id, outcome: "opened", detail: document.hidden ? "out of sight" : "" });
  if (!command || !shown || !fresh) return;
  memory.put(message.id, "opened", "");
  notices.system(message.title || text(`level.${message.level}`), message.body);
  if (message.level === "warning" || message.level === "error") sound.play();
}

function tellWhatOpens() {
  if (connection.isOpen) connection.send({ type: "can", popups: opener.state });
}

function showTitle() {
  const waiting = calls.waiting;
  document.title = waiting ? `(${waiting}) ⚠ ${title}` : title;
}

function say(words) {
  document.getElementById("say").textContent = words;
}

function banner(note) {
  document.getElementById("banner").replaceChildren(...(note ? [note] : []));
}

addEventListener("focus", () => connection.isOpen && connection.send({ type: "focus" }));
start.begin();
connection.start();
