// What this browser has opened already, so that nothing opens twice: not after a reload, not in
// another tab that takes over, not when an answer was lost on the way.
const LIMIT = 200;

export class Memory {
  constructor(agent) {
    this.key = `belfry.opened.${agent}`;
    this.seqKey = `belfry.seq.${agent}`;
    this.bootKey = `belfry.boot.${agent}`;
    this.fallback = [];
  }

  /** The outcome of a pop that was handled before; undefined for a new one. */
  find(id) {
    return this.#read().find((each) => each.id === id);
  }

  put(id, outcome, detail) {
    const others = this.#read().filter((each) => each.id !== id);
    this.#write([...others, { id, outcome, detail }].slice(-LIMIT));
  }

  get lastSeq() {
    return Number(this.#get(sessionStorage, this.seqKey)) || 0;
  }

  set lastSeq(seq) {
    if (seq > this.lastSeq) this.#set(sessionStorage, this.seqKey, String(seq));
  }

  /** Whose numbers we count: another node, or the same one after a restart, begins with its own. */
  get boot() {
    return this.#get(sessionStorage, this.bootKey);
  }

  set boot(boot) {
    if (boot === this.boot) return;
    this.#set(sessionStorage, this.seqKey, "");
    this.#set(sessionStorage, this.bootKey, boot);
  }

  /** One word for all tabs of this browser profile, so that the server knows who knows what. */
  get browser() {
    const key = "belfry.browser";
    let name = this.#get(localStorage, key);
    if (!name) {
      name = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      this.#set(localStorage, key, name);
    }
    return name;
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return this.fallback;
    }
  }

  #write(list) {
    this.fallback = list;
    this.#set(localStorage, this.key, JSON.stringify(list));
  }

  // storage may be switched off; then one tab remembers for as long as it lives
  #get(storage, key) {
    try {
      return storage.getItem(key) ?? "";
    } catch {
      return "";
    }
  }

  #set(storage, key, value) {
    try {
      storage.setItem(key, value);
    } catch {
      return;
    }
  }
}
