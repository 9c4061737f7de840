// Alarms: the list, one line each, and the chosen one beside it; j and k move, a acknowledges.
import { html, nothing } from 'lit';
import { get, post } from '../app/api.js';
import { PRIORITIES, against, allAlarms, began, byNeed, critical, cut, everything, isOpen, isOwed, may, pageOfPlace, reach, what, where, ofServer } from '../app/alarms.js';
import { alarmGroups, together } from '../app/alarm-list.js';
import { moment, since, span } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, priority, said, skeleton, toast, wordOr } from '../app/page.js';
import { has, t, title } from '../app/words.js';
import { detail, told } from './told.js';
import './reading.js';
import { explainedBy, incident } from './incident.js';

const ZONE = 'Asia/Baku';
const SHELVES = ['PT15M', 'PT1H', 'PT8H', 'PT24H', 'PT168H'];
/** The longest shelf of a priority; the server has the last word. */
const LONGEST = { critical: 1, high: 2, medium: 3, low: 4 };

/** For so long after the pointer moved over the list its lines stay where they are. */
const HOLD_MILLIS = 1000;
const RELEASES = ['pointerup', 'pointercancel'];

class Alarms extends Page {
  static properties = {
    me: { attribute: false }, alarms: { attribute: false }, chosen: { type: Number }, show: { state: true }, only: { state: true }, find: { state: true }, past: { state: true },
    detail: { state: true }, incident: { state: true }, told: { state: true }, problem: { state: true }, form: { state: true }, busy: { state: true }, causes: { state: true }, drafts: { state: true }, people: { state: true },
  };

