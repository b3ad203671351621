// The dense code: decimal digits → bytes → the same disclosure as in the file (docs/reference/ledger-disclosures.md).

import { Problem, demand, fromHex, hex, joined, same, textOf, toBigEndian } from "./bytes.js";
import { sha256 } from "./digests.js";
import { demandFields, demandLeaf, demandValue, leafBytes, rootOf } from "./fields.js";
import { rootFrom, writtenCheckpoint } from "./notes.js";

const CHUNK = 17;
const DIGITS = 41;
const LONGEST = 20_000;
const MOST = 200;
const SIZES = new Map(Array.from({ length: CHUNK }, (_, at) => [String(256n ** BigInt(at + 1) - 1n).length, at + 1]));

export function fromDigits(digits) {
  demand(digits.length <= LONGEST);
  const pieces = [];
  for (let at = 0; at < digits.length; at += DIGITS) {
    const piece = digits.slice(at, at + DIGITS);
    const size = SIZES.get(piece.length) ?? 0;
    demand(size && BigInt(piece) < 256n ** BigInt(size));
    pieces.push(toBigEndian(BigInt(piece), size));
  }
  return joined(...pieces);
}

class Unpacker {
  constructor(data, words) {
    this.data = data;
    this.words = words;
    this.at = 0;
  }

  raw(size) {
    demand(this.at + size <= this.data.length);
    this.at += size;
    return this.data.subarray(this.at - size, this.at);
  }

  big() {
    let [found, shift, byte] = [0n, 0n, 128];
    while (byte > 127) {
      [byte] = this.raw(1);
      found |= BigInt(byte & 127) << shift;
      shift += 7n;
    }
    demand(found < 2n ** 63n && !(byte === 0 && shift > 7n));
    return found;
  }

  number() {
    const found = Number(this.big());
    demand(Number.isSafeInteger(found));
    return found;
  }

  count() {
    const found = this.number();
    demand(found <= MOST);
    return found;
  }

  each(take) {
    return Array.from({ length: this.count() }, take);
  }

  word() {
    const number = this.number();
    const size = Math.floor(number / 2);
    if (number % 2 === 0) {
      demand(size < this.words.length);
      return this.words[size];
    }
    const word = textOf(this.raw(size));
    demand(!this.words.includes(word));
    return word;
  }

  value() {
    const kind = this.number();
    demand(kind <= 5);
    if (kind < 3) return [null, false, true][kind];
    if (kind === 5) return this.word();
    const number = this.number();
    demand(kind === 3 || number > 0);
    return kind === 3 ? number : -number;
  }
}

// trusts: those of `disclosures.js`. Nothing is verified yet, but the log must be one that is known.
export async function fromCompact(data, trusts, words, isNative) {
  const from = new Unpacker(data, words);
  demand(from.number() === 1);
  const leaf = { kind: from.word(), hour: hourOf(from.number()), division: from.word() };
  leaf.subject = hex(from.raw(16));
  leaf.role = from.word();
  const shown = from.each(() => [hex(from.raw(16)), ...demandValue(from.word(), from.value())]);
  const withheld = from.each(() => hex(from.raw(32)));
  demandFields(shown, withheld);
  leaf.root = await rootOf(shown, withheld, isNative);
  demandLeaf(leaf);
  const proof = { index: from.number(), path: from.each(() => from.raw(32)) };
  const checkpoint = { size: from.number() };
  checkpoint.extensions = from.each(() => from.word());
  const { trust, signatures } = signaturesIn(from, trusts);
  demand(from.at === data.length);
  const leafHash = await sha256(joined([0], leafBytes(leaf)), isNative);
  checkpoint.root = await rootFrom(leafHash, proof.index, checkpoint.size, proof.path, isNative);
  checkpoint.origin = trust.log.name;
  return { leaf, shown, withheld, proof: { ...proof, note: { text: writtenCheckpoint(checkpoint), signatures } } };
}

function signaturesIn(from, trusts) {
  const id = from.raw(4);
  const signature = from.raw(64);
  const trust = trusts.find((each) => same(fromHex(each.log.id, 4), id));
  if (!trust) throw new Problem("signature");
  const signatures = [{ name: trust.log.name, id, signature }];
  for (const { keyId, bytes, time } of from.each(() => ({ keyId: from.raw(4), bytes: from.raw(64), time: from.big() }))) {
    const key = trust.witnesses.find((each) => same(fromHex(each.id, 4), keyId));
    if (key) signatures.push({ name: key.name, id: keyId, signature: joined(toBigEndian(time, 8), bytes) });
  }
  return { trust, signatures };
}

function hourOf(hours) {
  demand(hours <= 2 ** 24);
  return `${new Date(hours * 3_600_000).toISOString().slice(0, 13)}Z`;
}
