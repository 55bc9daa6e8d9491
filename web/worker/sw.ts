/**
 * Caches the page for offline use: tries the network first, then the cache.
 */
export {};

declare const self: ServiceWorkerGlobalScope;

const KEPT = "circulus";

const install = async () => {
  const cache = await caches.open(KEPT);
  await cache.add("./");
  await self.skipWaiting();
};

const answer = async (request: Request): Promise<Response> => {
  const cache = await caches.open(KEPT);
  // Every address is the same page.
  const page = request.mode === "navigate" ? "./" : request;
  try {
    // The network itself, and not what the browser has kept of it.
    const fresh = await fetch(request.url, { cache: "no-cache", credentials: "same-origin" });
    if (fresh.ok) await cache.put(page, fresh.clone());
    return fresh;
  } catch (error) {
    const known = await cache.match(page);
    if (known) return known;
    throw error;
  }
};

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) {
    event.respondWith(answer(request));
  }
});
