// The last days as bars of energy, drawn as SVG: no chart library on a resident's phone.
import { html, svg } from 'lit';
import { dayStart, number, quantityText, weekday } from './format.js';
import { empty } from './page.js';
import { icons } from './icons.js';
import { t } from './words.js';

const WIDTH = 340;
const HEIGHT = 146;
const BASE = 104;

/** Bars of consumption and own production per local day; a day without data is an open mark, not a zero. */
export function weekBars(points, days, zone) {
  if (!points) return html`<div class="skeleton block"></div>`;
  const all = Array.from({ length: days }, (_, index) => {
    const time = dayStart(Date.now(), zone, index + 1 - days);
    return { time, point: points.find((one) => one.time >= time && one.time < dayStart(time, zone, 1)) };
  });
  const known = all.filter((one) => one.point && one.point.consumption !== null && one.point.consumption !== undefined);
  if (!known.length) return empty(t('home.week.none'), '', icons.clock);
  const peak = Math.max(1, ...known.map(({ point }) => Math.max(point.consumption, made(point))));
  const slot = WIDTH / days;
  return html`<svg class="bars" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${known.map(({ time, point }) => `${weekday(time, zone)} ${quantityText(point.consumption, 'Wh', { floor: 1000 })}`).join(', ')}>
    ${all.map((one, index) => bar(one, index, { slot, peak, zone, today: index === days - 1 }))}</svg>
    <p class="tiny muted bar-legend"><i class="dot use"></i>${t('consumption')}${known.some(({ point }) => made(point) > 0) ? html` <i class="dot sun"></i>${t('home.made')}` : ''}</p>`;
}

const made = (point) => ['solar', 'wind', 'hydro'].reduce((sum, key) => sum + (point[key] || 0), 0);

function bar({ time, point }, index, { slot, peak, zone, today }) {
  const x = index * slot + slot / 2;
  const name = svg`<text class=${today ? 'today-word' : ''} x=${x} y="124">${weekday(time, zone)}</text>`;
  if (!point || point.consumption === null || point.consumption === undefined) return svg`<text class="missing" x=${x} y="141">–</text>${name}`;
  const tall = (energy) => Math.max(2, (energy / peak) * (BASE - 8));
  const both = made(point) > 0;
  const used = tall(point.consumption);
  return svg`<rect class="used ${today ? 'open' : ''}" x=${both ? x - 15 : x - 11} y=${BASE - used} width=${both ? 15 : 22} height=${used} rx="3"></rect>
    ${both ? svg`<rect class="made" x=${x + 2} y=${BASE - tall(made(point))} width="11" height=${tall(made(point))} rx="3"></rect>` : ''}
    ${name}<text class="amount" x=${x} y="141">${number(point.consumption / 1000, point.consumption < 9950 ? 1 : 0)}</text>`;
}
