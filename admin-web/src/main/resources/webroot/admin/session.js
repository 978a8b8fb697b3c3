// A form may stay open for longer than a session lives. Before it is sent we look whether the session
// is still there; if not, the password is asked for on the spot and nothing that was typed is lost.
import { toast } from '/static/core/toast.js';

const box = document.getElementById('login-again');

/** The word that changes must carry, everywhere it stands in the page. */
function useWord(csrf) {
  document.querySelectorAll('input[name="_csrf"]').forEach((input) => {
    input.value = csrf;
  });
  document.querySelector('meta[name="csrf"]').content = csrf;
}

/** Whether somebody is logged in; also fetches the session's word, which may be another one now. */
async function isAlive() {
  const answer = await fetch('/account/session', { headers: { Accept: 'application/json' } });
  if (answer.ok) useWord((await answer.json()).csrf);
  return answer.status !== 401;
}

async function logIn(fields) {
  return fetch('/login', {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ username: fields.username.value, password: fields.password.value }),
  });
}

/** Resolves to whether one is logged in again. */
function ask() {
  const fields = box.querySelector('form').elements;
  const message = box.querySelector('[data-message]');
  message.textContent = '';
  box.showModal();
  fields.password.focus();
  return new Promise((resolve) => {
    const submitted = async (event) => {
      event.preventDefault();
      const answer = await logIn(fields);
      fields.password.value = '';
      if (answer.ok) {
        await isAlive();
        done(true);
      } else {
        message.textContent = (await answer.json()).error.message;
        fields.password.focus();
      }
    };
    const closed = () => done(false);
    const done = (result) => {
      box.removeEventListener('submit', submitted);
      box.removeEventListener('close', closed);
      if (box.open) box.close();
      resolve(result);
    };
    box.addEventListener('submit', submitted);
    box.addEventListener('close', closed);
  });
}

/** Sends the form only when it will be taken. */
export function keepSession(form) {
  let sure = false;
  form.addEventListener('submit', async (event) => {
    if (sure || event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    try {
      if ((await isAlive()) || (await ask())) {
        sure = true;
        form.requestSubmit(button);
      }
    } catch {
      // the server is away; the form stays as it is
      toast(box.dataset.offline, 'bad');
    }
  });
}

// what refreshes a part of the page by itself must not throw the whole page away
document.body.addEventListener('htmx:beforeOnLoad', async (event) => {
  if (!box || event.detail.xhr.status !== 401) return;
  event.preventDefault();
  if (!box.open && (await ask())) event.detail.elt.dispatchEvent(new Event('sample-changed'));
});
