// Acts of a crew member that survive having no network, a reload or an empty battery: kept in this browser's database in the
// order in which they were done, sent when the server is reached. Each has an id of its own, so that the server counts one
// that it gets twice once, and says when it was done and which occurrence the person saw, so that an old act never undoes a
// newer one. An act that changed nothing, because others were faster, stays as an answer until the person has read it.
import { postInTime, session, upload } from './api.js';

const STORE = 'acts';
const OLD = 'ocaq.queue';
const RETRY = 15000;
const SOON = 1000;
const LONG_SIDE = 1600;
/** What a refusal without a reason of its own means. */
const REASONS = { 403: 'not_permitted', 404: 'unknown_alarm' };
const listeners = new Set();
let list = [];
let by = '';
let running = false;
let again = false;

const database = new Promise((ready) => {
  if (!('indexedDB' in window)) {
    ready(null);
    return;
  }
  const opening = indexedDB.open('ocaq', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  opening.onsuccess = () => ready(opening.result);
  // Without the database (a private window) acts live as long as the page.
  opening.onerror = () => ready(null);
});

/** Does one thing with the kept acts; what it gives, or undefined where nothing can be kept. */
async function kept(mode, work) {
  const opened = await database;
  if (!opened) return undefined;
  return new Promise((done, fail) => {
    const transaction = opened.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = () => fail(transaction.error);
    transaction.onabort = () => fail(transaction.error);
  });
}

async function load() {
  const found = await kept('readonly', (store) => store.getAll());
  if (found) list = found.sort((a, b) => a.at - b.at || a.order - b.order);
}

/** Begins with what this account's earlier visits left; acts of other accounts wait until their owner signs in again. */
export async function beginQueue(account) {
  by = account;
  const old = JSON.parse(localStorage.getItem(OLD) || '[]');
  for (const { key, ...entry } of old) await kept('readwrite', (store) => store.put({ ...entry, id: key, order: 0 }));
  localStorage.removeItem(OLD);
  await load().catch(() => undefined);
  tell({});
  return flush();
}

/** Acts that still wait, oldest first: {id, alarm, seen, act, body, photo, at, by}. */
export const waiting = () => list.filter((entry) => entry.by === by && !entry.outcome);

/** Acts that changed nothing, with their outcome: {reason, who, detail}. */
export const answered = () => list.filter((entry) => entry.by === by && entry.outcome);

/** The person has read the answer. */
export async function read(entry) {
  list = list.filter((one) => one.id !== entry.id);
  await kept('readwrite', (store) => store.delete(entry.id)).catch(() => undefined);
  tell({});
}

/** Calls the listener with (change): {sent: alarm}, {refused: problem} or {} whenever the queue changed. */
export const onQueue = (listener) => listeners.add(listener);

/** Keeps the act on the alarm that the person saw and tries to send it at once. */
export async function enqueue(seen, act, fields = {}, photo = null) {
  const body = { ...fields, occurrence: seen.occurrence };
  const entry = { id: newId(), alarm: seen.id, seen, act, body, photo, at: Date.now(), order: performance.now(), by };
  list = [...list, entry];
  show({});
  await kept('readwrite', (store) => store.put(entry)).catch(() => undefined);
  tell({});
  return flush();
}

/** Sends what waits, in order; stops at the first that does not reach the server. Only one tab sends at a time. */
export async function flush() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    do {
      again = false;
      await (navigator.locks ? navigator.locks.request('ocaq.queue', { ifAvailable: true }, (lock) => (lock ? drain() : later())) : drain());
    } while (again);
  } finally {
    running = false;
  }
}

/** Another tab sends; it may have looked before the newest act was there. */
function later() {
  setTimeout(() => waiting().length && flush(), SOON);
}

async function drain() {
  let renewed = false;
  await load().catch(() => undefined);
  for (let entry = waiting()[0]; entry; entry = waiting()[0]) {
    try {
      const alarm = await send(entry);
      await done(entry, overtaken(entry, alarm), { sent: alarm });
    } catch (problem) {
      if (problem.status === 0 || problem.status >= 500 || problem.status === 429 || problem.status === 408) break;
      if (problem.status === 401) break;
      if (problem.status === 403 && !renewed) {
        // The token of an older session: renew it once before believing the refusal.
        renewed = true;
        if (await session().catch(() => null)) continue;
        break;
      }
      await done(entry, { reason: problem.reason || REASONS[problem.status] || 'other', detail: problem.detail }, { refused: problem });
    }
  }
}

function send(entry) {
  const deed = { id: entry.id, at: entry.at, sent_at: Date.now() };
  const path = `/alarms/${entry.alarm}/${entry.act}`;
  return entry.photo ? upload(path, { ...entry.body, ...deed }, entry.photo) : postInTime(path, { ...entry.body, ...deed });
}

/**
 * Why an act that was taken changed nothing: others had accepted the alarm or it was over; or that the job is somebody else's by
 * now, though the act counts. Notes and pictures always count.
 */
function overtaken({ act }, alarm) {
  if (act === 'note' || act === 'photos') return null;
  const accepted = act === 'acknowledge' && alarm.acknowledged_by;
  const given = alarm.assignee && alarm.assignee !== by && !alarm.assignee.startsWith('crew:') ? { reason: 'given', who: alarm.assignee } : null;
  if (accepted === by) return given;
  if (alarm.state === 'NORM') return { reason: 'closed' };
  return accepted ? { reason: 'accepted', who: accepted } : given;
}

/** The act is with the server; with an outcome it stays to be read. */
async function done(entry, outcome, change) {
  const told = { ...entry, photo: null, outcome };
  list = outcome ? list.map((one) => (one.id === entry.id ? told : one)) : list.filter((one) => one.id !== entry.id);
  await kept('readwrite', (store) => (outcome ? store.put(told) : store.delete(entry.id))).catch(() => undefined);
  tell(change);
}

/** A picture as a JPEG that a poor network can carry, turned upright; without what the camera noted beside it. */
export async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((ready, fail) => canvas.toBlob((blob) => (blob ? ready(blob) : fail(new Error('no picture'))), 'image/jpeg', 0.8));
}

/** Unlike randomUUID this is there over plain HTTP too. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
/** In this tab. */
const show = (change) => listeners.forEach((listener) => listener(change));
const tell = (change) => {
  show(change);
  tabs?.postMessage('changed');
};

// What one tab has done, the others show as well.
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('ocaq.queue') : null;
tabs?.addEventListener('message', async () => {
  await load().catch(() => undefined);
  show({});
});

window.addEventListener('online', flush);
setInterval(() => waiting().length && flush(), RETRY);
