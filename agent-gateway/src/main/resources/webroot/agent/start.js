// "Start work": the one click that everything after it lives on, and the line that says what works.
import { icon } from "../core/icon.js";
import { text } from "./texts.js";

const STARTED = "belfry.started";

export class Start {
  constructor(opener, sound, acts) {
    this.opener = opener;
    this.sound = sound;
    this.acts = acts;
    this.hero = document.getElementById("start");
    this.bar = document.getElementById("opens");
    this.words = document.getElementById("opens-text");
    this.sign = document.getElementById("opens-icon");
    this.more = document.getElementById("opens-more");
    this.again = document.getElementById("opens-again");
    this.keep = document.getElementById("opens-keep");
    this.keepBox = this.keep.querySelector("input");
    this.keepBox.addEventListener("change", () => opener.keep(this.keepBox.checked));
    this.started = this.#was();
    for (const button of document.querySelectorAll('[data-action="start-work"], [data-action="open-window"]')) button.addEventListener("click", () => this.#go());
    document.getElementById("opens-test").addEventListener("click", () => opener.test());
  }

  /** After a reload of the page the work window is found again by itself. */
  begin() {
    if (this.started) this.opener.findAgain();
    this.show();
  }

  #go() {
    this.started = true;
    this.#remember();
    // first: it needs the click most
    this.opener.prepare();
    this.sound.unlock();
    this.sound.play();
    this.#askForNotifications();
    this.show();
  }

  #askForNotifications() {
    if (window.isSecureContext && "Notification" in window && Notification.permission === "default") Notification.requestPermission();
  }

  show() {
    const { opener } = this;
    this.hero.hidden = this.started;
    this.bar.hidden = !this.started;
    const { key, values, good } = this.#what();
    const words = [text(`opens.${key}`, ...values), window.isSecureContext ? "" : text("opens.plain")].filter(Boolean).join(" ");
    if (this.words.textContent !== words) this.words.textContent = words;
    this.bar.dataset.opens = opener.state;
    this.sign.replaceChildren(icon(good ? "check" : "triangle"));
    this.more.hidden = opener.state === "allowed" || key === "mirror";
    this.keep.hidden = !opener.hasWork;
    this.keepBox.checked = opener.isKept;
    this.again.hidden = opener.hasWork || opener.state === "allowed" || !this.acts();
  }

  #what() {
    const { opener } = this;
    if (!this.acts()) return { key: "mirror", values: [], good: true };
    if (opener.state === "allowed") return { key: "allowed", values: [], good: true };
    if (opener.hasWork) return { key: "work", values: [], good: true };
    if (opener.cutBy) return { key: "cut", values: [opener.cutBy], good: false };
    if (opener.wasClosed) return { key: "closed", values: [], good: false };
    return { key: "blocked", values: [], good: false };
  }

  #was() {
    try {
      return sessionStorage.getItem(STARTED) === "yes";
    } catch {
      return false;
    }
  }

  #remember() {
    try {
      sessionStorage.setItem(STARTED, "yes");
    } catch {
      // then the button is there again after a reload
    }
  }
}
