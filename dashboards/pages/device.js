// One device: latest values as a table, and a metric's history with gaps as gaps and alarms as bands.
import { html, nothing } from 'lit';
import { get } from '../app/api.js';
import { allAlarms, byNeed, isOpen } from '../app/alarms.js';
import { alarmLines } from '../app/alarm-list.js';
import { exact, number, plain, quantity, span, unitText } from '../app/format.js';
import { historyChart, readHistory } from '../app/history.js';
import { unshifted } from '../app/chart.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, skeleton, value } from '../app/page.js';
import { metricName, t, title } from '../app/words.js';
import { status } from './site.js';

const ZONE = 'Asia/Baku';
const HOUR = 3600000;
const RANGES = { '6h': 6 * HOUR, '24h': 24 * HOUR, '7d': 168 * HOUR, '30d': 720 * HOUR, '1y': 8760 * HOUR };

class DeviceView extends Page {
  static properties = {
    device: {}, alarms: { attribute: false }, all: { state: true }, latest: { state: true }, problem: { state: true }, metric: { state: true },
    range: { state: true }, history: { state: true }, past: { state: true },
  };

  constructor() {
    super();
    this.range = '24h';
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || this.#loadLatest(), 15000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearTimeout(this.settled);
  }

  willUpdate(changed) {
    if (!changed.has('device')) return;
    this.all = null;
    this.latest = null;
    this.metric = null;
    this.#load();
  }

  live(event) {
    if (event.type === 'device' && event.data.id === this.device && this.all) this.all = { ...this.all, ...event.data };
    if (event.type !== 'reading' || event.data.device !== this.device || !this.latest) return;
    const old = this.latest.find((one) => one.metric === event.data.metric);
    if (old && old.time > event.data.time) return;
    const fresh = { ...event.data, stale: false };
    this.latest = old ? this.latest.map((one) => (one === old ? { ...one, ...fresh } : one)) : [...this.latest, fresh];
  }

  async #load() {
    try {
      this.all = await get(`/devices/${this.device}`);
      this.problem = null;
      await this.#loadLatest();
      this.past = await allAlarms({ state: 'all', device: this.device }).catch(() => []);
      this.metric = this.all.metrics.find((one) => one.name === 'active_power') || this.all.metrics[0] || null;
      this.#span(Date.now() - RANGES[this.range], Date.now());
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #loadLatest() {
    try {
      this.latest = (await get(`/devices/${this.device}/latest`)).values;
    } catch (problem) {
      if (!this.latest) this.problem = problem;
    }
  }

