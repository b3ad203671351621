// The field's pages open without a network. Kept are only pages that are the same for everybody, their scripts and
// their looks; nothing that anybody has typed, and no other page of the site.

import { sendAll } from "./sending.js";

const PATIENCE = 3000;

export function keepOffline({ home, version, pages, files }) {
  const own = `duijie-field ${home} `;
  const name = own + version;

  const fetched = async (address) => {
    const answer = await fetch(address, { cache: "no-cache", credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    return answer;
  };

  const keepAll = async () => {
    const cache = await caches.open(name);
    await Promise.all([...pages, ...files].map(async (address) => cache.put(address, await fetched(address))));
  };

  const dropOlder = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((each) => each.startsWith(own) && each !== name).map((each) => caches.delete(each)));
    await self.clients.claim();
  };

  // A page from the network when it answers soon, else the copy.
  const page = async (request, address) => {
    const cache = await caches.open(name);
    const copy = await cache.match(address);
    const fresh = fetch(request).then(async (answer) => {
      if (answer.ok) await cache.put(address, answer.clone());
      return answer.status >= 500 && copy ? copy : answer;
    });
    if (!copy) return fresh;
    const waited = new Promise((resolve) => { setTimeout(resolve, PATIENCE, copy); });
    return Promise.race([fresh.catch(() => copy), waited]);
  };

  const file = async (request, address) => (await (await caches.open(name)).match(address)) ?? fetch(request);

  const channel = new BroadcastChannel("duijie-field");
  const tellPages = () => channel.postMessage("changed");

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(keepAll());
  });
  self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
  self.addEventListener("fetch", (event) => {
    const { pathname } = new URL(event.request.url);
    if (event.request.method !== "GET") return;
    if (pages.includes(pathname)) event.respondWith(page(event.request, pathname));
    else if (files.includes(pathname)) event.respondWith(file(event.request, pathname));
  });
  // Where the browser has background sync it wakes us when the network is back, the page closed or not.
  self.addEventListener("sync", (event) => {
    if (event.tag !== "duijie-field") return;
    event.waitUntil(sendAll(home, tellPages).then((ended) => {
      if (ended === "offline" || ended === "unavailable") throw new Error(ended);
    }));
  });
}
