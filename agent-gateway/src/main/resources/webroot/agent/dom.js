/**
 * Makes an element. Children are elements or texts; a text becomes a text node, so that whatever
 * name a caller has is shown as it is. Attributes that are false or undefined are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/**
 * Makes the children of a place be the elements of these items, in this order. What is there already
 * and has not changed keeps its element, and with it focus and text selection.
 */
export function sync(place, items, keyOf, build) {
  const before = new Map([...place.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const key = keyOf(item);
    const print = JSON.stringify(item);
    const old = before.get(key);
    if (old?.dataset.print === print) return old;
    const fresh = build(item);
    fresh.dataset.key = key;
    fresh.dataset.print = print;
    if (old) takeOver(old, fresh);
    return fresh;
  });
  for (const child of [...place.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((element, at) => {
    if (place.children[at] !== element) place.insertBefore(element, place.children[at] ?? null);
  });
}

function takeOver(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.action : "";
  old.replaceWith(fresh);
  if (focused) fresh.querySelector(`[data-action="${focused}"]`)?.focus();
}

/** Only http and https, and no user name that could look like a host. */
export function isWebAddress(text) {
  try {
    const url = new URL(text);
    return (url.protocol === "http:" || url.protocol === "https:") && !url.username && !url.password;
  } catch {
    return false;
  }
}

export function hostOf(text) {
  try {
    return new URL(text).host;
  } catch {
    return "";
  }
}
