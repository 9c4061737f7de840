// Acts of a crew member that survive having no network: kept in this browser in order, sent when the server is reached.
import { post, session } from './api.js';

const KEY = 'ocaq.queue';
const RETRY = 15000;
const listeners = new Set();
let running = false;

/** Acts that still wait, oldest first: {key, alarm, act, body, at, by}. */
export function waiting() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

/** Calls the listener with (change): {sent: alarm}, {refused: problem, entry} or {waiting: true}. */
export const onQueue = (listener) => listeners.add(listener);

/** Keeps the act and tries to send it at once. */
export function enqueue(alarm, act, body, by) {
  const entry = { key: `${Date.now()}-${Math.random().toString(36).slice(2)}`, alarm, act, body, at: Date.now(), by };
  save([...waiting(), entry]);
  tell({ waiting: true });
  return flush();
}

/** Sends what waits, in order; stops at the first that does not reach the server. Only one tab sends at a time. */
export function flush() {
  if (navigator.locks) return navigator.locks.request('ocaq.queue', { ifAvailable: true }, (lock) => (lock ? drain() : undefined));
  return drain();
}

async function drain() {
  if (running) return;
  running = true;
  try {
    let renewed = false;
    for (let entry = waiting()[0]; entry; entry = waiting()[0]) {
      try {
        const alarm = await post(`/alarms/${entry.alarm}/${entry.act}`, entry.body);
        done(entry, { sent: alarm });
      } catch (problem) {
        if (problem.status === 0 || problem.status >= 500 || problem.status === 429) break;
        if (problem.status === 401) break;
        if (problem.status === 403 && !renewed) {
          // The token of an older session: renew it once before believing the refusal.
          renewed = true;
          if (await session().catch(() => null)) continue;
          break;
        }
        done(entry, { refused: problem, entry });
      }
    }
  } finally {
    running = false;
  }
}

function done(entry, change) {
  save(waiting().filter((one) => one.key !== entry.key));
  tell(change);
}

const save = (list) => localStorage.setItem(KEY, JSON.stringify(list));
const tell = (change) => listeners.forEach((listener) => listener(change));

window.addEventListener('online', flush);
setInterval(() => waiting().length && flush(), RETRY);
