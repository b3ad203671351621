// Leaf and fields: which texts and values may stand there, and how they become bytes and one root.

import { demand, fromHex, hex, joined, utf8 } from "./bytes.js";
import { sha256 } from "./digests.js";

const LEAF = ["division", "hour", "kind", "role", "root", "subject"];
const HOUR = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])Z$/;
const LONE_SURROGATE = /[\ud800-\udfff]/u;

const inOrder = (texts) => texts.every((text, at) => at === 0 || texts[at - 1] < text);
const isText = (value) => typeof value === "string" && !LONE_SURROGATE.test(value);

export function demandLeaf(leaf) {
  demand(leaf !== null && typeof leaf === "object" && Object.keys(leaf).sort().join() === LEAF.join());
  demand(Object.values(leaf).every(isText) && HOUR.test(leaf.hour));
  fromHex(leaf.root, 32);
}

export function demandValue(name, value) {
  demand(isText(name) && /^[a-z][a-z0-9_]{0,39}$/.test(name));
  demand(value === null || typeof value === "boolean" || isText(value) || Number.isSafeInteger(value));
  return [name, value];
}

export function demandFields(shown, withheld) {
  demand(inOrder(shown.map(([, name]) => name)) && inOrder(withheld));
}

// RFC 8785 JSON: the names are sorted here, the rest is what JSON.stringify does.
export const leafBytes = (leaf) => utf8(JSON.stringify(Object.fromEntries(LEAF.map((name) => [name, leaf[name]]))));

export async function rootOf(shown, withheld, isNative) {
  const digests = await Promise.all(shown.map((row) => sha256(utf8(JSON.stringify(row)), isNative)));
  const sorted = [...digests.map(hex), ...withheld].sort();
  return hex(await sha256(joined(...sorted.map((each) => fromHex(each, 32))), isNative));
}
