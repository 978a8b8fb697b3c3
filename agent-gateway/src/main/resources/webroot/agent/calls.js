// What is known of calls and pages, and how it is shown: cards of now, what was missed, and the day.
import { icon } from "../core/icon.js";
import { el, isWebAddress, sync } from "./dom.js";
import { clock, duration, text } from "./texts.js";

const SHOWN_OF_TODAY = 12;
const KEPT = 150;
const WAITS = new Set(["blocked", "card"]);

export class Calls {
  /** act: open(pop, event), openHere(pop), hasWork(), isFramed(pop), dismiss(pop). now: the server's clock. */
  constructor(act, now) {
    this.act = act;
    this.now = now;
    this.calls = new Map();
    this.pops = new Map();
    this.older = 0;
    this.showAll = false;
    this.place = (id) => document.getElementById(id);
    this.place("today-all").addEventListener("click", () => {
      this.showAll = true;
      this.render();
    });
    setInterval(() => this.#tick(), 1000);
  }

  /** A new picture is coming. A server that was started anew knows less than we do. */
  begin(older, sameServer) {
    this.older = older;
    if (sameServer) {
      this.calls.clear();
      this.pops.clear();
    }
  }

  call(message) {
    const id = message.call.id;
    this.calls.delete(id);
    this.calls.set(id, { ...message.call, state: message.state });
    trim(this.calls);
    this.later();
  }

  pop(message) {
    this.pops.set(message.id, { ...this.pops.get(message.id), ...message });
    trim(this.pops);
    this.later();
  }

  find(id) {
    return this.pops.get(id);
  }

  /** The words that stand for a pop: who called, else what it is. */
  nameOf(pop) {
    const call = this.calls.get(pop.call);
    return (call && (call.number || call.name)) || pop.title || pop.integration || text("page");
  }

  /** Its page may take the place of the one in the work window, which stays unless the agent says so. */
  mayOpenHere(pop) {
    return pop.outcome === "card" && !this.act.isFramed(pop) && this.act.hasWork();
  }

  /** How many pages wait for a click. */
  get waiting() {
    return [...this.pops.values()].filter((pop) => pop.outcome === "blocked").length;
  }

  later() {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.render();
    });
  }

  render() {
    const { cards, missed, day } = this.#sorted();
    sync(this.place("now"), cards, (card) => card.key, (card) => this.#card(card));
    this.place("now-none").hidden = cards.length > 0;
    sync(this.place("missed"), missed, (row) => row.key, (row) => this.#row(row, true));
    this.place("missed-part").hidden = missed.length === 0;
    this.place("missed-count").textContent = String(missed.length);
    this.place("missed-older").hidden = this.older === 0;
    this.place("missed-older").textContent = text("older", this.older);
    const shown = this.showAll ? day : day.slice(0, SHOWN_OF_TODAY);
    sync(this.place("today"), shown, (row) => row.key, (row) => this.#row(row, false));
    this.place("today-part").hidden = day.length === 0;
    this.place("today-all").hidden = shown.length === day.length;
    this.place("today-all").textContent = text("all", day.length);
    this.#tick();
  }

  /** One call is one card; it stays until the agent has seen the page or put it away. */
  #sorted() {
    const pops = [...this.pops.values()];
    const ofCall = new Map();
    for (const pop of pops) {
      if (this.calls.has(pop.call)) ofCall.set(pop.call, [...(ofCall.get(pop.call) ?? []), pop]);
    }
    const cards = [];
    const missed = [];
    const day = [];
    for (const call of [...this.calls.values()].reverse()) {
      const all = (ofCall.get(call.id) ?? []).reverse();
      const item = { key: `call ${call.id}`, call, pops: all, here: all.some((pop) => this.mayOpenHere(pop)) };
      if (call.state !== "ended" || all.some((pop) => WAITS.has(pop.outcome))) cards.push(item);
      else if (all.some((pop) => pop.outcome === "missed")) missed.push(item);
      else day.push(item);
    }
    for (const pop of pops.filter((each) => !this.calls.has(each.call)).reverse()) {
      const item = { key: `pop ${pop.id}`, call: null, pops: [pop], here: this.mayOpenHere(pop) };
      if (WAITS.has(pop.outcome)) cards.push(item);
      else if (pop.outcome === "missed") missed.push(item);
      else day.push(item);
    }
    const time = (item) => item.pops[0]?.at ?? item.call.since;
    day.sort((a, b) => (time(a) < time(b) ? 1 : -1));
    return { cards, missed, day };
  }

  #card({ call, pops }) {
    const loud = pops.some((pop) => pop.outcome === "blocked");
    const state = call ? call.state : "ended";
    return el(
      "article",
      {
        class: `call call-${state}${loud ? " call-loud" : ""}`,
        "data-call": call?.uniqueid,
        "data-pop": call ? undefined : pops[0].id,
        "data-state": state,
        "aria-label": this.#title(call, pops),
      },
      el("div", { class: "call-head" }, call ? badge(call) : "", el("p", { class: "call-who" }, ...who(call, pops)), call ? facts(call) : ""),
      call && Object.keys(call.variables).length ? variables(call.variables) : "",
      ...pops.map((pop) => this.#popLine(pop, "open")),
    );
  }

  #title(call, pops) {
    return call ? [call.number || text("anonymous"), call.name].filter(Boolean).join(" ") : this.nameOf(pops[0]);
  }

  #popLine(pop, word) {
    const blocked = pop.outcome === "blocked";
    const waits = WAITS.has(pop.outcome) || pop.outcome === "missed";
    const here = this.mayOpenHere(pop);
    const done = pop.outcome === "opened" || pop.outcome === "dismissed";
    return el(
      "div",
      { class: `pop pop-${pop.outcome || "pending"}` },
      el("span", { class: "pop-word" }, icon(popIcon(pop)), el("span", {}, popWords(pop)), pop.integration ? el("span", { class: "soft" }, pop.integration) : ""),
      el(
        "span",
        { class: "pop-do" },
        here ? el("button", { type: "button", class: "button button-small", "data-action": "open-here", title: text("openhere.help"), onclick: () => this.act.openHere(pop) }, text("openhere")) : "",
        pop.outcome ? this.#link(pop, text(done ? "reopen" : here ? "opennew" : word), blocked ? "button button-main" : "button button-small") : "",
        waits ? el("button", { type: "button", class: "button button-small button-quiet", "data-action": "dismiss", onclick: () => this.act.dismiss(pop) }, text("dismiss")) : "",
      ),
    );
  }

  /** A real link: whatever the script can do, one click of the agent always opens the page. */
  #link(pop, words, look) {
    if (!isWebAddress(pop.url)) return "";
    return el(
      "a",
      {
        href: pop.url,
        target: "_blank",
        rel: "noopener",
        class: look,
        "data-action": "open",
        title: text("newwindow"),
        onclick: (event) => this.act.open(pop, event),
        onauxclick: (event) => event.button === 1 && this.act.open(pop, event),
      },
      words,
    );
  }

  #row({ call, pops }, missed) {
    const pop = pops[0];
    const how = pop ? popWords(pop) : call ? endWords(call) : "";
    const trouble = missed || (call && ["noanswer", "abandoned"].includes(call.end) && !pop);
    return el(
      "li",
      { class: `row${trouble ? " row-trouble" : ""}`, "data-call": call?.uniqueid, "data-pop": call ? undefined : pop.id },
      icon(trouble ? "triangle" : "check"),
      el("time", { class: "soft figures" }, clock(pop?.at ?? call.since)),
      el("span", { class: "row-who" }, ...who(call, pops)),
      call ? el("span", { class: "soft row-queue" }, [call.queue, call.talked >= 0 ? duration(call.talked) : ""].filter(Boolean).join(" · ")) : "",
      el("span", { class: "row-how" }, call && pop ? `${endWords(call)}, ${how}` : how),
      pop ? el("span", { class: "pop-do" }, this.#link(pop, text(missed ? "open" : "reopen"), "button button-small"), missed ? this.#dismiss(pops) : "") : "",
    );
  }

  #dismiss(pops) {
    const put = () => pops.filter((pop) => pop.outcome === "missed").forEach((pop) => this.act.dismiss(pop));
    return el("button", { type: "button", class: "button button-small button-quiet", "data-action": "dismiss", onclick: put }, text("dismiss"));
  }

  #tick() {
    for (const element of document.querySelectorAll("[data-since]")) {
      const words = text(element.dataset.words, duration((this.now() - Date.parse(element.dataset.since)) / 1000));
      if (element.textContent !== words) element.textContent = words;
    }
  }
}

