// Warnings to the public: what waits for a person to approve it, what is out now, what is over.
import { html, nothing } from 'lit';
import { get, post } from '../app/api.js';
import { moment, since } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, priority, said, skeleton, toast, wordOr } from '../app/page.js';
import { lang, languages, t, title } from '../app/words.js';

const ZONE = 'Asia/Baku';
/** Alarms come in crowds; one look for all of them. */
const SETTLE_MILLIS = 400;
const NAMES = { az: 'Azərbaycanca', ru: 'Русский', en: 'English' };

/** Whether a person took back what was out already. */
const withdrawn = (one) => one.stage === 'declined' && one.steps.at(-1)?.kind === 'withdrawn';

class Warnings extends Page {
  static properties = { me: { attribute: false }, list: { state: true }, problem: { state: true }, busy: { state: true }, declining: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  live(event) {
    if (event.type !== 'alarm' && event.type !== 'open') return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load(), SETTLE_MILLIS);
  }

  async #load() {
    try {
      this.list = (await get('/warnings')).items;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #decide(what, one, text = '') {
    if (this.busy) return;
    this.busy = true;
    try {
      await post(`/alarms/${one.alarm.id}/${what}-warning`, { occurrence: one.alarm.occurrence, text });
      this.declining = null;
      toast(t(`warnings.done.${what === 'decline' && one.stage === 'out' ? 'withdraw' : what}`));
    } catch (problem) {
      toast(said(problem));
    } finally {
      this.busy = false;
      await this.#load();
    }
  }

  render() {
    const of = (...stages) => (this.list || []).filter((one) => stages.includes(one.stage));
    const [waiting, out, past] = [of('draft'), of('out'), of('declined', 'over')];
    const part = (name, items, none, icon) => html`<section class="card list"><header><h2>${t(`warnings.${name}`)}${items.length ? html` <span class="muted">${items.length}</span>` : nothing}</h2></header>
      ${items.length ? html`<ul class="warnings">${items.map((one) => this.#warning(one))}</ul>` : empty(t(none), '', icon)}</section>`;
    return html`<div class="warnings-page"><div class="head"><h1>${t('warnings.title')}</h1><a class="small" href="/api/v1/cap" target="_blank" rel="noopener">${t('warnings.feed')}</a></div>
      <p class="muted small">${t('warnings.what')}</p>
      ${this.problem ? failure(this.problem, () => this.#load()) : !this.list ? skeleton(6) : html`${part('waiting', waiting, 'warnings.waiting.none', icons.check)}
        ${part('out', out, 'warnings.out.none', icons.check)}${past.length ? part('past', past, '', icons.empty) : nothing}`}</div>`;
  }

  #warning(one) {
    const { alarm, decision } = one;
    const open = one.stage !== 'over';
    return html`<li class=${one.stage}><div class="row wrap">${priority(alarm.priority)}<span class="mark">${withdrawn(one) ? t('warnings.step.withdrawn') : t(`warnings.stage.${one.stage}`)}</span>
        <span class="muted small">${t('alarm.since')} ${since(alarm.raised_at, ZONE)}</span><a class="small" href="#/alarms/${alarm.id}">${t('warnings.alarm')}</a></div>
      ${open ? html`<dl class="texts">${[lang(), ...languages.filter((code) => code !== lang())].map((code) => html`<div lang=${code}><dt>${NAMES[code]}</dt>
          <dd><b>${one.headline[code]}</b>${one.instruction[code] ? html`<br>${one.instruction[code]}` : nothing}</dd></div>`)}</dl>
        <p class="small">${t('warnings.area')}: ${title(one.area)} · ${wordOr('warnings.category', one.category)} · ${wordOr('warnings.severity', one.severity)} · ${wordOr('warnings.urgency', one.urgency)}</p>`
    : html`<p>${title(one.headline)}</p>`}
      ${decision ? html`<p class="small muted">${t(`warnings.decision.${withdrawn(one) ? 'withdrawn' : one.stage === 'declined' ? 'declined' : 'approved'}`, {
    who: decision.by === 'system' ? t('warnings.template') : decision.by, time: moment(decision.at, ZONE) })}${decision.text ? html`: ${decision.text}` : nothing}</p>` : nothing}
      ${one.steps.length ? html`<p class="small">${one.steps.map((step, at) => html`${at ? ' · ' : ''}<a href=${step.document} target="_blank" rel="noopener">${t(`warnings.step.${step.kind}`)}</a> ${moment(step.at, ZONE)}`)}</p>` : nothing}
      ${open ? this.#acts(one) : nothing}</li>`;
  }

  #acts(one) {
    const key = `${one.alarm.id}#${one.alarm.occurrence}`;
    const out = one.stage === 'out';
    if (this.declining === key) {
      return html`<form class="act-form" @submit=${(event) => { event.preventDefault(); this.#decide('decline', one, new FormData(event.target).get('text')); }}>
        <label class="field"><span>${t('warnings.reason')}</span><input name="text" maxlength="500" autocomplete="off"></label>
        <div class="row"><button class="main" aria-disabled=${String(!!this.busy)}>${t(out ? 'warnings.withdraw' : 'warnings.decline')}</button>
          <button type="button" class="quiet" @click=${() => { this.declining = null; }}>${t('cancel')}</button></div></form>`;
    }
    return html`<div class="row wrap">${out ? nothing : html`<button class=${one.stage === 'draft' ? 'main' : ''} aria-disabled=${String(!!this.busy)} @click=${() => this.#decide('approve', one)}>${icons.check()}${t('warnings.approve')}</button>`}
      ${one.stage === 'declined' ? nothing : html`<button @click=${() => { this.declining = key; }}>${t(out ? 'warnings.withdraw' : 'warnings.decline')}</button>`}</div>`;
  }
}

define('ocaq-warnings', Warnings);
