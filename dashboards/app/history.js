// A metric's history: the step that suits the span, the envelope of smallest and largest, gaps left open, alarms as bands.
import { get, query } from './api.js';
import { axisNumber, quantity, quantityText, moment } from './format.js';
import { shifted, timeAxis, tooltip, unshifted, valueAxis } from './chart.js';
import { what } from './alarms.js';
import { t } from './words.js';

const MINUTE = 60000;
const STEPS = [['raw', 0], ['1m', MINUTE], ['15m', 15 * MINUTE], ['1h', 60 * MINUTE], ['1d', 1440 * MINUTE]];
const MOST = 1500;

/** The finest step that stays under 1,500 points in the span. */
export function stepFor(span, interval) {
  const [name, length] = STEPS.find(([, size]) => span / (size || interval * 1000) <= MOST) || STEPS[4];
  return { name, length: length || interval * 1000 };
}

/** Reads the history; a counter as consumption per bucket, a gauge as mean with its envelope. */
export async function readHistory(device, metric, from, to, interval) {
  const step = stepFor(to - from, interval);
  const ask = (agg) => get(query('/series', { device, metric: metric.name, from: Math.round(from), to: Math.round(to), step: step.name, agg }));
  if (metric.kind === 'counter') {
    const coarse = step.length < 15 * MINUTE ? { name: to - from > 2 * 86400000 ? '1h' : '15m', length: (to - from > 2 * 86400000 ? 60 : 15) * MINUTE } : step;
    const bars = await get(query('/series', { device, metric: metric.name, from: Math.round(from), to: Math.round(to), step: coarse.name, agg: 'delta' }));
    return { bars: true, step: coarse, unit: bars.unit, points: bars.points, envelope: null };
  }
  if (step.name === 'raw') {
    const raw = await ask();
    return { step, unit: raw.unit, points: raw.points, envelope: null };
  }
  const [mean, low, high] = await Promise.all(['avg', 'min', 'max'].map(ask));
  const upper = new Map(high.points.map((point) => [point[0], point[1]]));
  return { step, unit: mean.unit, points: mean.points, envelope: low.points.map(([time, value]) => [time, value, upper.get(time) ?? value]) };
}

/** Option of the chart; a limit is a line across it. */
export function historyChart(history, metric, from, to, zone, alarms, name, limit = null) {
  return (c) => {
    const { points, step, unit, envelope } = history;
    const peak = Math.max(0, ...points.map((point) => Math.abs(point[1] ?? 0)), ...(envelope || []).map((point) => Math.abs(point[2] ?? 0)));
    const shown = quantity(peak, unit);
    const factor = ['W', 'VA', 'var', 'Wh', 'varh'].includes(unit) ? (peak >= 999500 ? 1e6 : peak >= 999.5 ? 1e3 : 1) : 1;
    const place = (time) => shifted(time + (step.name === 'raw' ? 0 : step.length / 2), zone);
    const longest = Math.max(step.length * 3, usualDistance(points) * 2.5);
    const open = (list, pick) => list.flatMap((point, index) => {
      const after = index > 0 && point[0] - list[index - 1][0] > longest;
      const before = index < list.length - 1 && list[index + 1][0] - point[0] > longest;
      const alone = (after || index === 0) && (before || index === list.length - 1);
      const at = [place(point[0]), pick(point), point[2], alone];
      return after ? [[place(list[index - 1][0] + step.length), null], at] : [at];
    });
    const main = history.bars
      ? { type: 'bar', barMaxWidth: 18, itemStyle: { color: c.home }, data: points.map((point) => [place(point[0]), point[1] === null ? null : point[1] / factor]) }
      : { type: 'line', showSymbol: true, showAllSymbol: true, symbol: 'circle', symbolSize: (point) => (point[3] ? 4 : 0), connectNulls: false, sampling: undefined, lineStyle: { width: 1.6, color: c.ink }, itemStyle: { color: c.ink },
        data: open(points, (point) => (point[1] === null ? null : point[1] / factor)), ...(metric.kind === 'state' ? { step: 'end' } : {}) };
    const bands = { silent: true, itemStyle: { opacity: 0.16 }, data: alarms.map((alarm) => band(alarm, from, to, zone, c)) };
    const lines = metric.unit === 'W' ? [{ yAxis: 0 }] : [];
    if (limit !== null) lines.push({ yAxis: limit / factor, lineStyle: { color: c.critical, type: 'dashed' }, label: { show: true, position: 'insideEndTop', color: c.critical, formatter: t('history.limit', { value: quantityText(limit, unit) }) } });
    const zero = lines.length ? { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: c.line_strong, type: 'solid' }, data: lines } : undefined;
    const series = [{ name, ...main, markArea: bands, markLine: zero }];
    if (envelope) series.unshift(...envelopeSeries(envelope, open, factor, c));
    return {
      grid: { left: 60, right: 16, top: 36, bottom: 64 },
      xAxis: timeAxis(from, to, zone, c),
      yAxis: valueAxis(shown.unit, c, axisNumber, { scale: metric.unit !== 'W' && !history.bars, ...reaching(limit, points, factor) }),
      dataZoom: [{ type: 'inside', filterMode: 'none' }, { type: 'slider', height: 22, bottom: 8, filterMode: 'none', borderColor: c.line, showDataShadow: false, brushSelect: false, labelFormatter: '', fillerColor: `${c.line_strong}44` }],
      tooltip: tooltip(c, (items) => describe(items, factor, unit, zone)),
      series,
    };
  };
}

