// Where pages open. Browsers open nothing without a click, except: the site has the permission for
// pop-ups, or the page goes into a window that a click has opened before. What works is found out by
// trying at a moment when no click can help, and every attempt corrects it.
//
// Never "noopener": the answer would be null whether it opened or not. Instead a new page gets our
// empty window first, whose way back to us is cut before it goes on to the customer's address. The
// work window can not be cut off like that: browsers let only its opener send it somewhere else.
import { hostOf, isWebAddress } from "./dom.js";

const WORK_PAGE = "/agent/work";
const TEST_PAGE = "/agent/test-pop";
const LINK_IS_CUT_WITHIN_MS = 1000;
const CLICK_COUNTS_MS = 6000;

// Four and no more: a fifth timer in a row may take a minute in a tab that nobody sees.
const PATIENCE_MS = [100, 200, 400, 800];

export class Opener {
  /**
   * keepMs: how long a page in the work window is safe from the page of another call. events: changed()
   * when something else works than before; cut(pop, host) when a page took its window away.
   */
  constructor(agent, keepMs, events) {
    this.workName = `belfry-work-${agent}`;
    this.keepMs = keepMs;
    this.keepName = `belfry.keep.${agent}`;
    this.wantsKept = read(this.keepName) === "yes";
    this.memory = `belfry.popups.${agent}`;
    this.events = events;
    this.allowed = read(this.memory) === "allowed";
    this.tested = false;
    this.work = null;
    this.wasClosed = false;
    this.cutBy = "";
    this.last = null;
    this.turn = Promise.resolve();
    this.count = 0;
    this.clicked = 0;
    addEventListener("pointerdown", () => (this.clicked = Date.now()), true);
    addEventListener("keydown", () => (this.clicked = Date.now()), true);
    setInterval(() => this.#look(), 1000);
  }

  /** allowed, work_window, blocked or unknown: what the server and the agent are told. */
  get state() {
    if (this.allowed) return "allowed";
    if (this.hasWork) return "work_window";
    return this.tested || this.wasClosed || this.cutBy ? "blocked" : "unknown";
  }

  get hasWork() {
    return this.work !== null && !this.work.closed;
  }

  /** Whether the agent wants to keep the page in the work window: none takes its place by itself. */
  get isKept() {
    return this.hasWork && this.wantsKept;
  }

  keep(wanted) {
    this.wantsKept = wanted;
    write(this.keepName, wanted ? "yes" : "");
    this.events.changed();
  }

  /** In the handler of a click. */
  prepare() {
    this.last = null;
    this.#isNew();
    this.work = window.open(WORK_PAGE, this.workName, features());
    this.events.changed();
    this.test();
  }

  /** After a reload: a work window that is still there is found by its name, without a click. */
  findAgain() {
    if (this.allowed) return;
    const found = window.open("", this.workName);
    if (!found) return;
    this.work = found;
    try {
      if (found.location.href === "about:blank") found.location = WORK_PAGE;
    } catch {
      // it shows a customer's page; just keep it
    }
    this.events.changed();
  }

  /** Opens one window when the browser no longer counts a click; resolves to whether that worked. */
  async test() {
    await this.#untilNoClickCounts();
    const popup = window.open(TEST_PAGE, this.#fresh(), "popup,width=240,height=160");
    this.#learn(popup !== null);
    popup?.close();
    this.tested = true;
    this.events.changed();
    return popup !== null;
  }

  /** Opens a pop as it wants to be opened, or as well as the browser lets us. */
  async open(pop) {
    if (!isWebAddress(pop.url)) return { outcome: "blocked", detail: "not a web address" };
    if (pop.mode === "work_window") return this.#inTurn(pop, "");
    const idle = !this.#clickCounts();
    const opened = this.#separate(pop);
    if (opened !== null && idle) this.#learn(true);
    if (opened !== null) return { outcome: "opened", detail: "" };
    this.#learn(false);
    return this.#inTurn(pop, `work window instead of ${pop.mode === "new_window" ? "new window" : "new tab"}`);
  }

  /** In the handler of a click on a card's link. Only here() takes the place of a page that stays. */
  byHand(pop) {
    if (!isWebAddress(pop.url)) return false;
    if (this.allowed && pop.mode !== "work_window") return this.#separate(pop) !== null;
    if (this.#whyItStays(pop.call)) return this.#separate(pop) !== null;
    return this.#inWork(pop, "").outcome === "opened";
  }

  /** In the handler of a click: instead of the page in the work window, kept or not. */
  here(pop) {
    return isWebAddress(pop.url) && this.#inWork(pop, "").outcome === "opened";
  }

  /** In a work window that has just been opened nobody keeps anything yet. */
  #isNew() {
    this.wasClosed = false;
    this.cutBy = "";
    this.wantsKept = false;
    write(this.keepName, "");
  }

  #separate(pop) {
    const popup = window.open("", this.#fresh(), pop.mode === "new_window" ? features() : "");
    if (popup === null) return null;
    popup.opener = null;
    popup.location = pop.url;
    return popup;
  }

  #inTurn(pop, detail) {
    const result = this.turn.then(async () => {
      const why = this.#whyItStays(pop.call);
      if (why) return { outcome: "card", detail: why };
      await this.#untilWorkIsSettled();
      return this.#inWork(pop, detail);
    });
    this.turn = result.catch(() => undefined);
    return result;
  }

  /**
   * While the prepared page is being replaced by the first customer's page there is a moment in which
   * the browser loses a second address. It is over when the window is no longer of our origin.
   */
  async #untilWorkIsSettled() {
    for (const pause of PATIENCE_MS) {
      if (this.last === null || !this.hasWork || !isOurs(this.work)) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  #inWork(pop, detail) {
    this.last = { call: pop.call, at: performance.now() };
    if (this.hasWork) {
      this.work.location = pop.url;
      this.#watchLink(pop);
      return { outcome: "opened", detail };
    }
    const found = window.open(pop.url, this.workName, features());
    if (found === null) return { outcome: "blocked", detail: this.#whyBlocked() };
    this.#isNew();
    this.work = found;
    this.#watchLink(pop);
    this.events.changed();
    return { outcome: "opened", detail };
  }

  /** The next call must not wipe out a form that the agent has just begun to fill in; a later page of the same call may. */
  #whyItStays(call) {
    if (this.isKept) return "the agent keeps the page in the work window";
    if (!this.hasWork || this.last === null || (call && call === this.last.call)) return "";
    const isFresh = performance.now() - this.last.at < this.keepMs;
    return isFresh ? "the work window has just opened the page of another call" : "";
  }

  #whyBlocked() {
    if (this.cutBy) return `${this.cutBy} cut the link to the work window`;
    return this.work === null ? "no permission and no work window" : "no permission and the work window was closed";
  }

