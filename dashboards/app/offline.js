// Registers the worker that lets a phone's page open without a network.

/** Starts keeping the page; where the browser has no workers (plain HTTP) the page still works while it stays open. */
export async function keepPage() {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
    const { active } = await navigator.serviceWorker.ready;
    const own = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
      .filter((url) => url.origin === location.origin && !url.pathname.startsWith('/api/') && !url.pathname.endsWith('/sw.js'));
    active.postMessage({ keep: [location.pathname, ...own.map((url) => url.pathname)] });
  } catch {
    // Without the worker only opening the page needs a network.
  }
}
