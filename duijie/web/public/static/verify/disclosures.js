// What a file or code proves, judged by the keys that this page was given: the same as `duijie ledger verify FILE`.

import { Problem, demand, fromHex, joined, same, textOf } from "./bytes.js";
import { codeIn } from "./codes.js";
import { fromCompact, fromDigits } from "./compact.js";
import { sha256 } from "./digests.js";
import { demandFields, demandLeaf, demandValue, leafBytes, rootOf } from "./fields.js";
import { openCheckpoint, parseCheckpoint, parseKey, parseProof, rootFrom } from "./notes.js";

const FORMAT = "duijie-disclosure@v1";
const LONGEST = 100_000;

export const parseTrusts = (given) => given.map(({ log, witnesses, quorum }) => (
  { log: parseKey(log), witnesses: witnesses.map(parseKey), quorum }
));

function parsed(text) {
  let given = null;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Problem("format");
  }
  demand(given !== null && typeof given === "object" && given.format === FORMAT);
  const { leaf, proof, shown, withheld } = given;
  demand(typeof proof === "string" && Array.isArray(shown) && Array.isArray(withheld));
  shown.forEach((row) => {
    demand(Array.isArray(row) && row.length === 3);
    fromHex(row[0], 16);
    demandValue(row[1], row[2]);
  });
  withheld.forEach((each) => fromHex(each, 32));
  demandFields(shown, withheld);
  const read = parseProof(proof);
  demandLeaf(leaf);
  const spelled = { format: FORMAT, leaf: JSON.parse(textOf(leafBytes(leaf))), proof, shown, withheld };
  demand(JSON.stringify(spelled) === text);
  return { leaf, shown, withheld, proof: read };
}

async function read(text, trusts, words, isNative) {
  const code = codeIn(text);
  if (code !== null) return fromCompact(fromDigits(code), trusts, words, isNative);
  const plain = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  demand(plain.length <= LONGEST);
  return parsed(plain);
}

// trusts from `parseTrusts`, words of the dense code. Throws a Problem whose kind says what is wrong.
export async function check(text, { trusts, words, isNative = true }) {
  const found = await read(text, trusts, words, isNative);
  const { leaf, shown, withheld, proof } = found;
  demand((await rootOf(shown, withheld, isNative)) === leaf.root, "proof");
  const { origin } = parseCheckpoint(proof.note.text);
  const trust = trusts.find((each) => each.log.name === origin);
  demand(trust, "signature");
  const { checkpoint, cosigners, since } = await openCheckpoint(proof.note, trust, isNative);
  const leafHash = await sha256(joined([0], leafBytes(leaf)), isNative);
  demand(same(await rootFrom(leafHash, proof.index, checkpoint.size, proof.path, isNative), checkpoint.root), "proof");
  return { leaf, shown, withheld: withheld.length, index: proof.index, size: checkpoint.size, origin, cosigners, since };
}
