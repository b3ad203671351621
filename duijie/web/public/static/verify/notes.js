// Proofs and signed checkpoints: read strictly, then judged by the keys that count (C2SP tlog-proof, tlog-checkpoint).

import { Problem, base64, bigEndian, demand, fromBase64, fromHex, joined, same, utf8, wholeNumber } from "./bytes.js";
import { sha256 } from "./digests.js";
import { verified } from "./ed25519.js";

const LONGEST = 1_000_000;
const MOST_SIGNATURES = 100;
const MOST_HASHES = 63;
const FIRST_LINE = "c2sp.org/tlog-proof@v1";
const isName = (name) => name !== "" && !/[\s+\u0085\u0000-\u001f]/.test(name);

// A verifier key: name+id+base64(type, 32 bytes).
export function parseKey(word) {
  const [name, id, ...rest] = word.split("+");
  const data = fromBase64(rest.join("+"));
  demand(isName(name) && data.length === 33 && (data[0] === 1 || data[0] === 4));
  return { name, id, isWitness: data[0] === 4, key: data.subarray(1) };
}

function parseSignature(line) {
  const [dash, name, encoded, ...rest] = line.split(" ");
  demand(dash === "—" && isName(name ?? "") && encoded !== undefined && !rest.length);
  const data = fromBase64(encoded);
  demand(data.length > 4);
  return { name, id: data.subarray(0, 4), signature: data.subarray(4) };
}

function parseNote(text) {
  demand(utf8(text).length <= LONGEST && !/[\u0000-\u0009\u000b-\u001f]/.test(text));
  const gap = text.lastIndexOf("\n\n");
  demand(gap >= 0 && text.endsWith("\n") && text.length > gap + 3);
  const lines = text.slice(gap + 2, -1).split("\n");
  demand(lines.length <= MOST_SIGNATURES);
  return { text: text.slice(0, gap + 1), signatures: lines.map(parseSignature) };
}

export function parseCheckpoint(text) {
  const lines = text.split("\n");
  demand(lines.length > 3 && lines.pop() === "" && lines.every((line) => line));
  const root = fromBase64(lines[2]);
  demand(root.length === 32);
  return { origin: lines[0], size: wholeNumber(lines[1]), root };
}

export const writtenCheckpoint = ({ origin, size, root, extensions }) =>
  [origin, String(size), base64(root), ...extensions].map((line) => `${line}\n`).join("");

export function parseProof(text) {
  const gap = text.indexOf("\n\n");
  demand(gap >= 0);
  const [first, index, ...path] = text.slice(0, gap).split("\n");
  demand(first === FIRST_LINE && index?.startsWith("index ") && path.length <= MOST_HASHES);
  const hashes = path.map(fromBase64);
  demand(hashes.every((each) => each.length === 32));
  return { index: wholeNumber(index.slice(6)), path: hashes, note: parseNote(text.slice(gap + 2)) };
}

// The root to which a leaf's hash leads (RFC 9162, section 2.1.3.2).
export async function rootFrom(leaf, index, size, path, isNative) {
  demand(index >= 0 && index < size, "proof");
  let [place, last, found] = [BigInt(index), BigInt(size) - 1n, leaf];
  for (const sibling of path) {
    demand(last > 0n, "proof");
    if (place & 1n || place === last) {
      found = await sha256(joined([1], sibling, found), isNative);
      while (!(place & 1n) && place) [place, last] = [place >> 1n, last >> 1n];
    } else {
      found = await sha256(joined([1], found, sibling), isNative);
    }
    [place, last] = [place >> 1n, last >> 1n];
  }
  demand(last === 0n, "proof");
  return found;
}

async function checked(key, text, signature, isNative) {
  let [message, time, signed] = [text, null, signature];
  if (key.isWitness) {
    demand(signature.length > 8, "signature");
    time = bigEndian(signature.subarray(0, 8));
    signed = signature.subarray(8);
    message = `cosignature/v1\ntime ${time}\n${text}`;
  }
  const isRight = signed.length === 64 && (await verified(key.key, utf8(message), signed, isNative));
  demand(isRight && (time === null || time < 2n ** 63n), "signature");
  return time === null ? null : Number(time);
}

// Which of the keys signed; one bad signature of a known key spoils the whole.
async function signers(note, keys, isNative) {
  const found = new Map();
  for (const key of keys) {
    for (const line of note.signatures) {
      if (line.name === key.name && same(line.id, fromHex(key.id, 4))) {
        found.set(key.name, await checked(key, note.text, line.signature, isNative));
      }
    }
  }
  return found;
}

// trust: { log, witnesses, quorum }, keys parsed. Gives the checkpoint, who cosigned it, and since when.
export async function openCheckpoint(note, trust, isNative) {
  const found = await signers(note, [trust.log, ...trust.witnesses], isNative);
  demand(found.has(trust.log.name), "signature");
  const cosigners = trust.witnesses.map((key) => key.name).filter((name) => found.has(name));
  if (cosigners.length < trust.quorum) throw new Problem("signature");
  const checkpoint = parseCheckpoint(note.text);
  demand(checkpoint.origin === trust.log.name, "signature");
  const times = cosigners.map((name) => found.get(name)).filter((time) => time !== null).sort((a, b) => a - b);
  const enough = Math.max(trust.quorum, 1);
  return { checkpoint, cosigners, since: times.length >= enough ? times[enough - 1] : null };
}
