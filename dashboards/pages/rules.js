// Rules on trial: a rule as edited, a period, and what it would have said of what is stored.
import { html, nothing } from 'lit';
import { get, post } from '../app/api.js';
import { moment, number, quantityText, span } from '../app/format.js';
import { icons } from '../app/icons.js';
import { Page, define, empty, failure, priority, said, skeleton } from '../app/page.js';
import { count, t, title } from '../app/words.js';

const ZONE = 'Asia/Baku';
const DAYS = [1, 7, 30, 90];
const DAY = 86400000;
const SHOWN = 200;

/** A rule's text with another off-delay, seconds, and another deadband; empty ones stay as they are. */
function edited(text, offDelay, deadband) {
  const wanted = [['off_delay', offDelay > 0 ? `${offDelay}s` : ''], ['deadband', deadband]].filter(([, value]) => value);
  let lines = text.split('\n');
  if (deadband) lines = lines.filter((line) => !/^\s+clear_at:/.test(line));
  wanted.forEach(([key, value]) => {
    const at = lines.findIndex((line) => new RegExp(`^\\s+${key}:`).test(line));
    const after = lines.findIndex((line) => /^\s+kind:/.test(line));
    const indent = lines[after]?.match(/^\s+/)[0] || '  ';
    if (at >= 0) lines[at] = `${indent}${key}: ${value}`;
    else lines.splice(after + 1, 0, `${indent}${key}: ${value}`);
  });
  return lines.join('\n');
}

/** Site and device, or the place of a group. */
const place = (one) => (one ? [title(one.site_title), title(one.device_title)].filter((name, at, all) => name && name !== all[at - 1]).join(' · ') : '');

class Rules extends Page {
  static properties = {
    wish: { attribute: false }, rules: { state: true }, problem: { state: true }, text: { state: true }, days: { state: true }, busy: { state: true },
    result: { state: true }, refused: { state: true },
  };

  constructor() {
    super();
    this.text = '';
    this.days = 30;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.rules = (await get('/rules')).items;
      this.problem = null;
      // What the key figures propose for a rule.
      const [id, offDelay, deadband] = this.wish || [];
      const known = this.rules.find((rule) => rule.id === id);
      if (known) {
        this.choice = id;
        this.text = edited(known.text, Number(offDelay), deadband);
        // It is of the last week, and whoever comes from there has asked for the try already.
        this.days = 7;
        if (this.text) await this.#try();
      }
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #try() {
    this.busy = true;
    this.refused = '';
    const to = Date.now();
    try {
      this.result = await post('/rules/backtest', { rule: this.text, from: to - this.days * DAY, to });
    } catch (problem) {
      this.result = null;
      this.refused = said(problem);
    } finally {
      this.busy = false;
    }
  }

  render() {
    if (this.problem) return failure(this.problem, () => this.#load());
    if (!this.rules) return skeleton(8);
    return html`<div class="rules"><section class="card"><header><h1>${t('rules.title')}</h1></header>
        <form class="body" @submit=${(event) => { event.preventDefault(); this.#try(); }}>
          <p class="muted small">${t('rules.lead')}</p>
          <label class="field"><span>${t('rules.choose')}</span><select .value=${this.choice || ''} @change=${(event) => { this.choice = event.target.value; this.text = this.rules.find((rule) => rule.id === event.target.value)?.text || ''; }}>
            <option value="">${t('rules.own')}</option>${this.rules.map((rule) => html`<option value=${rule.id} ?selected=${rule.id === this.choice}>${title(rule.title) || rule.id}</option>`)}</select></label>
          <label class="field"><span>${t('rules.text')}</span><textarea class="code" name="rule" spellcheck="false" required .value=${this.text} @input=${(event) => { this.text = event.target.value; }}></textarea></label>
          <div class="row wrap"><div class="segments" role="group" aria-label=${t('rules.period')}>${DAYS.map((days) => html`
            <button type="button" aria-pressed=${String(days === this.days)} @click=${() => { this.days = days; }}>${count('rules.days', days)}</button>`)}</div>
            <button class="main" ?disabled=${this.busy}>${this.busy ? t('rules.busy') : t('rules.try')}</button></div>
          ${this.refused ? html`<p class="refused" role="alert">${this.refused}</p>` : nothing}
        </form></section>
      <section class="card" aria-live="polite">${this.#answer()}</section></div>`;
  }

  #answer() {
    if (this.busy) return skeleton(6);
    const found = this.result;
    if (!found) return empty(t('rules.none_yet'), t('rules.none_yet.do'), icons.alarm);
    const days = Math.max(1, Math.round((found.to - found.from) / DAY));
    if (!found.readings) return empty(t('rules.nothing_stored'), t('rules.nothing_stored.do'));
    return html`<div class="body"><p class="answer">${found.raised ? t('rules.answer', { raised: count('kpi.times', found.raised), days: count('rules.days', days), short: number(found.short) }) : t('rules.answer.none', { days: count('rules.days', days) })}</p>
      ${found.stored_from - found.from > DAY ? html`<p class="warned small">${t('rules.stored_from', { when: moment(found.stored_from, ZONE) })}</p>` : nothing}
      <p class="tiny muted">${t('rules.looked', { readings: number(found.readings), devices: number(found.devices.length) })}</p>
      ${found.devices.length ? html`<h2>${t('rules.by_device')}</h2><div class="scroll"><table><thead><tr><th>${t('rules.device')}</th><th class="number">${t('rules.raised')}</th>
        <th class="number">${t('rules.short')}</th><th class="number">${t('rules.active')}</th></tr></thead>
        <tbody>${found.devices.slice(0, SHOWN).map((device) => html`<tr><td title=${device.device}>${place(device)}</td>
          <td class="number">${number(device.raised)}</td><td class="number">${number(device.short)}</td><td class="number">${span(device.seconds * 1000)}</td></tr>`)}</tbody></table></div>
        <h2>${t('rules.occurrences')}</h2><div class="scroll"><table><thead><tr><th>${t('rules.from')}</th><th>${t('rules.to')}</th><th class="number">${t('rules.lasted')}</th>
          <th>${t('priority')}</th><th>${t('rules.device')}</th><th class="number">${t('alarm.value')}</th></tr></thead>
        <tbody>${found.occurrences.slice(0, SHOWN).map((one) => html`<tr><td>${moment(one.from, ZONE, true)}</td><td>${one.to === null ? t('rules.goes_on') : moment(one.to, ZONE, true)}</td>
          <td class="number">${span(one.seconds * 1000)}</td><td>${priority(one.priority)}</td><td title=${one.device}>${place(found.devices.find((it) => it.device === one.device)) || one.device}</td>
          <td class="number">${one.value === null ? '' : quantityText(one.value, found.unit)}</td></tr>`)}</tbody></table></div>
        ${found.raised > SHOWN ? html`<p class="tiny muted">${t('rules.more', { more: number(found.raised - SHOWN) })}</p>` : nothing}` : nothing}</div>`;
  }
}

define('ocaq-rules', Rules);
