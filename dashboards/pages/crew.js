// The crew's page: my alarms as cards; where, what, since, how bad, and the next step as one large button.
import { html, nothing, render } from 'lit';
import { get, getOrKept, pageOf, query, session, signOut } from '../app/api.js';
import { against, byNeed, isOpen, isOwed, merged, renewed, what, where } from '../app/alarms.js';
import { since, span, number } from '../app/format.js';
import { brand, icons } from '../app/icons.js';
import { follow } from '../app/live.js';
import { keepPage } from '../app/offline.js';
import { enqueue, flush, onQueue, waiting } from '../app/queue.js';
import { Page, applyTheme, define, empty, failure, keptBanner, languageSwitch, priority, skeleton, themeSwitch, toSignIn, toast } from '../app/page.js';
import { count, loadWords, t, title } from '../app/words.js';

const ZONE = 'Asia/Baku';
const PHRASES = ['on_way', 'on_site', 'replaced', 'need_help'];

class Crew extends Page {
  static properties = {
    me: { attribute: false }, alarms: { state: true }, keptAt: { state: true }, problem: { state: true }, noted: { state: true }, opened: { state: true },
    here: { state: true }, lost: { state: true }, queue: { state: true },
  };

  constructor() {
    super();
    this.noted = new Set();
    this.queue = waiting();
    this.opened = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.end = follow([{ mine: true, events: 'alarm' }], (event) => this.#event(event));
    onQueue((change) => this.#queued(change));
    this.tick = setInterval(() => this.requestUpdate(), 30000);
    this.again = () => this.#load();
    window.addEventListener('online', this.again);
    this.#load();
    flush();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.tick);
    window.removeEventListener('online', this.again);
    if (this.end) this.end();
  }

  #event(event) {
    if (event.type === 'alarm' && this.alarms) this.alarms = merged(this.alarms, event.data);
    if (event.type === 'lost') this.lost = true;
    if (event.type === 'open') {
      // What happened between the list's answer and the stream's begin is in neither: read the list again.
      this.lost = false;
      this.#load();
      flush();
    }
  }

