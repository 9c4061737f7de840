// The operator's page: bar with the views, the standing alarms kept up to date, and the view that the address names.
import { html, nothing, render } from 'lit';
import { pageOf, session, signOut } from '../app/api.js';
import { PRIORITIES, allAlarms, isOpen, merged, renewed } from '../app/alarms.js';
import { since } from '../app/format.js';
import { brand, icons, shape } from '../app/icons.js';
import { follow } from '../app/live.js';
import { Page, applyTheme, define, failure, languageSwitch, skeleton, themeSwitch, toSignIn } from '../app/page.js';
import { loadWords, t } from '../app/words.js';

const ZONE = 'Asia/Baku';
const VIEWS = {
  region: () => import('./region.js'), settlement: () => import('./settlement.js'), site: () => import('./site.js'),
  device: () => import('./device.js'), alarms: () => import('./alarms.js'), quiet: () => import('./quiet.js'), inbox: () => import('./inbox.js'), homes: () => import('./homes.js'),
  tryout: () => import('./tryout.js'), quarantine: () => import('./quarantine.js'), accounts: () => import('./accounts.js'), audit: () => import('./audit.js'),
  rules: () => import('./rules.js'), warnings: () => import('./warnings.js'), duty: () => import('./duty.js'), figures: () => import('./figures.js'),
  report: () => import('./report.js'),
};
/** The views behind the word "devices" in the bar. */
const ABOUT_DEVICES = ['inbox', 'homes', 'tryout', 'quarantine'];
/** Who may see and try rules; the server decides again. */
const RULE_MAKERS = ['engineer', 'admin'];

/** What the browser's tab says of a view; settlements, sites and devices name themselves on their pages. */
const TITLES = {
  region: 'nav.region', settlement: 'settlement', site: 'quiet.label.site', device: 'quiet.label.device', alarms: 'nav.alarms', quiet: 'quiet.title',
  inbox: 'nav.inbox', homes: 'homes.title', tryout: 'tryout.title', quarantine: 'quarantine.title', accounts: 'sub.accounts', audit: 'sub.audit',
  rules: 'nav.rules', warnings: 'warnings.title', duty: 'duty.title', figures: 'nav.figures', report: 'report.title',
};

class Operator extends Page {
  static properties = {
    me: { attribute: false }, alarms: { state: true }, problem: { state: true }, route: { state: true }, lost: { state: true }, event: { state: true },
  };

