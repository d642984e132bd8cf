/** Text from outside made safe for a terminal: what would move the cursor, change colours or hide is shown instead. */

/** Joiners shape letters and emoji; the Arabic and Syriac marks are visible signs. */
const HARMLESS_FORMAT = /[\u200C\u200D\u0600-\u0605\u06DD\u070F\u08E2]/u;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Where the Unicode block of control pictures starts, and the picture for DEL. */
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/**
 * Makes control, format and lone surrogate characters visible: ESC becomes "␛", U+202E becomes "<U+202E>".
 * Line feeds (also as CR LF) and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSAFE, (character) => {
    if (character === '\n' || character === '\t' || HARMLESS_FORMAT.test(character)) return character;
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
    if (code === 0x7f) return DELETE_PICTURE;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** As `visible`, on one line: for words in a list and for error messages. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\u240A').replaceAll('\t', '\u2409');
}
