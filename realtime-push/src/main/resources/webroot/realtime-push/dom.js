// Builds elements with text nodes only: what comes from a call can never become markup.

import {icon as commonIcon} from '/static/core/icon.js';

/** element('td', {class: 'x', dataset: {row: '1'}}, 'text', otherElement) */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'dataset') {
      Object.assign(made.dataset, value);
    } else if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value !== undefined && value !== null) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== '' && child !== null && child !== undefined));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';
const OURS = new Set(['incoming', 'outgoing', 'missed', 'card', 'rule', 'table', 'person', 'outside', 'stop', 'cross']);

/** An icon of this module's sprite or of the common one; it only repeats what a word beside it says. */
export function icon(name) {
  if (!OURS.has(name)) {
    return commonIcon(name);
  }
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/static/realtime-push/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** The address as a link may have it, or null: only http and https, whatever the data says. */
export function webAddress(url) {
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url)) {
    return null;
  }
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens elsewhere and tells the other side nothing about us. */
export function outsideLink(url, label, attributes = {}) {
  const address = webAddress(url);
  return address === null
    ? element('span', attributes, label)
    : element('a', {...attributes, href: address, target: '_blank', rel: 'noopener noreferrer'}, label);
}
