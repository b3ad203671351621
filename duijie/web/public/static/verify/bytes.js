// Bytes as text and back, with one spelling each; what is misspelled is a Problem.

export class Problem extends Error {
  // kind: "format" (cannot be read), "signature" or "proof" (can be read and does not hold)
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

export const demand = (holds, kind = "format") => {
  if (!holds) throw new Problem(kind);
};

export const utf8 = (text) => new TextEncoder().encode(text);

export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem("format");
  }
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text, size) {
  demand(typeof text === "string" && text.length === 2 * size && /^[0-9a-f]*$/.test(text));
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

export function fromBase64(text) {
  demand(/^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0);
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  demand(base64(bytes) === text);
  return bytes;
}

export function wholeNumber(text) {
  demand(/^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text)));
  return Number(text);
}

export const bigEndian = (bytes) => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);

export function toBigEndian(number, size) {
  return Uint8Array.from({ length: size }, (_, at) => Number((number >> BigInt(8 * (size - 1 - at))) & 255n));
}

export const same = (one, other) => hex(one) === hex(other);
