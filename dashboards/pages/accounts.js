// Who may sign in: role, scope, password. For administrators.
import { html, nothing } from 'lit';
import { post, put, remove } from '../app/api.js';
import { icons } from '../app/icons.js';
import { ListPage } from '../app/list-page.js';
import { define, empty, failure, skeleton } from '../app/page.js';
import { t } from '../app/words.js';

const ROLES = ['operator', 'crew', 'resident', 'engineer', 'admin'];

/** The views for administrators. */
export const adminViews = (current) => html`<nav class="sub" aria-label=${t('nav.admin')}>${['accounts', 'audit'].map((view) => html`<a href="#/${view}" aria-current=${view === current ? 'page' : 'false'}>${t(`sub.${view}`)}</a>`)}</nav>`;

class Accounts extends ListPage {
  constructor() {
    super('/accounts');
  }

  #save(event) {
    event.preventDefault();
    const fields = new FormData(event.target);
    const text = (name) => String(fields.get(name) || '').trim();
    const words = (name) => text(name).split(/[\s,;]+/).filter(Boolean);
    const account = { role: text('role'), settlements: words('settlements'), utilities: words('utilities'), home: text('home') };
    const password = String(fields.get('password'));
    if (password) account.password = password;
    const made = !this.chosen.username;
    this.perform(() => (made ? post('/accounts', { ...account, username: text('username') }) : put(`/accounts/${this.chosen.username}`, account)), t('accounts.saved'));
  }

  render() {
    if (this.problem) return html`${adminViews('accounts')}${failure(this.problem, () => this.load())}`;
    return html`${adminViews('accounts')}<div class="alarms ${this.chosen ? 'with-detail' : ''}">
      <section class="card list"><header><h1>${t('sub.accounts')}</h1><button @click=${() => this.choose({ role: 'operator', settlements: [], utilities: [] })}>${t('accounts.new')}</button></header>
        ${!this.list ? skeleton(6) : this.list.map((one) => html`<a class="pick" href="#/accounts" aria-current=${String(one.username === this.chosen?.username)} @click=${(event) => { event.preventDefault(); this.choose(one); }}>
          <span class="row"><strong>${one.username}</strong><span class="small">${t(`role.${one.role}`)}</span></span>
          <span class="small muted">${[...one.settlements, ...one.utilities, one.home].filter(Boolean).join(' · ') || t('accounts.everywhere')}</span></a>`)}</section>
      <section class="card detail">${this.chosen ? this.#form() : empty(t('accounts.choose'), '', icons.person)}</section></div>`;
  }

  #form() {
    const one = this.chosen;
    const own = one.username === this.me.username;
    return html`<header class="detail-head"><button class="back quiet small" @click=${() => this.choose(null)}>${icons.back()}${t('sub.accounts')}</button><h1>${one.username || t('accounts.new')}</h1></header>
      <div class="body"><form class="give" @submit=${this.#save}>
        ${one.username ? nothing : html`<label class="field whole"><span>${t('sign_in.name')}</span><input name="username" required pattern="[a-z0-9][a-z0-9._\\-]*" maxlength="64" autocomplete="off"></label>`}
        <label class="field"><span>${t('accounts.role')}</span><select name="role">${ROLES.map((role) => html`<option value=${role} ?selected=${role === one.role}>${t(`role.${role}`)}</option>`)}</select></label>
        <label class="field"><span>${one.username ? t('accounts.new_password') : t('sign_in.password')}</span><input type="password" name="password" minlength="8" maxlength="200" autocomplete="new-password" ?required=${!one.username}></label>
        <label class="field"><span>${t('accounts.settlements')}</span><input name="settlements" .value=${one.settlements.join(', ')}></label>
        <label class="field"><span>${t('accounts.utilities')}</span><input name="utilities" .value=${one.utilities.join(', ')}></label>
        <label class="field whole"><span>${t('accounts.home')}</span><input name="home" .value=${one.home || ''}></label>
        <div class="whole row wrap"><button class="main" ?disabled=${this.busy}>${t('accounts.save')}</button>
          ${one.username && !own ? html`<button type="button" class="danger" ?disabled=${this.busy} @click=${() => (this.sure ? this.perform(() => remove(`/accounts/${one.username}`), t('accounts.removed')) : (this.sure = true))}>${t(this.sure ? 'accounts.remove.sure' : 'accounts.remove')}</button>` : nothing}</div></form>
        ${this.refusal ? html`<p class="danger" role="alert">${this.refusal}</p>` : nothing}</div>`;
  }
}

define('ocaq-accounts', Accounts);
