// Silences and maintenance windows: what is planned, in force and over; a new one, with what it would cover.
import { html, nothing } from 'lit';
import { get, post, remove } from '../app/api.js';
import { PRIORITIES, UTILITIES, matcher, what, where } from '../app/alarms.js';
import { day, dayStart, moment, number, span } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, said, skeleton, toast } from '../app/page.js';
import { t, title } from '../app/words.js';

const ZONE = 'Asia/Baku';
const TIMES = ['PT1H', 'PT8H', 'PT24H', 'PT168H', 'PT720H'];
/** How far ahead work can be planned, in days. */
const AHEAD = 60;
/** Times of day by quarter hours, the same in every language; a field for times would speak the browser's. */
const CLOCK = [...Array(96).keys()].map((quarter) => `${String(quarter >> 2).padStart(2, '0')}:${String(15 * (quarter % 4)).padStart(2, '0')}`);
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** What ends within this time is marked. */
const SOON = 3600000;
const LABELS = ['settlement', 'utility', 'feeder', 'site', 'device', 'type', 'rule', 'priority'];

class Quiet extends Page {
  static properties = { me: { attribute: false }, alarms: { attribute: false }, sites: { state: true }, kind: { state: true }, periods: { state: true }, problem: { state: true }, preview: { state: true }, busy: { state: true }, settlements: { state: true }, later: { state: true }, about: {}, ending: { state: true } };

  constructor() {
    super();
    this.kind = 'silences';
    this.match = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    get('/settlements').then((all) => { this.settlements = all; }, () => {});
    this.timer = setInterval(() => this.#load(), 30000);
  }

  /** Whoever comes from an alarm finds the form filled in, but for the reason. */
  updated(changed) {
    if (!this.led && this.about && this.alarms && this.querySelector('.quiet-form')) {
      this.led = true;
      const reason = this.querySelector('textarea[name=reason]');
      reason.scrollIntoView({ block: 'center' });
      reason.focus({ preventScroll: true });
    }
    if (changed.has('ending') && this.ending) this.querySelector('.sure button')?.focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  get #may() {
    return (this.kind === 'silences' ? ['operator', 'engineer', 'admin'] : ['engineer', 'admin']).includes(this.me.role);
  }

  async #load() {
    const asked = this.kind;
    try {
      const { items } = await get(`/${asked}`);
      if (asked === this.kind) this.periods = items;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  #choose(kind) {
    this.kind = kind;
    this.periods = null;
    this.preview = null;
    this.#load();
  }

  #body(form, dry) {
    const fields = Object.fromEntries(new FormData(form));
    const match = {};
    LABELS.forEach((label) => {
      const values = (fields[label] || '').split(',').map((one) => one.trim()).filter(Boolean);
      if (values.length) match[label] = values;
    });
    const days = DAYS.filter((day) => fields[day]);
    const weekly = days.length ? { days, start: fields.start, end: fields.end } : undefined;
    return { match, ...begin(fields), duration: fields.duration, weekly, reason: fields.reason, dry_run: dry };
  }

  async #send(form, dry) {
    if (!Object.keys(this.#body(form, dry).match).length) {
      toast(t('quiet.match.none'));
      form.querySelector('input').focus();
      return;
    }
    this.busy = true;
    try {
      const answer = await post(`/${this.kind}`, this.#body(form, dry));
      if (dry) this.preview = answer;
      else {
        form.reset();
        this.later = false;
        this.preview = null;
        await this.#load();
      }
    } catch (problem) {
      toast(said(problem));
    } finally {
      this.busy = false;
    }
  }

  #end(period) {
    return this.#change(remove(`/${this.kind}/${period.id}`));
  }

