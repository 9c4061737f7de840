// Who changed what, and who read a household's values. For administrators.
import { html, nothing } from 'lit';
import { get, query } from '../app/api.js';
import { moment } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, skeleton, wordOr } from '../app/page.js';
import { t } from '../app/words.js';
import { adminViews } from './accounts.js';

const ZONE = 'Asia/Baku';

const said = (value) => (value === null || value === '' ? '–' : value === true ? t('yes') : value === false ? t('no')
  : Array.isArray(value) ? value.map(said).join(', ') : typeof value === 'object' ? fields(value).join('; ') : String(value));
const fields = (object) => Object.entries(object).map(([name, value]) => `${wordOr('audit.field', name)}: ${said(value)}`);

/** What was sent along, in words: it is kept as it came, perhaps cut off. */
export function details(text) {
  if (text === 'household') return t('audit.household');
  try {
    const sent = JSON.parse(text);
    return sent && typeof sent === 'object' ? fields(sent).join(' · ') : String(sent);
  } catch {
    return text;
  }
}

class Audit extends Page {
  static properties = { list: { state: true }, next: { state: true }, problem: { state: true }, search: { state: true } };

  constructor() {
    super();
    this.search = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load(after) {
    try {
      const page = await get(query('/audit', { after }));
      this.list = after ? [...this.list, ...page.items] : page.items;
      this.next = page.next;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    if (this.problem) return html`${adminViews('audit')}${failure(this.problem, () => this.#load())}`;
    const words = this.search.toLowerCase();
    const list = (this.list || []).filter((one) => !words || [...Object.values(one), wordOr('audit', one.action), details(one.detail)].join(' ').toLowerCase().includes(words));
    return html`${adminViews('audit')}<section class="card"><header><h1>${t('sub.audit')}</h1><input type="search" placeholder=${t('search')} aria-label=${t('search')} @input=${(event) => { this.search = event.target.value; }}></header>
      ${!this.list ? skeleton(8) : !list.length ? empty(t('search.none'), '', icons.empty) : html`<div class="scroll"><table class="audit"><thead><tr><th>${t('device.time')}</th><th>${t('audit.who')}</th><th>${t('audit.what')}</th><th>${t('audit.target')}</th><th>${t('audit.detail')}</th></tr></thead>
        <tbody>${list.map((one) => html`<tr><td class="muted">${moment(one.at, ZONE, true)}</td><td>${one.who}</td><td title=${one.action}>${wordOr('audit', one.action)}${one.count > 1 ? html` <span class="mark">${one.count} ×</span>` : nothing}</td><td>${one.target}</td><td class="muted">${details(one.detail)}</td></tr>`)}</tbody></table></div>`}
      ${this.next ? html`<div class="body"><button @click=${() => this.#load(this.next)}>${t('quarantine.more')}</button></div>` : nothing}</section>`;
  }
}

define('ocaq-audit', Audit);
