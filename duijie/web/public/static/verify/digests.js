// SHA-256 and SHA-512 (FIPS 180-4). The browser's own are used where a page may; on plain HTTP and old phones, these.
// The constants are made as the standard defines them: fractions of roots of the first primes.

import { bigEndian, joined, toBigEndian } from "./bytes.js";

const PRIMES = [];
for (let number = 2; PRIMES.length < 80; number += 1) {
  if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);
}

function root(value, degree) {
  let low = 0n;
  let high = 1n << 70n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle;
  }
  return low;
}

const fraction = (prime, degree) => BigInt.asUintN(64, root(BigInt(prime) << (64n * degree), degree));
const START = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));
const ROUND = PRIMES.map((prime) => fraction(prime, 3n));
const SHAPES = {
  256: { width: 32, rounds: 64, big0: [2, 13, 22], big1: [6, 11, 25], small0: [7, 18, 3], small1: [17, 19, 10] },
  512: { width: 64, rounds: 80, big0: [28, 34, 39], big1: [14, 18, 41], small0: [1, 8, 7], small1: [19, 61, 6] },
};

export function computed(bits, data) {
  const { width, rounds, big0, big1, small0, small1 } = SHAPES[bits];
  const cut = (value) => BigInt.asUintN(width, value);
  const turn = (value, by) => (value >> BigInt(by)) | cut(value << BigInt(width - by));
  const turns = (value, [a, b, c]) => turn(value, a) ^ turn(value, b) ^ turn(value, c);
  const mixed = (value, [a, b, c]) => turn(value, a) ^ turn(value, b) ^ (value >> BigInt(c));
  const block = 2 * width;
  const zeros = new Uint8Array((2 * block - ((data.length + 1 + width / 4) % block)) % block);
  const padded = joined(data, [128], zeros, toBigEndian(BigInt(8 * data.length), width / 4));
  let state = START.map((each) => each >> BigInt(64 - width));
  for (let at = 0; at < padded.length; at += block) {
    const words = [];
    for (let i = 0; i < rounds; i += 1) {
      if (i < 16) words.push(bigEndian(padded.subarray(at + i * width / 8, at + (i + 1) * width / 8)));
      else words.push(cut(mixed(words[i - 2], small1) + words[i - 7] + mixed(words[i - 15], small0) + words[i - 16]));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < rounds; i += 1) {
      const constant = ROUND[i] >> BigInt(64 - width);
      const first = h + turns(e, big1) + ((e & f) ^ (~e & g)) + constant + words[i];
      const second = turns(a, big0) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, cut(d + first), c, b, a, cut(first + second)];
    }
    state = [a, b, c, d, e, f, g, h].map((each, i) => cut(each + state[i]));
  }
  return joined(...state.map((each) => toBigEndian(each, width / 8)));
}

export async function sha256(data, isNative = true) {
  const subtle = isNative ? globalThis.crypto?.subtle : undefined;
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", data)) : computed(256, data);
}
