// An empty table says why it is empty and what to do about it. The texts and links are in the page, one block each.

export class Empty {
  #box;

  constructor(box, {clear, retry}) {
    this.#box = box;
    this.#box.querySelector('[data-action="clear"]')?.addEventListener('click', clear);
    this.#box.querySelector('[data-action="retry"]')?.addEventListener('click', retry);
  }

  show(seen) {
    const kind = kindOf(seen);
    this.#box.hidden = kind === '';
    for (const each of this.#box.querySelectorAll('[data-empty]')) {
      each.hidden = each.dataset.empty !== kind;
    }
  }
}

function kindOf({rows, waits, filtered, lights, refused}) {
  if (refused && !lights.isLineUp) {
    return `refused-${refused.reason}`;
  }
  if (rows > 0) {
    return '';
  }
  if (waits) {
    return lights.isLineUp ? 'waiting' : 'offline';
  }
  if (filtered) {
    return 'filtered';
  }
  if (lights.state === 'none') {
    return 'nopbx';
  }
  return lights.state === 'away' ? 'away' : 'nothing';
}
