/**
 * Text from outside as it may be handed to VS Code's own surfaces, which read more than text in it: icons in labels, links
 * that run commands in messages, marks in hovers, lines in the log. Pure.
 */

/** Characters of a message or line of the log; what is longer is cut. */
const LONGEST = 10_000;

/** All that hides, turns or breaks a line; joiners shape letters and emoji, and marks of direction turn nothing else. */
const HIDDEN = /(?![\u200c-\u200f\u061c\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** On one line, with nothing that hides or turns what stands beside it. */
export function plainLine(text: string): string {
  return text.slice(0, LONGEST).replace(HIDDEN, ' ');
}

/**
 * For labels that draw `$(name)` as an icon: status bar, lenses, lists, titles of progress. A backslash before it is not
 * shown.
 */
export function iconless(text: string): string {
  return plainLine(text).replaceAll('$(', '\\$(');
}

/**
 * For notifications, in which `[words](command:id)` is a link that runs a command: a joiner, which is not seen, keeps it
 * from being one.
 */
export function linkless(text: string): string {
  return plainLine(text).replaceAll('](', ']\u2060(');
}

/** For a line of a hover: neither marks, entities, icons nor addresses among the words mean anything. */
export function markless(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_[\]<>|~#&!$@/]|\.(?=\S)/g, '\\$&')
    .replace(/^(\s*\d*)([-+=.)])/, '$1\\$2');
}

/** For the log: lines of ours begin with no blank, so that none of what is logged can pass for one of them. */
export function logged(text: string): string {
  return text
    .slice(0, LONGEST)
    .split(/\r\n|[\n\r]/)
    .map(plainLine)
    .join('\n    ');
}