  constructor() {
    super();
    this.go = () => this.#route();
    this.alarms = null;
    this.loading = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hashchange', this.go);
    this.#route();
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.go);
    if (this.end) this.end();
  }

  #follow() {
    const before = this.end;
    const [view, settlement] = this.route.parts;
    const scopes = [{}];
    if (view === 'device' || view === 'site') scopes.push({ settlement });
    this.end = follow(scopes, (event) => this.#event(event));
    // The new scopes are there before the old ones go, so that the stream which both want stays open.
    if (before) before();
  }

  #event(event) {
    if (event.type === 'lost') this.lost ||= Date.now();
    if (event.type === 'open') {
      // What happened between the list's answer and the stream's begin is in neither: read the list again.
      const back = this.lost;
      this.lost = 0;
      this.#load();
      if (back && this.route.missing) this.#route();
    }
    if (event.type === 'alarm') this.#take(event.data);
    const view = this.querySelector('main > *');
    if (view && view.live) view.live(event);
  }

  #take(alarm) {
    this.loading.forEach((came) => came.push(alarm));
    if (this.alarms) this.alarms = merged(this.alarms, alarm);
  }

  async #load() {
    const came = [];
    this.loading.add(came);
    try {
      this.alarms = renewed(await allAlarms({ state: 'standing' }), this.alarms, came);
      this.problem = null;
    } catch (problem) {
      if (problem.status === 401) toSignIn();
      this.problem = problem;
    } finally {
      this.loading.delete(came);
    }
  }

  async #route() {
    const parts = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
    const name = VIEWS[parts[0]] ? parts[0] : 'region';
    // Whoever goes from alarm to alarm keeps the list as it was filtered.
    this.route = { name, parts, ready: name === 'alarms' && this.route?.name === name && this.route.ready };
    this.#follow();
    const route = this.route;
    try {
      await VIEWS[name]();
      if (this.route === route) this.route = { ...route, ready: true };
    } catch {
      // A view that was never opened is with the server, which is away.
      if (this.route === route) this.route = { ...route, missing: true };
    }
    window.scrollTo(0, 0);
  }

  /** The bar of a phone is wider than the phone. */
  updated(changed) {
    if (!changed.has('route')) return;
    const nav = this.querySelector('nav');
    const here = nav.querySelector('[aria-current=page]');
    if (here) nav.scrollLeft += here.getBoundingClientRect().left - nav.getBoundingClientRect().left - 16;
  }

  render() {
    const open = (this.alarms || []).filter(isOpen);
    const view = TITLES[this.route.name] ? `${t(TITLES[this.route.name])} · ` : '';
    document.title = `${open.length ? `(${open.length}) ` : ''}${view}Ocaq`;
    return html`<header class="top">
        <a class="brand" href="#/" aria-label="Ocaq">${brand()}<span>Ocaq</span></a>
        <nav>
          <a href="#/" aria-current=${this.route.name === 'region' ? 'page' : 'false'}>${t('nav.region')}</a>
          <a href="#/alarms" aria-current=${this.route.name === 'alarms' ? 'page' : 'false'}>${t('nav.alarms')} ${this.#counts(open)}</a>
          <a href="#/inbox" aria-current=${ABOUT_DEVICES.includes(this.route.name) ? 'page' : 'false'}>${t('nav.inbox')}</a>
          ${this.me.role === 'admin' ? html`<a href="#/accounts" aria-current=${['accounts', 'audit'].includes(this.route.name) ? 'page' : 'false'}>${t('nav.admin')}</a>` : nothing}
          <a href="#/figures" aria-current=${['figures', 'report'].includes(this.route.name) ? 'page' : 'false'}>${t('nav.figures')}</a>
          ${RULE_MAKERS.includes(this.me.role) ? html`<a href="#/rules" aria-current=${this.route.name === 'rules' ? 'page' : 'false'}>${t('nav.rules')}</a>` : nothing}
        </nav>
        <span class="push"></span>
        ${languageSwitch()}<ocaq-push></ocaq-push>${themeSwitch()}
        <button class="quiet user" title=${t('sign_out')} aria-label="${t('sign_out')}: ${this.me.username}" @click=${signOut}><span>${this.me.username}</span>${icons.out()}</button>
      </header>
      ${this.lost ? html`<div class="banner" role="status">${icons.offline()}<span>${t('state.lost', { time: since(this.lost, ZONE) })}</span></div>` : nothing}
      <main>${this.#view()}</main>`;
  }

  #counts(open) {
    const counts = PRIORITIES.map((name) => [name, open.filter((alarm) => alarm.priority === name).length]).filter(([, n]) => n > 0);
    return html`<span class="counts">${counts.map(([name, n]) => html`<span class="p-${name}" title=${t(`priority.${name}`)}>${shape(name)}${n}</span>`)}</span>`;
  }

  #view() {
    const { name, parts, ready } = this.route;
    if (this.route.missing) return failure({ status: 0 }, this.go);
    if (!ready) return skeleton(6);
    if (name === 'region') return html`<ocaq-region .alarms=${this.alarms}></ocaq-region>`;
    if (name === 'settlement') return html`<ocaq-settlement .settlement=${parts[1]} .alarms=${this.alarms}></ocaq-settlement>`;
    if (name === 'site') return html`<ocaq-site .site=${`${parts[1]}/${parts[2]}`} .alarms=${this.alarms}></ocaq-site>`;
    if (name === 'device') return html`<ocaq-device .device=${parts.slice(1, 4).join('/')} .alarms=${this.alarms}></ocaq-device>`;
    if (name === 'quiet') return html`<ocaq-quiet .me=${this.me} .alarms=${this.alarms} .about=${Number(parts[1]) || 0}></ocaq-quiet>`;
    if (name === 'warnings') return html`<ocaq-warnings .me=${this.me}></ocaq-warnings>`;
    if (name === 'duty') return html`<ocaq-duty .me=${this.me}></ocaq-duty>`;
    if (name === 'inbox') return html`<ocaq-inbox .me=${this.me} .device=${parts.slice(1, 4).join('/')}></ocaq-inbox>`;
    if (name === 'homes') return html`<ocaq-homes .me=${this.me}></ocaq-homes>`;
    if (name === 'tryout') return html`<ocaq-tryout .me=${this.me}></ocaq-tryout>`;
    if (name === 'quarantine') return html`<ocaq-quarantine .me=${this.me} .chosen=${Number(parts[1]) || 0}></ocaq-quarantine>`;
    if (name === 'accounts') return html`<ocaq-accounts .me=${this.me}></ocaq-accounts>`;
    if (name === 'audit') return html`<ocaq-audit></ocaq-audit>`;
    if (name === 'figures') return html`<ocaq-figures .me=${this.me}></ocaq-figures>`;
    if (name === 'report') return html`<ocaq-report .me=${this.me} .month=${parts[1] || ''} .utility=${parts[2] || ''}></ocaq-report>`;
    if (name === 'rules') return html`<ocaq-rules .wish=${parts.slice(1)}></ocaq-rules>`;
    if (this.problem) return failure(this.problem, () => this.#load());
    return html`<ocaq-alarms .me=${this.me} .alarms=${this.alarms} .chosen=${Number(parts[1]) || 0}
      @changed=${(event) => this.#take(event.detail)}></ocaq-alarms>`;
  }
}

applyTheme();
await loadWords();
try {
  const me = await session();
  if (!me) toSignIn();
  else if (pageOf(me.role) !== '/operator') location.replace(pageOf(me.role));
  else {
    define('ocaq-operator', Operator);
    render(html`<ocaq-operator .me=${me}></ocaq-operator>`, document.body);
  }
} catch (problem) {
  render(failure(problem, () => location.reload()), document.body);
}
