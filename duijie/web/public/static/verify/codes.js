// Telling a dense code from other text, without the rest of the check: the page needs no more until something is given.

const LONGEST = 40_000;

// The digits in what was typed or scanned, alone or after an address; null where it is something else.
export function codeIn(text) {
  if (text.length > LONGEST) return null;
  return /^(?:https?:\/\/[!-~]*#)?([0-9]{41,})$/.exec(text.replace(/[ \t\n\r\v\f]/g, ""))?.[1] ?? null;
}
