// Loaded by every page. Each part looks for its elements and does nothing when they are not there.
import { themeSwitch } from "./theme.js";
import { menus } from "./menu.js";
import { liveLabels } from "./live.js";
import { localTimes } from "./time.js";
import { dialogs } from "./dialog.js";
import { csrfForHtmx } from "./csrf.js";

themeSwitch();
menus();
dialogs();
localTimes(document);
csrfForHtmx();
liveLabels(document.getElementById("live"));
document.querySelector("[data-focus]")?.focus();
document.body.addEventListener("htmx:afterSwap", (event) => localTimes(event.detail.target));