  #review(period) {
    return this.#change(post(`/${this.kind}/${period.id}/review`, {}));
  }

  async #change(answer) {
    this.ending = null;
    try {
      await answer;
    } catch (problem) {
      toast(said(problem));
    }
    await this.#load();
  }

  render() {
    const choice = (kind) => html`<button aria-pressed=${String(this.kind === kind)} @click=${() => this.#choose(kind)}>${t(`quiet.${kind}`)}</button>`;
    return html`<div class="quiet-page"><section class="card list"><header><h1>${t('quiet.title')}</h1>
        <div class="segments" role="group">${['silences', 'maintenance'].map(choice)}</div></header>
      <p class="muted small">${t(`quiet.${this.kind}.what`)}</p>
      ${this.problem ? failure(this.problem, () => this.#load()) : !this.periods ? skeleton(4) : this.periods.length
    ? html`<ul class="periods">${this.periods.map((one) => this.#period(one))}</ul>` : empty(t('quiet.none'), '', icons.check)}</section>
      ${this.#may ? html`<section class="card"><header><h2>${t('quiet.new')}</h2></header>${this.#form()}</section>` : nothing}</div>`;
  }

  /** The feeders and sites of the settlement that is written, for choosing. */
  async #sites(settlement) {
    this.sites = this.settlements?.some((one) => one.id === settlement)
      ? await get(`/settlements/${settlement}`).then((found) => found.sites, () => []) : [];
  }

  /** How many alarms it is for; of one that is over nobody asks. */
  #covers(one) {
    return one.covers === null ? nothing : t('quiet.covers', { n: number(one.covers), active: number(one.covers_active) });
  }

  /** That it ends soon, and what it hides is told then. */
  #soon(one) {
    const left = one.until - Date.now();
    return one.state === 'active' && left > 0 && left < SOON ? html` <span class="mark suspect">${t('quiet.soon', { time: span(left) })}</span>` : nothing;
  }

  /** The alarm of whose card the way led here, as the fields say it. */
  get #wish() {
    const alarm = (this.alarms || []).find((one) => one.id === this.about);
    if (!alarm) return {};
    return { settlement: alarm.settlement, rule: alarm.rule, ...(alarm.reach ? {} : { device: alarm.device }) };
  }

  #period(one) {
    return html`<li class=${one.state}><div class="row wrap"><b>№ ${one.id} · ${Object.entries(one.match).map(([label, values]) => matcher(label, values, one.names)).join(' · ')}</b>
        <span>${one.to_review ? html`<span class="mark suspect">${t('quiet.to_review')}</span> ` : nothing}<span class="mark">${t(`quiet.state.${one.state}`)}</span>${this.#soon(one)}</span></div>
      <div class="small">${moment(one.from, ZONE)} – ${moment(one.ended_at || one.until, ZONE)} · ${one.created_by}${one.ended_by ? html` · ${t('quiet.ended_by', { who: one.ended_by })}` : nothing}</div>
      ${one.weekly ? html`<div class="small">${t('quiet.weekly')}: ${one.weekly.days.map((day) => t(`day.${day}`)).join(', ')} ${one.weekly.start}–${one.weekly.end}</div>` : nothing}
      <div class="small">${one.reason}</div>
      <div class="row wrap small muted">${this.#covers(one)}
        ${one.to_review && this.#may ? html`<button @click=${() => this.#review(one)}>${t('quiet.review')}</button>` : nothing}
        ${one.state !== 'over' && this.#may && this.ending !== one.id ? html`<button @click=${() => { this.ending = one.id; }}>${t('quiet.end')}</button>` : nothing}</div>
      ${this.ending === one.id && one.state !== 'over' ? html`<div class="row wrap small sure" role="alert"><span>${one.covers_active ? t('quiet.end.told', { n: number(one.covers_active) }) : t('quiet.end.none')}</span>
        <button class="main" @click=${() => this.#end(one)}>${t('quiet.end.sure')}</button><button class="quiet" @click=${() => { this.ending = null; }}>${t('cancel')}</button></div>` : nothing}</li>`;
  }

  /** What the fields with few possible values offer; others, and several at once, can be written too. */
  #known() {
    const sites = this.sites || [];
    return {
      settlement: (this.settlements || []).map((one) => [one.id, title(one.title)]),
      utility: UTILITIES.map((utility) => [utility, t(utility)]),
      priority: PRIORITIES.map((priority) => [priority, t(`priority.${priority}`)]),
      feeder: sites.filter((one) => one.kind === 'feeder').map((one) => [one.id, title(one.title)]),
      site: sites.filter((one) => one.kind !== 'feeder').map((one) => [one.id, title(one.title)]),
      // What is to be quiet is mostly what stands now.
      rule: [...new Map((this.alarms || []).map((alarm) => [alarm.rule, what(alarm)]))],
      device: [...new Map((this.alarms || []).filter((alarm) => !alarm.reach).map((alarm) => [alarm.device, where(alarm)]))],
    };
  }

  #form() {
    const wish = this.#wish;
    return html`<form class="act-form quiet-form" @submit=${(event) => { event.preventDefault(); this.#send(event.target, false); }} @input=${(event) => { this.preview = null; if (event.target.name === 'settlement') this.#sites(event.target.value.trim()); }}>
      <p class="small muted">${t('quiet.match')}</p>
      <div class="fields">${LABELS.map((label) => html`<label class="field"><span>${t(`quiet.label.${label}`)}</span><input name=${label} maxlength="500" autocomplete="off" list="known-${label}" value=${wish[label] || ''}></label>`)}</div>
      ${Object.entries(this.#known()).map(([label, all]) => html`<datalist id="known-${label}">${all.map(([id, word]) => html`<option value=${id}>${word}</option>`)}</datalist>`)}
      <div class="row wrap"><label class="field"><span>${t('quiet.from')}</span><select name="day" @change=${(event) => { this.later = event.target.value !== ''; }}>
          <option value="">${t('quiet.at_once')}</option>${[...Array(AHEAD).keys()].map((ahead) => html`<option value=${dayStart(Date.now(), ZONE, ahead)}>${day(dayStart(Date.now(), ZONE, ahead), ZONE)}</option>`)}</select></label>
        ${this.later ? times('at', t('quiet.at'), '09:00') : nothing}</div>
      <label class="field"><span>${t('shelve.time')}</span><select name="duration">${TIMES.map((time) => html`<option value=${time}>${t(`shelve.${time}`)}</option>`)}</select></label>
      <fieldset class="weekly"><legend class="small">${t('quiet.weekly')}</legend><div class="row wrap">${DAYS.map((day) => html`<label class="row small"><input type="checkbox" name=${day} value="true">${t(`day.${day}`)}</label>`)}</div>
        <div class="row wrap">${times('start', t('quiet.start'), '22:00')}
          ${times('end', t('quiet.finish'), '06:00')}</div></fieldset>
      <label class="field"><span>${t('shelve.reason')}</span><textarea name="reason" required maxlength="1000"></textarea></label>
      ${this.preview ? html`<p role="status">${this.#covers(this.preview)}</p>` : nothing}
      <div class="row"><button class="main" ?disabled=${this.busy}>${t('quiet.begin')}</button>
        <button type="button" ?disabled=${this.busy} @click=${(event) => this.#send(event.target.form, true)}>${t('quiet.preview')}</button></div></form>`;
  }
}

/** When it begins, unless that is at once. */
function begin(fields) {
  if (!fields.day) return {};
  const [hour, minute] = fields.at.split(':').map(Number);
  return { from: Number(fields.day) + (60 * hour + minute) * 60000 };
}

const times = (name, label, chosen) => html`<label class="field"><span>${label}</span><select name=${name}>${CLOCK.map((time) => html`<option ?selected=${time === chosen}>${time}</option>`)}</select></label>`;

define('ocaq-quiet', Quiet);
