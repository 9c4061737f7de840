// The homes that were given: corrected, or taken away again.
import { html, nothing } from 'lit';
import { put, remove } from '../app/api.js';
import { deviceViews } from '../app/decoded.js';
import { moment } from '../app/format.js';
import { icons } from '../app/icons.js';
import { ListPage } from '../app/list-page.js';
import { define, empty, failure, skeleton } from '../app/page.js';
import { t, title } from '../app/words.js';
import '../app/home-form.js';

const ZONE = 'Asia/Baku';

class Homes extends ListPage {
  constructor() {
    super('/homes');
  }

  render() {
    if (this.problem) return failure(this.problem, () => this.load());
    return html`${deviceViews('homes', this.me.role)}<div class="alarms ${this.chosen ? 'with-detail' : ''}">
      <section class="card list"><header><h1>${t('homes.title')}</h1></header>
        ${!this.list ? skeleton(6) : this.list.length ? this.list.map((one) => html`<a class="pick" href="#/homes" aria-current=${String(one.home === this.chosen?.home)}
          @click=${(event) => { event.preventDefault(); this.choose(one); }}>
          <span class="row"><strong>${title(one.title)}</strong><span class="small muted">${one.by} · ${moment(one.at, ZONE)}</span></span>
          <span class="small">${one.home}</span><span class="small muted">${one.source}</span></a>`) : empty(t('homes.none'), t('homes.none.do'), icons.device)}</section>
      <section class="card detail">${this.#detail()}</section></div>`;
  }

  #detail() {
    const one = this.chosen;
    if (!one) return empty(t('homes.choose'), '', icons.device);
    return html`<header class="detail-head"><button class="back quiet small" @click=${() => this.choose(null)}>${icons.back()}${t('homes.title')}</button>
        <h1>${title(one.title)}</h1><p class="small"><a href="#/device/${one.home}">${one.home}</a></p><p class="muted small">${one.source}</p></header>
      <div class="body"><h2>${t('homes.correct')}</h2><p class="small muted">${t('homes.correct.do')}</p>
        <ocaq-home-form .home=${one.home} .type=${one.type} .name=${one.name} .word=${t('homes.correct.go')} .busy=${this.busy}
          @wish=${(event) => this.perform(() => put(`/homes/${one.home}`, event.detail), t('homes.corrected'))}></ocaq-home-form>
        ${this.refusal ? html`<p class="danger" role="alert">${this.refusal}</p>` : nothing}
        <h2>${t('homes.undo')}</h2><p class="small muted">${t('homes.undo.do')}</p>
        ${this.sure ? html`<button class="danger" ?disabled=${this.busy} @click=${() => this.perform(() => remove(`/homes/${one.home}`), t('homes.undone'))}>${t('homes.undo.sure')}</button>
          <button class="quiet" @click=${() => { this.sure = false; }}>${t('cancel')}</button>` : html`<button @click=${() => { this.sure = true; }}>${t('homes.undo')}</button>`}</div>`;
  }
}

define('ocaq-homes', Homes);
