// The energy flow: source → village → use, each stream as wide as its power is large.
import { html, nothing, svg } from 'lit';
import { Page, define } from './page.js';
import { icons } from './icons.js';
import { quantityText, NO_VALUE } from './format.js';
import { t } from './words.js';

const SLOT = 58;
const LABEL = 46;
/** Thickness of everything together, in pixels. */
const WIDEST = 150;
/** Differences under this share of the whole are meter accuracy, not a stream. */
const NOISE = 0.02;

/** What flows in and out, from the balance of now; what the place should have but does not report stays in the list without a value. */
export function streams(now, expected = new Set()) {
  const known = (value) => value !== null && value !== undefined;
  const source = (key, value) => ({ key, value: known(value) ? Math.max(0, value) : null });
  const sources = ['solar', 'wind', 'hydro'].filter((key) => known(now[key]) || expected.has(key)).map((key) => source(key, now[key]));
  const stored = known(now.battery) || expected.has('battery');
  if (stored && !(now.battery > 0)) sources.push(source('battery', known(now.battery) ? -now.battery : null));
  if (!(now.grid < 0)) sources.push(source('grid', now.grid));
  const uses = [{ key: 'home', value: known(now.consumption) ? Math.max(0, now.consumption) : null }];
  if (now.battery > 0) uses.push({ key: 'battery', value: now.battery });
  if (now.grid < 0) uses.push({ key: 'grid', value: -now.grid });
  const sum = (list) => list.reduce((total, one) => total + (one.value ?? 0), 0);
  const complete = [...sources, ...uses].every((one) => one.value !== null);
  const difference = sum(sources) - sum(uses);
  const whole = Math.max(sum(sources), sum(uses));
  if (complete && difference > whole * NOISE) uses.push({ key: 'losses', value: difference });
  if (complete && difference < -whole * NOISE) sources.push({ key: 'losses', value: -difference });
  return { sources, uses, whole };
}

/** Height that a stream takes at its outer end: its own thickness or that of its label. */
const room = (item, scale) => Math.max(SLOT, (item.value ?? 0) * scale + 10);

const ICON = { solar: icons.sun, wind: icons.wind, hydro: icons.hydro, battery: icons.battery, grid: icons.grid, home: icons.home, losses: icons.losses };
const COLOUR = { solar: 'sun' };

class Flow extends Page {
  static properties = { now: { attribute: false }, expected: { attribute: false }, place: {}, width: { state: true } };

  constructor() {
    super();
    this.width = 0;
    this.place = 'village';
    this.watch = new ResizeObserver(([entry]) => { this.width = Math.round(entry.contentRect.width); });
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watch.disconnect();
  }

  render() {
    if (!this.width || !this.now) return nothing;
    const { sources, uses, whole } = streams(this.now, this.expected);
    const widest = this.place === 'home' ? WIDEST * 0.7 : WIDEST;
    const scale = whole > 0 ? widest / whole : 0;
    const tall = (list) => list.reduce((sum, one) => sum + room(one, scale), 0);
    const height = Math.max(tall(sources), tall(uses), whole > 0 ? widest + 40 : 0);
    const narrow = this.width < 560;
    const side = narrow ? 104 : 176;
    const bar = narrow ? 26 : 40;
    const middle = this.width / 2;
    const geometry = { height, scale, side, left: middle - bar / 2, right: middle + bar / 2, width: this.width, whole, narrow };
    return html`<svg class="flow ${narrow ? 'narrow' : ''}" width=${this.width} height=${height} viewBox="0 0 ${this.width} ${height}" role="img" aria-label=${this.#spoken(sources, uses)}>
      ${this.#column(sources, geometry, true)}${this.#column(uses, geometry, false)}
      ${this.#hub(geometry, bar)}</svg>`;
  }

  #hub({ height, scale, left, whole }, bar) {
    const tall = Math.max(whole * scale, 24);
    return svg`<rect class="hub" x=${left} y=${(height - tall) / 2} width=${bar} height=${tall} rx="6"></rect>
      <text class="hub-word" x=${left + bar / 2} y=${(height - tall) / 2 - 8}>${whole > 0 ? t(`flow.${this.place}`) : t('flow.still')}</text>`;
  }

  #column(items, g, incoming) {
    const spare = (g.height - items.reduce((sum, one) => sum + room(one, g.scale), 0)) / items.length;
    const total = items.reduce((sum, one) => sum + (one.value ?? 0), 0) * g.scale;
    let hubY = (g.height - total) / 2;
    let outerY = 0;
    return items.map((item) => {
      const wide = (item.value ?? 0) * g.scale;
      const centre = outerY + (room(item, g.scale) + spare) / 2;
      const drawn = this.#stream(item, g, incoming, { wide, outer: centre, inner: hubY + wide / 2 });
      hubY += wide;
      outerY += room(item, g.scale) + spare;
      return svg`${drawn}${this.#label(item, g, incoming, centre)}`;
    });
  }

  #stream(item, g, incoming, { wide, outer, inner }) {
    if (!wide) return nothing;
    const thick = Math.max(wide, 1.5);
    const [x1, x2] = incoming ? [g.side, g.left] : [g.right, g.width - g.side];
    const [y1, y2] = incoming ? [outer, inner] : [inner, outer];
    const bend = (x2 - x1) * 0.5;
    const curve = (dy) => `${x1 + bend},${y1 + dy} ${x2 - bend},${y2 + dy} ${x2},${y2 + dy}`;
    const back = (dy) => `${x2 - bend},${y2 + dy} ${x1 + bend},${y1 + dy} ${x1},${y1 + dy}`;
    const half = thick / 2;
    const colour = `var(--${COLOUR[item.key] || item.key})`;
    return svg`<path class="stream" fill=${colour} d="M${x1},${y1 - half} C${curve(-half)} L${x2},${y2 + half} C${back(half)} Z"></path>
      ${thick > 4 ? svg`<path class="pulse" d="M${x1},${y1} C${curve(0)}"></path>` : nothing}`;
  }

  #label(item, g, incoming, y) {
    const x = incoming ? 0 : g.width - g.side + 10;
    const colour = `var(--${COLOUR[item.key] || item.key})`;
    const direction = { battery: incoming ? 'flow.discharging' : 'flow.charging', grid: incoming ? 'flow.import' : 'flow.export',
      losses: incoming ? 'flow.unmeasured' : 'flow.losses', home: this.place === 'home' ? 'flow.use' : 'flow.homes' }[item.key] || `source.${item.key}`;
    return svg`<g class="end ${item.value ? '' : 'none'}" transform="translate(${x} ${y - LABEL / 2})">
      <g color=${colour} class="end-icon">${ICON[item.key]()}</g>
      <text class="end-name" x=${g.narrow ? 0 : 26} y=${g.narrow ? 38 : 15}>${t(direction)}</text>
      <text class="end-value" x=${g.narrow ? 25 : 0} y=${g.narrow ? 17 : 40}>${item.value === null ? `${NO_VALUE} ${t('absent.no_data')}` : quantityText(item.value, 'W')}</text></g>`;
  }

  #spoken(sources, uses) {
    const say = (list) => list.map((one) => `${t(`source.${one.key}`)} ${quantityText(one.value, 'W')}`).join(', ');
    return `${t('flow.title')}: ${say(sources)} → ${say(uses)}`;
  }
}

define('ocaq-flow', Flow);
