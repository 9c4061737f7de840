// Key figures: how many alarms the desk was shown and how it dealt with them, beside what the standards ask for; the alarms
// that come most often, with what would keep them quiet; and supply interruptions by settlement and month.
import { html, nothing } from 'lit';
import { get, query } from '../app/api.js';
import { PRIORITIES } from '../app/alarms.js';
import { NO_VALUE, moment, number, span } from '../app/format.js';
import { Page, define, empty, failure, skeleton } from '../app/page.js';
import { count, t, title } from '../app/words.js';

const DAY = 86400000;
const DAYS = [1, 7, 30];
const MONTHS = 13;
/** Since when the oldest of those that are hidden is. */
const OLDEST = { shelved: 'oldest_shelf', out_of_service: 'oldest_out_of_service' };
/** Whose supply a line is about. */
const BY = ['settlement', 'feeder', 'all'];
const ZONE = 'Asia/Baku';
/** What is shown, with its decimals; those with a target are compared with it. */
const FIGURES = [
  ['average_10min', 2], ['steady_10min', 2], ['peak_10min', 0], ['flood_percent', 1], ['top10_percent', 0], ['chattering', 0], ['standing', 0], ['stale', 0],
  ['shelved', 0], ['suppressed', 0], ['out_of_service', 0], ['unowned', 0], ['unacknowledged', 0], ['late_percent', 0], ['mtta_minutes', 1],
  ['mtta_p90_minutes', 1], ['mttr_minutes', 1], ['mttr_p90_minutes', 1], ['assign_p50_minutes', 1], ['travel_p50_minutes', 1], ['on_site_p50_minutes', 1], ['escalated_percent', 1], ['messages_per_alarm', 1],
  ['delivery_p95_seconds', 1], ['dead_letters', 0],
];

