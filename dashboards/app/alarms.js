// What pages know about alarms: order by need, words of states, who may do what, and the standing list kept up to date.
import { get, query } from './api.js';
import { quantityText } from './format.js';
import { has, metricName, t, title } from './words.js';

/** What devices belong to, as their types name it. */
export const UTILITIES = ['electricity', 'water', 'heat', 'gas', 'lighting', 'charging', 'agriculture', 'air', 'weather'];

export const PRIORITIES = ['critical', 'high', 'medium', 'low'];
/** The states in which somebody has to look at an alarm. */
export const OPEN = ['UNACK', 'ACKED', 'RTNUN', 'LATUN', 'LATAK'];
const STATE_ORDER = { UNACK: 0, LATUN: 1, RTNUN: 2, ACKED: 3, LATAK: 4, SHLVD: 5, DSUPR: 6, OOSRV: 7, NORM: 8 };

/** Whether somebody has to look at it now. */
export const isOpen = (alarm) => OPEN.includes(alarm.state);

/** Whether an acknowledgement is owed. */
export const isOwed = (alarm) => ['UNACK', 'RTNUN', 'LATUN'].includes(alarm.state);

/** What people owe first: unacknowledged before acknowledged, then by priority, then the oldest. */
export const byNeed = (a, b) => Number(!isOpen(a)) - Number(!isOpen(b))
  || PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority)
  || STATE_ORDER[a.state] - STATE_ORDER[b.state] || began(a) - began(b) || a.id - b.id;

/** What is wrong, in the chosen language. */
export const what = (alarm) => title(alarm.title) || alarm.rule;

/** Whether it is about the monitoring server, which is at no place and has no page. */
export const ofServer = (alarm) => alarm.device === 'ocaq/server/health';

/** Whether it is about a place with all that it feeds; one that is over no longer says whom it reached. */
const ofGroup = (alarm) => Boolean(alarm.reach) || alarm.device.endsWith('/group');

/** Site and device, after the settlement when it is asked for; what has the name of its place is named once, and a group is its place. */
export const where = (alarm, settlement = false) => (ofServer(alarm) ? title(alarm.device_title)
  : [settlement ? title(alarm.settlement_title) || alarm.settlement : '',
    title(alarm.site_title) || alarm.device.split('/')[1], ofGroup(alarm) ? '' : title(alarm.device_title)].filter((name, at, all) => name && name !== all[at - 1]).join(' · '));

/** How many of a group are affected. */
export const reach = (alarm) => (alarm.reach ? t('alarm.reach', alarm.reach) : '');

/** What is cut there, while it is. */
export const cut = (alarm) => (alarm.reach && alarm.reach.cut !== 'nothing' && ['UNACK', 'ACKED', 'DSUPR'].includes(alarm.state) ? t(`alarm.cut.${alarm.reach.cut}`) : '');

/** When it began; an outage with the first last word of a member. */
export const began = (alarm) => alarm.reach?.since ?? alarm.raised_at;

/** The critical sites that an outage affects, by name. */
export const critical = (alarm) => alarm.reach.critical.map((it) => title(it.title) || it.site).join(', ');

/** The page of the device, or of the place of a group. */
export const pageOfPlace = (alarm) => (ofGroup(alarm) ? `#/site/${alarm.device.split('/').slice(0, 2).join('/')}` : `#/device/${alarm.device}`);

/** What is measured where no single value says how bad it is; of a group at the member that is worst. */
function figures(alarm) {
  const text = (it) => `${quantityText(it.value, it.unit)} (${it.sign} ${quantityText(it.limit, it.unit)})`;
  const [worst] = alarm.figures;
  return alarm.reach ? t('alarm.worst', { value: text(worst), where: title(worst.site_title) || worst.device })
    : alarm.figures.map((it) => [it.metric && metricName(it.metric), text(it)].filter(Boolean).join(' ')).join(', ');
}

/** How bad it is where there is room for one value; of several alarms at the one that is worst. */
export function howBad(...alarms) {
  const [alarm] = alarms;
  const [first, ...others] = alarms.flatMap((one) => one.figures?.[0] || []);
  if (first) {
    const beyond = (one) => (first.sign.startsWith('>') ? one.value : -one.value);
    const worst = others.reduce((bad, one) => (one.sign === first.sign && beyond(one) > beyond(bad) ? one : bad), first);
    return quantityText(worst.value, worst.unit);
  }
  if (alarms.length > 1) return '';
  return against(alarm) ? quantityText(alarm.value, alarm.unit) : '';
}

