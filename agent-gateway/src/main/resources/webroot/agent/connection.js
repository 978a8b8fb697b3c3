// The socket to the server: comes back by itself, notices when it is dead, and spreads the returns of
// a thousand agents after a restart. A hidden tab's timers are slow, so nothing hangs on them alone.
const FIRST_MS = 2000;
const MOST_MS = 30000;
const SILENT_MS = 40000;
const ANSWER_MS = 2000;
const LOGGED_OUT = 4001;

export class Connection {
  /** events: hello() gives the first message; message(m), open(), closed(), loggedOut(). */
  constructor(events) {
    this.events = events;
    this.tries = 0;
    this.heard = 0;
    this.offset = 0;
    this.lostAt = 0;
    this.ended = false;
    this.questions = new Map();
    this.asked = 0;
  }

  start() {
    this.#connect();
    setInterval(() => this.#watch(), 5000);
    addEventListener("online", () => this.check());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.check());
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN && this.greeted;
  }

  /** The server's clock, as good as the fastest message tells it. */
  now() {
    return Date.now() + this.offset;
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Back from sleep or from another network: is it still there? */
  check() {
    if (this.ended) return;
    if (this.socket?.readyState !== WebSocket.OPEN) {
      this.#soon(Math.random() * 500);
      return;
    }
    const asked = Date.now();
    const socket = this.socket;
    this.askTime().then((answered) => answered || socket !== this.socket || this.heard >= asked || this.#giveUp());
  }

  /**
   * Asks what time it is at the server: its clock or ours may have been set, or this page has slept. What was
   * on its way before the question does not answer it.
   * @returns {Promise<boolean>} whether the answer came
   */
  askTime() {
    return new Promise((resolve) => {
      const question = (this.asked += 1);
      const done = (answered) => this.questions.delete(question) && resolve(answered);
      this.questions.set(question, { done, asked: Date.now() });
      setTimeout(() => done(false), ANSWER_MS);
      this.send({ type: "check", asked: question });
    });
  }

  #connect() {
    clearTimeout(this.timer);
    if (this.ended || this.socket?.readyState === WebSocket.CONNECTING) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/agent/socket`);
    this.socket = socket;
    this.greeted = false;
    socket.addEventListener("open", () => {
      this.heard = Date.now();
      socket.send(JSON.stringify(this.events.hello()));
    });
    socket.addEventListener("message", (event) => socket === this.socket && this.#hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => socket === this.socket && this.#closed(event.code));
  }

  #hear(message) {
    this.heard = Date.now();
    if (message.type === "welcome") {
      this.tries = 0;
      this.greeted = true;
      this.offset = message.now - Date.now();
      const away = this.lostAt ? Math.round((Date.now() - this.lostAt) / 1000) : 0;
      this.lostAt = 0;
      this.events.open(away);
    } else if (message.type === "beat") {
      const told = message.now - Date.now();
      const question = this.questions.get(message.asked);
      // a message that waited in a sleeping tab would set the clock back, and so would an answer to what was asked before
      const isFresh = question !== undefined && Date.now() - question.asked <= 2 * ANSWER_MS;
      this.offset = isFresh ? told : Math.max(this.offset, told);
      question?.done(isFresh);
      return;
    }
    this.events.message(message);
  }

  #closed(code) {
    this.greeted = false;
    if (!this.lostAt) this.lostAt = Date.now();
    this.events.closed();
    // the second try comes as soon as the first: that one may have been led to the same dead node
    const longest = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, this.tries - 1));
    this.tries += 1;
    // the session may be over, or only its rights have changed
    if (code === LOGGED_OUT || this.tries > 1) this.#stillLoggedIn();
    this.#soon(Math.random() * longest);
  }

  #soon(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#connect(), ms);
  }

  #watch() {
    if (this.ended) return;
    if (this.socket?.readyState === WebSocket.OPEN && Date.now() - this.heard > SILENT_MS) this.#giveUp();
  }

  /** A socket over a dead network takes minutes to close; we do not wait for it. */
  #giveUp() {
    const dead = this.socket;
    this.socket = null;
    dead.close();
    this.#closed(0);
  }

  /** A refused upgrade does not say why; a page that leads to the log-in does. */
  async #stillLoggedIn() {
    try {
      const answer = await fetch("/agent", { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || answer.status === 401) this.#end();
    } catch {
      return;
    }
  }

  #end() {
    this.ended = true;
    clearTimeout(this.timer);
    this.events.closed();
    this.events.loggedOut();
  }
}
