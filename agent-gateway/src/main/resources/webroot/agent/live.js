// The one label that says whether what you see is alive: the socket first, then the PBXs.
import { icon } from "../core/icon.js";
import { readable } from "../core/time.js";
import { el } from "./dom.js";
import { text } from "./texts.js";

const ICONS = { live: "dot", reconnecting: "ring", stale: "peak" };
const STALE_MS = 30000;

export class Live {
  constructor() {
    this.place = document.getElementById("agent-live");
    this.pbxs = new Map();
    this.lostAt = 0;
    this.ever = false;
    // all there from the beginning: while the server is away no picture can be fetched
    this.icons = Object.fromEntries(Object.entries(ICONS).map(([state, name]) => [state, el("span", { hidden: true }, icon(name))]));
    this.word = el("strong");
    this.more = el("span", { "aria-live": "off" });
    this.label = el("span", { class: "live-label" }, ...Object.values(this.icons), this.word, this.more);
    this.place.append(this.label);
    setInterval(() => this.show(), 1000);
    this.show();
  }

  pbx(message) {
    if (message.live === "off") this.pbxs.delete(message.pbx);
    else this.pbxs.set(message.pbx, message);
    this.show();
  }

  connected() {
    this.ever = true;
    this.lostAt = 0;
    this.show();
  }

  lost() {
    this.lostAt ||= Date.now();
    this.show();
  }

  show() {
    const { state, word, more } = this.#what();
    document.body.classList.toggle("is-away", state === "stale" && this.lostAt > 0);
    if (this.label.dataset.live !== state || this.word.textContent !== word) {
      this.label.dataset.live = state;
      this.word.textContent = word;
      for (const [each, sign] of Object.entries(this.icons)) sign.hidden = each !== state;
    }
    if (this.more.textContent !== more) this.more.textContent = more;
  }

  #what() {
    if (this.lostAt) {
      const away = Date.now() - this.lostAt;
      return away > STALE_MS
        ? { state: "stale", word: text("live.stale", readable(new Date(this.lostAt))), more: "" }
        : { state: "reconnecting", word: text("live.reconnecting", Math.round(away / 1000)), more: "" };
    }
    if (!this.ever) return { state: "reconnecting", word: text("live.connecting"), more: "" };
    // a PBX whose calls never come here must not alarm anybody; before one is known to, all count
    const all = [...this.pbxs.values()];
    const mine = all.filter((each) => each.mine);
    const shown = mine.length ? mine : all;
    const of = (state) => shown.filter((each) => each.live === state).map((each) => each.pbx).join(", ");
    if (of("stale")) return { state: "stale", word: text("live.refused"), more: of("stale") };
    if (of("reconnecting")) return { state: "reconnecting", word: text("live.pbx"), more: of("reconnecting") };
    return { state: "live", word: text("live.live"), more: of("live") };
  }
}
