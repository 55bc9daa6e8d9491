/**
 * Keeps the page for those who opened it over a network: the network first, and where there is none, what was kept.
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
  // Whatever address is opened, it is the one page.
  const page = request.mode === "navigate" ? "./" : request;
  try {
    const fresh = await fetch(request);
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
