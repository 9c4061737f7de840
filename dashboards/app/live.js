// Streams of server-sent events, shared by the tabs of a browser: one visible tab holds them and passes the events on.
//
// A browser opens at most six connections to a host over HTTP/1.1, so a stream per tab would stop the seventh page. The tab
// that gets the lock leads: it opens one stream for each scope that visible tabs want, and two tabs that want the same share
// it. A hidden tab wants nothing and gives the lock away. Where the browser has no locks (plain HTTP on another host than
// localhost) every visible tab has streams of its own.
import { query } from './api.js';

const EVENTS = ['reading', 'device', 'alarm'];
/** The server says something each 15 s; a stream on which nothing comes for so long is dead, though the network has not noticed. */
const DEAD = 40000;
/** Streams at once; more scopes than this are followed by asking only. */
const MOST = 3;
const me = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('ocaq.live') : null;
const listeners = new Set();
const wants = new Map();
let want = null;
const sources = new Map();
/** When something last came on each. */
const heard = new Map();
let release = null;
let leading = false;
let waiting = false;

/**
 * Follows the scopes while this tab is visible.
 * @param {object[]} scopes each with settlement, site, mine or events (names, by commas); readings come only for one settlement or site
 * @param {function} listener called with {type, data}; type also 'open' (fetch what was missed) and 'lost'
 * @returns {function} ends it
 */
export function follow(scopes, listener) {
  want = scopes.map((scope) => query('/api/v1/live', scope));
  listeners.add(listener);
  if (!document.hidden) begin();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) pause();
  };
}

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

/** Opens what is wanted and not open, closes what is open and no longer wanted. */
function open() {
  const wanted = [...new Set([...wants.values()].flat())].sort().slice(0, MOST);
  sources.forEach((source, url) => {
    if (!wanted.includes(url) || source.readyState === EventSource.CLOSED) end(url, source);
  });
  wanted.filter((url) => !sources.has(url)).forEach(start);
}

function start(url) {
  const source = new EventSource(url);
  sources.set(url, source);
  const hear = () => heard.set(source, Date.now());
  hear();
  source.addEventListener('heartbeat', hear);
  source.onopen = () => {
    hear();
    share({ type: 'open' });
  };
  source.onerror = () => {
    share({ type: 'lost' });
    // A refusal ends the stream for good, so it is asked for again here; otherwise the browser does it.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => leading && open(), 5000);
  };
  EVENTS.forEach((type) => source.addEventListener(type, (event) => {
    hear();
    share({ type, data: JSON.parse(event.data) });
  }));
}

/** A server that hangs, or a phone that walked out of reach, closes nothing. */
function revive() {
  sources.forEach((source, url) => {
    if (Date.now() - heard.get(source) < DEAD) return;
    end(url, source);
    share({ type: 'lost' });
    start(url);
  });
}

function end(url, source) {
  source.close();
  sources.delete(url);
  heard.delete(source);
}

function close() {
  sources.forEach((source, url) => end(url, source));
}

function share(event) {
  deliver(event);
  tell({ event });
}

function deliver(event) {
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
setInterval(revive, 5000);
document.addEventListener('visibilitychange', () => (document.hidden ? pause() : begin()));
window.addEventListener('pagehide', pause);
