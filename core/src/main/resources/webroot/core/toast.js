import { icon } from "./icon.js";

const SHOWN_MS = 6000;
const MOST = 4;

/** Says something in the corner. kind: good, bad or "" – bad ones stay until they are closed. */
export function toast(text, kind = "") {
  const place = document.getElementById("toasts");
  if (!place) return;
  const box = document.createElement("div");
  box.className = kind ? `toast toast-${kind}` : "toast";
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button";
  close.setAttribute("aria-label", place.dataset.wordClose ?? "×");
  close.append(icon("close"));
  close.addEventListener("click", () => box.remove());
  box.append(icon(kind === "bad" ? "triangle" : kind === "good" ? "check" : "info"), words, close);
  place.append(box);
  while (place.children.length > MOST) place.firstElementChild.remove();
  if (kind !== "bad") setTimeout(() => box.remove(), SHOWN_MS);
}
