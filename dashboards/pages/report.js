// A month's report of reliability as a utility hands it over: what was, by settlement and month, the longest outages, and what
// the figures mean. Made for paper: A4 across, with a head and page numbers, no row over two pages.
import { html, nothing } from 'lit';
import { get, query } from '../app/api.js';
import { NO_VALUE, moment, monthOf, monthStart, number, span } from '../app/format.js';
import { Page, define, empty, failure, skeleton } from '../app/page.js';
import { count, lang, t, title } from '../app/words.js';

const ZONE = 'Asia/Baku';
const MONTHS = 12;
const OUTAGES = 25;
const DAY = 86400000;
/** For so long what happened may come in late; the server keeps a day for good after that. */
const SETTLED = 7 * DAY;
/** The columns of a period: what the head calls it, and its text. */
const COLUMNS = [
  ['report.outages', (it) => number(it.interruptions)],
  ['SAIDI', (it) => number(it.unplanned.saidi_minutes, 1)],
  ['SAIFI', (it) => number(it.unplanned.saifi, 3)],
  ['CAIDI', (it) => minutes(it.unplanned.caidi_minutes)],
  ['MAIFI', (it) => number(it.unplanned.maifi, 3)],
  ['ASAI', (it) => number(100 * it.unplanned.asai, 3)],
  ['CEMI', (it) => number(100 * it.unplanned.cemi, 1)],
  ['CELID', (it) => number(100 * it.unplanned.celid, 1)],
  ['report.major_days', (it) => number(it.major_event_days)],
  ['report.saidi', (it) => number(it.without_major_events.saidi_minutes, 1)],
  ['report.saifi', (it) => number(it.without_major_events.saifi, 3)],
  ['SAIDI', (it) => number(it.planned.saidi_minutes, 1)],
  ['SAIFI', (it) => number(it.planned.saifi, 3)],
];
/** What the definitions explain, in their order. */
const TERMS = ['interruption', 'saidi', 'saifi', 'caidi', 'maifi', 'asai', 'cemi', 'celid', 'planned', 'major', 'provisional'];

