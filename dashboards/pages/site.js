// One site: energy now and today where it has some, and its devices with their latest values.
import { html, nothing } from 'lit';
import { get } from '../app/api.js';
import { byNeed, isOpen } from '../app/alarms.js';
import { alarmLines } from '../app/alarm-list.js';
import { since } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, skeleton, value, wordOr } from '../app/page.js';
import { metricName, t, title } from '../app/words.js';
import '../app/flow.js';

const ZONE = 'Asia/Baku';

class SiteView extends Page {
  static properties = { site: {}, alarms: { attribute: false }, all: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || this.#load(), 15000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  willUpdate(changed) {
    if (!changed.has('site')) return;
    this.all = null;
    this.#load();
  }

  /** A newer value of one of its devices. */
  live(event) {
    if (event.type !== 'reading' || !this.all) return;
    const device = this.all.devices.find((one) => one.id === event.data.device);
    const latest = device?.latest?.find((one) => one.metric === event.data.metric);
    if (!latest || latest.time > event.data.time) return;
    Object.assign(latest, event.data, { stale: false });
    this.requestUpdate();
  }

  async #load() {
    const asked = this.site;
    try {
      const all = await get(`/sites/${asked}`);
      if (asked === this.site) this.all = all;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    if (this.problem && !this.all) return failure(this.problem, () => this.#load());
    if (!this.all) return html`<div class="card">${skeleton(8)}</div>`;
    const one = this.all;
    const open = (this.alarms || []).filter((alarm) => alarm.device.startsWith(`${this.site}/`) && isOpen(alarm)).sort(byNeed);
    const now = one.energy_now;
    const flows = now && ['solar', 'grid', 'consumption'].some((key) => now[key] !== null && now[key] !== undefined);
    return html`<div class="head"><a class="small" href="#/settlement/${one.settlement}">${icons.back()}${one.settlement_title ? title(one.settlement_title) : t('settlement')}</a>
        <h1>${title(one.title)}</h1><span class="muted small">${wordOr('kind', one.kind)}</span></div>
      ${open.length ? html`<section class="card"><div class="lines">${alarmLines(open, ZONE)}</div></section>` : nothing}
      ${flows && one.kind === 'home' ? html`<section class="card"><header><h2>${t('flow.title')}</h2></header><div class="body"><ocaq-flow .now=${now} place="home"></ocaq-flow></div></section>` : nothing}
      ${one.devices?.length ? html`<div class="devices">${one.devices.map((device) => this.#device(device))}</div>` : empty(t('site.no_devices'), t('site.no_devices.do'), icons.device)}`;
  }

  #device(device) {
    return html`<section class="card device"><header><h2><a href="#/device/${device.id}">${title(device.title) || device.device}</a></h2>${status(device)}</header>
      <div class="body">${device.latest?.length ? html`<dl>${device.latest.map((one) => html`<div><dt>${metricName(one.metric)}</dt>
        <dd>${value(one.value, one.unit, { ...one, interval: device.interval })}</dd></div>`)}</dl>` : html`<p class="muted">${t('absent.never')}</p>`}</div></section>`;
  }
}

/** Whether a device speaks, with the time of its last word when it does not. */
export const status = (device) => (device.status === 'online' ? html`<span class="muted small">${t('online')}</span>`
  : html`<span class="small row p-low">${icons.offline()}${device.status === 'offline' ? t('offline') : t('status.unknown')}${
    device.last_seen ? html` · ${since(device.last_seen, ZONE)}` : nothing}</span>`);

define('ocaq-site', SiteView);
