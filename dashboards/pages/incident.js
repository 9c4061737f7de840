// One fault with what it explains: the alarms that it suppresses, who is still without, and what that has cost so far.
import { html, nothing } from 'lit';
import { isOpen, what, where } from '../app/alarms.js';
import { number } from '../app/format.js';
import { t } from '../app/words.js';
import { detail } from './told.js';

const line = (one) => html`<li><a href="#/alarms/${one.id}">${where(one)}</a> <span class="muted">${t(`state.${one.state}`)}${one.acknowledged_by ? ` · ${one.acknowledged_by}` : ''}</span></li>`;

/** The members by what they say, most first; a group of many is folded. */
export function incident(found) {
  if (!found || !found.members.length) return nothing;
  const pockets = found.members.filter((one) => one.pocket);
  const kinds = new Map();
  found.members.forEach((one) => kinds.set(one.rule, [...(kinds.get(one.rule) || []), one]));
  return html`<section class="incident"><h2>${t('incident.title')}</h2>
    <dl class="facts"><div><dt>${t('incident.members')}</dt><dd>${number(found.members.length)}</dd></div>
      ${found.customer_minutes === null ? nothing : html`<div><dt>${t('incident.minutes')}</dt><dd>${number(found.customer_minutes)}</dd></div>`}</dl>
    ${pockets.length ? html`<p class="warned">${t('incident.pockets')} (${pockets.length})</p><ul class="small">${pockets.map(line)}</ul>` : nothing}
    ${[...kinds.values()].sort((a, b) => b.length - a.length).map((same) => html`<details class="facts affected"><summary>${what(same[0])} (${same.length}${
  same.some(isOpen) ? `, ${t('incident.open', { n: same.filter(isOpen).length })}` : ''})</summary><ul class="small">${same.map(line)}</ul></details>`)}</section>`;
}

/** Why an alarm is suppressed, as a fact of its card. */
export function explainedBy(alarm, alarms) {
  if (alarm.state !== 'DSUPR') return nothing;
  const last = [...(alarm.journal || [])].reverse().find((one) => one.kind === 'suppressed');
  return last ? html`<div><dt>${t('incident.because')}</dt><dd>${detail(last, alarms)}</dd></div>` : nothing;
}
