// Keys of the officials' desk. Each only presses what stands on the page: without scripts nothing is missing.

const STORED = "duijie.keys";
const MOVES = { j: 1, k: -1 };

const stored = () => { try { return localStorage.getItem(STORED); } catch { return null; } };
const areOn = () => stored() !== "off";
const isTyping = (place) => place.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const place = event.target instanceof Element ? event.target : document.body;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && place.form) {
    event.preventDefault();
    place.form.requestSubmit();
  } else if (event.key === "Escape" && isTyping(place)) {
    place.blur();
  } else if (areOn() && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(place) && press(event.key, place)) {
    event.preventDefault();
  }
});

function press(key, place) {
  if (document.querySelector("dialog[open]")) return false;
  const found = key.length === 1 && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (found) return follow(found, key);
  if (MOVES[key]) return move(MOVES[key], place);
  if (key === "x") return tick(place);
  if (key === "/") return focus(document.querySelector(".filters input"));
  return false;
}

function follow(found, key) {
  if (key === "?") {
    showKeys(found.href);
    return true;
  }
  if (found.matches("summary")) {
    found.parentElement.open = true;
    return focus(found.parentElement.querySelector("textarea, input:not([type=hidden])"));
  }
  found.click();
  return true;
}

function move(by, place) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const here = rows.indexOf(place.closest("[data-row]"));
  const next = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  return focus(next.querySelector("a"));
}

function tick(place) {
  const box = place.closest("[data-row]")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function focus(field) {
  field?.focus();
  if (field?.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
  return Boolean(field);
}

async function showKeys(address) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = document.createElement("dialog");
  const close = document.createElement("form");
  close.method = "dialog";
  close.innerHTML = '<button class="button plain">Esc</button>';
  const heading = page.querySelector("h1");
  heading.id = "keys-heading";
  sheet.setAttribute("aria-labelledby", heading.id);
  sheet.append(heading, page.querySelector(".keys"), page.querySelector("[data-keys]"), close);
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  offerSwitch(sheet);
  sheet.showModal();
}

// Single keys can be switched off: they get in the way of some who speak to their computer.
function offerSwitch(within) {
  const box = within.querySelector("[data-keys] input");
  if (!box) return;
  box.checked = areOn();
  box.closest("[data-keys]").hidden = false;
  box.addEventListener("change", () => { try { localStorage.setItem(STORED, box.checked ? "on" : "off"); } catch { /* kept for this page only */ } });
}

offerSwitch(document);
