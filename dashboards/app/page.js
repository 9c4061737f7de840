// What every page is made of: an element in the light DOM (so that the shared styles apply) that renders again when the
// language changes, and the states that a page or a part of it can be in.
import { LitElement, html, nothing } from 'lit';
import { icons, shape } from './icons.js';
import { NO_VALUE, clock, quantity, since, span } from './format.js';
import { canPush, pushOff, pushOn, pushed } from './push.js';
import { chooseLanguage, has, lang, languages, onLanguage, t } from './words.js';

/** Base of all elements here. */
export class Page extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    onLanguage(() => this.requestUpdate());
  }

  /** Who works by keyboard keeps the focus when a list is sorted anew; where what had it is gone, the part around it has it. */
  update(changed) {
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    const around = focused?.closest('[tabindex="-1"]');
    super.update(changed);
    if (!focused || focused === document.activeElement) return;
    [focused, around].find((one) => one?.isConnected)?.focus({ preventScroll: true });
  }
}

/** Defines an element once. */
export const define = (name, type) => customElements.get(name) || customElements.define(name, type);

/** The switch of languages. */
export const languageSwitch = () => html`<div class="languages row" role="group" aria-label=${t('language')}>${languages.map((code) => html`
  <button aria-pressed=${String(code === lang())} lang=${code} @click=${() => chooseLanguage(code)}>${{ az: 'Az', ru: 'Ру', en: 'En' }[code]}</button>`)}</div>`;

const THEME = 'ocaq.theme';

/** Applies the look that was chosen in this browser; without a choice the system's. */
export function applyTheme() {
  const asked = new URLSearchParams(location.search).get('theme') || localStorage.getItem(THEME);
  if (asked) document.documentElement.dataset.theme = asked;
}

/** The look in use. */
export const isDark = () => (document.documentElement.dataset.theme
  ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

/** The button between light and dark. */
export const themeSwitch = () => html`<button class="quiet" title=${t('theme')} aria-label=${t('theme')} @click=${() => {
  const next = isDark() ? 'light' : 'dark';
  localStorage.setItem(THEME, next);
  document.documentElement.dataset.theme = next;
  window.dispatchEvent(new Event('ocaq-theme'));
}}>${icons.theme()}</button>`;

/** Switches push messages to this browser on or off; not there where a browser has none. */
class PushSwitch extends Page {
  static properties = { on: { state: true } };

  async connectedCallback() {
    super.connectedCallback();
    this.on = Boolean(await pushed().catch(() => null));
  }

  async #switch() {
    try {
      if (this.on) await pushOff();
      this.on = this.on ? false : await pushOn();
    } catch (problem) {
      toast(said(problem));
    }
  }

  render() {
    if (!canPush()) return nothing;
    const label = t(this.on ? 'push.off' : 'push.on');
    return html`<button class="quiet" title=${label} aria-label=${label} aria-pressed=${String(Boolean(this.on))} @click=${() => this.#switch()}>${icons.alarm()}</button>`;
  }
}
define('ocaq-push', PushSwitch);

/** Priority by shape, colour and word. */
export const priority = (name) => html`<span class="priority ${name}">${shape(name)}${t(`priority.${name}`)}</span>`;

/**
 * A number with its unit and all there is to know about it: absent with a reason, age when old, mark of its quality.
 * @param {number|null} amount canonical value
 * @param {string} unit canonical unit
 * @param {object} about loading, time, interval (seconds), stale, quality, reason (why absent), decimals, floor, zone
 */
