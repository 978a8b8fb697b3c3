// What this browser remembers for its reader. One that stores nothing for us forgets, and that is all.

export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // not remembered then
  }
}
