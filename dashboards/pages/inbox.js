// Devices that speak and that nobody has registered: what they say, what Ocaq makes of it, and the home that they get.
import { html, nothing } from 'lit';
import { get, post } from '../app/api.js';
import { decodedView, deviceViews, payload } from '../app/decoded.js';
import { moment, since } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, said, skeleton, toast, value } from '../app/page.js';
import { metricName, t } from '../app/words.js';
import '../app/home-form.js';

const ZONE = 'Asia/Baku';
const EVERY = 5000;
/** The home that was given last; the view is made anew when the address changes. */
let given = null;

class Inbox extends Page {
  static properties = {
    me: { attribute: false }, device: {}, list: { state: true }, one: { state: true }, problem: { state: true }, busy: { state: true },
    refusal: { state: true }, search: { state: true },
  };

  constructor() {
    super();
    this.search = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.timer = setInterval(() => document.hidden || this.#load(), EVERY);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  willUpdate(changed) {
    if (!changed.has('device')) return;
    this.one = null;
    this.refusal = '';
    if (this.device) {
      given = null;
      this.#loadOne();
    }
  }

  async #load() {
    try {
      this.list = (await get('/inbox')).items.sort((one, other) => (other.last_seen || 0) - (one.last_seen || 0));
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #loadOne() {
    const asked = this.device;
    try {
      const one = await get(`/inbox/${asked}`);
      if (asked === this.device) this.one = one;
    } catch (problem) {
      if (asked === this.device) this.one = { problem };
    }
  }

  async #give(wish) {
    this.busy = true;
    this.refusal = '';
    try {
      given = await post(`/inbox/${this.device}/home`, wish);
      location.replace('#/inbox');
      await this.#load();
    } catch (problem) {
      this.refusal = said(problem);
    } finally {
      this.busy = false;
    }
  }

  async #upload(event) {
    const file = event.target.files[0];
    if (!file) return;
    this.refusal = '';
    try {
      const given = await post('/inbox/sheet', { csv: await file.text() });
      toast(t('inbox.sheet.done', { n: given.total }));
      await this.#load();
    } catch (problem) {
      this.refusal = said(problem);
    }
    event.target.value = '';
  }

  render() {
    if (this.problem && !this.list) return failure(this.problem, () => this.#load());
    const words = this.search.toLowerCase();
    const list = (this.list || []).filter((one) => !words || `${one.id} ${one.topic}`.toLowerCase().includes(words));
    return html`${deviceViews('inbox', this.me.role)}
      ${given ? html`<div class="banner" role="status">${icons.check()}<span>${t('inbox.given', { name: given.home })} <a href="#/device/${given.home}">${t('inbox.show')}</a></span></div>` : nothing}
      <div class="alarms ${this.device ? 'with-detail' : ''}">
      <section class="card list"><header><h1>${t('inbox.title')}</h1><input type="search" placeholder=${t('search')} aria-label=${t('search')} @input=${(event) => { this.search = event.target.value; }}></header>
        ${!this.list ? skeleton(6) : list.length ? list.map((one) => this.#line(one)) : empty(t('inbox.none'), t('inbox.none.do'), icons.device)}
        <div class="body small"><p>${t('inbox.sheet')} <code>source,home,type,name</code></p><label class="button">${t('file.choose')}<input class="sr" type="file" accept=".csv,text/csv" aria-label="${t('inbox.sheet')} ${t('file.choose')}" @change=${this.#upload}></label>
          ${this.refusal && !this.device ? html`<p class="danger" role="alert">${this.refusal}</p>` : nothing}</div></section>
      <section class="card detail" aria-live="polite">${this.#detail()}</section></div>`;
  }

  #line(one) {
    return html`<a class="pick" href="#/inbox/${one.id}" aria-current=${String(one.id === this.device)}>
      <span class="row"><strong>${one.id.split('/')[2]}</strong><span class="small muted">${one.last_seen ? since(one.last_seen, ZONE) : ''}</span></span>
      <span class="small muted">${one.convention}${one.topic ? ` · ${one.topic}` : ''}</span>
      <span class="small">${one.metrics.slice(0, 4).map((row) => html`${metricName(row.metric)} ${value(row.value, row.unit, { stale: false })} `)}${one.metrics.length > 4 ? `+${one.metrics.length - 4}` : ''}</span></a>`;
  }

  #detail() {
    if (!this.device) return empty(t('inbox.choose'), t('inbox.choose.do'), icons.device);
    if (this.one?.problem) return failure(this.one.problem, () => this.#loadOne());
    if (!this.one) return skeleton(8);
    const one = this.one;
    const native = one.convention === 'native';
    return html`<header class="detail-head"><a class="back small" href="#/inbox">${icons.back()}${t('inbox.title')}</a><h1>${one.id.split('/')[2]}</h1>
        <p class="muted small">${t('inbox.heard', { convention: one.convention, time: one.first_seen ? since(one.first_seen, ZONE) : '' })}</p></header>
      <div class="body"><h2>${t('give.title')}</h2>
        <ocaq-home-form .home=${native ? one.id : ''} .slug=${ownName(one.id)} .suggested=${one.types} .word=${t('give.go')} .busy=${this.busy} @wish=${(event) => this.#give(event.detail)}></ocaq-home-form>
        ${this.refusal ? html`<p class="danger" role="alert">${this.refusal}</p>` : nothing}
        <h2>${t('inbox.messages')}</h2>
        ${one.messages.length ? one.messages.map((message) => html`<article class="message"><header><code>${message.topic}</code><span>${moment(message.received_at, ZONE, true)} · ${message.decoded.decoder}</span></header>
          ${decodedView(message.decoded)}<details><summary class="small">${t('inbox.payload')}</summary>${payload(message)}</details></article>`)
    : html`<p class="muted">${t('inbox.no_messages')}</p>`}</div>`;
  }
}

/** A device's own name: its identity without what keeps names apart that are no slugs. */
function ownName(id) {
  const name = id.split('/')[2];
  return /^x.*-[0-9a-f]{8}$/.test(name) ? name.slice(1, -9) : name;
}

define('ocaq-inbox', Inbox);
