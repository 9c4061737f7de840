// ECharts as an element: loaded only where a chart is, coloured from the tokens, drawn in the settlement's time.
import { html } from 'lit';
import { Page, define } from './page.js';
import { clock, offset, shortDay } from './format.js';

let library;

/** Colours of the tokens as they are now, for a canvas that knows no custom properties. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${String(name).replace('_', '-')}`).trim() });
}

/** A time moved into the zone: the axis draws it as UTC and so shows local time whatever the browser's zone. */
export const shifted = (time, zone) => time + offset(time, zone);

/** Back from the axis to the real time. */
export const unshifted = (local, zone) => local - offset(local - offset(local, zone), zone);

/** The time axis that all charts share. */
export function timeAxis(from, to, zone, c) {
  const long = to - from > 36 * 3600000;
  const label = (local) => {
    const time = unshifted(local, zone);
    const hour = clock(time, zone);
    return hour === '00:00' || to - from > 8 * 86400000 ? shortDay(time, zone) : hour;
  };
  return {
    type: 'time', min: shifted(from, zone), max: shifted(to, zone), splitNumber: long ? 6 : 8,
    axisLine: { lineStyle: { color: c.line_strong } }, axisTick: { show: false }, splitLine: { show: false },
    axisLabel: { color: c.ink_2, hideOverlap: true, formatter: label, fontSize: 12 },
  };
}

/** The axis of values, its unit on top. */
export const valueAxis = (unit, c, format, more = {}) => ({
  type: 'value', name: unit, nameLocation: 'end', nameGap: 10, nameTextStyle: { color: c.ink_2, align: 'right', fontSize: 12 },
  axisLabel: { color: c.ink_2, formatter: format, fontSize: 12 }, splitLine: { lineStyle: { color: c.line } }, splitNumber: 4, ...more,
});

/** The box at the pointer; drawn on the canvas, so that no text in it can become markup. */
export const tooltip = (c, formatter) => ({
  trigger: 'axis', renderMode: 'richText', confine: true, transitionDuration: 0, formatter,
  backgroundColor: c.surface, borderColor: c.line_strong, textStyle: { color: c.ink, fontSize: 13, fontFamily: 'inherit' },
  axisPointer: { type: 'line', lineStyle: { color: c.line_strong } },
});

class Chart extends Page {
  static properties = { build: { attribute: false }, label: {} };

  constructor() {
    super();
    this.redraw = () => this.#draw();
    this.watch = new ResizeObserver(() => this.chart && this.chart.resize());
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('ocaq-theme', this.redraw);
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.dark.addEventListener('change', this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('ocaq-theme', this.redraw);
    this.dark.removeEventListener('change', this.redraw);
    this.watch.disconnect();
    if (this.chart) this.chart.dispose();
    this.chart = null;
  }

  async firstUpdated() {
    library ??= import('echarts');
    const echarts = await library;
    if (!this.isConnected) return;
    const canvas = this.querySelector('.canvas');
    this.chart = echarts.init(canvas, null, { renderer: 'canvas' });
    this.watch.observe(canvas);
    this.chart.on('datazoom', () => this.dispatchEvent(new CustomEvent('zoom', { detail: this.chart.getOption().dataZoom[0] })));
    this.#draw();
  }

  updated() {
    this.#draw();
  }

  #draw() {
    if (!this.chart || !this.build) return;
    this.chart.setOption({
      animation: false, useUTC: true, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 56, right: 16, top: 36, bottom: 28 }, ...this.build(colours()),
    }, { notMerge: true });
  }

  render() {
    return html`<div class="canvas" role="img" aria-label=${this.label || ''}></div>`;
  }
}

define('ocaq-chart', Chart);