/** The value against its limit, when the alarm has one. */
export function against(alarm) {
  if (alarm.figures?.length) return figures(alarm);
  // A state that is what it must not be says nothing beside the alarm's title.
  if (alarm.reach || alarm.value === null || alarm.value === undefined || alarm.value === alarm.setpoint) return '';
  const value = quantityText(alarm.value, alarm.unit);
  return alarm.setpoint === null || alarm.setpoint === undefined ? value
    : t('alarm.against', { value, limit: quantityText(alarm.setpoint, alarm.unit) });
}

const MAY = {
  acknowledge: ['crew', 'operator', 'engineer', 'admin'], note: ['crew', 'operator', 'engineer', 'admin'],
  resolve: ['crew', 'operator', 'engineer', 'admin'], assign: ['operator', 'engineer', 'admin'], shelve: ['operator', 'engineer', 'admin'],
  reset: ['crew', 'operator', 'engineer', 'admin'], 'out-of-service': ['engineer', 'admin'], 'in-service': ['engineer', 'admin'],
};

/** Whether the role and the state allow the act; the server decides again. */
export function may(act, role, alarm) {
  if (!MAY[act].includes(role)) return false;
  if (act === 'acknowledge') return isOwed(alarm);
  if (act === 'reset') return alarm.state === 'LATAK';
  if (act === 'in-service') return alarm.state === 'OOSRV';
  if (act === 'out-of-service') return alarm.state !== 'OOSRV';
  if (act === 'shelve') return !['SHLVD', 'OOSRV', 'NORM'].includes(alarm.state);
  return true;
}

/** Highest standing priority of counts, or null. */
export const worst = (counts) => PRIORITIES.find((name) => counts && counts[name] > 0) || null;

/** All alarms of a query, page by page, at most 2,000. */
export async function allAlarms(values) {
  let items = [];
  let after = '';
  do {
    const page = await get(query('/alarms', { ...values, limit: 500, after }));
    items = items.concat(page.items);
    after = page.next;
  } while (after && items.length < 2000);
  return items;
}

/** The highest revision that this page has seen of each alarm: answers and events overtake each other on their way. */
const newest = new Map();

const isOvertaken = (alarm) => alarm.revision < (newest.get(alarm.id) ?? -Infinity);

/** The list with one alarm put in, replaced or (when it is over) taken out; one that was overtaken changes nothing. */
export function merged(list, alarm) {
  if (isOvertaken(alarm)) return list;
  newest.set(alarm.id, alarm.revision);
  const rest = list.filter((one) => one.id !== alarm.id);
  return (alarm.state === 'NORM' ? rest : [...rest, alarm]).sort(byNeed);
}

/**
 * What was and what stands: of one occurrence the newer line. An alarm that nobody has acknowledged is there however long ago
 * it was, and one that is over stays.
 */
export function everything(past, standing) {
  const key = (alarm) => `${alarm.id}#${alarm.occurrence}`;
  const lines = new Map((past || []).map((alarm) => [key(alarm), alarm]));
  (standing || []).forEach((alarm) => {
    const known = lines.get(key(alarm));
    if (!known || known.revision <= alarm.revision) lines.set(key(alarm), alarm);
  });
  return [...lines.values()];
}

/**
 * A list that was just read, brought up to date: what is known to be newer stays, what is known to be over stays away.
 * @param {object[]} read the answer
 * @param {object[]} known the list before
 * @param {object[]} came alarms that came by other ways while the answer was on its way
 */
export const renewed = (read, known, came = []) => came.reduce(merged, read
  .map((alarm) => (isOvertaken(alarm) ? (known || []).find((one) => one.id === alarm.id) : alarm))
  .filter(Boolean)
  .map((alarm) => {
    newest.set(alarm.id, alarm.revision);
    return alarm;
  })).sort(byNeed);

/** A label and its values as people call them: Utility: electricity. `names`: titles of values that have one. */
export function matcher(label, values, names = {}) {
  const wordOf = (key, otherwise) => (has(key) ? t(key) : otherwise);
  const called = (value) => ({ priority: wordOf(`priority.${value}`, value), utility: wordOf(value, value) })[label] || title(names[value]) || value;
  return `${wordOf(`quiet.label.${label}`, label)}: ${values.map(called).join(', ')}`;
}
