// One stream of server-sent events per browser: one visible tab holds it and passes the events on to the others.
//
// A browser opens at most six connections to a host over HTTP/1.1, so a stream per tab would stop the seventh page. The tab
// that gets the lock leads: it opens the stream for what all visible tabs want. A hidden tab wants nothing and gives the lock
// away. Where the browser has no locks (plain HTTP on another host than localhost) every visible tab has a stream of its own.
import { query } from './api.js';

const EVENTS = ['reading', 'device', 'alarm'];
const me = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('ocaq.live') : null;
const listeners = new Set();
const wants = new Map();
let want = null;
let source = null;
let sourceKey = '';
let release = null;
let leading = false;
let waiting = false;
let connected = false;

/**
 * Follows the stream while this tab is visible.
 * @param {object} scope settlement (text or list), site, mine, events (list)
 * @param {function} listener called with {type, data}; type also 'open' (fetch what was missed) and 'lost'
 * @returns {function} ends it
 */
export function follow(scope, listener) {
  want = scope;
  listeners.add(listener);
  if (!document.hidden) begin();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) pause();
  };
}

/** Whether events come at present. */
export const isConnected = () => connected;

function begin() {
  if (!want) return;
  tell({ want });
  wants.set(me, want);
  if (!navigator.locks || !channel) {
    leading = true;
    open();
  } else if (leading) {
    open();
  } else if (!waiting) {
    waiting = true;
    navigator.locks.request('ocaq.live', lead);
  }
}

function lead() {
  waiting = false;
  if (document.hidden || listeners.size === 0) return undefined;
  leading = true;
  tell({ ask: true });
  open();
  return new Promise((done) => { release = done; });
}

function pause() {
  tell({ want: null });
  wants.delete(me);
  close();
  leading = false;
  if (release) release();
  release = null;
}

function open() {
  const url = query('/api/v1/live', union([...wants.values()]));
  if (source && sourceKey === url && source.readyState !== EventSource.CLOSED) return;
  close();
  sourceKey = url;
  source = new EventSource(url);
  source.onopen = () => share({ type: 'open' });
  source.onerror = () => {
    share({ type: 'lost' });
    if (source && source.readyState === EventSource.CLOSED) setTimeout(() => leading && open(), 5000);
  };
  EVENTS.forEach((type) => source.addEventListener(type, (event) => share({ type, data: JSON.parse(event.data) })));
}

function close() {
  if (source) source.close();
  source = null;
  sourceKey = '';
}

/** The narrowest scope that holds all of them: a filter stays only where every tab has it. */
function union(scopes) {
  const all = (key) => (scopes.every((scope) => scope[key]) ? [...new Set(scopes.flatMap((scope) => scope[key]))] : []);
  const sites = all('site');
  const mine = scopes.every((scope) => scope.mine);
  return {
    settlement: all('settlement'), site: sites.length === 1 ? sites : [], mine: mine ? 'true' : '',
    events: scopes.some((scope) => !scope.events) ? '' : [...new Set(scopes.flatMap((scope) => scope.events))].join(','),
  };
}

function share(event) {
  deliver(event);
  tell({ event });
}

function deliver(event) {
  if (event.type === 'open') connected = true;
  if (event.type === 'lost') connected = false;
  listeners.forEach((listener) => listener(event));
}

function tell(message) {
  if (channel) channel.postMessage({ from: me, ...message });
}

if (channel) {
  channel.onmessage = ({ data }) => {
    if (data.event && !document.hidden) deliver(data.event);
    if (data.ask && want && !document.hidden) tell({ want });
    if ('want' in data) {
      if (data.want) wants.set(data.from, data.want);
      else wants.delete(data.from);
      if (leading) open();
    }
  };
}
document.addEventListener('visibilitychange', () => (document.hidden ? pause() : begin()));
window.addEventListener('pagehide', pause);
