// The resident's page: one sentence, home now, today, water, heat and gas, the last week. One screen, no jargon.
import { html, nothing, render } from 'lit';
import { getOrKept, pageOf, query, session, signOut } from '../app/api.js';
import { began, byNeed, cut, isOpen } from '../app/alarms.js';
import { dayStart, money, since, unitText } from '../app/format.js';
import { brand, icons } from '../app/icons.js';
import { follow } from '../app/live.js';
import { keepPage } from '../app/offline.js';
import { Page, applyTheme, define, empty, failure, languageSwitch, skeleton, themeSwitch, toSignIn, value } from '../app/page.js';
import { weekBars } from '../app/week.js';
import { loadWords, t, title } from '../app/words.js';
import '../app/flow.js';

const EVERY = 30000;
const DAYS = 7;

class Home extends Page {
  static properties = {
    me: { attribute: false }, all: { state: true }, week: { state: true }, alarms: { state: true }, place: { state: true }, keptAt: { state: true }, problem: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    if (!this.me.home) return;
    const [settlement, site] = this.me.home.split('/');
    this.settlement = settlement;
    this.timer = setInterval(() => document.hidden || this.#load(), EVERY);
    this.end = follow([{ settlement, site }], (event) => this.#event(event));
    this.again = () => this.#load();
    window.addEventListener('online', this.again);
    this.#load();
    this.#loadWeek();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearTimeout(this.soon);
    window.removeEventListener('online', this.again);
    if (this.end) this.end();
  }

  /** Something of this home changed: ask soon, once for a burst. */
  #event(event) {
    if (event.type === 'lost') return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.#load(), event.type === 'alarm' ? 300 : 5000);
  }

  async #load() {
    try {
      const { body, keptAt } = await getOrKept('home', `/sites/${this.me.home}`);
      this.all = body;
      this.keptAt = keptAt;
      const alarms = await getOrKept('home-alarms', query('/alarms', { state: 'standing', limit: 50 })).catch(() => null);
      this.alarms = (alarms?.body.items || []).filter(isOpen).sort(byNeed);
      this.place ??= (await getOrKept('home-place', `/settlements/${this.settlement}`).catch(() => null))?.body;
      this.problem = null;
    } catch (problem) {
      if (problem.status === 401) toSignIn();
      this.problem = problem;
    }
  }

