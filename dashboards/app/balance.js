// A day's generation and demand as one chart: sources stacked above zero, what goes away below, demand as a line.
import { axisNumber, quantity, quantityText, clock, unitText } from './format.js';
import { shifted, timeAxis, tooltip, unshifted, valueAxis } from './chart.js';
import { t } from './words.js';

const UP = [['solar', 'sun'], ['wind', 'wind'], ['hydro', 'hydro'], ['battery_discharge', 'battery'], ['grid_import', 'grid']];
const DOWN = [['battery_charge', 'battery'], ['grid_export', 'grid']];

/** The option of the chart; points are energies of buckets of `step` milliseconds, shown as mean power. */
export function balanceChart(all, step, from, to, zone) {
  // A bucket that has only begun says little: it counts once a third of it is over, and then for the time it has had.
  const points = all.filter((point) => Date.now() - point.time > step / 3);
  return (c) => {
    const lasted = (point) => Math.min(step, Date.now() - point.time);
    const power = (point, key) => (point[key] === null || point[key] === undefined ? null : (point[key] * 3600000) / lasted(point));
    const used = (key) => points.some((point) => point[key]);
    const peak = Math.max(1, ...points.map((point) => Math.max(power(point, 'consumption') ?? 0, UP.reduce((sum, [key]) => sum + (power(point, key) ?? 0), 0))));
    const unit = quantity(peak, 'W').unit;
    const factor = peak >= 999500 ? 1e6 : peak >= 999.5 ? 1e3 : 1;
    const area = ([key, colour], sign) => ({
      name: t(`balance.${key}`), type: 'line', stack: sign > 0 ? 'in' : 'out', showSymbol: false, connectNulls: false,
      lineStyle: { width: 0 }, itemStyle: { color: c[colour] }, areaStyle: { color: c[colour], opacity: sign > 0 ? 0.75 : 0.4 },
      data: withGaps(points, step, zone, (point) => scale(power(point, key), sign / factor)),
    });
    const series = [...UP.filter(([key]) => used(key)).map((one) => area(one, 1)), ...DOWN.filter(([key]) => used(key)).map((one) => area(one, -1)), {
      name: t('balance.consumption'), type: 'line', showSymbol: false, connectNulls: false, lineStyle: { width: 2.5, color: c.ink },
      itemStyle: { color: c.ink }, z: 5, data: withGaps(points, step, zone, (point) => scale(power(point, 'consumption'), 1 / factor)),
      markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: c.line_strong, type: 'solid', width: 1 }, data: [{ yAxis: 0 }] },
    }];
    return {
      legend: { top: 0, right: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 8, itemGap: 14, textStyle: { color: c.ink_2, fontSize: 12 } },
      grid: { left: 52, right: 12, top: 48, bottom: 28 },
      xAxis: timeAxis(from, to, zone, c),
      yAxis: valueAxis(unit || unitText('W'), c, axisNumber),
      tooltip: tooltip(c, (items) => describe(items, factor, zone)),
      series,
    };
  };
}

const scale = (value, factor) => (value === null ? null : value * factor);

/** Points at the middle of their bucket, and an empty one wherever a bucket is missing, so that no line crosses a gap. */
function withGaps(points, step, zone, pick) {
  const result = [];
  points.forEach((point, index) => {
    if (index > 0 && point.time - points[index - 1].time > step * 1.5) result.push([shifted(points[index - 1].time + step * 1.5, zone), null]);
    result.push([shifted(point.time + step / 2, zone), pick(point)]);
  });
  return result;
}

function describe(items, factor, zone) {
  if (!items.length) return '';
  const lines = items.filter((item) => item.value[1] !== null && item.value[1] !== 0)
    .map((item) => `${item.seriesName}: ${quantityText(Math.abs(item.value[1]) * factor, 'W')}`);
  return [clock(unshifted(items[0].value[0], zone), zone), ...lines].join('\n');
}
