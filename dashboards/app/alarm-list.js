// One alarm on one line: priority, what, where, since when, state, who.
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { began, howBad, isOwed, reach, what, where } from './alarms.js';
import { shape } from './icons.js';
import { since, span } from './format.js';
import { t, title } from './words.js';

/** Who has it: whoever it was given to, or who accepted it; one that came up again was accepted by nobody. */
const who = (alarm) => alarm.assignee || (isOwed(alarm) ? '' : alarm.acknowledged_by);

/** A line that leads to the alarm; with its settlement where the list holds several. */
const alarmLine = (alarm, zone, { chosen = false, settlement = false } = {}) => html`<a class="alarm-line ${alarm.state === 'UNACK' ? 'owed' : ''}" href="#/alarms/${alarm.id}" aria-current=${chosen ? 'true' : 'false'}>
  <span class="shape-of" title=${t(`priority.${alarm.priority}`)}>${shape(alarm.priority)}<span class="sr">${t(`priority.${alarm.priority}`)}</span></span>
  <span class="what">${what(alarm)}${howBad(alarm) ? html` <b class="bad">${howBad(alarm)}</b>` : nothing}${alarm.reach ? html`<span class="mark">${reach(alarm)}</span>` : nothing}${alarm.work?.stage === 'reopened' ? html`<span class="mark suspect">${t('alarm.reopened')}</span>` : nothing}${alarm.stale ? html`<span class="mark">${t('alarm.stale')}</span>` : nothing}</span>
  <span class="where">${where(alarm, settlement)}</span>
  <span class="when" title=${span(Date.now() - began(alarm))}>${since(began(alarm), zone)}</span>
  <span class="how">${t(`state.${alarm.state}`)}${who(alarm) ? html` · ${who(alarm)}` : nothing}</span></a>`;

/** A list longer than this is more than a screen, so that what is the same so many times becomes one line there. */
const LONG = 15;
const SAME = 5;

/**
 * The alarms of a long list with those of one rule, settlement and priority together, where the first of them is; of a short
 * list, and of what is there a few times only, each by itself.
 */
export function together(alarms) {
  if (alarms.length <= LONG) return alarms.map((alarm) => [alarm]);
  const keyOf = (alarm) => [alarm.rule, alarm.settlement, alarm.priority].join(' ');
  const groups = new Map();
  alarms.forEach((alarm) => groups.set(keyOf(alarm), [...(groups.get(keyOf(alarm)) || []), alarm]));
  const placed = new Set();
  return alarms.flatMap((alarm) => {
    const group = groups.get(keyOf(alarm));
    if (group.length < SAME) return [[alarm]];
    if (placed.has(group)) return [];
    placed.add(group);
    return [group];
  });
}

/** Many alarms that say the same as one line, which opens to show each; it is open where one of them is chosen. */
export const alarmGroups = (groups, zone, options, key) => repeat(groups, (group) => (group.length > 1 ? `${group[0].rule} ${group[0].settlement} ${group[0].priority}` : key(group[0])), (group) => {
  const [first] = group;
  if (group.length === 1) return alarmLine(first, zone, options(first));
  const owed = group.filter((alarm) => alarm.state === 'UNACK').length;
  return html`<details class="alarm-group" ?open=${group.some((alarm) => options(alarm).chosen)}><summary class="alarm-line ${owed ? 'owed' : ''}">
    <span class="shape-of" title=${t(`priority.${first.priority}`)}>${shape(first.priority)}<span class="sr">${t(`priority.${first.priority}`)}</span></span>
    <span class="what">${what(first)} <b class="times">× ${group.length}</b>${howBad(...group) ? html` <span class="bad">${t('alarm.worst.short', { value: howBad(...group) })}</span>` : nothing}</span><span class="where">${title(first.settlement_title) || first.settlement}</span>
    <span class="when" title=${span(Date.now() - began(first))}>${since(began(first), zone)}</span>
    <span class="how">${owed ? `${t('state.UNACK')}: ${owed}` : t(`state.${first.state}`)}</span></summary>${alarmLines(group, zone, options, key)}</details>`;
});

/** Lines that stay the same elements when the list is sorted anew; of one alarm several occurrences only with their own keys. */
export const alarmLines = (alarms, zone, options = () => ({}), key = (alarm) => alarm.id) => repeat(alarms, key, (alarm) => alarmLine(alarm, zone, options(alarm)));
