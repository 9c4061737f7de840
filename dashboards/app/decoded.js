// What comes out of a message: its readings with their place in the payload, and what was left and why.
import { html, nothing } from 'lit';
import { exact, plain, unitText } from './format.js';
import { quality, wordOr } from './page.js';
import { metricName, t } from './words.js';

const ZONE = 'Asia/Baku';

/** The views around devices that are not registered, for the role. */
export function deviceViews(current, role) {
  const views = ['inbox', 'homes', 'tryout', ...(role === 'operator' ? [] : ['quarantine'])];
  return html`<nav class="sub" aria-label=${t('nav.inbox')}>${views.map((view) => html`<a href="#/${view}" aria-current=${view === current ? 'page' : 'false'}>${t(`sub.${view}`)}</a>`)}</nav>`;
}

/** A decoded message as the API tells it. */
export function decodedView(decoded) {
  const readings = decoded.readings || [];
  return html`${readings.length ? html`<div class="scroll"><table><thead><tr><th>${t('device.metric')}</th><th class="number">${t('device.value')}</th><th>${t('decoded.place')}</th><th class="when">${t('device.time')}</th></tr></thead>
    <tbody>${readings.map((one) => html`<tr><td>${metricName(one.metric)}${one.device !== decoded.device ? html`<br><span class="tiny muted">${one.device}</span>` : nothing}</td>
      <td class="number">${typeof one.value === 'number' ? plain(one.value) : String(one.value)} ${one.unit === 'text' || one.unit === 'state' ? nothing : unitText(one.unit)}${quality(one.quality)}</td>
      <td><code>${place(one)}</code></td><td class="muted when">${exact(Date.parse(one.ts), ZONE)}</td></tr>`)}</tbody></table></div>`
    : html`<p class="body small muted">${t(`outcome.${decoded.outcome}`)}${decoded.reason ? html`: ${decoded.reason}` : nothing}${decoded.status ? html`: ${t(decoded.status)}` : nothing}</p>`}
    ${readings.length && decoded.left?.length ? html`<div class="left-out"><strong>${t('decoded.left')}</strong>${decoded.left.map((one) => html`<span><code>${one.path}</code> ${wordOr('left', one.reason)}</span>`)}</div>` : nothing}
    ${decoded.problems?.length ? html`<ul class="faults body small">${decoded.problems.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}`;
}

const place = (one) => (one.path !== undefined ? one.path || '·' : one.offset !== undefined ? t('decoded.byte', { n: one.offset }) : '');

/** Bytes in base64 as text, sixteen to a line. */
export function hex(base64) {
  const bytes = Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'));
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16) lines.push(bytes.slice(at, at + 16).join(' '));
  return lines.join('\n');
}

/** The payload of a message as it is shown: text, or bytes. */
export const payload = (message) => html`<pre>${message.payload_utf8 !== undefined ? message.payload_utf8 : hex(message.payload_base64)}</pre>`;
