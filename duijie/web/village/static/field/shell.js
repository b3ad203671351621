// What the field's pages share: their words, small pieces of markup, the worker, and when something is sent.

import { day, entries, forget, recall, removeEntry } from "./store.js";
import { fetchSetup, sendAll } from "./sending.js";

const script = document.querySelector("#field-script");
const words = JSON.parse(document.querySelector("#words").textContent);
const AGAIN = 20_000;
const SENT_STAYS = 30 * 24 * 3600 * 1000;
export const home = script.dataset.home;

// A sentence of the page's language, its gaps filled.
export const say = (name, given = {}) => words[name].replace(/\{(\w+)\}/g, (gap, key) => given[key] ?? gap);

// An element with attributes (functions listen) and content.
export function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value);
  }
  made.append(...content);
  return made;
}

// A button that asks once more before it does what cannot be undone.
export function sureButton(label, sure, act) {
  let isAsked = false;
  const button = element("button", { type: "button", class: "button link", click: () => {
    if (isAsked) return act();
    isAsked = true;
    button.textContent = sure;
    return undefined;
  } }, label);
  return button;
}

// Show the page, keep it for the time without a network, and find out whose phone it is; null where it cannot work.
export async function begin() {
  if (!(globalThis.indexedDB && globalThis.crypto?.subtle && navigator.locks && navigator.serviceWorker)) {
    document.querySelector("main").append(element("p", { class: "error" }, say("unsupported")));
    return null;
  }
  navigator.serviceWorker.register(`${home}worker.js`, { type: "module", scope: home }).catch(() => undefined);
  await forgetWhatIsOver();
  const known = await recall("setup");
  const fresh = fetchSetup(home).catch(() => undefined);
  const setup = known ?? (await fresh);
  document.querySelector("#app").hidden = false;
  return setup ?? null;
}

// Visits of another day, and what was sent a month ago.
async function forgetWhatIsOver() {
  const visits = await recall("visits");
  if (visits && visits.day !== day()) await forget("visits");
  for (const { id, sentAt } of await entries()) if (sentAt < Date.now() - SENT_STAYS) await removeEntry(id);
}

// Ask the browser to keep the store when space gets scarce, and to wake the worker when there is a network.
export async function wakeLater() {
  await navigator.storage?.persist?.();
  const registration = await navigator.serviceWorker.getRegistration(home);
  await registration?.sync?.register("duijie-field").catch(() => undefined);
}

// How many entries are not sent: the page that signs out asks before they are lost.
export async function countUnsent() {
  const count = (await entries()).filter((entry) => entry.state !== "sent").length;
  document.cookie = `duijie_unsent=${count}; path=/; max-age=${30 * 24 * 3600}; samesite=lax`;
  return count;
}

// Send now, when the network comes back, and every now and then; `show` is told how it went.
export function keepSending(show) {
  const channel = new BroadcastChannel("duijie-field");
  const now = async () => {
    const ended = await sendAll(home, () => show("sending"));
    await countUnsent();
    await show(ended);
  };
  channel.addEventListener("message", () => show("done"));
  addEventListener("online", now);
  addEventListener("offline", () => show("offline"));
  setInterval(now, AGAIN);
  now();
  return now;
}

// A link to the page on which one signs in and comes back from.
export function signInLink() {
  const there = encodeURIComponent(location.pathname);
  return element("a", { class: "reach", href: `${script.dataset.signIn}?way=password&next=${there}` }, say("sign_in"));
}

// Put the errors beside their fields and in a list above, as every form of the site does; false when there are none.
export function showErrors(form, errors) {
  const place = document.querySelector("#problems-place");
  form.querySelectorAll("p.error[data-shown]").forEach((each) => each.remove());
  form.querySelectorAll(".wrong").forEach((each) => each.classList.remove("wrong"));
  form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
  place.replaceChildren();
  const found = Object.entries(errors ?? {}).filter(([, messages]) => messages.length);
  if (!found.length) return false;
  const lines = found.map(([name, messages]) => besideField(form, name, messages.join(" ")));
  const title = element("h2", { id: "problems-title" }, say("problems"));
  const list = element("ul", {}, ...lines.map((line) => element("li", {}, line)));
  const shown = { class: "problems", id: "problems", tabindex: "-1", "aria-labelledby": "problems-title" };
  place.append(element("section", shown, element("div", { role: "alert" }, title, list)));
  place.firstChild.focus();
  return true;
}

// What to say beside a question that has no answer yet.
export function missing(form, name) {
  const field = form.querySelector(`[name="${name}"]:not([type=hidden])`).closest(".field");
  const label = field.querySelector("legend, label").firstChild.textContent.trim();
  return say("missing", { label });
}

function besideField(form, name, message) {
  const input = form.querySelector(name === "photos" ? "#id_photos" : `[name="${name}"]:not([type=hidden])`);
  const field = input?.closest(".field");
  if (!field) return message || say("refused");
  field.classList.add("wrong");
  input.setAttribute("aria-invalid", "true");
  const error = element("p", { class: "error", "data-shown": "" });
  error.append(element("span", { class: "unseen" }, `${say("error")} `), message);
  const before = field.querySelector(".hint") ?? field.querySelector("legend, label:not(.choice)");
  if (before && !before.classList.contains("count")) before.after(error);
  else field.prepend(error);
  return element("a", { href: `#${input.id}`, click: (event) => { event.preventDefault(); input.focus(); } }, message);
}
