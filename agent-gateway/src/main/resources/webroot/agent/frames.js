// Pages inside the agent's page: a strip of tabs, one frame each. A frame can do what a web page
// needs, but never send the agent's page itself somewhere else.
import { icon } from "../core/icon.js";
import { el, hostOf, isWebAddress } from "./dom.js";
import { text } from "./texts.js";

const MOST = 8;
const MAY =
  "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads";

export class Frames {
  constructor() {
    this.part = document.getElementById("frames-part");
    this.tabs = document.getElementById("frames-tabs");
    this.place = document.getElementById("frames");
    this.tabs.addEventListener("keydown", (event) => this.#keys(event));
  }

  get isFull() {
    return this.tabs.children.length >= MOST;
  }

  get limit() {
    return MOST;
  }

  /** Whether a pop goes into a frame: it is meant to, and its site lets it. */
  takes(pop) {
    return pop.mode === "new_frame" && this.whyNot(pop) === "";
  }

  /** Why a browser would show an empty frame, and tell no script of it; else empty. */
  whyNot(pop) {
    const policies = pop.frame?.ancestors ?? [];
    if (!policies.every((sources) => sources.some((source) => namesUs(source, pop.url)))) {
      return `${hostOf(pop.url)} forbids frames`;
    }
    return isMixed(pop.url) ? "a secure page can not frame an insecure one" : "";
  }

  /** Why it is not sure that its frame shows it; else empty. */
  doubt(pop) {
    return pop.frame?.unknown ? `not known whether its site allows that: ${pop.frame.unknown}` : "";
  }

  /** False when the address is not one that may be opened, or all places are taken. */
  open(pop, title) {
    if (!isWebAddress(pop.url)) return false;
    const known = [...this.place.children].find((panel) => panel.dataset.pop === pop.id);
    if (known) {
      this.#select(known.id);
      return true;
    }
    if (this.isFull) return false;
    const id = `frame-${Date.now().toString(36)}-${this.tabs.children.length}`;
    const frame = el("iframe", { "data-pop": pop.id, title, sandbox: MAY, src: pop.url });
    this.place.append(el("div", { id, class: "frame", role: "tabpanel", "aria-label": title, "data-pop": pop.id }, frame));
    this.tabs.append(this.#tab(id, title));
    this.part.hidden = false;
    this.#select(id);
    return true;
  }

  #tab(id, title) {
    const choose = el(
      "button",
      { type: "button", role: "tab", class: "cut", "aria-controls": id, title, onclick: () => this.#select(id) },
      title,
    );
    const close = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": text("frame.close", title), onclick: () => this.#close(id) },
      icon("close"),
    );
    return el("div", { class: "frame-tab", role: "presentation", "data-for": id }, choose, close);
  }

  #select(id) {
    for (const tab of this.tabs.children) {
      const chosen = tab.dataset.for === id;
      tab.firstElementChild.setAttribute("aria-selected", String(chosen));
      tab.firstElementChild.tabIndex = chosen ? 0 : -1;
    }
    for (const panel of this.place.children) panel.hidden = panel.id !== id;
  }

  #close(id) {
    const tab = [...this.tabs.children].find((each) => each.dataset.for === id);
    const next = tab.nextElementSibling ?? tab.previousElementSibling;
    document.getElementById(id).remove();
    tab.remove();
    this.part.hidden = !next;
    if (next) {
      this.#select(next.dataset.for);
      next.firstElementChild.focus();
    }
  }

  #keys(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target.getAttribute("role") !== "tab") return;
    const all = [...this.tabs.children];
    const at = all.indexOf(event.target.parentElement);
    const next = all[(at + step + all.length) % all.length];
    this.#select(next.dataset.for);
    next.firstElementChild.focus();
    event.preventDefault();
  }
}

const SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|\[[0-9a-f:.]+\]|(?:\*\.)?[^:/[\]]+)(?::(\d+|\*))?(?:\/.*)?$/;

/** Whether a source of a page's frame-ancestors is this page (CSP Level 3, 6.7.2). */
function namesUs(source, address) {
  const words = source.toLowerCase();
  if (words === "'self'") return new URL(address).origin === location.origin;
  if (words === "*") return true;
  if (/^[a-z][a-z0-9+.-]*:$/.test(words)) return isScheme(words);
  const [, scheme, host, port] = SOURCE.exec(words) ?? [];
  if (!host || !isScheme(scheme ? `${scheme}:` : new URL(address).protocol)) return false;
  const isHost = host.startsWith("*") ? location.hostname.endsWith(host.slice(1)) : location.hostname === host;
  return isHost && (port === "*" || location.port === usual(port));
}

/** A secure page is also what an insecure one may be. */
function isScheme(scheme) {
  return location.protocol === scheme || (scheme === "http:" && location.protocol === "https:");
}

/** As an address has it: empty for the port of its scheme. */
function usual(port) {
  return port === undefined || port === (location.protocol === "https:" ? "443" : "80") ? "" : port;
}

/** Mixed content. What is of this machine counts as secure. */
function isMixed(address) {
  if (location.protocol !== "https:" || !isWebAddress(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "http:" && hostname !== "localhost" && !hostname.startsWith("127.") && hostname !== "[::1]";
}
