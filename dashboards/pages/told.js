// Why who was told, or nobody: every transition and reason of one alarm, and every message with its attempts.
import { html, nothing } from 'lit';
import { moment, span } from '../app/format.js';
import { matcher, what, where } from '../app/alarms.js';
import { wordOr } from '../app/page.js';
import { has, t, title } from '../app/words.js';

/** The kinds of lines that say why a message did not go out at once. */
const REASONS = new Set(['held', 'silenced', 'old_news', 'chattering', 'grouped', 'storm_digest', 'rota_gap', 'suppressed', 'shelved', 'out_of_service']);

/** What the line of a part begins with. */
const PART = '• ';

/** Journal and messages as one list, the newest first; `again` tries a message that was given up once more. */
export function told({ journal, deliveries }, zone, again, alarms, causes) {
  // Of what happened at once the last is the newest, too.
  const lines = [...journal.map((line) => ({ at: line.at, line })), ...deliveries.map((message) => ({ at: message.at, message }))]
    .reverse().sort((a, b) => b.at - a.at);
  const receivers = new Map(deliveries.map((one) => [one.receiver, title(one.receiver_title)]));
  const sent = deliveries.filter((one) => one.accepted.length > 0).length;
  return html`<p class="small ${sent ? 'muted' : 'warned'}">${sent ? t('told.sent', { n: sent, all: deliveries.length })
    : deliveries.length ? t('told.waiting') : t('told.nobody')}</p>
    <ol class="journal">${lines.map((one) => (one.line ? entry(one.line, zone, alarms, causes, receivers) : delivery(one.message, zone, again)))}</ol>`;
}

/** Why a message did not arrive, as the server notes it: in words, and what the other side said as it said it. */
export function because(text, zone) {
  const [, unknown] = /^no way to reach '(.+)' is configured$/.exec(text) || [];
  if (unknown) return t('told.reason.no_way');
  const [, lost, time, why] = /^(\w+) is given up since (\S+): (.+)$/.exec(text) || [];
  if (lost) return t('told.reason.given_up', { way: wordOr('way', lost), time: moment(Date.parse(time), zone), why: because(why, zone) });
  const [, answer] = /^mail: recipient address not accepted: (.+)$/.exec(text) || [];
  return answer ? t('told.reason.address', { answer }) : wordOr('told.reason', text);
}

/** ISO 8601 as people say it: PT2M, PT45.5S. */
const lasting = (text) => {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  if (!found) return text;
  const [, hours = 0, minutes = 0, seconds = 0] = found;
  return span(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
};

/** What the journal notes of a reason, in words; what people wrote stays as it is. `alarms`: those that may be the reason. */
export function detail({ kind, who, text, names }, alarms, causes, receivers = new Map()) {
  if (kind === 'resolved') return mended(text, causes);
  if (kind === 'suppressed' || kind === 'unsuppressed') return reason(text, alarms);
  if (kind === 'silenced') return t('told.silence', { number: text.split(' ')[0], message: wordOr('told.kind', text.split(' ')[1]) });
  if (kind === 'grouped') return t('told.group', { group: text.split(',').map((one) => one.split('=')).filter(([, value]) => value).map(([label, value]) => matcher(label, [value], names)).join(' · ') });
  if (kind === 'storm_digest') return receivers.get(text) || '';
  if (kind === 'rota_gap') return wordAlone(text.replace(/^rota:/, ''));
  if (kind === 'held' || kind === 'old_news') return lasting(text);
  const cause = `told.cause.${text.replaceAll(' ', '_')}`;
  return who === 'system' && has(cause) ? t(cause) : text;
}

/** What has a word of its own: a rota that is called as a utility. */
const wordAlone = (text) => (has(text) ? t(text) : text);

/** What a crew says of its work: the cause by its name, before what was written. */
function mended(text, causes) {
  const [, id, rest] = /^\[(\w+)\] ?(.*)$/s.exec(text) || [];
  const cause = (causes || []).find((one) => one.id === id);
  const lines = (cause ? rest : text).split('\n');
  const parts = lines.filter((line) => line.startsWith(PART)).map((line) => line.slice(PART.length));
  const said = [cause ? title(cause.title) : '', lines.filter((line) => !line.startsWith(PART)).join(' ')].filter(Boolean).join(': ');
  return parts.length ? html`${said}${said ? html`<br>` : nothing}${t('crew.parts')}: ${parts.join('; ')}` : said;
}

/** Why an alarm is suppressed: another alarm, by its name, a schedule or planned work. */
function reason(text, alarms) {
  const [rule, device] = text.split('@');
  const parent = (alarms || []).find((one) => one.rule === rule && (one.device === device || one.device === `${device}/group`));
  if (parent) return html`<a href="#/alarms/${parent.id}">${what(parent)} · ${where(parent)}</a>`;
  const [word, number] = text.split(' ');
  return has(`told.because.${word}`) ? t(`told.because.${word}`, { number }) : text;
}

const entry = (line, zone, alarms, causes, receivers) => html`<li class=${REASONS.has(line.kind) ? 'reason' : ''}><time>${moment(line.at, zone, true)}</time>
  <span><b>${wordOr('journal', line.kind)}</b>${line.from !== line.to ? html` <span class="muted">${t(`state.${line.from}`)} → ${t(`state.${line.to}`)}</span>` : nothing}${
  line.who && line.who !== 'system' ? html` · ${line.who}` : nothing}${line.text ? html`<br>${detail(line, alarms, causes, receivers)}` : nothing}</span></li>`;

const delivery = (message, zone, again) => html`<li class="message ${message.state}"><time>${moment(message.at, zone, true)}</time>
  <span><b>${t('told.message')}: ${wordOr('told.kind', message.kind)}</b> → ${title(message.receiver_title) || message.receiver} · ${t(`told.state.${message.state}`)}${
  message.members > 1 ? html` · ${t('told.members', { n: message.members })}` : nothing}${
  message.accepted.map((way) => html`<br>${wordOr('way', way.way)}: ${moment(way.at, zone, true)}`)}${
  (message.reports || []).map((one) => html`<br>${wordOr('way', one.way)} ${one.address}: ${wordOr('told.report', one.state)}, ${moment(one.at, zone, true)}`)}${
  message.attempts > 1 || message.error ? html`<br><span class="muted">${[message.attempts ? t('told.attempts', { n: message.attempts }) : '', message.error ? because(message.error, zone) : ''].filter(Boolean).join(': ')}</span>` : nothing}${
  message.next_attempt_at && message.attempts ? html`<br><span class="muted">${t('told.next', { time: moment(message.next_attempt_at, zone, true) })}</span>` : nothing}${
  again && message.state === 'dead' ? html`<br><button class="small" @click=${() => again(message)}>${t('told.again')}</button>` : nothing}</span></li>`;
