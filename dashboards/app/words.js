// Words of the chosen language, and the language itself (kept in this browser).
const LANGUAGES = ['az', 'ru', 'en'];
const KEY = 'ocaq.language';
const listeners = new Set();
const loaded = {};
let language = start();

function start() {
  const asked = new URLSearchParams(location.search).get('lang') || localStorage.getItem(KEY);
  if (LANGUAGES.includes(asked)) return asked;
  const wished = (navigator.languages || []).map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag));
  return wished === 'ru' || wished === 'az' ? wished : wished ? 'en' : 'az';
}

/** All languages, in the order of the switch. */
export const languages = LANGUAGES;

/** The chosen language: az, ru or en. */
export const lang = () => language;

/** Loads the words of a language, at first the chosen one; call it before the first rendering. */
export async function loadWords(next = language) {
  if (!loaded[next]) {
    const answer = await fetch(`/words/${next}.json`);
    if (!answer.ok) throw new Error(`words ${next}: ${answer.status}`);
    loaded[next] = await answer.json();
  }
  language = next;
  document.documentElement.lang = next;
}

/** Chooses a language and tells the page to render again; without a network for its words all stays as it is. */
export async function chooseLanguage(next) {
  try {
    await loadWords(next);
  } catch {
    return;
  }
  localStorage.setItem(KEY, next);
  listeners.forEach((listener) => listener());
}

/** Calls the listener whenever the language changes. */
export const onLanguage = (listener) => listeners.add(listener);

/** The word of a key; {name} in it is replaced from the values. A missing key shows itself. */
export function t(key, values = {}) {
  const words = loaded[language] || {};
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** Whether the dictionary has the key. */
export const has = (key) => key in (loaded[language] || {});

/** A name's last part that counts or tells apart: phase, channel, string, tariff, depth. */
const PART = /^(.+?)_(l|n|dc|em1_|battery|pv|string|hc|tariff|today|yesterday|)(\d*)$/;

/** What a metric is called: its own name, or the name of what it is a part of and the part; in plain letters when unknown. */
export function metricName(name) {
  if (has(`metric.${name}`)) return t(`metric.${name}`);
  const [, whole, part, number] = PART.exec(name) || [];
  if (!whole || !(part || number)) return beginning(name) || name.replaceAll('_', ' ');
  if (['', 'l', 'n', 'dc'].includes(part)) return `${metricName(whole)} ${part.toUpperCase()}${number}`;
  return `${metricName(whole)}, ${t(`part.${part}`)} ${number}`.trim();
}

/** The known name that a metric begins with, and what the device adds to it. */
function beginning(name) {
  for (let at = name.lastIndexOf('_'); at > 0; at = name.lastIndexOf('_', at - 1)) {
    const known = `metric.${name.slice(0, at)}`;
    if (has(known)) return `${t(known)}, ${name.slice(at + 1).replaceAll('_', ' ')}`;
  }
  return '';
}

/** The word for a count: keys key.one, key.few (Russian), key.other. */
export function count(key, number) {
  const form = new Intl.PluralRules(language).select(number);
  const words = loaded[language] || {};
  return t(words[`${key}.${form}`] ? `${key}.${form}` : `${key}.other`, { n: number });
}

/** A title object {az, ru, en} or a plain text in the chosen language. */
export function title(object) {
  if (object === null || object === undefined) return '';
  if (typeof object === 'string') return object;
  return object[language] || object.az || object.en || object.ru || '';
}
