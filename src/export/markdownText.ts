/** Text from outside as it may stand in Markdown: it stays text, whoever renders it. Pure. */
import { printableLine } from './escape';

/** Every sign that CommonMark or an extension of it may read as markup, a link, a name or an entity. */
const SIGNS = /[!-/:-@[-`{-~]/g;
/** Those that mean nothing by themselves; a bracket only matters behind another. */
const QUIET = /^[,;'"?%(]$/;

/** One line's text with all its signs escaped, and no "@" left before a name, which some sites would call upon. */
export function escaped(text: string): string {
  return printableLine(text)
    .replace(SIGNS, (sign) => (QUIET.test(sign) ? sign : `\\${sign}`))
    .replace(/@(?=[\p{L}\p{N}])/gu, '@\u2060');
}

/** Where a sign can mean nothing for what stands beside it: a sentence's end, a hyphen, a number. */
const HARMLESS: readonly RegExp[] = [
  /(?<=[\p{L})](?:\*\*)?)\\(?=[.!:](?:\s|$))/gmu,
  /(?<=[\p{L}\p{N}])\\(?=-[\p{L}\p{N}])/gu,
  /(?<=\d)\\(?=[./]\d)/g,
  /(?<=[\p{L}%])\\(?=\))/gu,
];

/** Escaped text made easier to read; what is looked at is what stands beside a sign, so whole lines are given. */
export function relaxed(escapedLines: string): string {
  return HARMLESS.reduce((text, sign) => text.replace(sign, ''), escapedLines);
}

/** A line of its own, or a cell of a table. */
export function line(text: string): string {
  return relaxed(escaped(text));
}
