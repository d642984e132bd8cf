/** Data from outside inside an error message: short, on one line, and with nothing in it that hides or turns text. */

const LONGEST = 60;
/** A message of a schema library may repeat the whole of what was wrong. */
const LONGEST_MESSAGE = 300;

const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** U+202E as "\\u202e", as JSON has it. */
function spelt(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** At most `most` UTF-16 units, no pair of surrogates torn apart. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 1]!) ? most - 1 : most;
  return `${text.slice(0, end)}…`;
}

/** A value of unknown size and kind, as JSON. */
export function quoteShort(value: unknown, most = LONGEST): string {
  // What a long text or list ends with is not looked at.
  const head = typeof value === 'string' ? value.slice(0, 2 * most) : value;
  const json = JSON.stringify(head) ?? String(head);
  return cut(json, most).replace(HIDDEN, spelt);
}

/** A message that may hold such a value. */
export function messageShort(message: string, most = LONGEST_MESSAGE): string {
  return cut(message, most).replace(HIDDEN, spelt);
}
