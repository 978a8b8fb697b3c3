// The page of one call: what the server wrote is replaced by the same story, alive.

import {localTimes} from '/static/core/time.js';
import {serverSays} from './clock.js';
import {Lights} from './lights.js';
import {Line} from './line.js';
import {Story} from './story.js';
import {text} from './texts.js';

const page = document.querySelector('[data-page="call"]');
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const call = page.dataset.call;

const lightsBox = part('lights');
document.getElementById('live')?.remove();
document.querySelector('.top-end')?.prepend(lightsBox);
const lights = new Lights(lightsBox, () => {});

const story = new Story(part('story'), part('verdicts'), (problem) => {
  part('problem').hidden = problem === '';
  part('problem').textContent = problem ? text(`rt.story.${problem}`) : '';
  part('noverdict').hidden = part('verdicts').childElementCount > 0;
});

const handlers = {
  pbxs: (message) => lights.heard(message.pbxs),
  trace(message) {
    if (message.reload) {
      story.load();
    } else {
      story.add(message.call, message.lines);
    }
    if (message.reload || message.lines.some((each) => each.step === 'pbx')) {
      readFactsSoon();
    }
    part('noverdict').hidden = part('verdicts').childElementCount > 0;
  },
};

/** The event is told a moment before its call is written down. */
const A_MOMENT = 400;
let reading = 0;

function readFactsSoon() {
  clearTimeout(reading);
  reading = setTimeout(readFacts, A_MOMENT);
}

/** What stands beside the story changes with the call: the server writes it, so it is asked for again. */
async function readFacts() {
  try {
    const answer = await fetch(location.pathname, {headers: {Accept: 'text/html'}});
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-part="facts"]');
    if (answer.ok && fresh) {
      const open = part('facts').querySelector('details').open;
      part('facts').replaceWith(document.adoptNode(fresh));
      part('facts').querySelector('details').open = open;
      localTimes(part('facts'));
    }
  } catch {
    // the line says that the server is away
  }
}

const line = new Line('/realtime/stream', {
  message(message) {
    serverSays(message.now);
    handlers[message.type]?.(message);
  },
  up() {
    lights.lineUp();
    story.load();
  },
  down: (since) => lights.lineDown(since),
  ended: () => lights.lineDown(Date.now()),
});

line.wish('watch', {type: 'watch', call});
line.open();
story.show(call);
document.addEventListener('visibilitychange', () => document.hidden || line.hurry());