  #queued(change) {
    this.queue = waiting();
    if (change.sent && this.alarms) this.alarms = merged(this.alarms, change.sent);
    if (change.refused) {
      toast(`${t('act.refused')} ${change.refused.detail || ''}`);
      this.#load();
    }
  }

  async #load() {
    try {
      const { body, keptAt } = await getOrKept('crew', query('/alarms', { state: 'standing', mine: 'true', limit: 200 }));
      this.alarms = renewed(body.items, this.alarms).sort(byNeed);
      this.keptAt = keptAt;
      this.problem = null;
      await Promise.all(this.alarms.filter((alarm) => alarm.state === 'ACKED').slice(0, 20).map((alarm) => this.#journal(alarm)));
    } catch (problem) {
      if (problem.status === 401) toSignIn();
      this.problem = problem;
    }
  }

  /** Whether somebody already wrote what was done in this occurrence: then the next step is to say that it is mended. */
  async #journal(alarm) {
    const detail = await get(`/alarms/${alarm.id}`).catch(() => null);
    const wrote = detail?.journal?.some((line) => line.kind === 'note' && line.occurrence === alarm.occurrence && line.who === this.me.username);
    if (wrote) this.noted = new Set(this.noted).add(`${alarm.id}.${alarm.occurrence}`);
  }

  render() {
    const open = (this.alarms || []).filter(isOpen);
    document.title = open.length ? `(${open.length}) Ocaq` : 'Ocaq';
    return html`<header class="home-top"><span class="brand">${brand()}<span>Ocaq</span></span><span class="push"></span>${languageSwitch()}<ocaq-push></ocaq-push>${themeSwitch()}
        <button class="quiet" title=${t('sign_out')} aria-label=${t('sign_out')} @click=${signOut}>${icons.out()}</button></header>
      ${this.keptAt ? keptBanner(this.keptAt, ZONE) : this.lost ? html`<div class="banner" role="status">${icons.offline()}<span>${t('state.lost')}</span></div>` : nothing}
      ${this.queue.length ? html`<div class="banner waiting" role="status">${icons.clock()}<span>${count('queue', this.queue.length)}</span></div>` : nothing}
      <main class="crew">${this.#body(open)}</main>`;
  }

  #body(open) {
    if (this.problem && !this.alarms) return failure(this.problem, () => this.#load());
    if (!this.alarms) return html`<section class="card">${skeleton(5)}</section><section class="card">${skeleton(5)}</section>`;
    const mine = open.filter((alarm) => this.#step(alarm) !== 'wait');
    const rest = open.filter((alarm) => this.#step(alarm) === 'wait');
    return html`<div class="crew-head"><h1>${open.length ? count('crew.alarms', open.length) : t('crew.none')}</h1>
        ${this.here || !open.length || !('geolocation' in navigator) || !window.isSecureContext ? nothing : html`<button class="quiet" @click=${() => this.#locate()}>${icons.map()}${t('crew.distance')}</button>`}</div>
      ${open.length ? nothing : empty(t('crew.quiet'), t('crew.quiet.do'), icons.check)}
      ${mine.map((alarm) => this.#card(alarm))}
      ${rest.length ? html`<h2 class="part">${t('crew.watching')}</h2>${rest.map((alarm) => this.#card(alarm))}` : nothing}`;
  }

  /** What comes next: accept, write what was done, say that it is mended, then wait for the telemetry. */
  #step(alarm) {
    const pending = this.queue.filter((entry) => entry.alarm === alarm.id).map((entry) => entry.act);
    if (pending.includes('resolve')) return 'wait';
    if (isOwed(alarm) && !pending.includes('acknowledge')) return 'acknowledge';
    const key = `${alarm.id}.${alarm.occurrence}`;
    if (!this.noted.has(key) && !pending.includes('note')) return 'note';
    return this.noted.has(`done.${key}`) ? 'wait' : 'resolve';
  }

  #card(alarm) {
    const step = this.#step(alarm);
    const queued = this.queue.some((entry) => entry.alarm === alarm.id);
    return html`<article class="card alarm-card ${alarm.priority}">
      <header>${priority(alarm.priority)}<span class="push muted">${since(alarm.raised_at, ZONE)} · <b>${span(Date.now() - alarm.raised_at)}</b></span></header>
      <div class="body"><h2>${what(alarm)}</h2>${against(alarm) ? html`<p class="muted">${against(alarm)}</p>` : nothing}
        <a class="place" href=${mapLink(alarm)}>${icons.map()}<span><b>${where(alarm)}</b><br><span class="muted">${title(alarm.settlement_title) || alarm.settlement}${this.#distance(alarm)}</span></span></a>
        ${title(alarm.response) ? html`<p class="response">${title(alarm.response)}</p>` : nothing}
        ${alarm.state === 'RTNUN' ? html`<p class="muted">${t('crew.gone')}</p>` : nothing}
        ${queued ? html`<p class="queued">${icons.clock()}${t('crew.queued')}</p>` : nothing}
        ${this.opened === alarm.id ? this.#form(alarm, step) : this.#next(alarm, step)}</div></article>`;
  }

  #next(alarm, step) {
    if (step === 'wait') return html`<p class="muted row">${icons.check()}${t('crew.wait')}</p>`;
    const click = () => (step === 'acknowledge' ? this.#act(alarm, 'acknowledge', { occurrence: alarm.occurrence }) : this.#open(alarm));
    return html`<button class="main next" @click=${click}>${step === 'acknowledge' ? icons.check() : nothing}${t(`crew.step.${step}`)}</button>
      ${step === 'resolve' ? html`<button class="next second" @click=${() => { this.noted = without(this.noted, `${alarm.id}.${alarm.occurrence}`); this.#open(alarm); }}>${t('crew.step.note_again')}</button>` : nothing}`;
  }

  #open(alarm) {
    this.opened = alarm.id;
    this.text = '';
    this.updateComplete.then(() => this.querySelector('.alarm-card textarea')?.scrollIntoView({ block: 'center' }));
  }

  #form(alarm, step) {
    const act = step === 'resolve' ? 'resolve' : 'note';
    const phrase = (key) => html`<button type="button" @click=${(event) => {
      const area = event.target.closest('form').querySelector('textarea');
      area.value = area.value ? `${area.value} ${t(`phrase.${key}`)}` : t(`phrase.${key}`);
    }}>${t(`phrase.${key}`)}</button>`;
    return html`<form class="crew-form" @submit=${(event) => {
      event.preventDefault();
      this.#act(alarm, act, { text: event.target.text.value.trim() });
    }}>${act === 'note' ? html`<div class="phrases">${PHRASES.map(phrase)}</div>` : nothing}
      <label class="field"><span>${t(act === 'note' ? 'note.text' : 'resolve.text')}</span><textarea name="text" required maxlength="1000"></textarea></label>
      <button class="main next">${t(act === 'note' ? 'crew.send_note' : 'crew.step.resolve')}</button>
      <button type="button" class="next second" @click=${() => { this.opened = null; }}>${t('cancel')}</button></form>`;
  }

  async #act(alarm, act, body) {
    const key = `${alarm.id}.${alarm.occurrence}`;
    if (act === 'note') this.noted = new Set(this.noted).add(key);
    if (act === 'resolve') this.noted = new Set(this.noted).add(`done.${key}`);
    this.opened = null;
    await enqueue(alarm.id, act, body, this.me.username);
  }

  #locate() {
    navigator.geolocation.getCurrentPosition((found) => { this.here = found.coords; }, () => toast(t('crew.no_place')), { maximumAge: 60000, timeout: 10000 });
  }

  #distance(alarm) {
    if (!this.here || !Number.isFinite(alarm.latitude)) return '';
    const metres = distance(this.here.latitude, this.here.longitude, alarm.latitude, alarm.longitude);
    return ` · ${metres < 1000 ? `${number(Math.round(metres / 10) * 10)} ${t('unit.metre')}` : `${number(metres / 1000, 1)} ${t('unit.kilometre')}`}`;
  }
}

const without = (set, key) => new Set([...set].filter((one) => one !== key));

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
