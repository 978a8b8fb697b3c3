import { icon } from "./icon.js";
import { readable } from "./time.js";

const EVERY_MS = 2000;
const ICONS = { live: "dot", reconnecting: "ring", stale: "peak" };

/**
 * Says for each PBX whether what you see is alive. The element names its source; when the source
 * itself is silent, everything is stale since the last answer.
 */
export function liveLabels(slot) {
  if (!slot) return;
  let last = [];
  let heard = new Date();
  const ask = async () => {
    // a page that knows better has put its own labels in this place
    if (!slot.isConnected) return;
    try {
      const answer = await fetch(slot.dataset.liveSource, { headers: { Accept: "application/json", "X-Belfry-By-Itself": "yes" }, signal: AbortSignal.timeout(EVERY_MS * 2) });
      // a page that can ask for the password in place must not lose what was typed
      if (answer.status === 401 && !document.getElementById("login-again")) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      last = (await answer.json()).items;
      heard = new Date();
      show(slot, last.map((pbx) => labelOf(pbx, slot.dataset)));
    } catch {
      show(slot, (last.length ? last : [{ pbx: "" }]).map((pbx) => stale(pbx.pbx, heard, slot.dataset)));
    }
    setTimeout(ask, document.hidden ? EVERY_MS * 5 : EVERY_MS);
  };
  ask();
}

function labelOf(pbx, words) {
  if (pbx.old && pbx.dataFrom && pbx.status !== "REFUSED") return { ...stale(pbx.pbx, new Date(pbx.dataFrom), words), why: pbx.detail };
  switch (pbx.status) {
    case "LIVE":
      return { state: "live", pbx: pbx.pbx, text: words.wordLive, more: pbx.latencyMillis >= 0 ? `${pbx.latencyMillis} ms` : "" };
    case "CONNECTING":
      return { state: "reconnecting", pbx: pbx.pbx, text: words.wordConnecting, more: "", why: pbx.detail };
    case "RECONNECTING":
      return { state: "reconnecting", pbx: pbx.pbx, text: words.wordReconnecting, more: `${pbx.forSeconds} s`, why: pbx.detail };
    default:
      return { state: "stale", pbx: pbx.pbx, text: words.wordRefused, more: "", why: pbx.detail };
  }
}

function stale(pbx, since, words) {
  return { state: "stale", pbx, text: words.wordStale.replace("{0}", readable(since)), more: "" };
}

// the element is a live region: what only counts on must not be read out again
function show(slot, labels) {
  const wanted = labels.map((label) => `${label.pbx} ${label.state} ${label.text}`).join("|");
  if (slot.dataset.shown === wanted) {
    labels.forEach((label, i) => more(slot.children[i], label));
    return;
  }
  slot.dataset.shown = wanted;
  slot.replaceChildren(...labels.map(element));
}

function element(label) {
  const box = document.createElement("span");
  box.className = "live-label";
  box.dataset.live = label.state;
  const word = document.createElement("strong");
  word.textContent = label.text;
  const figures = document.createElement("span");
  figures.setAttribute("aria-live", "off");
  box.append(icon(ICONS[label.state]), word, figures);
  more(box, label);
  return box;
}

function more(box, label) {
  const text = [label.pbx, label.more].filter(Boolean).join(" ");
  if (box.lastElementChild.textContent !== text) box.lastElementChild.textContent = text;
  box.title = label.why ?? "";
}