/** November 2026 of 2026-11. */
const monthOf = (month) => `${t('months.alone').split(' ')[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

/** Where customers are: a settlement, a feeder of one, or everywhere that the reader sees. */
const placeOf = (one) => [one.title && title(one.title), one.site_title && title(one.site_title)].filter(Boolean).join(', ') || t('kpi.by.all');

/** What is a share or a mean of the alarms of the period: of no alarms it is nothing, not 0. */
const OF_ALARMS = new Set(['top10_percent', 'late_percent', 'escalated_percent', 'messages_per_alarm']);

class Figures extends Page {
  static properties = {
    me: { attribute: false }, days: { state: true }, found: { state: true }, leakage: { state: true }, supply: { state: true }, by: { state: true }, explained: { state: true }, utility: { state: true }, proposals: { state: true }, problem: { state: true },
  };

  constructor() {
    super();
    this.days = 7;
    this.by = 'settlement';
    this.utility = '';
    this.proposals = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    const to = Date.now();
    const { days } = this;
    try {
      const [found, supply, leakage] = await Promise.all([get(query('/kpi/alarms', { from: to - days * DAY, to })),
        this.supply || this.#reliability(), this.leakage || get('/kpi/night-flow')]);
      if (days !== this.days) return;
      this.found = found;
      this.supply = supply;
      this.utility = supply.utility;
      this.leakage = leakage;
      this.problem = null;
      // One after the other: each runs the rule many times over a week.
      for (const actor of found.bad_actors) await this.#propose(actor.alarm);
    } catch (problem) {
      this.problem = problem;
    }
  }

  #reliability() {
    return get(query('/kpi/reliability', { by: this.by, utility: this.utility }));
  }

  /** What is supplied, and whose supply a line is about. */
  async #choose(utility, by) {
    this.utility = utility;
    this.by = by;
    try {
      const supply = await this.#reliability();
      if (utility === this.utility && by === this.by) this.supply = supply;
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #propose(alarm) {
    if (this.proposals[alarm]) return;
    const proposal = await get(`/alarms/${alarm}/proposal`).catch(() => ({ helps: false }));
    this.proposals = { ...this.proposals, [alarm]: proposal };
  }

  render() {
    if (this.problem) return failure(this.problem, () => this.#load());
    if (!this.found) return skeleton(10);
    return html`<div class="figures-view"><section class="card"><header><h1>${t('kpi.title')}</h1><span class="on-paper muted">${moment(this.found.from, ZONE, true)} – ${moment(this.found.to, ZONE, true)}</span>
        <div class="segments" role="group" aria-label=${t('rules.period')}>${DAYS.map((days) => html`<button aria-pressed=${String(days === this.days)}
          @click=${() => { this.days = days; this.#load(); }}>${count('rules.days', days)}</button>`)}</div></header>
        <div class="scroll" tabindex="0" role="group" aria-label=${t('kpi.title')}><table><thead><tr><th>${t('kpi.figure')}</th><th class="number">${t('kpi.value')}</th><th class="number">${t('kpi.target')}</th></tr></thead>
          <tbody>${FIGURES.map((figure) => this.#figure(figure))}${this.#mix()}</tbody></table></div>
        <p class="body tiny muted">${t('kpi.about')} <button class="small explain" aria-pressed=${String(Boolean(this.explained))} @click=${() => { this.explained = !this.explained; }}>${t('kpi.explain')}</button></p></section>
      <section class="card"><header><h2>${t('kpi.bad_actors')}</h2></header>${this.#actors()}${this.#review()}</section>
      <section class="card wide"><header><h2>${t('kpi.supply')}</h2><a class="button" href="#/report/last/${this.utility || ''}">${t('report.title')}</a>${this.#utilities()}
        <div class="segments" role="group" aria-label=${t('kpi.by')}>${BY.map((by) => html`<button aria-pressed=${String(by === this.by)} @click=${() => this.#choose(this.utility, by)}>${this.#nameOf(by)}</button>`)}</div></header><p class="body tiny muted">${t('kpi.supply.terms')} ${t('kpi.supply.about')}${this.#alarms()} ${t('kpi.cemi.about', { n: this.supply.often ?? 3 })} ${t('kpi.celid.about', { n: this.supply.long_hours ?? 8 })}${this.supply.since ? ` ${t('kpi.supply.since', { when: moment(this.supply.since, ZONE, true) })}` : ''}${this.#limit()}</p>${this.#supply()}</section>
      ${this.leakage.items.length ? html`<section class="card wide"><header><h2>${t('kpi.leakage')}</h2></header><p class="body tiny muted">${t('kpi.leakage.about')}</p>${this.#leakage()}</section>` : nothing}</div>`;
  }

  #figure([name, decimals]) {
    const value = OF_ALARMS.has(name) && !this.found.figures.total ? null : this.found.figures[name];
    const target = this.found.targets[name];
    const bad = target !== undefined && value !== null && value > target;
    const oldest = this.found.figures[OLDEST[name]];
    return html`<tr class=${bad ? 'bad' : ''}><td>${t(`kpi.${name}`)}${this.#meaning(name)}${oldest ? html` <span class="tiny muted">${t('kpi.oldest', { when: moment(oldest, ZONE, true) })}</span>` : nothing}</td><td class="number"><b>${value === null ? NO_VALUE : number(value, decimals)}</b>${bad ? html` <span class="mark">${t('kpi.over')}</span>` : nothing}</td>
      <td class="number muted">${target === undefined ? '' : target === 0 ? '0' : `≤ ${number(target)}`}</td></tr>`;
  }

  /** What a figure counts, where that is asked for. */
  #meaning(name) {
    return this.explained ? html`<br><span class="tiny muted">${t(`kpi.about.${name}`)}</span>` : nothing;
  }

  #mix() {
    const { mix, targets } = this.found;
    const all = PRIORITIES.reduce((sum, name) => sum + mix[name], 0);
    const share = (...names) => (all ? number((100 * names.reduce((sum, name) => sum + mix[name], 0)) / all) : NO_VALUE);
    return html`<tr><td>${t('kpi.mix')}${this.#meaning('mix')}</td><td class="number"><b>${share('low')} / ${share('medium')} / ${share('high', 'critical')}</b></td>
      <td class="number muted">${targets.mix.low} / ${targets.mix.medium} / ${targets.mix.high}</td></tr>`;
  }

  #actors() {
    const actors = this.found.bad_actors;
    if (!actors.length) return empty(t('kpi.no_actors'), '');
    return html`<div class="scroll"><table><thead><tr><th>${t('kpi.alarm')}</th><th class="number">${t('rules.raised')}</th><th class="number">%</th><th>${t('kpi.proposal')}</th></tr></thead>
      <tbody>${actors.map((actor) => html`<tr><td>${this.#alarm(actor)}${actor.chatters ? html`<span class="mark">${t('kpi.chatters')}</span>` : nothing}</td>
        <td class="number">${number(actor.annunciations)}</td><td class="number">${number(actor.percent)}</td><td>${this.#proposal(actor)}</td></tr>`)}</tbody></table></div>`;
  }

  /** What else a review looks for: alarms that say the same, and rules that nobody heeds. */
  #review() {
    const { duplicates, never_actioned: ignored } = this.found;
    return html`${duplicates.length ? html`<header><h2>${t('kpi.duplicates')}</h2></header><ul class="review">${duplicates.map((it) => html`<li>${this.#alarm(it.first)} → ${this.#alarm(it.second)}
        <span class="tiny muted">${t('kpi.together', { n: number(it.together), of: number(it.times) })}</span></li>`)}</ul>` : nothing}${
  ignored.length ? html`<header><h2>${t('kpi.never_actioned')}</h2></header><ul class="review">${ignored.map((it) => html`<li>${it.title ? title(it.title) : it.rule} <span class="tiny muted">${count('kpi.times', it.annunciations)}</span></li>`)}</ul>` : nothing}`;
  }

  #alarm(one) {
    return html`<a href="#/alarms/${one.alarm}">${one.title ? title(one.title) : one.rule}</a> <span class="muted" title=${`${one.rule} ${one.device}`}>${one.site_title ? [title(one.settlement_title), title(one.site_title)].filter((name, at, all) => name && name !== all[at - 1]).join(' · ') : one.device}</span>`;
  }

  #proposal(actor) {
    const found = this.proposals[actor.alarm];
    if (!found) return html`<span class="muted">…</span>`;
    if (!found.helps) return html`<span class="muted">${NO_VALUE}</span>`;
    const delay = t('kpi.propose.delay', { delay: found.off_delay_seconds ? span(found.off_delay_seconds * 1000) : '0' });
    const band = found.deadband === null ? '' : `${t('kpi.propose.deadband', { deadband: number(found.deadband, 2) })}, `;
    return html`${band}${delay} <span class="muted">(${found.occurrences} → ${found.remaining})</span>${['engineer', 'admin'].includes(this.me.role)
      ? html` <a href="#/rules/${actor.rule}/${found.off_delay_seconds || 0}/${found.deadband ?? ''}">${t('rules.try')}</a>` : nothing}`;
  }

  /** The utilities whose interruptions would be found, where there is a choice. */
  #utilities() {
    const { utilities } = this.supply;
    return utilities.length < 2 ? nothing : html`<div class="segments" role="group" aria-label=${t('kpi.utility')}>${utilities.map((utility) => html`<button aria-pressed=${String(utility === this.utility)}
          @click=${() => this.#choose(utility, this.by)}>${t(utility)}</button>`)}</div>`;
  }

  /** Water and heat have works where electricity has feeders. */
  #nameOf(by) {
    return t(by === 'feeder' && this.utility !== 'electricity' ? 'kpi.by.source' : `kpi.by.${by}`);
  }

  /** The alarms by which water and heat are found to be missing. */
  #alarms() {
    const { alarms } = this.supply;
    return this.utility === 'electricity' || !alarms ? '' : ` ${t('kpi.supply.alarms', { alarms: alarms.map(title).join(', ') })}`;
  }

  /** The limit of major events of the newest year that has one. */
  #limit() {
    const limits = Object.entries(this.supply.major_event_limits_minutes || {}).sort();
    return limits.length ? ` ${t('kpi.major.limit', { n: number(limits.at(-1)[1], 1) })}` : '';
  }

  #supply() {
    const months = [...this.supply.items].sort((a, b) => b.month.localeCompare(a.month) || placeOf(a).localeCompare(placeOf(b))).slice(0, MONTHS * 20);
    if (!months.length) return empty(t('kpi.no_supply'), t('kpi.no_supply.do'));
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('kpi.supply')}><table class="supply"><thead><tr><th>${this.#nameOf(this.by)}</th><th>${t('kpi.month')}</th><th class="number">${t('kpi.customers')}</th><th class="number">SAIDI, ${t('kpi.min')}</th>
        <th class="number">SAIFI</th><th class="number">CAIDI, ${t('kpi.min')}</th><th class="number">MAIFI</th><th class="number">ASAI, %</th><th class="number">CEMI-${this.supply.often}, %</th>
        <th class="number">CELID-${this.supply.long_hours}, %</th><th class="number">${t('kpi.ordinary')}</th>
        <th class="number">${t('kpi.ordinary.saifi')}</th><th class="number">${t('kpi.ordinary.caidi')}</th><th class="number">${t('kpi.planned')}</th></tr></thead>
      <tbody>${(this.supply.twelve_months || []).map((year) => this.#period(year, t('kpi.twelve')))}${months.map((month) => this.#period(month, monthOf(month.month)))}</tbody></table></div>`;
  }

  #leakage() {
    return html`<div class="scroll"><table><thead><tr><th>${t('settlement')}</th><th>${t('kpi.district')}</th><th class="number">${t('kpi.leakage.reported')}</th><th class="number">${t('kpi.leakage.night')}</th><th class="number">${t('kpi.leakage.nights')}</th></tr></thead>
      <tbody>${this.leakage.items.map((one) => html`<tr><td>${title(one.settlement_title)}</td><td><a href="#/device/${one.device}">${title(one.title)}</a></td><td class="number"><b>${number(one.percentile20, 2)}</b> ${one.unit}</td>
        <td class="number">${number(one.minimum, 2)} ${one.unit} <span class="muted">${moment(one.night, ZONE, true)}</span></td><td class="number">${one.nights} / 7</td></tr>`)}</tbody></table></div>`;
  }

  #period(one, name) {
    const caidi = (indices) => (indices.caidi_minutes === null ? NO_VALUE : number(indices.caidi_minutes, 1));
    const { unplanned, without_major_events: ordinary, planned } = one;
    return html`<tr><td>${placeOf(one)}</td><td>${name}${one.provisional ? html`<span class="mark">${t('kpi.provisional')}</span>` : nothing}${
  one.major_event_days ? html`<br><span class="tiny muted">${t('kpi.major', { n: one.major_event_days })}</span>` : nothing}</td>
        <td class="number">${number(one.customers)}</td><td class="number">${number(unplanned.saidi_minutes, 1)}</td><td class="number">${number(unplanned.saifi, 3)}</td>
        <td class="number">${caidi(unplanned)}</td><td class="number">${number(unplanned.maifi, 3)}</td><td class="number">${number(100 * unplanned.asai, 3)}</td>
        <td class="number">${number(100 * unplanned.cemi, 1)}</td><td class="number">${number(100 * unplanned.celid, 1)}</td>
        <td class="number">${number(ordinary.saidi_minutes, 1)}</td><td class="number">${number(ordinary.saifi, 3)}</td><td class="number">${caidi(ordinary)}</td>
        <td class="number">${number(planned.saidi_minutes, 1)}</td></tr>`;
  }
}

define('ocaq-figures', Figures);