  async #loadWeek() {
    const from = dayStart(Date.now(), this.zone, 1 - DAYS);
    const [settlement, site] = this.me.home.split('/');
    this.week = await getOrKept('home-week', query('/energy/balance', { settlement, site, from, to: Date.now(), step: '1d' }))
      .then((answer) => answer.body.points).catch(() => []);
  }

  get zone() {
    return this.place?.time_zone || 'Asia/Baku';
  }

  render() {
    return html`<header class="home-top"><span class="brand">${brand()}<span>Ocaq</span></span><span class="push"></span>${languageSwitch()}${themeSwitch()}
        <button class="quiet" title=${t('sign_out')} aria-label=${t('sign_out')} @click=${signOut}>${icons.out()}</button></header>
      <main class="home">${this.#body()}</main>`;
  }

  #body() {
    if (!this.me.home) return empty(t('home.none'), t('home.none.do'), icons.home);
    if (this.problem && !this.all) return failure(this.problem, () => this.#load());
    if (!this.all) return html`${skeleton(2)}<section class="card">${skeleton(6)}</section><section class="card">${skeleton(3)}</section>`;
    const one = this.all;
    return html`${this.#sentence(one)}
      <section class="card"><header><h2>${t('home.now')}</h2><span class="muted small">${one.energy_now?.time ? since(one.energy_now.time, this.zone) : nothing}</span></header>
        <div class="body">${this.#now(one)}</div></section>
      <section class="today">${this.#today(one.energy_today || {})}</section>
      ${one.metered?.length ? this.#more(one) : nothing}
      <section class="card week"><header><h2>${t('home.week')}</h2><span class="muted small">${unitText('kWh')}</span></header><div class="body">${weekBars(this.week, DAYS, this.zone)}</div></section>`;
  }

  /** The one sentence: everything works, or what is wrong, since when, and who is on it. */
  #sentence(one) {
    // That supply is missing comes before whatever else is wrong with what supplies the home.
    const about = (this.alarms || []).filter((alarm) => this.#concerns(alarm, one)).sort((a, b) => Boolean(b.reach) - Boolean(a.reach));
    const [worst] = about;
    const village = (this.alarms || []).filter((alarm) => !about.includes(alarm));
    if (this.keptAt) return html`<div class="sentence unsure">${icons.offline()}<div><h1>${t(navigator.onLine ? 'home.away' : 'home.offline')}</h1><p>${t('home.offline.do', { time: since(this.keptAt, this.zone) })}</p></div></div>`;
    if (worst) {
      const stage = worst.assignee ? 'home.stage.on_it' : worst.acknowledged_by || worst.state === 'ACKED' ? 'home.stage.accepted' : 'home.stage.seen';
      return html`<div class="sentence wrong">${icons.warning()}<div><h1>${title(worst.title)}</h1>
        ${cut(worst) ? html`<p><b>${cut(worst)}</b></p>` : nothing}
        ${title(worst.response) ? html`<p class="advice">${title(worst.response)}</p>` : nothing}
        <p class="small">${t('home.since', { time: since(began(worst), this.zone) })} ${t(stage)} ${t('home.no_end_yet')}</p>
        ${about.length > 1 ? html`<details class="small"><summary>${t('home.more', { n: about.length - 1 })}</summary>
          <ul>${about.slice(1).map((alarm) => html`<li>${title(alarm.title)}${title(alarm.response) ? html`<br><span class="muted">${title(alarm.response)}</span>` : nothing}</li>`)}</ul></details>` : nothing}</div></div>`;
    }
    if (one.state === 'offline' || !fresh(one)) return html`<div class="sentence unsure">${icons.offline()}<div><h1>${t('home.silent')}</h1><p>${t('home.silent.do')}</p></div></div>`;
    return html`<div class="sentence fine">${icons.check()}<div><h1>${t('home.fine')}</h1>
      ${village.length ? html`<p class="small muted">${t('home.village', { what: title(village[0].title) })}</p>` : nothing}</div></div>`;
  }

  /** Whether an alarm is about this home: its own devices, what feeds it, or a grave one at a plant that supplies everybody. */
  #concerns(alarm, one) {
    const site = alarm.device.split('/')[1];
    const byName = new Map((this.place?.sites || []).map((place) => [place.site, place]));
    const seen = new Set([one.site]);
    for (let at = one.fed_by; at && !seen.has(at); at = byName.get(at)?.fed_by) seen.add(at);
    const supplies = ['water_works', 'heat_plant', 'gas_station'].includes(byName.get(site)?.kind);
    return seen.has(site) || (supplies && ['critical', 'high'].includes(alarm.priority));
  }

  #now(one) {
    const now = one.energy_now;
    if (!now || (now.consumption === null && now.grid === null && now.solar === null)) return now?.time ? empty(t('home.silent'), t('home.last', { time: since(now.time, this.zone) }), icons.offline)
      : empty(t('home.no_data'), t('home.no_data.do'), icons.offline);
    return html`<ocaq-flow .now=${now} place="home"></ocaq-flow>`;
  }

  #today(today) {
    const cost = today.cost || {};
    return html`<div class="card big"><h2>${t('home.used')}</h2><p class="main-figure">${value(today.consumption, 'Wh', { floor: 1000, decimals: 1, reason: t('absent.no_data') })}</p>
        ${today.production ? html`<p class="small"><i class="dot sun"></i>${t('home.made')} ${value(today.production, 'Wh', { floor: 1000, decimals: 1 })}</p>` : nothing}</div>
      <div class="card big"><h2>${t('home.cost')}</h2><p class="main-figure ${cost.amount >= 100 ? 'long' : ''}">${cost.amount === null || cost.amount === undefined ? value(null, '')
    : html`<span class="value"><b>${money(cost.amount)}</b><span class="unit">AZN</span></span>`}</p>
        ${cost.month_amount !== undefined && cost.month_amount !== null ? html`<p class="small">${t('home.month', { amount: money(cost.month_amount) })}${cost.block ? html`<br>${t('home.block', { n: cost.block })}` : nothing}</p>` : nothing}</div>`;
  }

  #more(one) {
    const line = (icon, colour, word, amount, unit) => html`<div class="supply"><span class="supply-name"><span class="supply-icon ${colour}">${icon()}</span>${word}, ${t('today')}</span>
      <span>${value(amount, unit, { decimals: unit === 'm3' ? 2 : undefined, floor: unit === 'Wh' ? 1000 : 0 })}</span></div>`;
    const lines = {
      water: () => line(icons.water, 'water', t('water'), one.water_today, 'm3'),
      heat: () => line(icons.heat, 'heat', t('heat'), one.heat_today, 'Wh'),
      gas: () => line(icons.gas, 'gas', t('gas'), one.gas_today, 'm3'),
    };
    return html`<section class="card more" aria-label=${t('today')}>${one.metered.map((utility) => lines[utility]())}</section>`;
  }
}

/** Whether the home's own numbers are of the last quarter of an hour. */
const fresh = (one) => one.energy_now?.time && Date.now() - one.energy_now.time < 15 * 60000;

applyTheme();
await loadWords();
try {
  const me = await session();
  if (!me) toSignIn();
  else if (pageOf(me.role) !== '/home') location.replace(pageOf(me.role));
  else {
    define('ocaq-home', Home);
    document.title = `${t('home.now')} · Ocaq`;
    render(html`<ocaq-home .me=${me}></ocaq-home>`, document.body);
    setTimeout(keepPage, 3000);
  }
} catch (problem) {
  render(failure(problem, () => location.reload()), document.body);
}
