// The line to the server: one socket, opened again when it breaks, with all that has to be said again.
// Messages: docs of realtime-push, LiveMessage and LiveRequest.

const FIRST_PAUSE = 500;
// short, so that a server that is back is seen within three seconds
const LONGEST_PAUSE = 2_500;
const WHEN_REFUSED = 30_000;
/** The server speaks at least every four seconds; after this much silence the line is dead. */
const SILENCE = 10_000;

export class Line {
  #address;
  #listener;
  #socket = null;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #watchdog = 0;
  #wishes = new Map();
  #refused = '';
  #ended = false;
  #opened = false;

  /** The listener gets message(object), up(), down(since) and ended(). */
  constructor(path, listener) {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#address = `${scheme}//${location.host}${path}`;
    this.#listener = listener;
    this.downSince = Date.now();
    this.isUp = false;
  }

  open() {
    if (this.#ended || this.#socket) {
      return;
    }
    clearTimeout(this.#timer);
    this.#opened = false;
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.addEventListener('open', () => this.#onOpen(socket));
    socket.addEventListener('message', (event) => this.#onMessage(socket, event.data));
    socket.addEventListener('close', () => this.#onClose(socket));
    this.#watch();
  }

  /** Said now and after each reconnect; a later wish of the same kind replaces it. */
  wish(kind, message) {
    this.#wishes.set(kind, message);
    this.#say(message);
  }

  /** Something is not as it should be: begin anew. */
  again() {
    for (const message of this.#wishes.values()) {
      this.#say(message);
    }
  }

  /** Somebody looks again: do not let him wait for a pause to end. */
  hurry() {
    if (!this.#socket && !this.#ended && !this.#refused) {
      this.open();
    }
  }

  #say(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #onOpen(socket) {
    if (socket !== this.#socket) {
      return;
    }
    this.#opened = true;
    this.#refused = '';
    this.again();
  }

  #onMessage(socket, data) {
    if (socket !== this.#socket) {
      return;
    }
    this.#watch();
    const message = JSON.parse(data);
    if (message.type === 'refused') {
      this.#refused = message.reason;
    } else if (!this.isUp) {
      this.isUp = true;
      this.#pause = FIRST_PAUSE;
      this.#listener.up();
    }
    this.#listener.message(message);
  }

  #onClose(socket) {
    if (socket !== this.#socket) {
      return;
    }
    clearTimeout(this.#watchdog);
    this.#socket = null;
    if (this.isUp) {
      this.isUp = false;
      this.downSince = Date.now();
    }
    this.#listener.down(this.downSince);
    if (!this.#opened) {
      this.#askWhy();
    }
    const wait = this.#refused ? WHEN_REFUSED : this.#pause * (0.5 + Math.random() / 2);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    this.#timer = setTimeout(() => this.open(), wait);
  }

  /** A browser does not tell why a socket was not opened; a plain request does. */
  async #askWhy() {
    try {
      const answer = await fetch('/api/v1/realtime?limit=1', {headers: {Accept: 'application/json', 'X-Belfry-By-Itself': 'yes'}});
      if (answer.status === 401 || answer.status === 403) {
        this.#ended = true;
        clearTimeout(this.#timer);
        this.#listener.ended();
      }
    } catch {
      // the server is away: the pauses do their work
    }
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      const socket = this.#socket;
      if (socket) {
        socket.close();
        this.#onClose(socket);
      }
    }, SILENCE);
  }
}
