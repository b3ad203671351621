// The day's visits: taken along while there is a network, filled in without one, sent with everything else.

import { day, entries, newId, recall, remember, saveEntry } from "./store.js";
import { fetchVisits } from "./sending.js";
import { begin, countUnsent, element, home, missing, say, showErrors, signInLink, wakeLater } from "./shell.js";

const list = document.querySelector("#rows");
const standing = document.querySelector("#standing");
const place = document.querySelector("#visit");
const form = document.querySelector("#found");
let setup;
let chosen;

async function take() {
  standing.textContent = say("working_on_it");
  const answer = await fetchVisits(home);
  if (typeof answer === "string") {
    standing.replaceChildren(say(answer === "signed_out" ? "signed_out" : "needs_network"), " ");
    if (answer === "signed_out") standing.append(signInLink());
    return;
  }
  await remember("visits", { day: day(), owner: setup.owner, rows: answer.rows });
  await show();
}

// The visits on the phone; those of somebody else who used it are not shown.
async function onThePhone() {
  const visits = await recall("visits");
  return visits?.owner === setup.owner ? visits.rows : null;
}

async function written() {
  const all = (await entries()).filter((entry) => entry.kind === "visit");
  return new Map(all.map((entry) => [entry.values.number, entry]));
}

async function show() {
  const [rows, done] = [await onThePhone(), await written()];
  list.replaceChildren(...(rows ?? []).map((visit) => row(visit, done.get(visit.number))));
  if (rows) standing.textContent = rows.length ? say("taken_along", { n: rows.length }) : say("none_to_visit");
  await open(location.hash.slice(1), rows ?? [], done);
}

function row(visit, entry) {
  const canOpen = !entry || (entry.state !== "sent" && !entry.isTried);
  const heading = canOpen ? element("a", { href: `#${visit.number}` }, visit.name) : visit.name;
  const where = [visit.village, visit.house, visit.until && say("until", { day: visit.until })].filter(Boolean).join(" · ");
  const lines = [element("p", {}, visit.text), element("p", { class: "quiet" }, where)];
  if (entry) lines.push(element("p", {}, tag(entry)));
  return element("li", {}, element("h2", {}, heading), ...lines);
}

function tag(entry) {
  const shape = { failed: "attention", sent: "done" }[entry.state] ?? "moving";
  return element("span", { class: `tag ${shape}` }, say(entry.state === "waiting" ? "visit_waits" : `state_${entry.state}`));
}

async function open(number, rows, done) {
  const entry = done.get(number);
  const visit = rows.find((each) => each.number === number) ?? entry?.values;
  place.hidden = !visit || entry?.state === "sent" || Boolean(entry?.isTried);
  if (place.hidden) return;
  chosen = { visit, entry };
  document.querySelector("#visit-heading").textContent = say("visit_of", { name: visit.name });
  document.querySelector("#visit-text").textContent = visit.text;
  form.reset();
  for (const field of form.elements) {
    const value = entry?.values[field.name];
    if (value === undefined) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = [value].flat().includes(field.value);
    else field.value = value;
  }
  showWhatIsAsked();
  if (!showErrors(form, entry?.errors)) document.querySelector("#visit-heading").focus();
}

// What has to be added is one line; only who verifies says what he did and how far policies go.
function showWhatIsAsked() {
  const { outcome, policy_cover: cover } = typed();
  const isAsked = { checks: outcome !== "return", policy_cover: outcome !== "return", remaining_gap: cover === "partly" };
  for (const [name, asked] of Object.entries(isAsked)) form.querySelector(`[name="${name}"]`).closest(".field").hidden = !asked;
}

function typed() {
  const given = new FormData(form);
  return { ...Object.fromEntries(given), checks: given.getAll("checks") };
}

function faults(values) {
  const errors = [];
  if (!values.outcome) errors.push("outcome");
  if (values.outcome === "return" && !values.line.trim()) errors.push("line");
  if (values.outcome === "verify" && !values.checks.length) errors.push("checks");
  if (values.outcome === "verify" && !values.policy_cover) errors.push("policy_cover");
  if (values.policy_cover === "partly" && !values.remaining_gap.trim()) errors.push("remaining_gap");
  return Object.fromEntries(errors.map((name) => [name, [missing(form, name)]]));
}

async function ready(event) {
  event.preventDefault();
  const values = typed();
  if (showErrors(form, faults(values))) return;
  const { number, name, text } = chosen.visit;
  const fresh = { id: newId(), kind: "visit", owner: setup.owner };
  await saveEntry({ ...(chosen.entry ?? fresh), state: "waiting", errors: null, values: { ...values, number, name, text } });
  await countUnsent();
  await wakeLater();
  location.assign(home);
}

setup = await begin();
if (setup) {
  document.querySelector("#take").addEventListener("click", take);
  addEventListener("hashchange", show);
  form.addEventListener("submit", ready);
  form.addEventListener("change", showWhatIsAsked);
  await show();
} else {
  location.replace(home);
}
