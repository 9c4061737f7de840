// Keeps the pages themselves (never the API's answers) so that the crew's and the home's page open without a network, and
// soon on a poor one.
const CACHE = 'ocaq-pages-1';
/** The pages that open without a network. */
const KEPT_PAGES = ['/crew', '/home'];
/** How long a kept file waits for a newer one, and for how long a network that was too slow is not waited for again. */
const PATIENCE = 3000;
const SLOW_FOR = 15000;
let slowUntil = 0;

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
})()));

// What a page loaded before this worker was there.
self.addEventListener('message', (event) => {
  if (event.data && event.data.keep) event.waitUntil(Promise.all(event.data.keep.map((url) => keep(url).catch(() => undefined))));
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const own = url.origin === self.location.origin && event.request.method === 'GET';
  if (!own || url.pathname.startsWith('/api/') || url.pathname.startsWith('/health/') || url.pathname === '/metrics') return;
  event.respondWith(url.pathname === '/' ? start(event.request) : fresh(event));
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

async function keep(url) {
  const cache = await caches.open(CACHE);
  if (!await cache.match(url)) await cache.add(url);
}

/** The network first; what was kept when the network or the server does not answer, or not soon. */
async function fresh(event) {
  const { request } = event;
  const kept = await caches.match(request, { ignoreSearch: request.mode === 'navigate' });
  const coming = fetch(request).then(async (answer) => {
    slowUntil = 0;
    if (answer.ok && answer.type === 'basic') await (await caches.open(CACHE)).put(request, answer.clone());
    return answer.status >= 500 && kept ? kept : answer;
  });
  if (!kept) return coming;
  event.waitUntil(coming.catch(() => undefined));
  return Promise.race([coming, late(kept)]).catch(() => kept);
}

/** The kept answer once the network has had its time. */
function late(kept) {
  return new Promise((ready) => setTimeout(() => {
    slowUntil = Date.now() + SLOW_FOR;
    ready(kept);
  }, Date.now() < slowUntil ? 0 : PATIENCE));
}

/** The server leads from the root to the page of the role; without it a kept page does. */
async function start(request) {
  try {
    return await fetch(request);
  } catch (unreachable) {
    for (const page of KEPT_PAGES) if (await caches.match(page)) return Response.redirect(page);
    throw unreachable;
  }
}
