// The page of checking opens without a network; no other page of the site is kept, and nothing that was checked.

const PATIENCE = 3000;

export function keepOffline({ home, version, kept }) {
  const own = `duijie-verify ${home} `;
  const name = own + version;

  const fetched = async (address) => {
    const answer = await fetch(address, { cache: "no-cache", credentials: "omit", redirect: "error" });
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    return answer;
  };

  const keepAll = async () => {
    const cache = await caches.open(name);
    await Promise.all(kept.map(async (address) => cache.put(address, await fetched(address))));
  };

  const dropOlder = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((each) => each.startsWith(own) && each !== name).map((each) => caches.delete(each)));
    await self.clients.claim();
  };

  // The page from the network when it answers soon (it holds the newest keys), else the copy.
  const page = async () => {
    const cache = await caches.open(name);
    const copy = await cache.match(home);
    const fresh = fetched(home).then(async (answer) => {
      await cache.put(home, answer.clone());
      return answer;
    });
    if (!copy) return fresh;
    const waited = new Promise((resolve) => { setTimeout(resolve, PATIENCE, copy); });
    return Promise.race([fresh.catch(() => copy), waited]);
  };

  const file = async (request, address) => (await (await caches.open(name)).match(address)) ?? fetch(request);

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(keepAll());
  });
  self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
  self.addEventListener("fetch", (event) => {
    const { pathname } = new URL(event.request.url);
    if (event.request.method !== "GET" || !kept.includes(pathname)) return;
    event.respondWith(pathname === home ? page() : file(event.request, pathname));
  });
}
