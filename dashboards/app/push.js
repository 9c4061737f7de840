// Push messages in this browser: whether they are on, and switching them on and off.
import { get, post, remove } from './api.js';

const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Whether this browser can have them: only with workers, and those need HTTPS. */
export const canPush = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** The subscription of this browser, or null. */
export const pushed = async () => (canPush() ? ((await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription()) ?? null) : null);

/** Switches them on; false when the person or the browser does not want to. */
export async function pushOn() {
  if (await Notification.requestPermission() !== 'granted') return false;
  const { key } = await get('/push');
  await navigator.serviceWorker.register('/sw.js');
  const registration = await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  await post('/push', { endpoint: made.endpoint, p256dh: text(made.getKey('p256dh')), auth: text(made.getKey('auth')) });
  return true;
}

/** Switches them off. */
export async function pushOff() {
  const made = await pushed();
  if (!made) return;
  await remove('/push', { endpoint: made.endpoint });
  await made.unsubscribe();
}
