// The crew's page: my alarms as cards; where, what, since, how bad, and the next step as one large button.
import { html, nothing, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { getOrKept, keep, pageOf, query, session, signOut } from '../app/api.js';
import { OPEN, against, began, critical, cut, isOpen, isOwed, merged, reach, renewed, what, where } from '../app/alarms.js';
import { since, span, number } from '../app/format.js';
import { brand, icons } from '../app/icons.js';
import { follow } from '../app/live.js';
import { keepPage } from '../app/offline.js';
import { answered, beginQueue, enqueue, flush, onQueue, read, smaller, waiting } from '../app/queue.js';
import { Page, applyTheme, define, empty, failure, keptBanner, languageSwitch, priority, skeleton, themeSwitch, toSignIn, toast, wordOr } from '../app/page.js';
import { count, loadWords, t, title } from '../app/words.js';

const ZONE = 'Asia/Baku';
/** The person agreed that the position goes with "on site". */
const AGREED = 'ocaq.position';
const PHRASES = ['replaced', 'need_help'];
/** How far an act brings a job. */
const REACHED = { on_way: 'on_way', on_site: 'on_site', resolve: 'fixed' };
/** So many jobs are on the page, the most urgent ones; more is nobody's list. */
const MOST = 500;
const STAGES = ['none', 'reopened', 'on_way', 'on_site', 'fixed', 'closed'];

class Crew extends Page {
  static properties = {
    me: { attribute: false }, alarms: { state: true }, keptAt: { state: true }, more: { state: true }, problem: { state: true }, opened: { state: true },
    form: { state: true }, causes: { state: true }, here: { state: true }, lost: { state: true }, agreed: { state: true }, queue: { state: true }, answers: { state: true },
  };

  constructor() {
    super();
    this.queue = [];
    this.answers = [];
    this.opened = null;
    this.agreed = localStorage.getItem(AGREED) !== null;
    this.loading = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    this.end = follow([{ events: 'alarm' }], (event) => this.#event(event));
    onQueue((change) => this.#queued(change));
    this.tick = setInterval(() => this.requestUpdate(), 30000);
    this.again = () => this.#load();
    window.addEventListener('online', this.again);
    this.lead = () => this.#lead();
    window.addEventListener('hashchange', this.lead);
    this.#load().then(this.lead);
    this.#causes();
    beginQueue(this.me.username);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.tick);
    window.removeEventListener('online', this.again);
    window.removeEventListener('hashchange', this.lead);
    if (this.end) this.end();
  }

  #event(event) {
    if (event.type === 'alarm') this.#take(event.data);
    if (event.type === 'lost') this.lost ||= Date.now();
    if (event.type === 'open') {
      // What happened between the list's answer and the stream's begin is in neither: read the list again.
      this.lost = 0;
      this.#load();
      flush();
    }
  }

  #queued(change) {
    this.queue = waiting();
    this.answers = answered();
    if (change.sent) this.#take(change.sent);
    if (change.refused) this.#load();
  }

  /** An alarm as an event or an answer tells it; a list that is on its way may be older. */
  #take(told) {
    // What was given to others meanwhile is off this list, as what is over.
    const alarm = this.#isMine(told) ? told : { ...told, state: 'NORM' };
    this.loading.forEach((came) => came.push(alarm));
    if (!this.alarms) return;
    this.alarms = merged(this.alarms, alarm);
    if (!this.keptAt) keep('crew', { items: this.alarms, next: this.more });
  }

  /** Given to this person or crew, or to nobody. */
  #isMine({ assignee, utility }) {
    const { username, utilities } = this.me;
    return !assignee || assignee === username || (assignee === `crew:${utility}` && (!utilities.length || utilities.includes(utility)));
  }

  async #load() {
    const came = [];
    this.loading.add(came);
    try {
      const { body, keptAt } = await getOrKept('crew', query('/alarms', { state: OPEN.join(), mine: 'true', limit: MOST }));
      this.alarms = renewed(body.items, this.alarms, came);
      this.more = Boolean(body.next);
      this.keptAt = keptAt;
      this.problem = null;
    } catch (problem) {
      if (problem.status === 401) toSignIn();
      this.problem = problem;
    } finally {
      this.loading.delete(came);
    }
  }

  /** To the card that the link of a message names; it may be over, or somebody else's, by the time it is opened. */
  async #lead() {
    const [, id] = /^#\/alarms\/(\d+)$/.exec(location.hash) || [];
    if (!id || !this.alarms) return;
    await this.updateComplete;
    const card = this.querySelector(`[data-alarm="${id}"]`);
    if (!card) toast(t('crew.not_here'));
    card?.scrollIntoView({ block: 'start' });
    card?.focus({ preventScroll: true });
  }

  async #causes() {
    this.causes = (await getOrKept('causes', '/causes').catch(() => ({ body: { items: [] } }))).body.items;
  }

  render() {
    const open = (this.alarms || []).filter(isOpen);
    document.title = `${open.length ? count('crew.alarms', open.length) : t('crew.none')} · Ocaq`;
    return html`<header class="home-top"><span class="brand">${brand()}<span>Ocaq</span></span><span class="push"></span>${languageSwitch()}<ocaq-push></ocaq-push>${themeSwitch()}
        <button class="quiet" title=${t('sign_out')} aria-label=${t('sign_out')} @click=${signOut}>${icons.out()}</button></header>
      ${this.keptAt ? keptBanner(this.keptAt, ZONE) : this.lost ? html`<div class="banner" role="status">${icons.offline()}<span>${t('state.lost', { time: since(this.lost, ZONE) })}</span></div>` : nothing}
      ${this.queue.length ? html`<div class="banner waiting" role="status">${icons.clock()}<span>${count('queue', this.queue.length)}</span></div>` : nothing}
      <div class="crew answers" role="alert">${this.answers.map((entry) => this.#answer(entry))}</div>
      <main class="crew">${this.#body(open)}</main>`;
  }

  /** An act that changed nothing, and why. */
  #answer(entry) {
    const { reason, who, detail } = entry.outcome;
    const now = reason === 'wrong_state' && this.alarms?.find((alarm) => alarm.id === entry.alarm);
    return html`<section class="card answer"><h2>${icons.warning()}${t(reason === 'given' ? 'crew.given.away' : 'crew.unchanged', { act: wordOr('act', entry.act) })}</h2>
      <p><b>${what(entry.seen)}</b> · ${where(entry.seen)}</p>
      <p>${reason === 'other' ? detail : t(`refused.${reason}`, { who })}${now ? ` (${t(`state.${now.state}`)})` : nothing}</p>
      <button class="next second" @click=${() => read(entry)}>${t('crew.read')}</button></section>`;
  }

  #body(open) {
    if (this.problem && !this.alarms) return failure(this.problem, () => this.#load());
    if (!this.alarms) return html`<section class="card">${skeleton(5)}</section><section class="card">${skeleton(5)}</section>`;
    const mine = open.filter((alarm) => this.#step(alarm) !== 'wait');
    const rest = open.filter((alarm) => this.#step(alarm) === 'wait');
    return html`<div class="crew-head"><h1>${open.length ? count('crew.alarms', open.length) : t('crew.none')}</h1>
        ${this.here || !open.length || !canLocate() ? nothing : html`<button class="quiet" @click=${() => this.#locate()}>${icons.map()}${t('crew.distance')}</button>`}</div>
      ${this.more ? html`<p class="banner" role="status">${icons.warning()}<span>${t('crew.more', { n: number(open.length) })}</span></p>` : nothing}
      ${open.length ? nothing : empty(t('crew.quiet'), t('crew.quiet.do'), icons.check)}
      ${this.#cards(mine)}
      ${rest.length ? html`<h2 class="part">${t('crew.watching')}</h2>${this.#cards(rest)}` : nothing}`;
  }

  /** How far the job is, with the acts that are still to be sent; the way of another crew is not this one's. */
  #stage(alarm) {
    const acts = this.queue.filter((entry) => entry.alarm === alarm.id && entry.body.occurrence === alarm.occurrence);
    return acts.map((entry) => REACHED[entry.act]).filter(Boolean)
      .reduce((far, stage) => (STAGES.indexOf(stage) > STAGES.indexOf(far) ? stage : far), this.#others(alarm) ? 'none' : alarm.work?.stage || 'none');
  }

  /** Whether somebody else is on the way or there. */
  #others(alarm) {
    return ['on_way', 'on_site'].includes(alarm.work?.stage) && alarm.work.by && alarm.work.by !== this.me.username;
  }

  /** Whose job it is by now: given to this person or crew, accepted by another, or others are on their way. */
  #whose(alarm) {
    const { assignee, acknowledged_by: accepted } = alarm;
    const given = assignee === this.me.username ? t('crew.given.you') : assignee?.startsWith('crew:') ? t('crew.given.crew', { what: t(assignee.slice(5)) }) : '';
    const others = this.#others(alarm) ? t('crew.others', { who: alarm.work.by, what: t(`work.${alarm.work.stage}`), since: since(alarm.work.since, ZONE) })
      : accepted && accepted !== this.me.username && !isOwed(alarm) ? t('crew.accepted_by', { who: accepted }) : '';
    return html`${given ? html`<p class="whose">${icons.person()}<span>${given}</span></p>` : nothing}${others ? html`<p class="whose others">${icons.warning()}<span>${others}</span></p>` : nothing}`;
  }

  /** What comes next: accept, go, arrive, say that it is mended, then wait for the telemetry. */
  #step(alarm) {
    const stage = this.#stage(alarm);
    if (stage === 'fixed' || stage === 'closed') return 'wait';
    const accepted = this.queue.some((entry) => entry.alarm === alarm.id && entry.act === 'acknowledge' && entry.body.occurrence === alarm.occurrence);
    if (isOwed(alarm) && !accepted) return 'acknowledge';
    return { on_way: 'on_site', on_site: 'resolve' }[stage] || 'on_way';
  }

  /** Each alarm keeps its card, and what is being written on it, when others come before it. */
  #cards(alarms) {
    return repeat(alarms, (alarm) => alarm.id, (alarm) => this.#card(alarm));
  }

  #card(alarm) {
    const step = this.#step(alarm);
    const stage = this.#stage(alarm);
    const queued = this.queue.filter((entry) => entry.alarm === alarm.id);
    return html`<article class="card alarm-card ${alarm.priority}" data-alarm=${alarm.id} tabindex="-1">
      <header>${priority(alarm.priority)}<span class="push muted">${since(began(alarm), ZONE)} · <b>${span(Date.now() - began(alarm))}</b></span></header>
      <div class="body"><h2>${what(alarm)}</h2>${against(alarm) ? html`<p class="muted">${against(alarm)}</p>` : nothing}
        ${alarm.reach ? html`<p><b>${reach(alarm)}</b>${cut(alarm) ? ` · ${cut(alarm)}` : ''}</p>` : nothing}
        ${alarm.reach?.critical?.length ? html`<p>${icons.warning()} <b>${t('alarm.critical')} (${alarm.reach.critical.length}):</b> ${critical(alarm)}</p>` : nothing}
        <a class="place" href=${mapLink(alarm)}>${icons.map()}<span><b>${where(alarm)}</b><br><span class="muted">${title(alarm.settlement_title) || alarm.settlement}${this.#distance(alarm)}</span></span></a>
        ${title(alarm.response) ? html`<p class="response">${title(alarm.response)}</p>` : nothing}
        ${this.#whose(alarm)}
        ${stage === 'none' ? nothing : html`<p class="stage ${stage}">${stage === 'reopened' ? icons.warning() : icons.person()}<span>${t(`work.${stage}`)}</span></p>`}
        ${alarm.state === 'RTNUN' ? html`<p class="muted">${t('crew.gone')}</p>` : nothing}
        ${queued.length ? html`<p class="queued">${icons.clock()}${t('crew.queued')} (${queued.map((entry) => wordOr('act', entry.act)).join(', ')})</p>` : nothing}
        ${this.opened === alarm.id ? this.#form(alarm) : this.#next(alarm, step)}</div></article>`;
  }

  #next(alarm, step) {
    const go = () => (step === 'resolve' ? this.#open(alarm, 'resolve') : step === 'on_site' ? this.#arrive(alarm) : this.#act(alarm, step, {}));
    return html`${step === 'wait' ? html`<p class="muted row">${icons.check()}${t('crew.wait')}</p>`
      : html`<button class="main next" @click=${go}>${step === 'acknowledge' ? icons.check() : nothing}${t(`crew.step.${step}`)}</button>`}
      ${step === 'on_site' && canLocate() ? html`<label class="agree"><input type="checkbox" .checked=${this.agreed} @change=${(event) => this.#agree(event.target.checked)}>${t('crew.position')}</label>` : nothing}
      ${step === 'acknowledge' ? nothing : html`<div class="more-acts"><button class="next second" @click=${() => this.#open(alarm, 'note')}>${t('crew.step.note')}</button>
        <label class="button next second">${t('crew.step.photo')}<input class="sr" type="file" accept="image/*" capture="environment" @change=${(event) => this.#photo(alarm, event.target)}></label>
        ${['wait', 'resolve'].includes(step) ? nothing : html`<button class="next second" @click=${() => this.#open(alarm, 'resolve')}>${t('crew.step.resolve')}</button>`}</div>`}`;
  }

  #open(alarm, form) {
    this.opened = alarm.id;
    this.form = form;
    this.updateComplete.then(() => {
      const written = this.querySelector('.crew-form');
      written?.scrollIntoView({ block: 'center' });
      written?.querySelector('select, textarea')?.focus({ preventScroll: true });
    });
  }

  #form(alarm) {
    const mends = this.form === 'resolve';
    const causes = (this.causes || []).filter((cause) => !cause.utilities.length || cause.utilities.includes(alarm.utility));
    const phrase = (key) => html`<button type="button" @click=${(event) => {
      const area = event.target.closest('form').querySelector('textarea');
      area.value = area.value ? `${area.value} ${t(`phrase.${key}`)}` : t(`phrase.${key}`);
    }}>${t(`phrase.${key}`)}</button>`;
    return html`<form class="crew-form" @submit=${(event) => {
      event.preventDefault();
      const fields = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
      const parts = (fields.parts || '').split('\n').map((line) => line.trim().slice(0, 100)).filter(Boolean).slice(0, 30);
      this.#act(alarm, this.form, mends ? { ...fields, parts } : fields);
    }}>${mends && causes.length ? html`<label class="field"><span>${t('crew.cause')}</span><select name="cause" required>
        <option value="">${t('crew.cause.choose')}</option>${causes.map((cause) => html`<option value=${cause.id}>${title(cause.title)}</option>`)}</select></label>` : nothing}
      ${mends ? nothing : html`<div class="phrases">${PHRASES.map(phrase)}</div>`}
      <label class="field"><span>${t(mends ? 'resolve.text' : 'note.text')}</span><textarea name="text" ?required=${!mends} maxlength="1000"></textarea></label>
      ${mends ? html`<label class="field"><span>${t('crew.parts.each')}</span><textarea name="parts" rows="2" maxlength="2000"></textarea></label>` : nothing}
      <button class="main next">${t(mends ? 'crew.step.resolve' : 'crew.send_note')}</button>
      <button type="button" class="next second" @click=${() => { this.opened = null; }}>${t('cancel')}</button></form>`;
  }

  async #act(alarm, act, body) {
    this.opened = null;
    await enqueue(alarm, act, body);
  }

  /** Whether the position goes with "on site" is the person's to say, and stays so on this phone. */
  #agree(yes) {
    this.agreed = yes;
    if (yes) localStorage.setItem(AGREED, '1');
    else localStorage.removeItem(AGREED);
  }

  /** Arriving counts at once; a position that the phone does not find in time is left out. */
  async #arrive(alarm) {
    const found = this.agreed && canLocate() ? await position().catch(() => null) : null;
    if (found) this.here = found;
    await this.#act(alarm, 'on_site', found ? { latitude: found.latitude, longitude: found.longitude, accuracy: Math.round(found.accuracy) } : {});
  }

  async #photo(alarm, input) {
    const [file] = input.files;
    input.value = '';
    if (!file) return;
    try {
      await enqueue(alarm, 'photos', {}, await smaller(file));
    } catch {
      toast(t('crew.no_picture'));
    }
  }

  #locate() {
    position().then((found) => { this.here = found; }, () => toast(t('crew.no_place')));
  }

  #distance(alarm) {
    if (!this.here || !Number.isFinite(alarm.latitude)) return '';
    const metres = distance(this.here.latitude, this.here.longitude, alarm.latitude, alarm.longitude);
    return ` · ${metres < 1000 ? `${number(Math.round(metres / 10) * 10)} ${t('unit.metre')}` : `${number(metres / 1000, 1)} ${t('unit.kilometre')}`}`;
  }
}

const canLocate = () => 'geolocation' in navigator && window.isSecureContext;

/** Where the phone is, at most a minute ago. */
const position = () => new Promise((found, failed) => {
  navigator.geolocation.getCurrentPosition((place) => found(place.coords), failed, { maximumAge: 60000, timeout: 8000 });
});

/** The phone's own map at the place. */
const mapLink = (alarm) => (Number.isFinite(alarm.latitude) ? `geo:${alarm.latitude},${alarm.longitude}?q=${alarm.latitude},${alarm.longitude}` : '#');

/** Great-circle distance in metres (haversine). */
function distance(lat1, lon1, lat2, lon2) {
  const rad = (degrees) => (degrees * Math.PI) / 180;
  const part = Math.sin(rad(lat2 - lat1) / 2) ** 2 + Math.cos(rad(lat1)) * Math.cos(rad(lat2)) * Math.sin(rad(lon2 - lon1) / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.sqrt(part));
}

applyTheme();
await loadWords();
try {
  const me = await session();
  if (!me) toSignIn();
  else if (pageOf(me.role) !== '/crew') location.replace(pageOf(me.role));
  else {
    define('ocaq-crew', Crew);
    render(html`<ocaq-crew .me=${me}></ocaq-crew>`, document.body);
    setTimeout(keepPage, 3000);
  }
} catch (problem) {
  render(failure(problem, () => location.reload()), document.body);
}