export function value(amount, unit, about = {}) {
  if (about.loading) return html`<span class="value" aria-busy="true"><span class="skeleton figure"></span><span class="sr">${t('state.loading')}</span></span>`;
  const parts = quantity(amount, unit, about);
  if (parts.absent) {
    const reason = about.reason || t('absent.no_data');
    return html`<span class="value absent" title=${reason}><b>${NO_VALUE}</b>${about.quietly ? html`<span class="sr">${reason}</span>`
      : html` <span class="mark age">${reason}</span>`}</span>`;
  }
  const age = about.time ? Date.now() - about.time : 0;
  const old = about.stale ?? (about.time && about.interval ? age > about.interval * 2000 : false);
  return html`<span class="value ${old ? 'stale' : ''}"><b>${parts.text}</b>${parts.unit ? html`<span class="unit">${parts.unit}</span>` : nothing}${
    quality(about.quality)}${old && about.time ? html`<span class="mark age" title=${t('age.title')}>${t('age.ago', { span: span(age) })}</span>` : nothing}</span>`;
}

/** Mark of a quality other than good. */
export const quality = (name) => (name && name !== 'good'
  ? html`<span class="mark ${name}">${t(`quality.${name}`)}</span>` : nothing);

/** Grey blocks where content will be. */
export const skeleton = (lines = 4) => html`<div class="skeletons" aria-busy="true" aria-label=${t('state.loading')}>${
  Array.from({ length: lines }, () => html`<div class="skeleton"></div>`)}</div>`;

/** Nothing there, and why that is so. */
export const empty = (heading, text, icon = icons.empty) => html`<div class="state">${icon()}<strong>${heading}</strong>${text ? html`<span>${text}</span>` : nothing}</div>`;

/** What went wrong, and what to do about it. */
export function failure(problem, again) {
  const kind = problem.status === 403 ? 'forbidden' : problem.status === 404 ? 'missing' : problem.status === 0 ? 'offline' : 'error';
  const icon = { forbidden: icons.lock, offline: icons.offline, missing: icons.empty, error: icons.warning }[kind];
  return html`<div class="state" role="alert">${icon()}<strong>${t(`state.${kind}`)}</strong><span>${t(`state.${kind}.do`)}</span>${
    kind === 'error' && problem.message ? html`<span class="tiny">${problem.message}</span>` : nothing}${
    again && kind !== 'forbidden' ? html`<button @click=${again}>${t('state.again')}</button>` : nothing}</div>`;
}

/** Says that what is shown is the last known state. */
export const keptBanner = (keptAt, zone) => (keptAt ? html`<div class="banner" role="status">${icons.offline()}<span>${t('state.kept', { time: since(keptAt, zone) })}</span></div>` : nothing);

/** What the server refused, in the chosen language where there is a sentence for its reason. */
export function said(problem) {
  if (problem.status === 0) return t('state.offline');
  if (problem.faults?.length && problem.faults.every((fault) => has(`fault.${fault.reason}`))) return problem.faults.map(faultText).join('\n');
  if (!has(`refused.${problem.reason}`)) return problem.message;
  return problem.reason === 'bad_argument' ? `${t('refused.bad_argument')} ${problem.detail}` : t(`refused.${problem.reason}`);
}

/** What is wrong with one wish for a home, with the sheet's line when there is one. */
function faultText(fault) {
  const where = [fault.line ? t('fault.line', { n: fault.line }) : '', fault.source].filter(Boolean).join(', ');
  const what = t(`fault.${fault.reason}`, { about: fault.about });
  return where ? `${where}: ${what}` : what;
}

/** A short message at the lower edge that goes by itself. */
export function toast(text) {
  document.querySelectorAll('.toast').forEach((old) => old.remove());
  const element = document.createElement('div');
  element.className = 'toast';
  element.setAttribute('role', 'status');
  element.textContent = text;
  document.body.append(element);
  setTimeout(() => element.remove(), 5000);
}

/** The word for a known key, or the key itself in plain letters. */
export const wordOr = (prefix, key) => (has(`${prefix}.${key}`) ? t(`${prefix}.${key}`) : String(key).replaceAll('_', ' '));

/** Sends people without a session to the sign-in page, and back afterwards. */
export function toSignIn() {
  location.assign(`/?next=${encodeURIComponent(location.pathname + location.hash)}`);
}

export { clock };