/** The axis reaches the limit, though no value does. */
function reaching(limit, points, factor) {
  if (limit === null) return {};
  const values = [limit, ...points.map((point) => point[1]).filter((value) => value !== null)].map((value) => value / factor);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = 10 ** Math.floor(Math.log10(high - low || 1));
  return { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step };
}

/** Median distance of points: devices may report more seldom than their type says. */
function usualDistance(points) {
  const distances = points.slice(1).map((point, index) => point[0] - points[index][0]).sort((a, b) => a - b);
  return distances.length ? distances[Math.floor(distances.length / 2)] : 0;
}

function envelopeSeries(envelope, open, factor, c) {
  const shared = { type: 'line', showSymbol: false, connectNulls: false, lineStyle: { width: 0 }, stack: 'envelope', stackStrategy: 'all', silent: true };
  return [
    { ...shared, name: '', data: open(envelope, (point) => (point[1] === null ? null : point[1] / factor)) },
    { ...shared, name: '', areaStyle: { color: c.home, opacity: 0.22 }, data: open(envelope, (point) => (point[1] === null ? null : (point[2] - point[1]) / factor)) },
  ];
}

function band(alarm, from, to, zone, c) {
  const end = alarm.state === 'UNACK' || alarm.state === 'ACKED' ? to : Math.max(alarm.changed_at, alarm.raised_at + MINUTE);
  return [{ name: what(alarm), xAxis: shifted(Math.max(from, alarm.raised_at), zone), itemStyle: { color: c[alarm.priority] },
    label: { show: Math.min(to, end) - Math.max(from, alarm.raised_at) > (to - from) * 0.14, color: c[alarm.priority], fontSize: 11, position: 'insideTopLeft' } }, { xAxis: shifted(Math.min(to, end), zone) }];
}

function describe(items, factor, unit, zone) {
  const item = items.find((one) => one.seriesName !== '');
  if (!item || item.value[1] === null) return t('absent.no_data');
  const quality = item.value[2] && item.value[2] !== 'good' ? ` (${t(`quality.${item.value[2]}`)})` : '';
  return `${moment(unshifted(item.value[0], zone), zone)}\n${quantityText(item.value[1] * factor, unit)}${quality}`;
}
