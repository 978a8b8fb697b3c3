// An agent's calls in the customer's own page:
//   <script src="https://belfry.example/agent/embed.js" data-ticket="/belfry-ticket" defer></script>
// The page's own server answers a POST to data-ticket with {"ticket": "…"}, which it got from Belfry for the agent who is logged in
// there. What happens is told as events of window: belfry:open, belfry:missed, belfry:call, belfry:notify, belfry:state. A listener
// that calls preventDefault() on belfry:open shows the page itself; else a window is tried, and a link is there in any case.
(function () {
  "use strict";
  const texts = {/* texts */};
  const script = document.currentScript;
  const home = new URL(script.src);
  const ticketAt = script.dataset.ticket;
  const MOST_KEPT = 200;
  const MOST_CARDS = 5;
  const MOST_MISSED = 100;
  const TOO_OLD_MS = 30000;
  const FIRST_MS = 1000;
  const MOST_MS = 30000;
  const SILENT_MS = 40000;
  const ANSWER_MS = 2000;
  const TICKET_WITHIN_MS = 10000;

  // ---- what this browser has answered already, in whichever tab, also over a reload: a page opens once ----

  const BROWSER = "belfry.embed.browser";
  const ACKS = "belfry.embed.acks";
  const SEQ = "belfry.embed.seq";
  const BOOT = "belfry.embed.boot";
  const unkept = {};

  function read(storage, key, otherwise) {
    try {
      return unkept[key] ?? JSON.parse(window[storage].getItem(key)) ?? otherwise;
    } catch {
      return unkept[key] ?? otherwise;
    }
  }

  function write(storage, key, value) {
    try {
      window[storage].setItem(key, JSON.stringify(value));
      delete unkept[key];
    } catch {
      // switched off or full: then this page remembers for as long as it lives
      unkept[key] = value;
    }
  }

  /** One word for all tabs of this browser profile, so that the server knows who knows what. */
  function browser() {
    let name = read("localStorage", BROWSER, "");
    if (!name) {
      name = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      write("localStorage", BROWSER, name);
    }
    return name;
  }

  function answered(id) {
    return read("localStorage", ACKS, []).find((each) => each.id === id);
  }

  function answer(id, outcome, detail) {
    const ack = { type: "ack", id, outcome, detail };
    const others = read("localStorage", ACKS, []).filter((each) => each.id !== id);
    write("localStorage", ACKS, [...others, ack].slice(-MOST_KEPT));
    send(ack);
    // a server that was started anew does not know the page and tells nothing of it
    if (outcome === "opened" && missed.delete(id)) tellMissed();
  }

  function lastSeq() {
    return read("sessionStorage", SEQ, 0);
  }

  // ---- the socket ----

  let socket = null;
  let heard = 0;
  let tries = 0;
  let timer = 0;
  let asking = false;
  let offset = 0;
  let questions = 0;
  const waiting = new Map();

  /** The server's clock, as good as the fastest message tells it. */
  function serverTime() {
    return Date.now() + offset;
  }

  async function connect() {
    if (asking || socket !== null) return;
    asking = true;
    try {
      const asked = await fetch(ticketAt, { method: "POST", cache: "no-store", signal: AbortSignal.timeout(TICKET_WITHIN_MS) });
      if (!asked.ok) throw new Error(String(asked.status));
      const { ticket } = await asked.json();
      open(`${home.protocol === "https:" ? "wss:" : "ws:"}//${home.host}/agent/socket?ticket=${encodeURIComponent(ticket)}`);
    } catch {
      later();
    } finally {
      asking = false;
    }
  }

  function open(url) {
    const fresh = new WebSocket(url);
    socket = fresh;
    heard = Date.now();
    fresh.addEventListener("open", () => send(hello()));
    fresh.addEventListener("message", (event) => fresh === socket && hear(JSON.parse(event.data)));
    fresh.addEventListener("close", () => fresh === socket && lost());
  }

  function hello() {
    return { type: "hello", lastSeq: lastSeq(), boot: read("sessionStorage", BOOT, ""), browser: browser(), focused: document.hasFocus() };
  }

  function lost() {
    socket = null;
    live(false);
    later();
  }

  function later() {
    const longest = Math.min(MOST_MS, FIRST_MS * 2 ** tries);
    tries += 1;
    soon(longest / 2 + (Math.random() * longest) / 2);
  }

  function soon(ms) {
    clearTimeout(timer);
    timer = setTimeout(connect, ms);
  }

  function send(message) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  /** A socket over a dead network takes minutes to close; we do not wait for it. */
  function giveUp() {
    const dead = socket;
    lost();
    dead.close();
  }

  /** Back from sleep or from another network: is it still there? */
  function check() {
    if (socket === null) return soon(Math.random() * 500);
    if (socket.readyState !== WebSocket.OPEN) return;
    const asked = Date.now();
    const checked = socket;
    askTime().then((answered) => answered || socket !== checked || heard >= asked || giveUp());
  }

  /**
   * Asks what time it is at the server: its clock or ours may have been set, or this page has slept. What was
   * on its way before the question does not answer it.
   */
  function askTime() {
    return new Promise((resolve) => {
      const question = (questions += 1);
      const done = (came) => waiting.delete(question) && resolve(came);
      waiting.set(question, { done, asked: Date.now() });
      setTimeout(() => done(false), ANSWER_MS);
      send({ type: "check", asked: question });
    });
  }

  setInterval(() => socket !== null && Date.now() - heard > SILENT_MS && giveUp(), 5000);
  addEventListener("online", check);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check());
  addEventListener("focus", () => send({ type: "focus" }));

  function hear(message) {
    heard = Date.now();
    const handlers = { welcome, beat, open: pop, pop: popChanged, ready, notify, call };
    handlers[message.type]?.(message);
  }

  function welcome(message) {
    tries = 0;
    offset = message.now - Date.now();
    // whose numbers we count: another node, or the same one after a restart, begins with its own
    if (message.boot !== read("sessionStorage", BOOT, "")) {
      write("sessionStorage", SEQ, 0);
      write("sessionStorage", BOOT, message.boot);
    }
    // the whole day follows; a server that was started anew knows less of it than we do
    if (message.boot === boot) missed.clear();
    boot = message.boot;
    older = message.older;
    complete = false;
    live(true);
  }

  function beat(message) {
    const told = message.now - Date.now();
    const question = waiting.get(message.asked);
    // a message that waited in a sleeping tab would set the clock back, and so would an answer to what was asked before
    const isFresh = question !== undefined && Date.now() - question.asked <= 2 * ANSWER_MS;
    offset = isFresh ? told : Math.max(offset, told);
    question?.done(isFresh);
  }

  function ready() {
    complete = true;
    tellMissed();
  }

  // ---- what happens ----

  const missed = new Map();
  const unsure = new Set();
  let older = 0;
  let boot = "";
  let complete = false;

  function tell(name, detail) {
    return window.dispatchEvent(new CustomEvent(`belfry:${name}`, { detail, cancelable: true }));
  }

  function seen(message) {
    if (message.seq > lastSeq()) write("sessionStorage", SEQ, message.seq);
    const before = answered(message.id);
    if (before) send(before);
    return before !== undefined;
  }

  function isOld(message) {
    return serverTime() - message.sent > TOO_OLD_MS;
  }

  async function pop(message) {
    if (unsure.has(message.id) || seen(message) || !isWebAddress(message.url)) return;
    const { id, url, mode, integration, call, title } = message;
    if (isOld(message)) {
      unsure.add(id);
      await askTime();
      unsure.delete(id);
      // somebody may have opened it by hand meanwhile
      if (answered(id)) return;
    }
    if (isOld(message)) return answer(id, "missed", "the page was asleep");
    card(call, { title, url, pop: id });
    if (!tell("open", { id, url, mode, integration, call, title })) return answer(id, "opened", "inside the customer's page");
    const popup = window.open("", "_blank");
    if (popup === null) return answer(id, "blocked", "a link in the customer's page");
    popup.opener = null;
    popup.location = url;
    answer(id, "opened", "new tab");
  }

  /** What became of a page of the day, here or in another window. */
  function popChanged(message) {
    const { id, url, mode, integration, call, title, at, offline, outcome } = message;
    const mine = answered(id);
    // our answer was lost on the way, or came to a node that knows nothing of it
    const unheard = outcome === "missed" ? mine?.outcome !== "missed" : outcome === "" && !complete;
    if (mine && unheard) return send(mine);
    if (outcome === "missed" && isWebAddress(url)) {
      missed.set(id, { id, url, mode, integration, call, title, at, offline });
      if (missed.size > MOST_MISSED) missed.delete(missed.keys().next().value);
    } else {
      if (cards.has(call) && isWebAddress(url)) Object.assign(cards.get(call), { url, pop: id });
      if (!missed.delete(id)) return listCards();
    }
    if (complete) tellMissed();
  }

  /** The whole list, newest first: whoever shows it need not count along. */
  function tellMissed() {
    const pages = [...missed.values()].reverse();
    tell("missed", { pages, older });
    listCards();
    listMissed(pages);
  }

  addEventListener("belfry:shown", ({ detail }) => missed.has(detail?.id) && answer(detail.id, "opened", "inside the customer's page"));

  function notify(message) {
    if (seen(message) || message.seq === 0) return;
    const { id, level, title, body, integration, call } = message;
    tell("notify", { id, level, title, body, integration, call });
    answer(id, "opened", "inside the customer's page");
  }

  function call(message) {
    tell("call", { ...message.call, state: message.state });
    const name = [message.call.number, message.call.name].filter(Boolean).join(" ");
    card(message.call.id, { title: name || texts.anonymous, state: message.state });
  }

  function live(now) {
    tell("state", { live: now });
    label.textContent = now ? texts.live : texts.connecting;
    label.dataset.live = now ? "live" : "reconnecting";
  }

  function isWebAddress(text) {
    try {
      const url = new URL(text);
      return (url.protocol === "http:" || url.protocol === "https:") && !url.username && !url.password;
    } catch {
      return false;
    }
  }

  // ---- the small list at the edge of the page; texts of callers are never markup ----

  const cards = new Map();
  const host = document.createElement("belfry-calls");
  const root = host.attachShadow({ mode: "open" });
  const label = document.createElement("p");
  const list = document.createElement("ol");
  const missedPart = document.createElement("details");
  const missedCount = document.createElement("summary");
  const missedList = document.createElement("ol");
  const missedOlder = document.createElement("p");

  function card(id, news) {
    const all = { ...cards.get(id), ...news };
    cards.delete(id);
    cards.set(id, all);
    while (cards.size > MOST_CARDS) cards.delete(cards.keys().next().value);
    listCards();
  }

  function listCards() {
    list.replaceChildren(...[...cards].reverse().map(([key, each]) => item(key, each)));
  }

  function item(id, { title, state, url, pop }) {
    const row = document.createElement("li");
    // as on our own page: the caller's Uniqueid
    row.dataset.call = id.slice(id.indexOf(":") + 1);
    row.append(title || texts.anonymous, " ", texts[state] ?? "");
    if (url) row.append(" ", link(pop, url));
    return row;
  }

  function listMissed(pages) {
    missedPart.hidden = pages.length === 0;
    missedCount.textContent = `${texts.missed} (${pages.length})`;
    missedList.replaceChildren(...pages.map(missedItem));
    missedOlder.hidden = older === 0;
    missedOlder.textContent = texts.older.replace("{0}", older);
  }

  function missedItem({ id, url, title, integration, at }) {
    const row = document.createElement("li");
    row.dataset.pop = id;
    const time = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    row.append(time, " ", title || integration || texts.anonymous, " ", link(id, url));
    return row;
  }

  function link(pop, url) {
    const made = Object.assign(document.createElement("a"), { href: url, target: "_blank", rel: "noopener", textContent: texts.open });
    made.dataset.action = "open";
    const byHand = () => answer(pop, "opened", "by hand");
    made.addEventListener("click", byHand);
    made.addEventListener("auxclick", (event) => event.button === 1 && byHand());
    return made;
  }

  function show() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":host{position:fixed;right:0;bottom:0;z-index:2147483000;width:20rem;max-width:100%;font:14px/1.4 system-ui,sans-serif;" +
        "color:#1b1b1b;background:#fff;border:1px solid #767676;border-radius:6px 0 0 0;padding:.5rem .75rem}" +
        "p{margin:0;font-weight:600}p::before{content:'●';margin-right:.4em;color:#b45309}p[data-live=live]::before{color:#15803d}" +
        "details p{font-weight:400}details p::before{content:none}details ol{max-height:12rem;overflow:auto}" +
        "ol{margin:0;padding:0;list-style:none}li{padding:.25rem 0;overflow-wrap:anywhere}",
    );
    root.adoptedStyleSheets = [sheet];
    label.setAttribute("role", "status");
    host.setAttribute("role", "region");
    host.setAttribute("aria-label", texts.title);
    missedPart.hidden = true;
    missedPart.append(missedCount, missedList, missedOlder);
    root.append(label, list, missedPart);
    if (script.dataset.list !== "none") document.body.append(host);
    live(false);
    connect();
  }

  if (document.body) show();
  else addEventListener("DOMContentLoaded", show);
})();
