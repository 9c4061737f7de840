// One settlement: flow of energy now, today's generation and demand, what is wrong, water, and the network with its states.
import { html, nothing } from 'lit';
import { get, query } from '../app/api.js';
import { byNeed, isOpen } from '../app/alarms.js';
import { alarmLines } from '../app/alarm-list.js';
import { balanceChart } from '../app/balance.js';
import { clock, day, dayStart, number } from '../app/format.js';
import { icons } from '../app/icons.js';
import { network } from '../app/network.js';
import { Page, define, empty, failure, skeleton, value } from '../app/page.js';
import { t, title } from '../app/words.js';
import '../app/chart.js';
import '../app/flow.js';

const EVERY = 10000;
const BUCKET = 15 * 60000;
const MAKES = { solar_park: 'solar', hydro_plant: 'hydro', wind_farm: 'wind', battery_station: 'battery' };

class SettlementView extends Page {
  static properties = { settlement: {}, alarms: { attribute: false }, all: { state: true }, today: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || this.#load(), EVERY);
    this.slow = setInterval(() => document.hidden || this.#loadToday(), EVERY * 6);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearInterval(this.slow);
  }

  willUpdate(changed) {
    if (!changed.has('settlement')) return;
    this.all = null;
    this.today = null;
    this.#load();
  }

  async #load() {
    const asked = this.settlement;
    try {
      const all = await get(`/settlements/${encodeURIComponent(asked)}`);
      if (asked !== this.settlement) return;
      const first = !this.all;
      this.all = all;
      this.problem = null;
      if (first) await this.#loadToday();
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #loadToday() {
    if (!this.all) return;
    const from = dayStart(Date.now(), this.zone);
    const path = query('/energy/balance', { settlement: this.settlement, from, to: Date.now(), step: '15m' });
    this.today = await get(path).catch((problem) => ({ problem }));
  }

  get zone() {
    return this.all?.time_zone || 'Asia/Baku';
  }

  render() {
    if (this.problem && !this.all) return failure(this.problem, () => this.#load());
    if (!this.all) return html`<div class="card">${skeleton(3)}</div><div class="settlement"><div class="card">${skeleton(10)}</div><div class="card">${skeleton(6)}</div></div>`;
    const one = this.all;
    const open = (this.alarms || []).filter((alarm) => alarm.settlement === one.id && isOpen(alarm)).sort(byNeed);
    return html`${this.#head(one)}
      ${this.problem ? html`<div class="banner" role="alert">${icons.warning()}<span>${t('state.stale_list')}</span></div>` : nothing}
      <div class="settlement">
        <div class="column">
          <section class="card"><header><h2>${t('flow.title')}</h2><span class="muted small">${this.#reporting(one)}</span></header><div class="body">${this.#flow(one)}</div></section>
          <section class="card"><header><h2>${t('balance.title')}</h2><span class="muted small">${day(Date.now(), this.zone)}</span></header><div class="body">${this.#chart()}</div></section>
        </div>
        <div class="column">
          <section class="card"><header><h2>${t('alarms.here')}</h2>${open.length ? html`<a class="small" href="#/alarms">${t('alarms.all')}</a>` : nothing}</header>
            ${open.length ? html`<div class="lines short">${alarmLines(open.slice(0, 8), this.zone)}</div>` : html`<p class="body muted">${t('alarms.none')}</p>`}</section>
          ${this.#water(one)}
        </div>
      </div>
      <section class="card"><header><h2>${t('network.title')}</h2><span class="muted small legend">
        <i class="cell ok"></i>${t('site.ok')} <i class="cell offline"></i>${t('site.offline')} <i class="cell alarm"></i>${t('site.alarm')}</span></header>
        <div class="body">${one.sites?.length ? network(one.sites) : empty(t('network.none'), t('network.none.do'), icons.grid)}</div></section>`;
  }

  #head(one) {
    const total = this.today?.total;
    const loading = !this.today;
    return html`<div class="head"><a class="small" href="#/">${icons.back()}${t('nav.region')}</a>
      <h1>${title(one.title)}</h1><span class="muted small">${title(one.district)} · ${t('head.local_time', { time: clock(Date.now(), this.zone) })}</span></div>
      <section class="figures card compact">
        <div class=${one.homes_without_supply ? 'bad' : ''}><h3>${t('figure.without_supply')}</h3><p>${one.devices && one.homes_without_supply !== null ? html`<b>${number(one.homes_without_supply || 0)}</b>` : value(null, '')}</p><small>${t('figure.of_homes', { n: number(one.homes) })}</small></div>
        <div><h3>${t('figure.used_today')}</h3><p>${value(total?.consumption, 'Wh', { loading })}</p></div>
        <div><h3>${t('figure.made_today')}</h3><p>${value(made(total), 'Wh', { loading })}</p></div>
        <div><h3>${t('figure.self_sufficiency')}</h3><p>${value(total?.self_sufficiency === null || total?.self_sufficiency === undefined ? null : total.self_sufficiency * 100, '%', { decimals: 0, loading })}</p><small>${t('today')}</small></div>
        <div><h3>${t('figure.devices')}</h3><p><b>${number(one.devices - one.devices_offline)}</b> <span class="muted">/ ${number(one.devices)}</span></p><small>${t('figure.devices_report')}</small></div>
      </section>`;
  }

  #reporting(one) {
    const now = one.balance_now || one.energy_now;
    return now && now.time ? html`${t('region.homes_reporting', { n: number(now.homes_reporting ?? 0), all: number(one.homes) })}` : nothing;
  }

