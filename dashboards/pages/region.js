// Region: what needs somebody first. Key figures, then map and list side by side, the list sorted by need.
import { html, nothing } from 'lit';
import { get, query } from '../app/api.js';
import { PRIORITIES, isOpen } from '../app/alarms.js';
import { shape } from '../app/icons.js';
import { dayStart, number } from '../app/format.js';
import { Page, define, empty, failure, skeleton, toSignIn, value } from '../app/page.js';
import { count, lang, t, title } from '../app/words.js';
import '../app/map.js';

const EVERY = 10000;

class Region extends Page {
  static properties = {
    alarms: { attribute: false }, settlements: { state: true }, today: { state: true }, problem: { state: true }, wanted: { state: true }, pointed: { state: true },
  };

  constructor() {
    super();
    this.wanted = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || this.#load(), EVERY);
    this.slow = setInterval(() => document.hidden || this.#loadToday(), EVERY * 30);
    this.#load();
    this.#loadToday();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearInterval(this.slow);
    clearTimeout(this.soon);
  }

  /** Counts of alarms changed: ask soon, once for a burst. */
  live(event) {
    if (event.type !== 'alarm' && event.type !== 'open') return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.#load(), 700);
  }

  async #load() {
    try {
      this.settlements = await get('/settlements');
      this.problem = null;
    } catch (problem) {
      if (problem.status === 401) toSignIn();
      this.problem = problem;
    }
  }

