// The first page of the field: what has to be looked at again, what waits, what is not finished, what is sent.

import { empty, entries, photosOf, removeEntry } from "./store.js";
import { fetchSetup } from "./sending.js";
import { begin, countUnsent, element, home, keepSending, say, signInLink, sureButton } from "./shell.js";

const SHAPES = { failed: "attention", waiting: "waiting", draft: "waiting", sent: "done" };
const standing = document.querySelector("#standing");
const send = document.querySelector("#send");
const leavingSays = document.querySelector("#leaving-says");

async function show(ended) {
  const all = await entries();
  for (const state of Object.keys(SHAPES)) {
    const section = document.querySelector(`#${state}`);
    const rows = await Promise.all(all.filter((entry) => entry.state === state).reverse().map(row));
    section.hidden = rows.length === 0;
    section.querySelector("ul").replaceChildren(...rows);
  }
  tell(ended, all.filter((entry) => entry.state === "waiting").length);
}

function tell(ended, waiting) {
  send.parentElement.hidden = waiting === 0;
  const count = say(ended === "sending" ? "sending" : "waiting", { n: waiting });
  const why = ["offline", "unavailable", "signed_out", "anothers"].includes(ended) ? ` ${say(ended)} ` : "";
  const parts = waiting || ended === "signed_out" ? [count, why] : [say("nothing_waits")];
  if (ended === "signed_out") parts.push(signInLink());
  if (standing.textContent !== parts.map((part) => part.textContent ?? part).join("")) standing.replaceChildren(...parts);
}

async function row(entry) {
  const photos = (await photosOf(entry.id)).length;
  const tag = element("span", { class: `tag ${SHAPES[entry.state]}` }, say(`state_${entry.state}`));
  const line = element("p", {}, tag, photos ? say("photos", { n: photos }) : "");
  return element("li", { "data-entry": entry.id }, element("h3", {}, title(entry)), line, ...below(entry));
}

function title(entry) {
  const { name, text } = entry.values;
  const words = entry.kind === "visit"
    ? say("visit_of", { name })
    : [name, (text ?? "").slice(0, 24)].filter(Boolean).join(" · ") || say("untitled");
  const page = entry.kind === "visit" ? "round" : "entry";
  const target = entry.kind === "visit" ? entry.values.number : entry.id;
  return entry.state === "sent" || entry.isTried ? words : element("a", { href: `${home}${page}/#${target}` }, words);
}

function below(entry) {
  if (entry.state === "failed") return failed(entry);
  if (entry.state === "sent") return sent(entry);
  if (entry.isTried) return [element("p", {}, say("tried"))];
  return [element("p", {}, discard(entry))];
}

function failed(entry) {
  const messages = Object.values(entry.errors ?? {}).flat();
  const said = messages.length ? messages : [say("refused")];
  return [...said.map((words) => element("p", { class: "error" }, words)), element("p", {}, discard(entry))];
}

function sent(entry) {
  const remove = (label) => element("button", { type: "button", class: "button link", click: () => forget(entry) }, label);
  if (entry.kind === "visit") return [element("p", {}, remove(say("remove")))];
  const number = entry.number ? say("number", { number: entry.number }) : say("state_sent");
  const lines = [element("p", {}, element("a", { class: "reach", href: entry.address }, number))];
  if (entry.code) lines.push(element("p", {}, say("code"), " ", element("strong", { class: "code" }, entry.code)));
  const again = element("a", { href: `${home}entry/#like=${entry.id}` }, say("same_household"));
  return [...lines, element("p", { class: "inline" }, again, remove(say(entry.code ? "handed_over" : "remove")))];
}

const discard = (entry) => sureButton(say("discard"), say("sure_discard"), () => forget(entry));

async function forget(entry) {
  await removeEntry(entry.id);
  await countUnsent();
  await show("done");
}

// Signing out ends the session and empties the phone (the server says so to the browser); it needs a network.
async function leave(event) {
  event.preventDefault();
  const form = event.target;
  try {
    form.elements.csrfmiddlewaretoken.value = (await fetchSetup(home)).csrf;
  } catch (trouble) {
    if (trouble.message !== "signed_out") { leavingSays.textContent = say("offline_sign_out"); return; }
  }
  form.submit();
}

let isSure = false;

async function emptyPhone() {
  const unsent = await countUnsent();
  if (unsent && !isSure) {
    isSure = true;
    leavingSays.textContent = say("sure_empty", { n: unsent });
    return;
  }
  await empty();
  await countUnsent();
  await show("done");
  leavingSays.textContent = say("emptied");
}

if (await begin()) {
  await show("done");
  const now = keepSending(show);
  send.addEventListener("click", now);
  document.querySelector("#leaving").addEventListener("submit", leave);
  document.querySelector("#empty").addEventListener("click", emptyPhone);
} else if (standing) {
  standing.replaceChildren(say("first_online"), " ", signInLink());
}
