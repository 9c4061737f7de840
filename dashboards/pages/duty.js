// Who is on call: now, by week, with gaps marked, and who would be told of an alarm at some time.
import { html, nothing } from 'lit';
import { get, post, query, remove } from '../app/api.js';
import { PRIORITIES, UTILITIES } from '../app/alarms.js';
import { clock, dayStart, moment, shortDay, since, span, weekday } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, said, skeleton, toast, wordOr } from '../app/page.js';
import { count, has, t, title } from '../app/words.js';
import { because } from './told.js';

const ZONE = 'Asia/Baku';
/** Who may have an address tried again; the server decides again. */
const RULE_MAKERS = ['engineer', 'admin'];
const HOURS = [...Array(24).keys()].map((hour) => `${String(hour).padStart(2, '0')}:00`);
const MINUTE_MILLIS = 60000;
/** People of one rota are told apart by so many shades; further ones begin again. */
const SHADES = 4;

class Duty extends Page {
  static properties = { me: { attribute: false }, week: { state: true }, rotas: { state: true }, problem: { state: true }, answer: { state: true }, settlements: { state: true }, ways: { state: true }, dead: { state: true } };

  constructor() {
    super();
    this.week = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    get('/settlements').then((all) => { this.settlements = all; }, () => {});
    this.timer = setInterval(() => this.#load(), MINUTE_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  /** Monday of the week that is shown, moved by days. */
  #day(days) {
    const today = dayStart(Date.now(), ZONE);
    const monday = (new Date(today + 12 * 3600000).getUTCDay() + 6) % 7;
    return dayStart(Date.now(), ZONE, 7 * this.week - monday + days);
  }

  async #load() {
    const asked = this.week;
    if (this.me.role !== 'crew') {
      get('/ways').then((found) => { this.ways = found.items; }, () => {});
      get('/dead-letters?limit=50').then((found) => { this.dead = found.items; }, () => {});
    }
    try {
      const { items } = await get(query('/duty', { from: this.#day(0), to: this.#day(7) }));
      if (asked === this.week) this.rotas = items;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  #turn(weeks) {
    this.week = weeks ? this.week + weeks : 0;
    this.#load();
  }

  async #again(work, done) {
    try {
      await work();
      toast(t(done));
    } catch (problem) {
      toast(said(problem));
    }
    await this.#load();
  }

  async #ask(form) {
    const { day, hour, ...asked } = Object.fromEntries(new FormData(form));
    const at = day ? Number(day) + Number(hour.slice(0, 2)) * 3600000 : undefined;
    try {
      this.answer = await get(query('/duty/dry-run', { ...asked, at }));
    } catch (problem) {
      toast(said(problem));
    }
  }

  render() {
    return html`<div class="duty-page"><div class="head"><h1>${t('duty.title')}</h1></div>
      ${this.problem ? failure(this.problem, () => this.#load()) : !this.rotas ? skeleton(6)
    : this.rotas.length ? html`${this.#now()}${this.#weeks()}` : html`<section class="card">${empty(t('duty.none'), t('duty.none.do'), icons.empty)}</section>`}
      ${this.me.role === 'crew' ? nothing : html`${this.#undelivered()}${this.#dryRun()}`}</div>`;
  }

  #now() {
    return html`<section class="card list"><header><h2>${t('duty.now')}</h2></header>
      <dl class="facts">${this.rotas.map((one) => html`<div><dt>${this.#name(one.rota)}</dt><dd>${told(one.now)}</dd></div>`)}</dl></section>`;
  }

  #name(rota) {
    return has(rota) ? t(rota) : rota;
  }

  #weeks() {
    return html`<section class="card list"><header><h2>${shortDay(this.#day(0), ZONE)} – ${shortDay(this.#day(6), ZONE)}</h2>
        <div class="row"><button aria-label=${t('duty.before')} @click=${() => this.#turn(-1)}>←</button><button aria-pressed=${String(this.week === 0)} @click=${() => this.#turn(0)}>${t('duty.this_week')}</button>
          <button aria-label=${t('duty.after')} @click=${() => this.#turn(1)}>→</button></div></header>
      ${this.rotas.map((one) => this.#rota(one))}</section>`;
  }

  #rota(one) {
    const people = [...new Set(one.duties.map((duty) => duty.who))];
    const gaps = one.duties.filter((duty) => duty.why === 'gap').length;
    return html`<h3 class="rota-name">${this.#name(one.rota)} ${gaps ? html`<span class="mark suspect">${t('duty.gaps', { n: gaps })}</span>` : nothing}</h3>
      <table class="rota" aria-label=${this.#name(one.rota)}><tbody>${[0, 1, 2, 3, 4, 5, 6].map((day) => this.#row(one, people, this.#day(day), this.#day(day + 1)))}</tbody></table>
      ${this.#changes(one)}`;
  }

  /** One day: bars as long as the duties, each with who and from when. */
  #row(one, people, from, to) {
    const today = Date.now() >= from && Date.now() < to;
    const parts = one.duties.filter((duty) => duty.from < to && duty.to > from);
    return html`<tr class=${today ? 'today' : ''}><th scope="row">${weekday(from, ZONE)} ${shortDay(from, ZONE)}</th><td><div class="bars">${parts.map((duty) => {
      const [begin, end] = [Math.max(duty.from, from), Math.min(duty.to, to)];
      const hours = `${clock(begin, ZONE)}–${end === to ? '24:00' : clock(end, ZONE)}`;
      return html`<div class="duty ${duty.why} shade-${people.indexOf(duty.who) % SHADES}" style="flex-grow:${Math.max(1, (end - begin) / MINUTE_MILLIS)}" title="${hours} ${title(duty.title)}">
        <span class="tiny">${hours}</span> <b>${duty.why === 'gap' ? t('duty.gap') : title(duty.title)}</b>${duty.why === 'shift' ? nothing
    : html` <span class="tiny">${duty.why === 'gap' ? title(duty.title) : t(`duty.why.${duty.why}`)}</span>`}</div>`;
    })}</div></td></tr>`;
  }

  /** Whatever is not an ordinary shift, in words; what is so at the same hours of several days is one line. */
  #changes(one) {
    const lines = new Map();
    one.duties.filter((duty) => duty.why !== 'shift').forEach((duty) => {
      const key = `${duty.why} ${clock(duty.from, ZONE)}–${clock(duty.to, ZONE)} ${duty.who}`;
      lines.set(key, [...(lines.get(key) || []), duty]);
    });
    return lines.size ? html`<ul class="changes small">${[...lines.values()].map((same) => {
      const duty = same[0];
      return html`<li><b>${duty.why === 'gap' ? t('duty.gap') : t(`duty.why.${duty.why}`)}</b> ${same.map((it) => shortDay(it.from, ZONE)).join(', ')},
        ${clock(duty.from, ZONE)}–${clock(duty.to, ZONE)}: ${title(duty.title)}${duty.why === 'gap' ? html` (${t('duty.fallback')})` : nothing}</li>`;
    })}</ul>` : nothing;
  }

  /** Addresses that are no longer tried, and messages that reached nobody. */
  #undelivered() {
    const [ways, dead] = [this.ways || [], this.dead || []];
    return html`<section class="card list"><header><h2>${t('duty.undelivered')}</h2></header>
      ${ways.length || dead.length ? nothing : html`<p class="muted small">${t('duty.undelivered.none')}</p>`}
      ${ways.length ? html`<h3 class="rota-name">${t('duty.ways')}</h3><p class="muted small">${t('duty.ways.what')}</p><ul class="periods">${ways.map((one) => html`<li><b>${title(one.title)} · ${wordOr('way', one.way)}</b>
          <div class="small">${t('duty.ways.since', { time: moment(one.since, ZONE) })}: ${because(one.reason, ZONE)}</div>
          ${RULE_MAKERS.includes(this.me.role) ? html`<button class="small" @click=${() => this.#again(() => remove(`/ways/${encodeURIComponent(one.receiver)}/${encodeURIComponent(one.way)}`), 'duty.ways.tried')}>${t('duty.ways.again')}</button>` : nothing}</li>`)}</ul>` : nothing}
      ${dead.length ? html`<h3 class="rota-name">${t('duty.dead')}</h3><ul class="periods">${lostTogether(dead).map((same) => html`<li><b>${title(same[0].receiver_title)}</b> <span class="small">${count('duty.dead.messages', same.length)}</span>
          <span class="muted small">${same.length > 1 ? `${moment(same.at(-1).at, ZONE)} – ` : ''}${moment(same[0].at, ZONE)}</span>
          ${same[0].error ? html`<div class="small">${because(same[0].error, ZONE)}</div>` : nothing}
          <details class="small"><summary>${t('duty.dead.which')}</summary><ul>${same.map((one) => html`<li>${moment(one.at, ZONE)} ${wordOr('told.kind', one.kind)}${one.alarms.map((alarm) => html` <a href="#/alarms/${alarm}">${t('warnings.alarm')} ${alarm}</a>`)}</li>`)}</ul></details>
          <button class="small" @click=${() => this.#again(() => Promise.all(same.map((one) => post(`/dead-letters/${one.id}/retry`))), 'duty.dead.tried')}>${t(same.length > 1 ? 'duty.dead.all' : 'told.again')}</button></li>`)}</ul>` : nothing}</section>`;
  }

  #dryRun() {
    const days = [...Array(8).keys()].map((day) => dayStart(Date.now(), ZONE, day));
    return html`<section class="card"><header><h2>${t('duty.dry')}</h2></header>
      <form class="act-form dry" @submit=${(event) => { event.preventDefault(); this.#ask(event.target); }} @change=${() => { this.answer = null; }}>
        <label class="field"><span>${t('settlement')}</span><select name="settlement">${(this.settlements || []).map((one) => html`<option value=${one.id}>${title(one.title)}</option>`)}</select></label>
        <label class="field"><span>${t('quiet.label.utility')}</span><select name="utility">${UTILITIES.map((one) => html`<option value=${one}>${t(one)}</option>`)}</select></label>
        <label class="field"><span>${t('priority')}</span><select name="priority">${PRIORITIES.map((one) => html`<option value=${one}>${t(`priority.${one}`)}</option>`)}</select></label>
        <label class="field"><span>${t('duty.day')}</span><select name="day"><option value="">${t('duty.at_once')}</option>${days.map((day) => html`<option value=${day}>${weekday(day, ZONE)} ${shortDay(day, ZONE)}</option>`)}</select></label>
        <label class="field"><span>${t('quiet.at')}</span><select name="hour">${HOURS.map((hour) => html`<option ?selected=${hour === '03:00'}>${hour}</option>`)}</select></label>
        <button class="main">${t('duty.ask')}</button></form>
      ${this.answer ? html`<ol class="steps" role="status">${this.answer.steps.map((step) => html`<li><span class="muted">${step.after_seconds
    ? t('duty.unacknowledged', { span: span(step.after_seconds * 1000) }) : t('duty.first', { time: since(this.answer.at, ZONE) })}</span>
          ${step.receivers.map((one, at) => html`${at ? ', ' : ' '}${told(one)}`)}</li>`)}
        ${this.answer.repeat ? html`<li class="muted">${t('duty.repeat', { span: span(this.answer.repeat.every_seconds * 1000), n: this.answer.repeat.most })}</li>` : nothing}</ol>` : nothing}</section>`;
  }
}

/** Messages that were given up for the same reason, by receiver: together they are one thing to mend. */
function lostTogether(dead) {
  const groups = new Map();
  dead.forEach((one) => {
    const key = `${one.receiver} ${(one.error || '').replace(/^\w+ is given up since \S+: /, '')}`;
    groups.set(key, [...(groups.get(key) || []), one]);
  });
  return [...groups.values()];
}

/** Whoever is told, and whether that is because nobody is on call. */
const told = (one) => html`<b>${title(one.title)}</b>${one.gap ? html` <span class="mark suspect">${t('duty.gap')}: ${t('duty.fallback')}</span>` : nothing}`;

define('ocaq-duty', Duty);
