// The form that gives a device its home: settlement, site, name there, type, what people call it.
import { html, nothing } from 'lit';
import { get } from './api.js';
import { Page, define } from './page.js';
import { lang, t, title } from './words.js';

class HomeForm extends Page {
  static properties = {
    home: {}, type: {}, name: {}, slug: {}, suggested: { attribute: false }, word: {}, busy: { type: Boolean },
    settlements: { state: true }, sites: { state: true }, types: { state: true }, settlement: { state: true },
  };

  constructor() {
    super();
    this.suggested = [];
    this.home = '';
    this.slug = '';
    this.name = '';
    this.type = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    const [settlements, types] = await Promise.all([get('/settlements'), get('/types')]);
    this.settlements = settlements;
    this.types = types.items;
    this.#choose(this.home.split('/')[0] || this.settlements[0]?.id || '');
  }

  async #choose(settlement) {
    this.settlement = settlement;
    this.sites = settlement ? (await get(`/settlements/${encodeURIComponent(settlement)}`)).sites : [];
  }

  #send(event) {
    event.preventDefault();
    const fields = new FormData(event.target);
    const text = (name) => String(fields.get(name)).trim();
    this.dispatchEvent(new CustomEvent('wish', {
      detail: { home: `${this.settlement}/${text('site')}/${text('device')}`, type: text('type'), name: text('name') },
    }));
  }

  render() {
    if (!this.types || !this.sites) return html`<div class="skeleton"></div>`;
    const [, site, device] = this.home.split('/');
    const first = this.suggested.filter((id) => this.types.some((type) => type.id === id));
    const rest = this.types.filter((type) => !first.includes(type.id)).sort((one, other) => title(one.title).localeCompare(title(other.title), lang()));
    const option = (id) => {
      const type = this.types.find((one) => one.id === id);
      return html`<option value=${id} ?selected=${id === (this.type || first[0])}>${title(type.title)}</option>`;
    };
    return html`<form class="give" @submit=${this.#send}>
      <label class="field"><span>${t('settlement')}</span><select name="settlement" @change=${(event) => this.#choose(event.target.value)}>
        ${this.settlements.map((one) => html`<option value=${one.id} ?selected=${one.id === this.settlement}>${title(one.title)}</option>`)}</select></label>
      <label class="field"><span>${t('give.site')}</span><input name="site" list="sites" required pattern="[a-z0-9][a-z0-9._\\-]*" .value=${site || ''} autocomplete="off">
        <datalist id="sites">${this.sites.map((one) => html`<option value=${one.id}>${title(one.title)}</option>`)}</datalist></label>
      <label class="field"><span>${t('give.type')}</span><select name="type" required>
        ${first.length || this.type ? nothing : html`<option value="" selected disabled>${t('give.choose')}</option>`}
        ${first.length ? html`<optgroup label=${t('give.suggested')}>${first.map(option)}</optgroup>` : nothing}
        <optgroup label=${t('give.all_types')}>${rest.map((type) => option(type.id))}</optgroup></select></label>
      <label class="field"><span>${t('give.device')}</span><input name="device" required pattern="[a-z0-9][a-z0-9._\\-]*" .value=${device || this.slug} autocomplete="off"></label>
      <label class="field whole"><span>${t('give.name')}</span><input name="name" maxlength="200" .value=${this.name || ''}></label>
      <div class="whole"><button class="main" ?disabled=${this.busy}>${this.word}</button></div></form>`;
  }
}

define('ocaq-home-form', HomeForm);
