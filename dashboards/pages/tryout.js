// Trying out: what comes out of a message, and of a dialect that is being written here. Nothing is stored or applied.
import { html, nothing } from 'lit';
import { get, post } from '../app/api.js';
import { decodedView, deviceViews } from '../app/decoded.js';
import { Page, define, empty, said } from '../app/page.js';
import { icons } from '../app/icons.js';
import { t } from '../app/words.js';

/** What to start from when no dialect is taken. */
const START = `dialect: my-device
title: My device
fields:
  - {at: "power", quantity: active_power, unit: W}
topics:
  - {topic: "my/{device}/state", payload: json}
`;

class Tryout extends Page {
  static properties = {
    me: { attribute: false }, base64: { state: true }, dialects: { state: true }, yaml: { state: true }, result: { state: true }, refusal: { state: true }, busy: { state: true },
  };

  constructor() {
    super();
    this.base64 = false;
    this.yaml = '';
    const draft = JSON.parse(sessionStorage.getItem('ocaq.tryout') || 'null');
    this.draft = draft || { topic: '', payload: '' };
    if (draft) {
      this.base64 = draft.base64;
      sessionStorage.removeItem('ocaq.tryout');
    }
  }

  connectedCallback() {
    super.connectedCallback();
    get('/dialects').then((found) => { this.dialects = found.items; }).catch((problem) => { this.refusal = said(problem); });
  }

  get may() {
    return this.me.role === 'engineer' || this.me.role === 'admin';
  }

  async #take(name) {
    if (name === '') this.yaml = '';
    else if (name === '+') this.yaml = START;
    else this.yaml = (await get(`/dialects/${name}`)).yaml;
  }

  async #try(event) {
    event.preventDefault();
    const fields = new FormData(event.target);
    this.busy = true;
    this.refusal = '';
    try {
      this.result = await post('/tryout', {
        topic: fields.get('topic').trim(),
        [this.base64 ? 'payload_base64' : 'payload_utf8']: fields.get('payload'),
        ...(this.yaml.trim() ? { dialect: this.yaml } : {}),
      });
    } catch (problem) {
      this.refusal = said(problem);
    } finally {
      this.busy = false;
    }
  }

  #download() {
    const name = /^dialect:\s*([a-z0-9._-]+)/m.exec(this.yaml)?.[1] || 'dialect';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([this.yaml], { type: 'application/yaml' }));
    link.download = `${name}.yaml`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  render() {
    return html`${deviceViews('tryout', this.me.role)}<form class="tryout" @submit=${this.#try}>
      <section class="card"><header><h1>${t('tryout.title')}</h1></header><div class="body form">
        <p class="small muted">${t('tryout.lead')}</p>
        <label class="field"><span>${t('tryout.topic')}</span><input name="topic" required maxlength="1024" autocomplete="off" spellcheck="false" .defaultValue=${this.draft.topic}></label>
        <label class="field"><span>${t('tryout.payload')}</span><textarea class="code" name="payload" spellcheck="false" .defaultValue=${this.draft.payload}></textarea></label>
        <label class="row small"><input type="checkbox" .checked=${this.base64} @change=${(event) => { this.base64 = event.target.checked; }}> ${t('tryout.base64')}</label>
        <label class="field"><span>${t('tryout.dialect')}</span><select @change=${(event) => this.#take(event.target.value)}>
          <option value="">${t('tryout.as_running')}</option><option value="+">${t('tryout.new')}</option>
          ${(this.dialects || []).map((one) => html`<option value=${one.id}>${one.id}</option>`)}</select></label>
        ${this.yaml ? html`<label class="field"><span>${t('tryout.yaml')}</span><textarea class="code dialect" spellcheck="false" .value=${this.yaml} @input=${(event) => { this.yaml = event.target.value; }}></textarea></label>` : nothing}
        <div class="row wrap"><button class="main" ?disabled=${this.busy || !this.may}>${t('tryout.go')}</button>
          ${this.yaml ? html`<button type="button" @click=${this.#download}>${t('tryout.download')}</button>` : nothing}</div>
        ${this.may ? nothing : html`<p class="small muted">${t('tryout.view_only')}</p>`}
        ${this.refusal ? html`<p class="danger" role="alert">${this.refusal}</p>` : nothing}</div></section>
      <section class="card" aria-live="polite"><header><h2>${t('tryout.result')}</h2></header>${this.#result()}</section></form>`;
  }

  #result() {
    if (!this.result) return empty(t('tryout.nothing'), t('tryout.nothing.do'), icons.device);
    if (this.result.problems.length) {
      return html`<ul class="faults body">${this.result.problems.map((one) => html`<li>${one.line ? html`<strong>${t('tryout.line', { n: one.line })}</strong> ` : nothing}${one.what}</li>`)}</ul>`;
    }
    const decoded = this.result.decoded;
    return html`<p class="body small"><strong>${decoded.decoder || t('tryout.no_decoder')}</strong> · ${t(`outcome.${decoded.outcome}`)}${decoded.device ? html` · <code>${decoded.device}</code>` : nothing}</p>
      <div class="message">${decodedView(decoded)}</div>`;
  }
}

define('ocaq-tryout', Tryout);