  async #span(from, to) {
    if (!this.metric) return;
    const asked = { from, to, metric: this.metric };
    this.asked = asked;
    try {
      const history = await readHistory(this.device, this.metric, from, to, this.all.interval || 60);
      if (this.asked === asked) this.history = { ...asked, ...history };
    } catch (problem) {
      if (this.asked === asked) this.history = { ...asked, problem };
    }
  }

  /** The zoomed part is read again in a finer step. */
  #zoom(event) {
    const { startValue, endValue, start, end } = event.detail;
    if (end - start > 99) return;
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.#span(unshifted(startValue, ZONE), unshifted(endValue, ZONE)), 400);
  }

  render() {
    if (this.problem && !this.all) return failure(this.problem, () => this.#load());
    if (!this.all) return html`<div class="card">${skeleton(8)}</div>`;
    const one = this.all;
    const open = (this.alarms || []).filter((alarm) => alarm.device === one.id && isOpen(alarm)).sort(byNeed);
    return html`<div class="head"><a class="small" href="#/site/${one.settlement}/${one.site}">${icons.back()}${one.site_title ? title(one.site_title) : one.site}</a>
        <h1>${title(one.title) || one.device}</h1><span class="muted small">${one.id}</span>${status(one)}
        ${one.recorded ? html`<span class="mark">${t('device.recorded')}</span>` : nothing}</div>
      ${open.length ? html`<section class="card"><div class="lines">${alarmLines(open, ZONE)}</div></section>` : nothing}
      <div class="device-view"><section class="card"><header><h2>${t('device.latest')}</h2><span class="muted small">${t('device.interval', { span: span(one.interval * 1000) })}</span></header>${this.#table(one)}</section>
        <section class="card"><header class="wrap"><h2>${this.metric ? metricName(this.metric.name) : t('device.history')}</h2>
          <div class="segments" role="group" aria-label=${t('device.range')}>${Object.keys(RANGES).map((range) => html`<button aria-pressed=${String(this.range === range)}
            @click=${() => { this.range = range; this.#span(Date.now() - RANGES[range], Date.now()); }}>${t(`range.${range}`)}</button>`)}</div></header>
          <div class="body">${this.#chart()}</div></section></div>`;
  }

  #table(one) {
    const known = new Map((this.latest || []).map((row) => [row.metric, row]));
    const metrics = [...one.metrics, ...(this.latest || []).filter((row) => !one.metrics.some((metric) => metric.name === row.metric))
      .map((row) => ({ name: row.metric, unit: row.unit, kind: 'gauge' }))];
    if (!metrics.length) return empty(t('device.no_metrics'), t('absent.never'), icons.device);
    return html`<div class="scroll"><table class="latest"><thead><tr><th>${t('device.metric')}</th><th class="number">${t('device.value')}</th><th>${t('device.time')}</th><th>${t('device.limits')}</th></tr></thead>
      <tbody>${metrics.map((metric) => {
    const row = known.get(metric.name);
    return html`<tr class=${this.metric?.name === metric.name ? 'chosen' : ''}><td><button class="quiet" @click=${() => this.#choose(metric)}>${metricName(metric.name)}</button></td>
      <td class="number">${row ? value(row.value, row.unit, { stale: row.stale, quality: row.quality }) : value(null, '', { reason: t('absent.never') })}</td>
      <td class="muted">${row ? html`<span title=${t('age.ago', { span: span(Date.now() - row.time) })}>${exact(row.time, ZONE)}</span>` : nothing}</td>
      <td class="muted">${limits(metric)}</td></tr>`;
  })}</tbody></table></div>`;
  }

  #choose(metric) {
    this.metric = metric;
    this.history = null;
    this.#span(Date.now() - RANGES[this.range], Date.now());
  }

  #chart() {
    if (!this.metric) return empty(t('device.no_metrics'), '', icons.device);
    if (!this.history) return html`<div class="skeleton block"></div>`;
    if (this.history.problem) return failure(this.history.problem, () => this.#span(this.history.from, this.history.to));
    if (!this.history.points.length) return empty(t('history.none'), t('history.none.do'), icons.clock);
    const { from, to, metric } = this.history;
    const bands = (this.past || []).filter((alarm) => alarm.raised_at < to && (isOpen(alarm) || alarm.changed_at > from));
    return html`<ocaq-chart class="tall" label=${metricName(metric.name)} @zoom=${this.#zoom}
      .build=${historyChart(this.history, metric, from, to, ZONE, bands, metricName(metric.name))}></ocaq-chart>
      <p class="tiny muted">${t('history.step', { step: t(`step.${this.history.step.name}`), points: number(this.history.points.length) })}${this.history.envelope ? ` · ${t('history.envelope')}` : ''}${bands.length ? ` · ${t('history.bands')}` : ''}</p>`;
  }
}

/** The allowed range of a metric, in the unit of its upper end; a counter has none that says anything. */
function limits(metric) {
  if (metric.kind === 'counter' || !Number.isFinite(metric.min) || !Number.isFinite(metric.max)) return nothing;
  const upper = quantity(metric.max, metric.unit, { decimals: 0 });
  const factor = upper.unit === unitText(metric.unit) ? 1 : 1000;
  return html`<span class="value">${plain(metric.min / factor)} … ${plain(metric.max / factor)} ${upper.unit}</span>`;
}

define('ocaq-device', DeviceView);