  #flow(one) {
    const now = one.balance_now || one.energy_now;
    const known = now && ['solar', 'wind', 'hydro', 'battery', 'grid', 'consumption'].some((key) => now[key] !== null && now[key] !== undefined);
    if (!known) return empty(t('flow.none'), t('flow.none.do'), icons.offline);
    const expected = new Set((one.sites || []).map((site) => MAKES[site.kind]).filter(Boolean));
    return html`<ocaq-flow .now=${now} .expected=${expected} place="village"></ocaq-flow>`;
  }

  #chart() {
    if (!this.today) return html`<div class="skeleton block"></div>`;
    if (this.today.problem) return failure(this.today.problem, () => this.#loadToday());
    if (!this.today.points.some((point) => point.consumption || point.solar || point.hydro || point.wind || point.grid_import)) return empty(t('balance.none'), t('balance.none.do'), icons.clock);
    const from = dayStart(Date.now(), this.zone);
    return html`<ocaq-chart class="tall" label=${t('balance.title')} .build=${balanceChart(this.today.points, BUCKET, from, dayStart(Date.now(), this.zone, 1), this.zone)}></ocaq-chart>`;
  }

  #water(one) {
    const water = one.water_now || {};
    const level = water.tank_level;
    const absent = [water.flow, water.tank_level, water.pressure].every((part) => part === null || part === undefined);
    return html`<section class="card water"><header><h2>${icons.water()} ${t('water')}</h2></header><div class="body">${absent ? html`<p class="muted">${t('water.none')}</p>` : html`
      <svg class="tank" viewBox="0 0 60 80" aria-hidden="true"><rect x="2" y="2" width="56" height="76" rx="8"></rect>
        <rect class="fill" x="4" y=${4 + 72 * (1 - (level ?? 0) / 100)} width="52" height=${72 * ((level ?? 0) / 100)} rx="6"></rect></svg>
      <dl><div><dt>${t('water.level')}</dt><dd>${value(level, '%', { decimals: 0 })}</dd></div>
        <div><dt>${t('water.flow')}</dt><dd>${value(water.flow, 'm3/h')}</dd></div>
        <div><dt>${t('water.pressure')}</dt><dd>${value(water.pressure, 'bar')}</dd></div></dl>`}</div></section>`;
  }
}

const made = (total) => (total ? ['solar', 'wind', 'hydro'].reduce((sum, key) => (total[key] === null || total[key] === undefined ? sum : (sum ?? 0) + total[key]), null) : null);

define('ocaq-settlement', SettlementView);
