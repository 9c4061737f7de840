// Numbers, units and times as people of the chosen language write them.
import { lang, t } from './words.js';

export const NO_VALUE = '–';
// Azerbaijani is written here as Russian is, 1 234,5, which is not what browsers' own tables say.
const NUMBER_LOCALE = { az: 'ru-RU', ru: 'ru-RU', en: 'en-GB' };
const PREFIXES = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, '']];
const SCALED = new Set(['W', 'VA', 'var', 'Wh', 'varh']);
const PRINTED = { m3: 'm³', 'm3/h': 'm³/h', 'W/m2': 'W/m²', 'µg/m3': 'µg/m³', degC: '°C', 1: '', '%RH': '%', state: '', count: '' };
const DECIMALS = { state: 0, count: 0, A: 2, Hz: 2, V: 1, '°C': 1, bar: 2, '%': 0, '%RH': 0, 'W/m2': 0, 1: 2 };
const formats = new Map();

const cached = (key, make) => {
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key);
};

/** A number with a fixed count of decimals. */
export const number = (value, decimals = 0) => cached(`n${lang()}${decimals}`,
  () => new Intl.NumberFormat(NUMBER_LOCALE[lang()], { minimumFractionDigits: decimals, maximumFractionDigits: decimals }))
  .format(Object.is(value, -0) ? 0 : value);

/** A number on an axis: as many decimals as it has, at most three. */
export const axisNumber = (value) => cached(`a${lang()}`,
  () => new Intl.NumberFormat(NUMBER_LOCALE[lang()], { maximumFractionDigits: 3 })).format(Object.is(value, -0) ? 0 : value);

/** A number with about three digits that say something. */
export function plain(value) {
  const size = Math.abs(value);
  return number(value, size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
}

/** Splits a canonical value into the text of its number and its unit with a prefix by size. */
export function quantity(value, unit, { decimals, floor = 0 } = {}) {
  if (value === null || value === undefined || Number.isNaN(value)) return { text: NO_VALUE, unit: '', absent: true };
  if (!SCALED.has(unit)) {
    const places = decimals ?? DECIMALS[unit];
    return { text: places === undefined ? plain(value) : number(value, places), unit: unitText(unit) };
  }
  const size = Math.max(Math.abs(value), floor);
  const [factor, prefix] = PREFIXES.find(([limit]) => size >= limit * 0.9995) || PREFIXES[3];
  const scaled = value / factor;
  const places = decimals ?? (prefix === '' || Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2);
  return { text: number(scaled, places), unit: unitText(prefix + unit) };
}

/** A quantity as one text, for places that take no markup. */
export function quantityText(value, unit, options) {
  const parts = quantity(value, unit, options);
  return parts.unit ? `${parts.text}\u00a0${parts.unit}` : parts.text;
}

/** A unit as printed: m³ for m3; Cyrillic in Russian. */
export function unitText(unit) {
  const printed = PRINTED[unit] ?? unit ?? '';
  const own = t(`unit.${printed}`);
  return own === `unit.${printed}` ? printed : own;
}

/** A share of one as per cent. */
export const percent = (share) => (share === null || share === undefined ? NO_VALUE : `${number(share * 100, 0)}\u00a0%`);

/** Money in manat. */
export const money = (amount) => (amount === null || amount === undefined ? NO_VALUE : number(amount, 2));

/** Parts of a time in a zone as numbers; weekday from Monday = 0. Names come from the dictionary, as browsers lack Azerbaijani ones. */
function parts(time, zone) {
  const local = new Date(time + offset(time, zone));
  return {
    year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate(), weekday: (local.getUTCDay() + 6) % 7,
    hour: two(local.getUTCHours()), minute: two(local.getUTCMinutes()), second: two(local.getUTCSeconds()),
  };
}

const two = (value) => String(value).padStart(2, '0');
const name = (key, index) => t(key).split(' ')[index];

/** Time of day in the settlement's zone: 14:20. */
export function clock(time, zone) {
  const at = parts(time, zone);
  return `${at.hour}:${at.minute}`;
}

/** Day and month: 25 November. */
export function day(time, zone) {
  const at = parts(time, zone);
  return `${at.day} ${name('months', at.month)}`;
}

/** Day and month where space is short: 25 Nov. */
export function shortDay(time, zone) {
  const at = parts(time, zone);
  return `${at.day} ${name('months.short', at.month)}`;
}

/** Name of the weekday, short. */
export const weekday = (time, zone) => name('weekdays', parts(time, zone).weekday);

/** Day, month, year and time of day, with seconds when asked. */
export function moment(time, zone, seconds = false) {
  const at = parts(time, zone);
  const separator = lang() === 'en' ? '/' : '.';
  return `${two(at.day)}${separator}${two(at.month + 1)}${separator}${at.year} ${at.hour}:${at.minute}${seconds ? `:${at.second}` : ''}`;
}

/** Time of day with seconds for today, with the date for other days. */
export const exact = (time, zone, now = Date.now()) => (dayStart(now, zone) === dayStart(time, zone)
  ? `${clock(time, zone)}:${parts(time, zone).second}` : moment(time, zone, true));

/** Time of day for today, with the day for other days. */
export function since(time, zone, now = Date.now()) {
  const today = dayStart(now, zone) === dayStart(time, zone);
  return today ? clock(time, zone) : `${shortDay(time, zone)} ${clock(time, zone)}`;
}

/** A length of time in words of one or two units: 3 min, 2 h 5 min, 4 d. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds}\u00a0${t('time.s')}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0${t('time.min')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}\u00a0${t('time.h')}${minutes % 60 && hours < 6 ? ` ${minutes % 60}\u00a0${t('time.min')}` : ''}`;
  return `${Math.floor(hours / 24)}\u00a0${t('time.d')}`;
}

/** Difference of the zone from UTC at a time, in milliseconds: charts shift by it and draw in UTC. */
export function offset(time, zone) {
  const hour = Math.floor(time / 3600000);
  return cached(`o${zone}${hour}`, () => {
    const at = Object.fromEntries(cached(`p${zone}`, () => new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    })).formatToParts(hour * 3600000).map((part) => [part.type, Number(part.value)]));
    return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute) - hour * 3600000;
  });
}

/** Start of the local day that holds the time, moved by whole days. */
export function dayStart(time, zone, days = 0) {
  const local = time + offset(time, zone);
  const start = Math.floor(local / 86400000) * 86400000 + days * 86400000;
  return start - offset(start - offset(time, zone), zone);
}

/** When a month, 2026-10, begins in a zone. */
export const monthStart = (month, zone) => dayStart(Date.parse(`${month}-01T12:00:00Z`), zone);

/** The month of a time in a zone: 2026-10. */
export function monthOf(time, zone) {
  const at = parts(time, zone);
  return `${at.year}-${two(at.month + 1)}`;
}