const minutes = (value) => (value === null ? NO_VALUE : number(value, 1));
const monthName = (month) => `${t('months.alone').split(' ')[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
/** 2026-10 moved by whole months. */
const moved = (month, by) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by, 1)).toISOString().slice(0, 7);
const capital = (text) => text.charAt(0).toLocaleUpperCase(lang()) + text.slice(1);

class Report extends Page {
  static properties = { me: { attribute: false }, month: {}, utility: {}, found: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.paper = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.paper];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.paper);
  }

  willUpdate(changed) {
    if (changed.has('month') || changed.has('utility')) this.#load();
  }

  updated() {
    if (!this.found) return;
    // The words of the margins are the language's; a page's number is known to the printer alone.
    const quoted = (text) => JSON.stringify(text).replaceAll('<', '\\3c ');
    this.paper.replaceSync(`@page { size: A4 landscape; margin: 16mm 12mm; font: 9px sans-serif; @top-left { content: ${quoted(this.#heading())} } @top-right { content: ${quoted(`Ocaq · ${moment(this.found.at, ZONE)}`)} }
      @bottom-left { content: ${quoted(this.#provisional().length ? t('report.provisional.short') : '')} } @bottom-right { content: ${quoted(`${t('report.page')} `)} counter(page) " / " counter(pages) } }`);
  }

  async #load() {
    const now = Date.now();
    // At the beginning of a month the one that is over is asked for.
    const month = /^\d{4}-\d\d$/.test(this.month || '') ? this.month : moved(monthOf(now, ZONE), -1);
    const asked = { ...(this.utility && { utility: this.utility }), to: Math.min(now, monthStart(moved(month, 1), ZONE)) };
    const from = monthStart(moved(month, 1 - MONTHS), ZONE);
    const key = `${this.month}/${this.utility}`;
    this.found = null;
    try {
      const [places, all, own, causes] = await Promise.all([get(query('/kpi/reliability', { ...asked, from, by: 'settlement' })),
        get(query('/kpi/reliability', { ...asked, from, by: 'all' })),
        get(query('/kpi/reliability', { ...asked, from: monthStart(month, ZONE), by: 'all', outages: OUTAGES })), get('/causes')]);
      if (key !== `${this.month}/${this.utility}`) return;
      this.found = { month, at: now, places, all, outages: own.outages || [], causes: new Map(causes.items.map((it) => [it.id, it.title])) };
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  #heading() {
    const { all, month } = this.found;
    return t('report.heading', { what: t(`report.of.${all.utility || 'electricity'}`), month: monthName(month) });
  }

  /** Why the month's figures may still change. */
  #provisional() {
    const { all, month, at } = this.found;
    const end = monthStart(moved(month, 1), ZONE);
    const one = all.items.find((it) => it.month === month);
    return [at < end ? 'report.provisional.month' : at < end + SETTLED ? 'report.provisional.late' : '', one?.provisional ? 'report.provisional.open' : ''].filter(Boolean);
  }

  render() {
    if (this.problem) return failure(this.problem, () => this.#load());
    if (!this.found) return skeleton(12);
    const { all, month } = this.found;
    const own = all.items.find((it) => it.month === month);
    return html`<div class="report">${this.#choice()}<article class="card">
      <h1>${this.#heading()}</h1>
      <p class="muted small">${count('report.settlements', new Set(this.found.places.items.map((it) => it.settlement)).size)} · IEEE 1366 · ${t('report.drawn', { when: moment(this.found.at, ZONE), who: this.me.username })}</p>
      ${own ? html`${this.#marked()}${this.#summary(own)}${this.#month()}${this.#outages()}${this.#months()}${this.#terms()}<p class="signed on-paper"><span>${t('report.prepared')}</span><span>${t('report.approved')}</span></p>`
    : empty(t('report.nothing', { month: monthName(month) }), all.since ? t('kpi.supply.since', { when: moment(all.since, ZONE) }) : t('kpi.no_supply.do'))}
    </article></div>`;
  }

  /** Month and utility, and the way to paper; not printed. */
  #choice() {
    const { month, all, at } = this.found;
    const utilities = all.utilities || [];
    const first = monthOf(all.since || at, ZONE);
    const months = [];
    for (let one = monthOf(at, ZONE); one >= first && months.length < 10 * MONTHS; one = moved(one, -1)) months.push(one);
    if (!months.includes(month)) months.push(month);
    const go = (next, utility) => { location.hash = `#/report/${next}/${utility || ''}`; };
    return html`<div class="choice row wrap"><a href="#/figures">${t('nav.figures')}</a>
      <label class="row"><span>${t('kpi.month')}</span><select @change=${(event) => go(event.target.value, all.utility)}>${months.map((one) => html`<option value=${one} ?selected=${one === month}>${capital(monthName(one))}</option>`)}</select></label>
      ${utilities.length > 1 ? html`<div class="segments" role="group" aria-label=${t('kpi.utility')}>${utilities.map((one) => html`<button aria-pressed=${String(one === all.utility)} @click=${() => go(month, one)}>${t(one)}</button>`)}</div>` : nothing}
      <button class="main push" @click=${() => window.print()}>${t('report.print')}</button></div>`;
  }

  #marked() {
    const why = this.#provisional();
    return why.length ? html`<p class="provisional"><b>${t('report.provisional.short')}</b> ${why.map((key) => t(key)).join(' ')}</p>` : nothing;
  }

  /** The month in sentences, with the month before and the twelve months beside it. */
  #summary(own) {
    const { all, month } = this.found;
    const before = all.items.find((it) => it.month === moved(month, -1));
    const year = all.twelve_months[0];
    const { unplanned, planned } = own;
    const quiet = !unplanned.saifi && !unplanned.maifi;
    return html`<section><p class="lead">${quiet ? t('report.quiet', { customers: number(own.customers) })
      : t('report.lead', { customers: number(own.customers), minutes: number(unplanned.saidi_minutes, 1), times: number(unplanned.saifi, 3), outages: number(own.interruptions) })}
      ${planned.saidi_minutes ? t('report.lead.planned', { minutes: number(planned.saidi_minutes, 1) }) : t('report.lead.no_planned')}
      ${own.major_event_days ? t('report.lead.major', { n: number(own.major_event_days), minutes: number(own.without_major_events.saidi_minutes, 1) }) : ''}</p>
      ${this.#table('report.compared', t('report.period'), [[capital(monthName(month)), own], [before && capital(monthName(before.month)), before], [t('kpi.twelve'), year]].filter(([, one]) => one))}</section>`;
  }

  /** The month, a line for each settlement and one for all. */
  #month() {
    const { places, all, month } = this.found;
    const lines = places.items.filter((it) => it.month === month).sort((a, b) => title(a.title).localeCompare(title(b.title), lang())).map((it) => [title(it.title), it]);
    if (lines.length < 2) return nothing;
    return html`<section><h2>${t('report.by_settlement')}</h2>${this.#table('report.by_settlement', t('kpi.by.settlement'), lines, [t('kpi.by.all'), all.items.find((it) => it.month === month)])}</section>`;
  }

  /** Month after month of each settlement, a settlement's lines together. */
  #months() {
    const { places, all } = this.found;
    const named = new Map(places.items.map((it) => [it.settlement, title(it.title)]));
    const groups = [...named].sort(([, a], [, b]) => a.localeCompare(b, lang())).map(([id, name]) => [name, places.items.filter((it) => it.settlement === id), places.twelve_months.find((it) => it.settlement === id)]);
    if (groups.length > 1) groups.unshift([t('kpi.by.all'), all.items, all.twelve_months[0]]);
    return html`<section class="new-page"><h2>${t('report.by_month')}</h2><div class="scroll" tabindex="0" role="group" aria-label=${t('report.by_month')}><table class="periods">${this.#head(t('kpi.month'))}
      ${groups.map(([name, months, year]) => html`<tbody><tr class="group"><th scope="rowgroup" colspan=${COLUMNS.length + 2}>${name}</th></tr>
        ${[...months].sort((a, b) => a.month.localeCompare(b.month)).map((it) => this.#period(capital(monthName(it.month)), it))}${year ? this.#period(t('kpi.twelve'), year, 'total') : nothing}</tbody>`)}</table></div></section>`;
  }

  #table(label, first, lines, total) {
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t(label)}><table class="periods">${this.#head(first)}
      <tbody>${lines.map(([name, it]) => this.#period(name, it))}${total?.[1] ? this.#period(total[0], total[1], 'total') : nothing}</tbody></table></div>`;
  }

  #head(first) {
    const { often, long_hours: hours } = this.found.all;
    const units = { SAIDI: t('kpi.min'), CAIDI: t('kpi.min'), ASAI: '%', CEMI: '%', CELID: '%', 'report.saidi': t('kpi.min') };
    const names = { CEMI: `CEMI-${often}`, CELID: `CELID-${hours}` };
    const name = (key) => `${names[key] || (key.startsWith('report.') ? t(key) : key)}${units[key] ? `, ${units[key]}` : ''}`;
    return html`<thead><tr><th rowspan="2">${first}</th><th rowspan="2" class="number">${t('kpi.customers')}</th><th colspan="8" scope="colgroup" class="band">${t('report.unplanned')}</th><th colspan="3" scope="colgroup" class="band">${t('report.ordinary')}</th><th colspan="2" scope="colgroup" class="band">${t('report.planned')}</th></tr>
      <tr>${COLUMNS.map(([key]) => html`<th class="number">${name(key)}</th>`)}</tr></thead>`;
  }

  #period(name, it, kind = '') {
    return html`<tr class=${kind}><td>${name}${it.provisional ? html`<span class="mark">${t('kpi.provisional')}</span>` : nothing}</td><td class="number">${number(it.customers)}</td>${COLUMNS.map(([, text]) => html`<td class="number">${text(it)}</td>`)}</tr>`;
  }

  #outages() {
    const { outages } = this.found;
    return html`<section><h2>${t('report.longest')}</h2>${outages.length === OUTAGES ? html`<p class="tiny muted">${t('report.longest.cut', { n: OUTAGES })}</p>` : nothing}${outages.length ? html`<div class="scroll" tabindex="0" role="group" aria-label=${t('report.longest')}><table class="outages"><thead><tr><th class="number">№</th><th>${t('report.place')}</th><th>${t('report.began')}</th><th class="number">${t('report.lasted')}</th><th class="number">${t('kpi.customers')}</th><th class="number">${t('report.customer_hours')}</th><th>${t('report.cause')}</th></tr></thead>
      <tbody>${outages.map((it, at) => html`<tr><td class="number">${at + 1}</td><td>${this.#place(it)}</td><td>${moment(it.began, ZONE)}</td><td class="number">${span(it.minutes * 60000)}${it.provisional ? html`<span class="mark">${t('report.goes_on')}</span>` : nothing}</td>
        <td class="number">${number(it.customers)}</td><td class="number">${number(it.customer_minutes / 60, 1)}</td><td>${this.#cause(it)}</td></tr>`)}</tbody></table></div>` : html`<p>${t('report.longest.none')}</p>`}</section>`;
  }

  #place(it) {
    const name = [title(it.title), it.site_title && title(it.site_title)].filter(Boolean).join(' · ') || it.settlement;
    return it.alarm ? html`<a href="#/alarms/${it.alarm}">${name}</a>` : name;
  }

  #cause(it) {
    const named = it.causes.map((id) => title(this.found.causes.get(id)) || id).join(', ');
    return it.planned ? [t('report.announced'), named].filter(Boolean).join(': ') : named || html`<span class="muted">${t('report.cause.none')}</span>`;
  }

  #terms() {
    const { all } = this.found;
    const limits = Object.entries(all.major_event_limits_minutes || {}).sort();
    const named = (all.alarms || []).map(title).join(', ');
    return html`<section class="terms"><h2>${t('report.terms')}</h2><dl>${TERMS.map((term) => html`<div><dt>${t(`report.term.${term}`, { n: all.often, hours: all.long_hours })}</dt><dd>${t(`report.about.${term}`, { n: all.often, hours: all.long_hours })}${
      term === 'major' ? ` ${limits.length ? t('kpi.major.limit', { n: number(limits.at(-1)[1], 1) }) : t('report.major.none')}` : ''}</dd></div>`)}
      <div><dt>${t('report.term.source')}</dt><dd>${t(all.utility === 'electricity' ? 'report.about.source' : 'report.about.source.alarms')}${named ? ` ${t('kpi.supply.alarms', { alarms: named })}` : ''} ${t('kpi.supply.since', { when: moment(all.since, ZONE) })}</dd></div></dl></section>`;
  }
}

define('ocaq-report', Report);