  constructor() {
    super();
    this.show = 'open';
    this.only = '';
    this.find = '';
    this.key = (event) => this.#key(event);
    this.released = () => this.#let();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('keydown', this.key);
    this.timer = setInterval(() => this.requestUpdate(), 30000);
    this.#drafts();
    get('/causes').then((found) => { this.causes = found.items; }).catch(() => undefined);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.key);
    clearInterval(this.timer);
    clearTimeout(this.counting);
    this.#let();
  }

  willUpdate(changed) {
    if (['show', 'only', 'find'].some((name) => changed.has(name))) this.still = null;
    if (changed.has('chosen')) {
      this.form = '';
      this.detail = null;
      this.incident = null;
      this.told = null;
      if (this.chosen) this.#load();
    }
  }

  updated(changed) {
    if (!changed.has('chosen')) return;
    this.querySelector('.alarm-line[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
    if (this.chosen && !this.walking) this.querySelector('.detail').focus({ preventScroll: true });
    this.walking = false;
  }

  live(event) {
    if (event.type !== 'alarm') return;
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.#drafts(), 1000);
    if (this.past) this.past = everything(this.past, [event.data]);
    if (event.data.id === this.chosen) this.#load();
  }

  /** How many warnings to the public wait for somebody to approve them. */
  async #drafts() {
    const found = await get('/warnings').catch(() => ({ items: [] }));
    this.drafts = found.items.filter((one) => one.stage === 'draft').length;
  }

  async #load() {
    const asked = this.chosen;
    try {
      const detail = await get(`/alarms/${asked}`);
      if (asked === this.chosen) this.detail = detail;
      this.#incident(asked);
      if (this.told) await this.#tell();
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** An alarm that explains others is shown with them. */
  async #incident(asked) {
    const found = await get(`/alarms/${asked}/incident`).catch(() => null);
    if (asked === this.chosen) this.incident = found;
  }

  async #tell() {
    const asked = this.chosen;
    try {
      const found = await get(`/alarms/${asked}/journal`);
      if (asked === this.chosen) this.told = found;
    } catch (problem) {
      toast(said(problem));
    }
  }

  async #again(message) {
    try {
      await post(`/dead-letters/${message.id}/retry`);
    } catch (problem) {
      toast(problem.detail || problem.message);
    }
    await this.#tell();
  }

  /** What is shown, in its order; nothing comes, goes or moves under a finger that is about to press. */
  #list() {
    const all = (this.show === 'all' ? everything(this.past, this.alarms) : this.alarms) || [];
    if (this.still && (this.pressed || this.pointed)) {
      const now = new Map(all.map((alarm) => [this.#name(alarm), alarm]));
      return this.still.map((alarm) => now.get(this.#name(alarm)) || alarm);
    }
    const words = this.find.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    this.still = all.filter((alarm) => (this.show === 'all' || (this.show === 'hidden' ? !isOpen(alarm) : isOpen(alarm)))
      && (!this.only || alarm.priority === this.only) && says(alarm, words)).sort(byNeed);
    this.still = together(this.still).flat();
    return this.still;
  }

  #name(alarm) {
    return this.show === 'all' ? `${alarm.id}#${alarm.occurrence}` : alarm.id;
  }

  /** The pointer is over the list. */
  #point(pressed) {
    if (pressed) {
      this.pressed = true;
      RELEASES.forEach((name) => window.addEventListener(name, this.released));
    }
    clearTimeout(this.pointed);
    this.pointed = setTimeout(() => {
      this.pointed = 0;
      this.requestUpdate();
    }, HOLD_MILLIS);
  }

  #let() {
    RELEASES.forEach((name) => window.removeEventListener(name, this.released));
    this.pressed = false;
    this.requestUpdate();
  }

  #key(event) {
    if (event.target.closest('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
    const list = this.#list();
    const at = list.findIndex((alarm) => alarm.id === this.chosen);
    const next = { j: at + 1, ArrowDown: at + 1, k: at < 0 ? 0 : at - 1, ArrowUp: at < 0 ? 0 : at - 1 }[event.key];
    if (next !== undefined && list[next]) {
      event.preventDefault();
      this.walking = true;
      location.replace(`#/alarms/${list[next].id}`);
    }
    if (event.key === 'Escape' && event.target.closest('.detail')) this.querySelector('.alarm-line[aria-current="true"]')?.focus();
    if (event.key === 'a' && at >= 0 && may('acknowledge', this.me.role, list[at])) this.#act('acknowledge', { occurrence: list[at].occurrence });
  }

  async #act(act, body = {}) {
    if (this.busy) return;
    this.busy = true;
    try {
      const alarm = await post(`/alarms/${this.chosen}/${act}`, body);
      this.dispatchEvent(new CustomEvent('changed', { detail: alarm }));
      this.form = '';
      await this.#load();
    } catch (problem) {
      toast(said(problem));
      if (problem.status === 409) await this.#load();
    } finally {
      this.busy = false;
    }
  }

  async #people() {
    const asked = this.chosen;
    const found = await get(`/alarms/${asked}/assignees`).catch(() => ({ items: [] }));
    if (asked === this.chosen) this.people = found.items;
  }

  async #showing(kind) {
    this.show = kind;
    if (kind !== 'all' || this.past) return;
    try {
      this.past = await allAlarms({ state: 'all' });
    } catch (problem) {
      toast(said(problem));
    }
  }

  render() {
    const list = this.#list();
    const waiting = this.show === 'all' ? !this.past : !this.alarms;
    return html`<div class="alarms ${this.chosen ? 'with-detail' : ''}">
      <section class="card list"><header><h1>${t('nav.alarms')}</h1>${this.#filters()}</header>
        ${waiting ? skeleton(8) : list.length ? html`<div class="lines" @pointermove=${() => this.#point(false)} @pointerdown=${() => this.#point(true)}>${alarmGroups(together(list), ZONE, (alarm) => ({ chosen: alarm.id === this.chosen, settlement: true }), (alarm) => this.#name(alarm))}</div>`
    : this.find || this.only ? empty(t('search.none'), '') : empty(t(this.show === 'open' ? 'alarms.none' : 'alarms.none_here'), this.show === 'open' ? t('alarms.none.do') : '', icons.check)}
        <p class="keys tiny muted"><kbd>j</kbd> <kbd>k</kbd> ${t('keys.move')} · <kbd>a</kbd> ${t('acknowledge')}</p></section>
      <section class="card detail" aria-live="polite" tabindex="-1">${this.#detail()}</section></div>`;
  }

  #filters() {
    const choice = (kind) => html`<button aria-pressed=${String(this.show === kind)} @click=${() => this.#showing(kind)}>${t(`alarms.show.${kind}`)}</button>`;
    return html`<div class="row wrap"><div class="segments" role="group">${['open', 'hidden', 'all'].map(choice)}</div>
      <select aria-label=${t('priority')} .value=${this.only} @change=${(event) => { this.only = event.target.value; }}>
        <option value="">${t('priority.any')}</option>${PRIORITIES.map((name) => html`<option value=${name}>${t(`priority.${name}`)}</option>`)}</select>
      <input type="search" class="find" aria-label=${t('search')} placeholder=${t('search')} .value=${this.find} @input=${(event) => { this.find = event.target.value; }}>
      <a class="small" href="#/quiet">${t('quiet.title')}</a> <a class="small" href="#/duty">${t('duty.title')}</a>
      <a class="small ${this.drafts ? 'warned' : ''}" href="#/warnings">${t('warnings.title')}${this.drafts ? ` (${this.drafts})` : ''}</a></div>`;
  }

  #detail() {
    if (!this.chosen) return empty(t('alarms.choose'), t('alarms.choose.do'), icons.alarm);
    const back = html`<a class="back small" href="#/alarms">${icons.back()}${t('nav.alarms')}</a>`;
    if (this.problem && !this.detail) return html`<header class="detail-head">${back}</header>${failure(this.problem, () => this.#load())}`;
    if (!this.detail) return html`<header class="detail-head">${back}</header>${skeleton(8)}`;
    const alarm = this.detail;
    return html`<header class="detail-head">${back}
        <div class="row wrap">${priority(alarm.priority)}<span class="muted">${t(`state.${alarm.state}`)}</span></div>
        <h1>${what(alarm)}</h1><p class="muted">${ofServer(alarm) ? where(alarm) : html`<a href=${pageOfPlace(alarm)}>${where(alarm)}</a> · <a href="#/settlement/${alarm.settlement}">${title(alarm.settlement_title) || alarm.settlement}</a>`}</p></header>
      <div class="body">
        ${title(alarm.response) ? html`<p class="response"><span class="tiny muted">${t('alarm.response')}</span>${title(alarm.response)}</p>` : nothing}
        ${this.#acts(alarm)}${this.#form(alarm)}
        <dl class="facts"><div><dt>${t('alarm.since')}</dt><dd>${since(began(alarm), ZONE)} <span class="muted">(${span(Date.now() - began(alarm))})</span></dd></div>
          ${against(alarm) ? html`<div><dt>${t('alarm.value')}</dt><dd>${against(alarm)}</dd></div>` : nothing}
          ${alarm.reach ? html`<div><dt>${t('alarm.affected')}</dt><dd>${reach(alarm)}${cut(alarm) ? ` · ${cut(alarm)}` : ''}</dd></div>` : nothing}
          ${alarm.reach?.critical?.length ? html`<div><dt>${t('alarm.critical')} (${alarm.reach.critical.length})</dt><dd>${critical(alarm)}</dd></div>` : nothing}
          ${explainedBy(alarm, this.alarms)}
          <div><dt>${t('alarm.assignee')}</dt><dd>${alarm.assignee || html`<span class="muted">${t('alarm.nobody')}</span>`}</dd></div>
          ${alarm.acknowledged_by && !isOwed(alarm) ? html`<div><dt>${t('alarm.acknowledged_by')}</dt><dd>${alarm.acknowledged_by}</dd></div>` : nothing}
          ${alarm.work && alarm.work.stage !== 'none' ? html`<div><dt>${t('alarm.work')}</dt><dd>${t(`work.${alarm.work.stage}`)}${alarm.work.by ? html` <span class="muted">(${alarm.work.by})</span>` : nothing}</dd></div>` : nothing}
          ${alarm.work?.cause ? html`<div><dt>${t('crew.cause')}</dt><dd>${title(this.causes?.find((cause) => cause.id === alarm.work.cause)?.title) || alarm.work.cause}</dd></div>` : nothing}
          ${alarm.shelved_until ? html`<div><dt>${t('alarm.shelved_until')}</dt><dd>${since(alarm.shelved_until, ZONE)}</dd></div>` : nothing}
          <div><dt>${t('alarm.occurrence')}</dt><dd>${alarm.occurrence}</dd></div></dl>
        ${alarm.figures?.length || alarm.metric ? html`<ocaq-reading .alarm=${alarm}></ocaq-reading>` : nothing}
        ${alarm.affected_sites?.length ? html`<details class="facts affected"><summary>${t('alarm.affected_sites')} (${alarm.affected_sites.length})</summary>
          <p class="small">${alarm.affected_sites.map((it, at) => html`${at ? ', ' : ''}<a href="#/site/${it.site}">${title(it.title) || it.site}</a>`)}</p></details>` : nothing}
        ${incident(this.incident)}
        ${alarm.photos?.length ? html`<h2>${t('alarm.photos')}</h2><div class="photos">${alarm.photos.map((photo) => html`<a href="/api/v1/alarms/${alarm.id}/photos/${photo.id}" target="_blank" rel="noopener">
          <img loading="lazy" src="/api/v1/alarms/${alarm.id}/photos/${photo.id}" alt="${photo.by}, ${moment(photo.taken_at, ZONE)}"></a>`)}</div>` : nothing}
        <div class="row wrap journal-head"><h2>${t('alarm.journal')}</h2><button aria-pressed=${String(!!this.told)} @click=${() => (this.told ? (this.told = null) : this.#tell())}>${t('told.why')}</button></div>
        ${this.told ? told(this.told, ZONE, may('assign', this.me.role, alarm) ? (message) => this.#again(message) : null, this.alarms, this.causes) : this.#journal(alarm)}
      </div>`;
  }

  #journal(alarm) {
    const names = new Map((this.incident?.members || []).map((one) => [one.id, one]));
    const lines = [...(alarm.journal || []), ...(this.incident?.deeds || [])].sort((a, b) => a.at - b.at).reverse();
    return html`<ol class="journal">${lines.map((line) => html`<li><time>${moment(line.at, ZONE, true)}</time>
          <span><b>${wordOr('journal', line.kind)}</b>${line.who && line.who !== 'system' ? html` · ${line.who}` : nothing}${line.alarm && names.has(line.alarm) ? html`<br><span class="muted small">${what(names.get(line.alarm))} · ${where(names.get(line.alarm))}</span>` : nothing}${line.text ? html`<br>${detail(line, this.alarms, this.causes)}` : nothing}</span></li>`)}</ol>`;
  }

  #acts(alarm) {
    const able = (act) => may(act, this.me.role, alarm);
    const opens = (form) => html`<button aria-pressed=${String(this.form === form)} @click=${() => { this.form = this.form === form ? '' : form; if (this.form === 'assign') this.#people(); }}>${t(form)}</button>`;
    return html`<div class="acts row wrap">
      ${able('acknowledge') ? html`<button class="main" aria-disabled=${String(!!this.busy)} @click=${() => this.#act('acknowledge', { occurrence: alarm.occurrence })}>${icons.check()}${t('acknowledge')}</button>` : nothing}
      ${able('assign') ? opens('assign') : nothing}${able('note') ? opens('note') : nothing}
      ${alarm.state === 'SHLVD' && may('assign', this.me.role, alarm) ? html`<button @click=${() => this.#act('unshelve')}>${t('unshelve')}</button>` : able('shelve') ? opens('shelve') : nothing}
      ${able('shelve') && !ofServer(alarm) ? html`<a class="button" href="#/quiet/${alarm.id}">${t('quiet.of')}</a>` : nothing}
      ${able('reset') ? html`<button class="main" aria-disabled=${String(!!this.busy)} @click=${() => this.#act('reset')}>${t('reset')}</button>` : nothing}
      ${able('in-service') ? html`<button aria-disabled=${String(!!this.busy)} @click=${() => this.#act('in-service')}>${t('in-service')}</button>` : able('out-of-service') ? opens('out-of-service') : nothing}
      ${able('resolve') && ['ACKED', 'LATAK'].includes(alarm.state) ? opens('resolve') : nothing}</div>`;
  }

  #form(alarm) {
    if (!this.form) return nothing;
    const submit = (event) => {
      event.preventDefault();
      const body = Object.fromEntries(new FormData(event.target));
      this.#act(this.form, body.once ? { ...body, once: true } : body);
    };
    const text = (name, label, required = true) => html`<label class="field"><span>${label}</span><textarea name=${name} ?required=${required} maxlength="1000"></textarea></label>`;
    const fields = {
      assign: () => html`<label class="field"><span>${t('assign.who')}</span><input name="assignee" required maxlength="64" list="people" autocomplete="off" .value=${alarm.assignee || ''}></label>
        <datalist id="people">${(this.people || []).map((one) => html`<option value=${one.id}>${wordOr('role', one.kind)}</option>`)}</datalist>`,
      note: () => text('text', t('note.text')),
      resolve: () => text('text', t('resolve.text')),
      'out-of-service': () => text('reason', t('shelve.reason')),
      shelve: () => html`<label class="field"><span>${t('shelve.time')}</span><select name="duration">${SHELVES.slice(0, LONGEST[alarm.priority] + 1).map((time) => html`
        <option value=${time}>${has(`shelve.${time}`) ? t(`shelve.${time}`) : time}</option>`)}</select></label>
        <label class="row small"><input type="checkbox" name="once" value="true">${t('shelve.once')}</label>${text('reason', t('shelve.reason'))}`,
    };
    return html`<form class="act-form" @submit=${submit}>${fields[this.form]()}<div class="row"><button class="main" aria-disabled=${String(!!this.busy)}>${t(this.form)}</button>
      <button type="button" class="quiet" @click=${() => { this.form = ''; }}>${t('cancel')}</button></div></form>`;
  }
}

/** Whether an alarm says all of the words: what is wrong, where, or whose it is. */
function says(alarm, words) {
  if (!words.length) return true;
  const text = [what(alarm), where(alarm, true), alarm.rule, alarm.device, alarm.assignee || ''].join(' ').toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

define('ocaq-alarms', Alarms);
