// Sending: one entry after the other, photos first, piece by piece. Whatever was not seen answered is asked for again;
// the server knows each entry and each photo by the id that was made here, so that nothing counts twice.

import { entries, entryOf, markPhoto, photoBytes, photosOf, remember, removePhoto, saveEntry } from "./store.js";

const PIECE = 64 * 1024;
const PAUSES = [0, 300, 800, 2000, 4000];
const PATIENCE = 30_000;
const ADDRESSES = { request: "requests", visit: "visits" };

// Why a round ended early: "offline", "unavailable" or "signed_out".
class Stopped extends Error {}

// Send what waits; `tell` is called after each step. Only one page, or the worker, does it at a time.
export function sendAll(home, tell = () => {}) {
  return navigator.locks.request("duijie-field-sending", { ifAvailable: true }, async (lock) => {
    if (!lock) return "busy";
    try {
      return await sendRound(home, tell);
    } catch (trouble) {
      if (trouble instanceof Stopped) return trouble.message;
      throw trouble;
    }
  });
}

// Who is signed in here now, and what the phone should know; kept for the time without a network.
export async function fetchSetup(home) {
  const { data } = await ask(`${home}setup/`);
  await remember("setup", data);
  return data;
}

export async function fetchVisits(home) {
  try {
    return (await ask(`${home}today/`)).data;
  } catch (trouble) {
    if (trouble instanceof Stopped) return trouble.message;
    throw trouble;
  }
}

async function sendRound(home, tell) {
  const waiting = (await entries()).filter((entry) => entry.state === "waiting");
  if (!waiting.length) return "done";
  const who = await fetchSetup(home);
  const own = waiting.filter((entry) => entry.owner === who.owner);
  for (const { id } of own) {
    const entry = await entryOf(id);
    if (entry?.state === "waiting") await send(entry, home, who.csrf);
    tell();
  }
  return own.length < waiting.length ? "anothers" : "done";
}

async function send(entry, home, csrf) {
  for (let turn = 0; turn < 2; turn += 1) {
    if (!(await sendPhotos(entry, home, csrf))) return;
    const { status, data } = await sendWords(entry, home, csrf);
    if (status === 200) return settle(entry, data);
    if (!data.missing) return fail(entry, data.errors);
    for (const id of data.missing) await markPhoto(id, { isSent: false });
  }
}

// Before the words go out it is noted that they did: an entry that may have arrived is not changed any more.
async function sendWords(entry, home, csrf) {
  entry.isTried = true;
  await saveEntry(entry);
  const photos = (await photosOf(entry.id)).map((photo) => photo.id);
  const body = JSON.stringify({ ...entry.values, owner: entry.owner, photos, written_on: entry.writtenOn });
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
  return ask(`${home}${ADDRESSES[entry.kind]}/${entry.id}/`, { method: "POST", headers, body });
}

async function sendPhotos(entry, home, csrf) {
  for (const photo of await photosOf(entry.id)) {
    if (photo.isSent) continue;
    const errors = await sendPhoto(photo, `${home}photos/${photo.id}/`, csrf);
    if (errors) { await fail(entry, errors); return false; }
    await markPhoto(photo.id, { isSent: true });
  }
  return true;
}

async function sendPhoto(photo, address, csrf) {
  const bytes = await photoBytes(photo.id);
  let [status, data] = [200, { received: 0 }];
  if (photo.isBegun) ({ status, data } = await ask(address));
  else await markPhoto(photo.id, { isBegun: true });
  while (status === 200 && !data.whole) {
    const piece = bytes.slice(data.received, data.received + PIECE);
    const headers = { "X-CSRFToken": csrf, "Content-Type": "application/octet-stream" };
    const where = `${address}?start=${data.received}&size=${photo.size}`;
    ({ status, data } = await ask(where, { method: "POST", headers, body: piece }));
  }
  return status === 200 ? null : data.errors;
}

// What is sent leaves the phone, but for what the cadre still has to hand over.
async function settle(entry, { number, code, address }) {
  for (const photo of await photosOf(entry.id)) await removePhoto(photo.id);
  const { name, house, phone, village, text } = entry.values;
  const values = { name, house, phone, village, text: (text ?? "").slice(0, 40) };
  await saveEntry({ ...entry, state: "sent", values, errors: null, number, code, address, sentAt: Date.now() });
}

async function fail(entry, errors) {
  await saveEntry({ ...entry, state: "failed", errors: errors ?? { "": [] }, isTried: false });
}

// One question to the server, asked several times before it is given up.
async function ask(address, options = {}) {
  let why = "offline";
  if (!navigator.onLine) throw new Stopped(why);
  for (const pause of PAUSES) {
    await new Promise((resolve) => { setTimeout(resolve, pause); });
    try {
      const answer = await fetchPatiently(address, options);
      if (answer.type === "opaqueredirect") throw new Stopped("signed_out");
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.status < 500 && isOurs) return { status: answer.status, data: await answer.json() };
      why = "unavailable";
    } catch (trouble) {
      if (trouble instanceof Stopped) throw trouble;
      why = "offline";
    }
  }
  throw new Stopped(why);
}

async function fetchPatiently(address, options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const signal = patience.signal;
    return await fetch(address, { ...options, signal, redirect: "manual", cache: "no-store", credentials: "same-origin" });
  } finally {
    clearTimeout(timer);
  }
}
