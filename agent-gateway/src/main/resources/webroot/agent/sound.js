// Two short tones made by the browser itself. Needs a click once, like everything that makes noise.
const KEY = "belfry.sound";

export class Sound {
  constructor(box) {
    this.context = null;
    this.box = box;
    box.checked = this.#wanted();
    box.addEventListener("change", () => {
      this.#remember(box.checked ? "on" : "off");
      this.unlock();
      this.play();
    });
  }

  /** In the handler of a click. */
  unlock() {
    this.context ??= window.AudioContext ? new AudioContext() : null;
    this.context?.resume();
  }

  play() {
    if (!this.box.checked || this.context?.state !== "running") return;
    this.#tone(660, 0);
    this.#tone(880, 0.14);
  }

  #tone(frequency, after) {
    const start = this.context.currentTime + after;
    const tone = this.context.createOscillator();
    const volume = this.context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.15, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.13);
    tone.connect(volume).connect(this.context.destination);
    tone.start(start);
    tone.stop(start + 0.15);
  }

  #wanted() {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch {
      return true;
    }
  }

  #remember(value) {
    try {
      localStorage.setItem(KEY, value);
    } catch {
      return;
    }
  }
}
