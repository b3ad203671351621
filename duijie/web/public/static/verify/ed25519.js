// Whether an Ed25519 signature holds (RFC 8032, section 5.1.7): by the browser where it can, else computed here.

import { bigEndian, joined } from "./bytes.js";
import { computed } from "./digests.js";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value, by = P) => ((value % by) + by) % by;
const little = (bytes) => bigEndian(Uint8Array.from(bytes).reverse());

function power(base, exponent) {
  let found = 1n;
  for (let square = base, left = exponent; left; left >>= 1n, square = mod(square * square)) {
    if (left & 1n) found = mod(found * square);
  }
  return found;
}

const inverse = (value) => power(value, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

// The x of a point with this y and this lowest bit; null where the curve has none.
function recovered(y, bit) {
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(x * x - square) || (!x && bit)) return null;
  return (x & 1n) === bit ? x : P - x;
}

const NEUTRAL = [0n, 1n, 1n, 0n];
const BASE_Y = mod(4n * inverse(5n));
const BASE_X = recovered(BASE_Y, 0n);
const BASE = [BASE_X, BASE_Y, 1n, mod(BASE_X * BASE_Y)];

function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point, factor) {
  let found = NEUTRAL;
  for (let double = point, left = factor; left; left >>= 1n, double = added(double, double)) {
    if (left & 1n) found = added(found, double);
  }
  return found;
}

function isOne([x1, y1, z1], y, bit) {
  const scale = inverse(z1);
  return mod(y1 * scale) === y && (mod(x1 * scale) & 1n) === bit;
}

const split = (bytes) => [little(bytes) & (2n ** 255n - 1n), BigInt(bytes[31] >> 7)];

export function holds(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const [y, bit] = split(key);
  const x = y < P ? recovered(y, bit) : null;
  const s = little(signature.subarray(32));
  if (x === null || s >= ORDER) return false;
  const challenge = mod(little(computed(512, joined(signature.subarray(0, 32), key, message))), ORDER);
  const minus = [P - x, y, 1n, mod((P - x) * y)];
  return isOne(added(times(BASE, s), times(minus, challenge)), ...split(signature.subarray(0, 32)));
}

export async function verified(key, message, signature, isNative = true) {
  const subtle = isNative ? globalThis.crypto?.subtle : undefined;
  let imported = null;
  try {
    imported = await subtle?.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    imported = null;
  }
  return imported ? subtle.verify({ name: "Ed25519" }, imported, signature, message) : holds(key, message, signature);
}

