// Keeps the page of a form that must open without network, and sends the forms that wait when the network is back.
// It answers only for what was kept: every other request goes its way.

import { send } from "./sending.js";
import { keptForms } from "./store.js";

const PAGES = "mitoyen-kept-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { kind, urls = [] } = event.data ?? {};
  if (kind === "keep") event.waitUntil(keepAll(urls));
  if (kind === "drop") event.waitUntil(caches.open(PAGES).then((cache) => Promise.all(urls.map((url) => cache.delete(url)))));
});

async function keepAll(urls) {
  const cache = await caches.open(PAGES);
  await Promise.allSettled(
    urls.map(async (url) => {
      const response = await fetch(url, { credentials: "same-origin" });
      if (response.ok && !response.redirected) await cache.put(url, response);
    }),
  );
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = url.origin === self.location.origin && request.method === "GET";
  if (isOurs && (request.mode === "navigate" || url.pathname.startsWith("/static/"))) event.respondWith(freshOrKept(request));
});

async function freshOrKept(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const cached = await caches.match(request, { ignoreVary: true });
    if (cached) return cached;
    throw error;
  }
}

self.addEventListener("sync", (event) => {
  if (event.tag === "mitoyen-send") event.waitUntil(sendWaiting());
});

async function sendWaiting() {
  for (const form of await keptForms()) {
    const response = form.state === "waiting" ? await send(form.key) : null;
    if (response?.ok && response.redirected) await tell({ kind: "sent", key: form.key, url: response.url });
  }
}

// A page that is still open goes on to what the server answered.
async function tell(message) {
  for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage(message);
}
