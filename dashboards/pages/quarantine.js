// Messages that nobody could use: what was wrong, the message itself, another try, away with it.
import { html, nothing } from 'lit';
import { get, post, query, remove } from '../app/api.js';
import { deviceViews, payload } from '../app/decoded.js';
import { moment } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, said, skeleton, toast, wordOr } from '../app/page.js';
import { t } from '../app/words.js';

const ZONE = 'Asia/Baku';

class Quarantine extends Page {
  static properties = {
    me: { attribute: false }, chosen: { type: Number }, list: { state: true }, next: { state: true }, reasons: { state: true }, one: { state: true },
    problem: { state: true }, refusal: { state: true }, busy: { state: true },
  };

  constructor() {
    super();
    this.filter = { device: '', reason: '' };
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  willUpdate(changed) {
    if (!changed.has('chosen')) return;
    this.one = null;
    this.refusal = '';
    if (this.chosen) this.#loadOne();
  }

  async #load(after) {
    try {
      const page = await get(query('/quarantine', { ...this.filter, after, limit: 100 }));
      this.list = after ? [...this.list, ...page.items] : page.items;
      this.next = page.next;
      this.reasons = page.reasons || this.reasons || {};
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #loadOne() {
    const asked = this.chosen;
    const one = await get(`/quarantine/${asked}`).catch((problem) => ({ problem }));
    if (asked === this.chosen) this.one = one;
  }

  async #act(work, done) {
    this.busy = true;
    this.refusal = '';
    try {
      await work();
      toast(done);
      location.replace('#/quarantine');
      await this.#load();
    } catch (problem) {
      this.refusal = said(problem);
    } finally {
      this.busy = false;
    }
  }

  #narrow(change) {
    this.filter = { ...this.filter, ...change };
    this.list = null;
    this.#load();
  }

  /** Takes the message to the page where dialects are tried. */
  #toTryout() {
    const base64 = this.one.payload_utf8 === undefined;
    sessionStorage.setItem('ocaq.tryout', JSON.stringify({ topic: this.one.topic, payload: base64 ? this.one.payload_base64 : this.one.payload_utf8, base64 }));
    location.assign('#/tryout');
  }

  render() {
    if (this.problem) return html`${deviceViews('quarantine', this.me.role)}${failure(this.problem, () => this.#load())}`;
    return html`${deviceViews('quarantine', this.me.role)}<div class="alarms ${this.chosen ? 'with-detail' : ''}">
      <section class="card list"><header><h1>${t('quarantine.title')}</h1><div class="row wrap">
        <input type="search" placeholder=${t('quarantine.filter')} aria-label=${t('quarantine.filter')} @change=${(event) => this.#narrow({ device: event.target.value.trim() })}>
        <select aria-label=${t('quarantine.reason')} @change=${(event) => this.#narrow({ reason: event.target.value })}><option value="">${t('quarantine.any')}</option>
          ${Object.entries(this.reasons || {}).map(([reason, n]) => html`<option value=${reason}>${wordOr('reason', reason)} (${n})</option>`)}</select></div></header>
        ${!this.list ? skeleton(6) : this.list.length ? this.list.map((one) => html`<a class="pick" href="#/quarantine/${one.id}" aria-current=${String(one.id === this.chosen)}>
          <span class="row"><strong>${wordOr('reason', one.reason)}</strong><span class="small muted">${one.count > 1 ? `${one.count} × ` : ''}${moment(one.received_at, ZONE)}</span></span>
          <span class="small">${one.topic}</span></a>`) : empty(t('quarantine.none'), t('quarantine.none.do'), icons.check)}
        ${this.next ? html`<div class="body"><button @click=${() => this.#load(this.next)}>${t('quarantine.more')}</button></div>` : nothing}</section>
      <section class="card detail" aria-live="polite">${this.#detail()}</section></div>`;
  }

  #detail() {
    if (!this.chosen) return empty(t('quarantine.choose'), '', icons.empty);
    if (this.one?.problem) return failure(this.one.problem, () => this.#loadOne());
    if (!this.one) return skeleton(6);
    const one = this.one;
    return html`<header class="detail-head"><a class="back small" href="#/quarantine">${icons.back()}${t('quarantine.title')}</a><h1>${wordOr('reason', one.reason)}</h1>
        <p class="small"><code>${one.topic}</code></p><p class="small muted">${one.device || ''} ${one.decoder ? `· ${one.decoder}` : ''}</p></header>
      <div class="body"><p>${wordOr('reason.about', one.reason)}</p>
        <p class="small muted">${t('quarantine.exactly')}: <span lang="en">${one.detail}</span></p>
        <div class="row wrap"><button class="main" ?disabled=${this.busy || !one.whole} @click=${() => this.#act(() => post(`/quarantine/${one.id}/replay`), t('quarantine.taken'))}>${t('quarantine.again')}</button>
          <button ?disabled=${one.bytes > 20000} @click=${this.#toTryout}>${t('sub.tryout')}</button>
          <button class="danger" ?disabled=${this.busy} @click=${() => this.#act(() => remove(`/quarantine/${one.id}`), t('quarantine.deleted'))}>${t('quarantine.delete')}</button></div>
        ${this.refusal ? html`<p class="danger" role="alert">${this.refusal}</p>` : nothing}
        <article class="message"><header><span>${t('inbox.payload')}</span><span>${one.bytes} B</span></header>${payload(one)}</article></div>`;
  }
}

define('ocaq-quarantine', Quarantine);
