// An agent's calls in the customer's own page:
//   <script src="https://belfry.example/agent/embed.js" data-ticket="/belfry-ticket" defer></script>
// The page's own server answers a POST to data-ticket with {"ticket": "…"}, which it got from Belfry for the agent who is logged in
// there. What happens is told as events of window: belfry:open, belfry:call, belfry:notify, belfry:state. A listener that calls
// preventDefault() on belfry:open shows the page itself; else a window is tried, and a link is there in any case.
(function () {
  "use strict";
  const texts = {/* texts */};
  const script = document.currentScript;
  const home = new URL(script.src);
  const ticketAt = script.dataset.ticket;
  const MOST_KEPT = 50;
  const MOST_CARDS = 5;
  const FIRST_MS = 1000;
  const MOST_MS = 30000;
  const SILENT_MS = 40000;
  const TICKET_WITHIN_MS = 10000;

  // ---- what this tab has answered already, also over a reload: a page opens once ----

  const SEQ = "belfry.embed.seq";
  const ACKS = "belfry.embed.acks";
  const acks = new Map(read(ACKS, []));
  let lastSeq = read(SEQ, 0);

  function read(key, otherwise) {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  function write(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // then a reload may show a page again
    }
  }

  function answer(id, outcome, detail) {
    const ack = { type: "ack", id, outcome, detail };
    acks.set(id, ack);
    while (acks.size > MOST_KEPT) acks.delete(acks.keys().next().value);
    write(ACKS, [...acks]);
    send(ack);
  }

  // ---- the socket ----

  let socket = null;
  let heard = 0;
  let tries = 0;

  async function connect() {
    try {
      const asked = await fetch(ticketAt, { method: "POST", cache: "no-store", signal: AbortSignal.timeout(TICKET_WITHIN_MS) });
      const { ticket } = await asked.json();
      open(`${home.protocol === "https:" ? "wss:" : "ws:"}//${home.host}/agent/socket?ticket=${encodeURIComponent(ticket)}`);
    } catch {
      later();
    }
  }

  function open(url) {
    const fresh = new WebSocket(url);
    socket = fresh;
    heard = Date.now();
    fresh.addEventListener("open", () => send({ type: "hello", lastSeq, focused: document.hasFocus() }));
    fresh.addEventListener("message", (event) => fresh === socket && hear(JSON.parse(event.data)));
    fresh.addEventListener("close", () => fresh === socket && lost());
  }

  function lost() {
    socket = null;
    live(false);
    later();
  }

  function later() {
    const longest = Math.min(MOST_MS, FIRST_MS * 2 ** tries);
    tries += 1;
    setTimeout(connect, longest / 2 + (Math.random() * longest) / 2);
  }

  function send(message) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  // a dead network takes minutes to close a socket
  setInterval(() => {
    if (socket === null || Date.now() - heard < SILENT_MS) return;
    const dead = socket;
    lost();
    dead.close();
  }, 5000);

  addEventListener("focus", () => send({ type: "focus" }));

  function hear(message) {
    heard = Date.now();
    const handlers = { welcome, open: pop, notify, call };
    handlers[message.type]?.(message);
  }

  function welcome() {
    tries = 0;
    live(true);
  }

  // ---- what happens ----

  function tell(name, detail) {
    return window.dispatchEvent(new CustomEvent(`belfry:${name}`, { detail, cancelable: true }));
  }

  function seen(message) {
    if (message.seq > 0) write(SEQ, (lastSeq = message.seq));
    const before = acks.get(message.id);
    if (before) send(before);
    return before !== undefined;
  }

  function pop(message) {
    if (seen(message) || !isWebAddress(message.url)) return;
    const { id, url, mode, integration, call, title } = message;
    card(call, { title, url });
    if (!tell("open", { id, url, mode, integration, call, title })) return answer(id, "opened", "inside the customer's page");
    const popup = window.open("", "_blank");
    if (popup === null) return answer(id, "blocked", "a link in the customer's page");
    popup.opener = null;
    popup.location = url;
    answer(id, "opened", "new tab");
  }

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
  const list = document.createElement("ol");
  const label = document.createElement("p");

  function card(id, news) {
    const all = { ...cards.get(id), ...news };
    cards.delete(id);
    cards.set(id, all);
    while (cards.size > MOST_CARDS) cards.delete(cards.keys().next().value);
    list.replaceChildren(...[...cards].reverse().map(([key, each]) => item(key, each)));
  }

  function item(id, { title, state, url }) {
    const row = document.createElement("li");
    row.dataset.call = id;
    row.append(title || texts.anonymous, " ", texts[state] ?? "");
    if (url) {
      const link = Object.assign(document.createElement("a"), { href: url, target: "_blank", rel: "noopener", textContent: texts.open });
      link.dataset.action = "open";
      row.append(" ", link);
    }
    return row;
  }

  function show() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":host{position:fixed;right:0;bottom:0;z-index:2147483000;width:20rem;max-width:100%;font:14px/1.4 system-ui,sans-serif;" +
        "color:#1b1b1b;background:#fff;border:1px solid #767676;border-radius:6px 0 0 0;padding:.5rem .75rem}" +
        "p{margin:0;font-weight:600}p::before{content:'●';margin-right:.4em;color:#b45309}p[data-live=live]::before{color:#15803d}" +
        "ol{margin:0;padding:0;list-style:none}li{padding:.25rem 0;overflow-wrap:anywhere}",
    );
    root.adoptedStyleSheets = [sheet];
    label.setAttribute("role", "status");
    host.setAttribute("role", "region");
    host.setAttribute("aria-label", texts.title);
    root.append(label, list);
    if (script.dataset.list !== "none") document.body.append(host);
    live(false);
    connect();
  }

  if (document.body) show();
  else addEventListener("DOMContentLoaded", show);
})();
