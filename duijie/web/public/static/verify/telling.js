// A verdict as the page shows it: the same words and order as the server's.

const HOURS_OF_CHINA = 8;
const pad = (number) => String(number).padStart(2, "0");

export function teller(given) {
  const say = (name, filled = {}) => given.say[name].replace(/\{(\w+)\}/g, (gap, key) => filled[key] ?? gap);

  const moment = (seconds) => {
    const there = new Date((seconds + HOURS_OF_CHINA * 3600) * 1000);
    const time = `${pad(there.getUTCHours())}:${pad(there.getUTCMinutes())}`;
    const [year, month, day] = [there.getUTCFullYear(), there.getUTCMonth() + 1, there.getUTCDate()];
    return say("moment", { year, month, day, time });
  };

  const yuan = (fen) => {
    const digits = fen % 100 ? 2 : 0;
    const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return say("yuan", { amount: (fen / 100).toLocaleString("en-US", format) });
  };

  const grouped = (number) => number.toLocaleString("en-US");

  const value = (name, found) => {
    if (name.endsWith("_fen") && typeof found === "number") return yuan(found);
    if (name === "tenths" && typeof found === "number") return say("hours", { hours: grouped(found / 10) });
    if (typeof found === "boolean") return say(found ? "yes" : "no");
    const text = found === null ? "" : String(found);
    const words = given.values[name];
    return (words ? text.split(",").map((code) => words[code] ?? code).join("、") : text) || "—";
  };

  const standing = ({ since, cosigners }) => {
    if (since === null || !cosigners.length) return [say("alone")];
    const names = cosigners.join(say("comma"));
    return [say("since", { when: moment(since) }), say("checked", { count: cosigners.length, names })];
  };

  const facts = ({ leaf, shown }) => [
    [say("what"), given.kinds[leaf.kind] ?? leaf.kind],
    [say("who"), given.roles[leaf.role] ?? leaf.role],
    [say("where"), leaf.division || say("country")],
    [say("hour"), moment(Date.parse(leaf.hour.replace("Z", ":00:00Z")) / 1000)],
    ...shown.map(([, name, found]) => [given.fields[name] ?? name, value(name, found)]),
  ];

  const right = (found) => ({
    verdict: "right",
    sentences: standing(found),
    facts: facts(found),
    unproven: [...(found.withheld ? [say("withheld", { count: found.withheld })] : []), say("always")],
  });

  const refused = (kind) => ({
    verdict: kind === "format" ? "unclear" : "wrong", sentences: [say(kind)], facts: [], unproven: [],
  });

  return { say, right, refused };
}

function element(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, text] of Object.entries(attributes)) made.setAttribute(key, text);
  made.append(...content);
  return made;
}

export function show(place, { verdict, sentences, facts, unproven }, say) {
  const paragraphs = sentences.map((each) => element("p", {}, each));
  const parts = [element("section", { class: `verdict ${verdict}` }, element("h2", {}, say(verdict)), ...paragraphs)];
  if (facts.length) {
    const rows = facts.map(([question, answer]) => element("div", {}, element("dt", {}, question), element("dd", {}, answer)));
    parts.push(element("h3", {}, say("proven")), element("dl", { class: "facts" }, ...rows));
  }
  if (unproven.length) {
    const lines = unproven.map((each) => element("li", {}, each));
    parts.push(element("h3", {}, say("unproven")), element("ul", {}, ...lines));
  }
  place.replaceChildren(...parts, element("p", { class: "hint" }, say("here")));
  place.focus();
}
