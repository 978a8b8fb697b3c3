// Messages to the agent: a toast, a list that keeps the newest, and the system's own notification
// when the page is not in sight and may show one.
import { icon } from "../core/icon.js";
import { el } from "./dom.js";
import { clock, text } from "./texts.js";

const SHOWN_MS = 8000;
const TOASTS = 4;
const TOASTS_WHEN_NARROW = 2;
const narrow = matchMedia("(max-width: 560px)");
const KEPT = 20;
const ICONS = { info: "info", success: "check", warning: "triangle", error: "triangle" };
const LOOKS = { info: "", success: "toast-good", warning: "toast-warn", error: "toast-bad" };

export class Notices {
  constructor() {
    this.list = document.getElementById("messages-list");
    this.count = document.getElementById("messages-count");
    this.none = document.getElementById("messages-none");
    this.menu = document.getElementById("messages");
    this.toasts = document.getElementById("toasts");
    this.known = new Set();
    this.unread = 0;
    this.menu.addEventListener("toggle", () => this.menu.open && this.#read());
  }

  /** False when it is an old friend. loud: not only into the list. */
  show(notice, loud) {
    if (this.known.has(notice.id)) return false;
    this.known.add(notice.id);
    const level = ICONS[notice.level] ? notice.level : "info";
    this.list.prepend(this.#line(notice, level));
    while (this.list.children.length > KEPT) this.list.lastElementChild.remove();
    this.none.hidden = true;
    if (!loud) return true;
    this.unread = Math.min(KEPT, this.unread + 1);
    this.#showCount();
    this.#toast(notice, level);
    return true;
  }

  /** A notification of the system, when the page is out of sight; its click is a click. */
  system(title, body, onclick) {
    if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
    const shown = new Notification(title, { body });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
      onclick?.();
    });
  }

  #line(notice, level) {
    return el(
      "li",
      { class: `message message-${level}` },
      icon(ICONS[level]),
      el("div", {}, ...this.#words(notice, level)),
      el("time", { class: "soft small" }, clock(notice.at)),
    );
  }

  #toast(notice, level) {
    const box = el("div", { class: `toast ${LOOKS[level]}`, "data-notice": notice.id });
    const close = el("button", { type: "button", class: "icon-button", "aria-label": text("close"), onclick: () => box.remove() }, icon("close"));
    box.append(icon(ICONS[level]), el("span", {}, ...this.#words(notice, level)), close);
    this.toasts.append(box);
    while (this.toasts.children.length > (narrow.matches ? TOASTS_WHEN_NARROW : TOASTS)) this.toasts.firstElementChild.remove();
    if (level !== "error") setTimeout(() => box.remove(), SHOWN_MS);
  }

  #words(notice, level) {
    return [
      el("span", { class: "unseen" }, `${text(`level.${level}`)}: `),
      el("strong", {}, notice.title || text(`level.${level}`)),
      notice.body ? el("span", { class: "message-body" }, notice.body) : "",
    ];
  }

  #read() {
    this.unread = 0;
    this.#showCount();
  }

  #showCount() {
    this.count.textContent = String(this.unread);
    this.count.hidden = this.unread === 0;
  }
}
