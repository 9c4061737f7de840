// Keeps the pages themselves (never the API's answers) so that the crew's and the home's page open without a network.
const CACHE = 'ocaq-pages-1';

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
})()));

// What the first view loaded before this worker was there.
self.addEventListener('message', (event) => {
  if (event.data && event.data.keep) event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(event.data.keep.map((url) => cache.add(url).catch(() => undefined)))));
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const own = url.origin === self.location.origin && event.request.method === 'GET';
  if (!own || url.pathname.startsWith('/api/') || url.pathname.startsWith('/health/') || url.pathname === '/' || url.pathname === '/metrics') return;
  event.respondWith(fresh(event.request));
});

// A message about an alarm: a newer one about the same takes the place of the older.
self.addEventListener('push', (event) => {
  let message;
  try {
    message = event.data.json();
  } catch {
    message = { title: 'Ocaq', body: event.data ? event.data.text() : '' };
  }
  event.waitUntil(self.registration.showNotification(message.title, { body: message.body, tag: message.tag, renotify: !!message.tag, data: message.url, icon: '/favicon.svg' }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || '/', self.location.origin);
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: 'window' });
    const open = pages.find((page) => new URL(page.url).pathname.replace('.html', '') === url.pathname.replace('.html', ''));
    if (!open) return self.clients.openWindow(url.pathname + url.hash);
    await open.focus();
    return open.navigate(url.pathname + url.hash);
  })());
});

/** The network first; what was kept when the network does not answer. */
async function fresh(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === 'basic') {
      const cache = await caches.open(CACHE);
      await cache.put(request, answer.clone());
    }
    return answer;
  } catch (unreachable) {
    const kept = await caches.match(request, { ignoreSearch: request.mode === 'navigate' });
    if (kept) return kept;
    throw unreachable;
  }
}
