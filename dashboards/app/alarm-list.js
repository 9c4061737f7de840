// One alarm on one line: priority, what, where, since when, state, who.
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { began, isOwed, reach, what, where } from './alarms.js';
import { shape } from './icons.js';
import { since, span } from './format.js';
import { t } from './words.js';

/** Who has it: whoever it was given to, or who accepted it; one that came up again was accepted by nobody. */
const who = (alarm) => alarm.assignee || (isOwed(alarm) ? '' : alarm.acknowledged_by);

/** A line that leads to the alarm; with its settlement where the list holds several. */
const alarmLine = (alarm, zone, { chosen = false, settlement = false } = {}) => html`<a class="alarm-line ${alarm.state === 'UNACK' ? 'owed' : ''}" href="#/alarms/${alarm.id}" aria-current=${chosen ? 'true' : 'false'}>
  <span class="shape-of" title=${t(`priority.${alarm.priority}`)}>${shape(alarm.priority)}<span class="sr">${t(`priority.${alarm.priority}`)}</span></span>
  <span class="what">${what(alarm)}${alarm.reach ? html`<span class="mark">${reach(alarm)}</span>` : nothing}${alarm.work?.stage === 'reopened' ? html`<span class="mark suspect">${t('alarm.reopened')}</span>` : nothing}${alarm.stale ? html`<span class="mark">${t('alarm.stale')}</span>` : nothing}</span>
  <span class="where">${where(alarm, settlement)}</span>
  <span class="when" title=${span(Date.now() - began(alarm))}>${since(began(alarm), zone)}</span>
  <span class="how">${t(`state.${alarm.state}`)}${who(alarm) ? html` · ${who(alarm)}` : nothing}</span></a>`;

/** Lines that stay the same elements when the list is sorted anew; of one alarm several occurrences only with their own keys. */
export const alarmLines = (alarms, zone, options = () => ({}), key = (alarm) => alarm.id) => repeat(alarms, key, (alarm) => alarmLine(alarm, zone, options(alarm)));
