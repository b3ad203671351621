// One need on one page: kept as it is typed, checked before it waits, sent when there is a network.

import { day, entryOf, newId, photoBytes, photosOf, recall, remember, removePhoto, saveEntry, savePhoto } from "./store.js";
import { begin, countUnsent, element, home, missing, say, showErrors, wakeLater } from "./shell.js";
import { shrunk } from "./pictures.js";

const form = document.querySelector("#entry");
const saved = document.querySelector("#saved");
const input = document.querySelector("#id_photos");
const list = document.querySelector("#photos");
const photosSay = document.querySelector("#photos-say");
const sensitive = pattern();
const MOST = Number(form.dataset.most);
const REST = 500;
let entry;
let timer;
let queue = Promise.resolve();

// An old browser that does not know this kind of pattern leaves the question to the server.
function pattern() {
  try {
    return new RegExp(JSON.parse(document.querySelector("#sensitive").textContent), "g");
  } catch {
    return null;
  }
}

async function start(setup) {
  fillVillages(setup.villages);
  const target = location.hash.slice(1);
  const known = target.startsWith("like=") ? null : target && (await entryOf(target));
  entry = known || { id: newId(), kind: "request", owner: setup.owner, state: "draft", values: await suggested(target) };
  if (known?.state === "waiting") await takeBack();
  if (entry.isTried || entry.state === "sent") { location.replace(home); return; }
  fill(entry.values);
  await showPhotos();
  showErrors(form, entry.errors);
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, REST); });
  addEventListener("pagehide", save);
  input.addEventListener("change", () => { inTurn(addPhotos); });
  form.addEventListener("submit", ready);
}

// What waits may be changed as long as nobody is sending it.
function takeBack() {
  return navigator.locks.request("duijie-field-sending", async () => {
    entry = await entryOf(entry.id);
    if (entry.state === "waiting" && !entry.isTried) { entry.state = "draft"; await saveEntry(entry); }
  });
}

function fillVillages(villages) {
  const field = form.elements.village;
  if (field.type === "hidden") {
    field.value = villages[0]?.code ?? "";
    document.querySelector("#village-name").textContent = villages[0]?.name ?? "";
  } else {
    field.replaceChildren(...villages.map(({ code, name }) => element("option", { value: code }, name)));
  }
}

// Nothing is typed twice: the last village, kind and way of consent; for the same household also who it is.
async function suggested(target) {
  const last = (await recall("last")) ?? {};
  const like = target.startsWith("like=") ? await entryOf(target.slice("like=".length)) : null;
  const { name, phone, house, village } = like?.values ?? {};
  return { ...last, ...(like ? { name, phone, house, village } : {}) };
}

function fill(values) {
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || !(field.name in values)) continue;
    const value = values[field.name] ?? "";
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = Boolean(value);
    else if (field.name !== "village" || field.type !== "hidden") field.value = value;
  }
}

function typed() {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

// One after the other; when the phone takes no more, it is said.
function inTurn(act) {
  queue = queue.then(act).then(() => true, () => { saved.textContent = say("not_saved"); return false; });
  return queue;
}

function save() {
  clearTimeout(timer);
  return inTurn(async () => {
    entry.values = typed();
    await saveEntry(entry);
    await countUnsent();
    saved.textContent = say("saved");
    if (location.hash.slice(1) !== entry.id) history.replaceState(null, "", `#${entry.id}`);
  });
}

async function addPhotos() {
  const files = [...input.files];
  input.value = "";
  const space = MOST - (await photosOf(entry.id)).length;
  photosSay.textContent = say("working");
  let trouble = files.length > space ? say("too_many_photos", { n: MOST }) : "";
  for (const file of files.slice(0, space)) {
    const bytes = await shrunk(file);
    if (bytes) await savePhoto(newId(), entry.id, bytes);
    else trouble = say("photo_unreadable");
  }
  entry.values = typed();
  await saveEntry(entry);
  await showPhotos(trouble);
}

async function showPhotos(trouble = "") {
  const photos = await photosOf(entry.id);
  const size = Math.ceil(photos.reduce((sum, photo) => sum + photo.size, 0) / 1024);
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...(await Promise.all(photos.map(picture))));
  list.hidden = photos.length === 0;
  photosSay.textContent = trouble || (photos.length ? say("ready", { n: photos.length, size }) : "");
}

async function picture({ id }, index) {
  const n = index + 1;
  const blob = new Blob([await photoBytes(id)], { type: "image/jpeg" });
  const image = element("img", { src: URL.createObjectURL(blob), alt: say("photo", { n }) });
  const drop = async () => { await removePhoto(id); await showPhotos(); input.focus(); };
  const button = element("button", { type: "button", class: "button link", click: drop }, say("remove_photo", { n }));
  return element("li", {}, image, button);
}

// What can be seen to be wrong without a network; everything else the server says later, and the entry stays.
function faults(values) {
  const errors = {};
  for (const name of ["text", "name", "consent"]) if (!(values[name] ?? "").trim()) errors[name] = [missing(form, name)];
  for (const field of form.elements) if (field.required && !field.value.trim()) errors[field.name] = [missing(form, field.name)];
  const over = [...(values.text ?? "")].length - Number(form.querySelector("[data-limit]").dataset.limit);
  if (over > 0) errors.text = [say("too_long", { n: over })];
  const found = sensitive && [...new Set((values.text ?? "").match(sensitive))].slice(0, 3);
  if (found?.length && !values.sensitive) errors.sensitive = [say("sensitive", { words: found.join("、") })];
  return errors;
}

async function ready(event) {
  event.preventDefault();
  if (!(await save())) return;
  if (showErrors(form, faults(entry.values))) return;
  Object.assign(entry, { state: "waiting", errors: null, writtenOn: entry.writtenOn ?? day() });
  removeEventListener("pagehide", save);
  await saveEntry(entry);
  const { village, field, consent } = entry.values;
  await remember("last", { village, field, consent });
  await countUnsent();
  await wakeLater();
  location.assign(home);
}

const setup = await begin();
if (setup) await start(setup);
else location.replace(home);