  /** A page with Cross-Origin-Opener-Policy takes the window away: the handle says closed at once. */
  #watchLink(pop) {
    const until = Date.now() + LINK_IS_CUT_WITHIN_MS;
    const handle = this.work;
    const look = () => {
      if (handle !== this.work) return;
      if (handle.closed) {
        this.cutBy = hostOf(pop.url);
        this.events.cut(pop, this.cutBy);
        this.events.changed();
      } else if (Date.now() < until) {
        setTimeout(look, 100);
      }
    };
    setTimeout(look, 100);
  }

  #look() {
    if (this.work === null || !this.work.closed || this.wasClosed || this.cutBy) return;
    this.wasClosed = true;
    this.events.changed();
  }

  #learn(allowed) {
    if (this.allowed === allowed) return;
    this.allowed = allowed;
    write(this.memory, allowed ? "allowed" : "");
    this.events.changed();
  }

  #clickCounts() {
    return navigator.userActivation ? navigator.userActivation.isActive : Date.now() - this.clicked < CLICK_COUNTS_MS;
  }

  #untilNoClickCounts() {
    return new Promise((resolve) => {
      const look = () => (this.#clickCounts() ? setTimeout(look, 250) : resolve());
      look();
    });
  }

  #fresh() {
    this.count += 1;
    return `belfry-${Date.now().toString(36)}-${this.count}`;
  }
}

function isOurs(handle) {
  try {
    return handle.location.href !== "";
  } catch {
    return false;
  }
}

function features() {
  const width = Math.min(1280, Math.round(screen.availWidth * 0.8));
  const height = Math.min(900, Math.round(screen.availHeight * 0.85));
  return `popup,width=${width},height=${height},left=${Math.max(0, screen.availWidth - width)},top=0,resizable,scrollbars`;
}

function read(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it is found out anew next time
  }
}
