// The way to the server: JSON, the session's CSRF token, problems as errors, the last answer kept for when there is no network.
const BASE = '/api/v1';
const KEPT = 'ocaq.kept.';
const SIGNED_IN = 'ocaq.signed-in';
/** Milliseconds that a kept answer waits for a newer one, and that an act and a picture have to arrive before they are tried again. */
const PATIENCE = 6000;
const ACT_PATIENCE = 30000;
const PICTURE_PATIENCE = 120000;
let csrf = '';

/** What the server refused or could not do. status 0 means that it was not reached. */
export class Problem extends Error {
  constructor(status, heading, detail, reason, faults) {
    super(detail || heading || `status ${status}`);
    this.status = status;
    this.heading = heading;
    this.detail = detail;
    this.reason = reason;
    this.faults = faults || [];
  }
}

async function call(method, path, body, patience) {
  return send(method, path, body === undefined ? undefined : JSON.stringify(body), 'application/json', patience);
}

async function send(method, path, body, type, patience) {
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = type;
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf;
  let answer;
  let text;
  try {
    answer = await fetch(BASE + path, { method, headers, body, signal: patience ? AbortSignal.timeout(patience) : undefined });
    text = await answer.text();
  } catch (unreachable) {
    throw new Problem(0, 'offline', String(unreachable));
  }
  const json = text ? parse(text) : undefined;
  if (!answer.ok) throw new Problem(answer.status, json?.title, json?.detail, json?.reason, json?.faults);
  return json;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Path with its query; empty values are left out, arrays are repeated. */
export function query(path, values) {
  const search = new URLSearchParams();
  Object.entries(values).forEach(([key, value]) => [value].flat().forEach((one) => {
    if (one !== undefined && one !== null && one !== '') search.append(key, one);
  }));
  return search.size ? `${path}?${search}` : path;
}

export const get = (path) => call('GET', path);
export const post = (path, body = {}) => call('POST', path, body);
export const put = (path, body = {}) => call('PUT', path, body);
export const remove = (path, body) => call('DELETE', path, body);

/** Sends what a queue sends again when it does not arrive in time. */
export const postInTime = (path, body) => call('POST', path, body, ACT_PATIENCE);

/** Sends a picture in time; what would be in the body of another act is in the query. */
export const upload = (path, values, picture) => send('POST', query(path, values), picture, picture.type, PICTURE_PATIENCE);

/**
 * Reads and keeps the answer in this browser; without a network, or on one that is too slow, gives the kept one with its time.
 * @returns {{body: object, keptAt: number|null}}
 */
export async function getOrKept(name, path) {
  const kept = recall(name);
  try {
    const body = await call('GET', path, undefined, kept ? PATIENCE : undefined);
    keep(name, body);
    return { body, keptAt: null };
  } catch (problem) {
    if (!kept || (problem.status > 0 && problem.status < 500)) throw problem;
    return { body: kept.body, keptAt: kept.at };
  }
}

/** Keeps what is newer than the last answer of that name. */
export function keep(name, body) {
  try {
    localStorage.setItem(KEPT + name, JSON.stringify({ at: Date.now(), body }));
  } catch {
    // A full or forbidden store costs only the offline view.
  }
}

function recall(name) {
  const text = localStorage.getItem(KEPT + name);
  return text ? parse(text) : null;
}

/** The session of this browser, or null when nobody is signed in. */
export async function session() {
  try {
    const { body } = await getOrKept('session', '/session');
    csrf = body.csrf || '';
    localStorage.setItem(SIGNED_IN, '1');
    return body;
  } catch (problem) {
    if (problem.status === 401) {
      forget();
      return null;
    }
    throw problem;
  }
}

/** Opens a session. */
export async function signIn(username, password) {
  const body = await post('/session', { username, password });
  csrf = body.csrf || '';
  forget();
  localStorage.setItem(SIGNED_IN, '1');
  return body;
}

/** Whether this browser had a session: the sign-in page asks the server only then. */
export const wasSignedIn = () => localStorage.getItem(SIGNED_IN) !== null;

/** Ends the session and forgets what was kept of it on this device. */
export async function signOut() {
  const ended = await call('DELETE', '/session').catch((problem) => {
    if (problem.status !== 401) throw problem;
  });
  forget();
  location.assign(ended?.continue_at || '/');
}

/** Forgets what is kept of a session on this device. */
export function forget() {
  localStorage.removeItem(SIGNED_IN);
  Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).forEach((key) => localStorage.removeItem(key));
}

/** The page of a role. */
export const pageOf = (role) => ({ resident: '/home', crew: '/crew' })[role] || '/operator';
