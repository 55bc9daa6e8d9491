"use strict";
// Keeps the page for those who opened it over a network: the network first, what was kept where there is none.
const kept = "circulus";
self.addEventListener("install", (event) => event.waitUntil(caches.open(kept).then((cache) => cache.add("./")).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  const page = event.request.mode === "navigate" ? "./" : event.request;
  event.respondWith((async () => {
    const cache = await caches.open(kept);
    try {
      const answer = await fetch(event.request);
      if (answer.ok) await cache.put(page, answer.clone());
      return answer;
    } catch (error) {
      const known = await cache.match(page);
      if (known) return known;
      throw error;
    }
  })());
});