function trim(map) {
  while (map.size > KEPT) map.delete(map.keys().next().value);
}

function badge(call) {
  const state = call.state;
  const word = call.hold ? "hold" : state === "ringing" && call.direction === "outbound" ? "calling" : state;
  return el("span", { class: `badge badge-${state}` }, icon(state), el("span", {}, text(`state.${word}`)));
}

function who(call, pops) {
  if (!call) {
    const pop = pops[0];
    return [el("strong", { class: "figures" }, pop.title || pop.integration || text("page"))];
  }
  return [
    el("strong", { class: "figures" }, call.number || text("anonymous")),
    call.name && call.name !== call.number ? el("span", { class: "call-name" }, call.name) : "",
  ];
}

/** Queue and clocks; what still runs is filled in each second. */
function facts(call) {
  const words = [];
  if (call.queue) words.push(el("span", {}, call.queue));
  if (call.state === "ringing") {
    if (call.waiting) words.push(ticking("waited", call.waiting));
    else words.push(ticking("rings", call.since));
  } else if (call.state === "talking") {
    if (call.waited >= 0) words.push(el("span", {}, text("waited", duration(call.waited))));
    words.push(ticking("talks", call.since));
  } else {
    words.push(el("span", {}, [endWords(call), call.talked >= 0 ? duration(call.talked) : ""].filter(Boolean).join(" ")));
  }
  return el("p", { class: "call-facts soft figures" }, ...words);
}

function ticking(words, since) {
  return el("span", { "data-since": since, "data-words": words });
}

function endWords(call) {
  if (!call.end) return text(`state.${call.state}`);
  if (call.end === "transferred" && call.by) return text("end.transferredto", call.by);
  return text(`end.${call.end}`, call.by);
}

function variables(values) {
  const list = el("dl", { class: "call-variables" });
  for (const [name, value] of Object.entries(values)) list.append(el("div", {}, el("dt", { class: "soft" }, name), el("dd", {}, value)));
  return list;
}

function popIcon(pop) {
  return { opened: "check", blocked: "triangle", missed: "triangle", card: "window", dismissed: "check", refused: "off" }[pop.outcome] ?? "window";
}

function popWords(pop) {
  if (pop.outcome === "missed" && pop.offline > 0) return text("pop.missedoffline", duration(pop.offline));
  return text(`pop.${pop.outcome || "pending"}`);
}