  async #loadToday() {
    const from = dayStart(Date.now(), 'Asia/Baku');
    this.today = await get(query('/energy/balance', { from, to: Date.now(), step: '1d' })).catch(() => null);
  }

  render() {
    if (this.problem && !this.settlements) return failure(this.problem, () => this.#load());
    if (!this.settlements) return html`<div class="figures card">${skeleton(2)}</div><div class="region"><div class="card">${skeleton(8)}</div><div class="card">${skeleton(8)}</div></div>`;
    if (!this.settlements.length) return empty(t('region.none'), t('region.none.do'));
    const list = this.#sorted();
    return html`${this.problem ? html`<div class="banner" role="alert">${t('state.stale_list')}</div>` : nothing}
      <h1 class="sr">${t('nav.region')}</h1>${this.#figures()}
      <div class="region">
        <section class="card list" aria-label=${t('region.list')}>${this.#list(list)}</section>
        <section class="card map" aria-label=${t('region.map')}><ocaq-map .settlements=${this.settlements} .language=${lang()} .pointed=${this.pointed}
          @open=${(event) => { location.hash = `#/settlement/${event.detail}`; }}></ocaq-map></section>
      </div>`;
  }

  #sorted() {
    const text = this.wanted.toLocaleLowerCase(lang());
    return this.settlements.filter((one) => !text || `${title(one.title)} ${title(one.district)}`.toLocaleLowerCase(lang()).includes(text))
      .sort((a, b) => need(b) - need(a) || title(a.title).localeCompare(title(b.title), lang()));
  }

  #figures() {
    const sum = (pick) => this.settlements.reduce((total, one) => {
      const amount = pick(one);
      return amount === null || amount === undefined ? total : (total ?? 0) + amount;
    }, null);
    const lived = this.settlements.filter((one) => one.homes > 0);
    const reporting = lived.filter((one) => one.energy_now?.consumption !== null && one.energy_now?.consumption !== undefined).length;
    const dark = reporting ? sum((one) => one.homes_without_supply) ?? 0 : null;
    const open = (this.alarms || []).filter(isOpen);
    const partly = reporting < lived.length ? t('region.reporting', { n: reporting, all: lived.length }) : '';
    return html`<section class="figures card" aria-label=${t('region.figures')}>
      <div><h2>${t('figure.supplied')}</h2><p>${value(sum((one) => one.energy_now?.consumption), 'W')}</p><small>${partly}</small></div>
      <div><h2>${t('figure.produced')}</h2><p>${value(sum((one) => produced(one)), 'W')}</p></div>
      <div><h2>${t('figure.self_sufficiency')}</h2><p>${value(this.today?.total?.self_sufficiency === undefined || this.today?.total?.self_sufficiency === null
    ? null : this.today.total.self_sufficiency * 100, '%', { decimals: 0, loading: this.today === undefined })}</p><small>${t('today')}</small></div>
      <div class=${dark ? 'bad' : ''}><h2>${t('figure.without_supply')}</h2><p>${dark === null ? value(null, '') : html`<b>${number(dark)}</b>`}</p><small>${t('figure.of_homes', { n: number(sum((one) => one.homes) ?? 0) })}</small></div>
      <div class="wide"><h2>${t('figure.alarms')}</h2><p class="by-priority">${PRIORITIES.map((name) => {
    const n = open.filter((alarm) => alarm.priority === name).length;
    return html`<a class=${n ? `p-${name}` : 'zero'} href="#/alarms" title=${t(`priority.${name}`)}>${shape(name)}<b>${n}</b><span>${t(`priority.${name}`)}</span></a>`;
  })}</p></div>
    </section>`;
  }

  #list(list) {
    return html`<header><h2>${t('region.list')}</h2>
        <input type="search" placeholder=${t('search')} aria-label=${t('search')} .value=${this.wanted} @input=${(event) => { this.wanted = event.target.value; }}></header>
      ${list.length ? html`<div class="scroll"><table class="settlements"><thead><tr><th>${t('settlement')}</th><th>${t('column.need')}</th>
        <th class="number">${t('consumption')}</th><th class="number">${t('generation')}</th><th class="number">${t('water')}</th></tr></thead>
        <tbody>${list.map((one) => this.#row(one))}</tbody></table></div>` : empty(t('search.none'), '')}`;
  }

  #row(one) {
    const now = one.energy_now || {};
    return html`<tr @mouseenter=${() => { this.pointed = one.id; }} @mouseleave=${() => { this.pointed = ''; }} @click=${(event) => {
      if (!event.target.closest('a')) location.hash = `#/settlement/${one.id}`;
    }}><td><a class="name" href="#/settlement/${one.id}">${title(one.title)}</a><span class="muted tiny">${title(one.district)}</span></td>
      <td class="needs">${needs(one)}</td>
      <td class="number">${value(now.consumption, 'W', { quietly: true, time: now.time, interval: 120 })}</td>
      <td class="number">${value(produced(one), 'W', { quietly: true })}</td>
      <td class="number">${value(one.water_now?.tank_level, '%', { quietly: true, decimals: 0 })}</td></tr>`;
  }
}

/** Produced here now, or null when nothing reports. */
function produced(one) {
  const parts = ['solar', 'wind', 'hydro'].map((key) => one.energy_now?.[key]).filter((part) => part !== null && part !== undefined);
  return parts.length ? parts.reduce((sum, part) => sum + Math.max(0, part), 0) : null;
}

/** How much a settlement needs somebody: homes in the dark and priorities first, silence of devices next. */
function need(one) {
  const { critical = 0, high = 0, medium = 0, low = 0 } = one.alarms || {};
  const silent = one.devices ? one.devices_offline / one.devices : 0;
  return critical * 1e6 + (one.homes_without_supply || 0) * 2e4 + high * 1e4 + medium * 1e2 + low + (silent > 0.02 ? silent * 5e3 : 0);
}

/** What is wrong, shortest first sight: shapes with counts, homes without supply, silent devices; quiet when nothing is. */
function needs(one) {
  const parts = PRIORITIES.filter((name) => one.alarms?.[name] > 0)
    .map((name) => html`<span class="priority ${name}" title=${t(`priority.${name}`)}>${shape(name)}${one.alarms[name]}</span>`);
  if (one.homes_without_supply > 0) parts.push(html`<span class="dark">${count('homes_without', one.homes_without_supply)}</span>`);
  if (one.devices === 0) parts.push(html`<span class="muted">${t('region.no_devices')}</span>`);
  else if (one.devices_offline > 0) parts.push(html`<span class="muted">${count('devices_offline', one.devices_offline)}</span>`);
  return parts.length ? parts : html`<span class="muted">${t('all_normal')}</span>`;
}

define('ocaq-region', Region);
