// What lies on the phone: entries and photos, each encrypted (AES-GCM) with a key that the browser makes and never
// gives out. In the clear stand only an id, the kind, the state and a mark of whose it is.

const NAME = "duijie-field";
const KEY = "main";
const CLEAR = ["id", "kind", "owner", "state"];
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const store of ["keys", "remembered"]) asked.result.createObjectStore(store);
      asked.result.createObjectStore("entries", { keyPath: "id" });
      asked.result.createObjectStore("photos", { keyPath: "id" }).createIndex("entry", "entry");
    };
    asked.onerror = () => { opening = undefined; reject(asked.error); };
    asked.onsuccess = () => {
      const database = asked.result;
      database.onclose = () => { opening = undefined; };
      database.onversionchange = () => { database.close(); opening = undefined; };
      resolve(database);
    };
  });
  return opening;
}

// One act on one store; a change is on the disk before it is answered, so a dead battery loses nothing.
async function within(store, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const asked = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

const read = (store, act) => within(store, "readonly", act);
const write = (store, act) => within(store, "readwrite", act);

async function key() {
  const known = await read("keys", (keys) => keys.get(KEY));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await write("keys", (keys) => keys.add(made, KEY)).catch(() => undefined); // another page may have been faster
  return read("keys", (keys) => keys.get(KEY));
}

const names = (id) => new TextEncoder().encode(id);

async function seal(id, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: names(id) }, await key(), bytes);
  return { iv, sealed };
}

async function unseal(id, { iv, sealed }) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: names(id) }, await key(), sealed);
}

const sealWords = (id, value) => seal(id, new TextEncoder().encode(JSON.stringify(value)));
const unsealWords = async (id, box) => JSON.parse(new TextDecoder().decode(await unseal(id, box)));

export async function saveEntry(entry) {
  const clear = {};
  const rest = { ...entry };
  for (const name of CLEAR) { clear[name] = entry[name]; delete rest[name]; }
  const box = await sealWords(entry.id, rest);
  await write("entries", (store) => store.put({ ...clear, box }));
  return entry;
}

async function opened({ box, ...clear }) {
  return { ...clear, ...(await unsealWords(clear.id, box)) };
}

export async function entryOf(id) {
  const row = await read("entries", (store) => store.get(id));
  return row && opened(row);
}

// All entries, oldest first: their ids sort by the time at which they were made.
export async function entries() {
  return Promise.all((await read("entries", (store) => store.getAll())).map(opened));
}

export async function removeEntry(id) {
  for (const photo of await photosOf(id)) await removePhoto(photo.id);
  await write("entries", (store) => store.delete(id));
}

export async function savePhoto(id, entry, bytes) {
  const box = await seal(id, bytes);
  const progress = { isBegun: false, isSent: false };
  await write("photos", (store) => store.put({ id, entry, size: bytes.byteLength, ...progress, box }));
}

// The photos of an entry without their bytes.
export async function photosOf(entry) {
  const rows = await read("photos", (store) => store.index("entry").getAll(entry));
  return rows.map(({ id, size, isBegun, isSent }) => ({ id, size, isBegun, isSent }));
}

export async function photoBytes(id) {
  const row = await read("photos", (store) => store.get(id));
  return unseal(id, row.box);
}

// Note how far the sending of a photo has come.
export async function markPhoto(id, progress) {
  const row = await read("photos", (store) => store.get(id));
  if (row) await write("photos", (store) => store.put({ ...row, ...progress }));
}

export const removePhoto = (id) => write("photos", (store) => store.delete(id));

export async function remember(name, value) {
  const box = await sealWords(name, value);
  await write("remembered", (store) => store.put(box, name));
}

export async function recall(name) {
  const box = await read("remembered", (store) => store.get(name));
  return box && unsealWords(name, box);
}

export const forget = (name) => write("remembered", (store) => store.delete(name));

// Nothing is left: no entry, no photo, no key.
export async function empty() {
  for (const store of ["entries", "photos", "remembered", "keys"]) await write(store, (rows) => rows.clear());
}

// An id of version 7 (RFC 9562): 48 bits of milliseconds, the rest random.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let place = 5; place >= 0; place -= 1) { bytes[place] = time % 256; time = Math.floor(time / 256); }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// The day by the phone's clock.
export function day() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
