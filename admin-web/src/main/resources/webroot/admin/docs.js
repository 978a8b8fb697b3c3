/* Sends what somebody typed at an operation and shows what came back. The token is in its field and nowhere else. */
import { csrf } from '../core/csrf.js';

const MOST = 100_000;
const who = document.getElementById('who');
const token = document.getElementById('token');

function asToken() {
  return who.elements.as.value === 'token';
}

function address(form) {
  const query = new URLSearchParams();
  let path = form.dataset.path;
  form.querySelectorAll('[data-in]').forEach((field) => {
    const { in: place, name } = field.dataset;
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(field.value));
    if (place === 'query' && field.value !== '') query.append(name, field.value);
  });
  return `/api/v1${path}${query.size > 0 ? `?${query}` : ''}`;
}

function headers(form) {
  const all = new Headers({ Accept: 'application/json, */*' });
  form.querySelectorAll('[data-in=header]').forEach((field) => {
    if (field.value !== '') all.set(field.dataset.name, field.value);
  });
  if (form.dataset.sends === 'true') all.set('Content-Type', 'application/json');
  if (asToken()) all.set('Authorization', `Bearer ${token.value.trim()}`);
  else all.set('X-CSRF-Token', csrf());
  return all;
}

function shown(response, text) {
  if (!response.headers.get('Content-Type')?.startsWith('application/json')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/* A stream has no end: what has come is shown while more comes. */
async function read(response, result, stop) {
  const answer = result.querySelector('[data-answer]');
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    answer.textContent = text.slice(0, MOST);
    if (text.length > MOST) {
      answer.textContent += `\n${result.dataset.cut}`;
      stop.abort();
      return;
    }
  }
  answer.textContent = shown(response, text);
}

function showHead(response, result, since) {
  const millis = Math.round(performance.now() - since);
  result.querySelector('[data-status]').textContent = `${response.status} ${response.statusText} · ${millis} ms`;
  result.querySelector('[data-headers]').textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
}

async function send(form) {
  const result = form.querySelector('[data-result]');
  const status = result.querySelector('[data-status]');
  const stopButton = form.querySelector('[data-stop]');
  const stop = new AbortController();
  const since = performance.now();
  result.hidden = false;
  stopButton.hidden = false;
  stopButton.onclick = () => stop.abort();
  result.querySelectorAll('pre').forEach((each) => {
    each.textContent = '';
  });
  status.textContent = result.dataset.sending;
  try {
    const response = await fetch(address(form), {
      method: form.dataset.method,
      headers: headers(form),
      body: form.querySelector('[data-body]')?.value,
      credentials: asToken() ? 'omit' : 'same-origin',
      signal: stop.signal,
    });
    showHead(response, result, since);
    await read(response, result, stop);
  } catch (failure) {
    if (failure.name !== 'AbortError') status.textContent = result.dataset.failed;
  } finally {
    stopButton.hidden = true;
  }
}

/* An operation that an address names is opened. */
function openNamed() {
  const named = document.getElementById(location.hash.slice(1));
  if (named instanceof HTMLDetailsElement) named.open = true;
}

who.hidden = false;
who.addEventListener('submit', (event) => event.preventDefault());
token.addEventListener('input', () => {
  if (token.value !== '') who.elements.as.value = 'token';
});
document.querySelectorAll('[data-try]').forEach((form) => {
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
});
addEventListener('hashchange', openNamed);
openNamed();
