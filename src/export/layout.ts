/** A text broken into lines of placed words, as a page would wrap it. Pure; in pixels. */
import type { Analysis } from '../model/types';
import { piecesOf } from '../webview/client/heatData';
import { directionOf, isNeutral, mirrored, visualOrder } from './bidi';
import { printable } from './escape';
import { graphemesOf, isWide, type Measure } from './measure';

/** A word, or a part of one that is longer than a line; or what stands between words. */
export interface Atom {
  /** Printable. */
  readonly text: string;
  /** Index of the token; null for what no token covers. */
  readonly token: number | null;
  readonly width: number;
}

export interface Placed extends Atom {
  /** Left edge. */
  readonly x: number;
}

const TAB = '    ';

/**
 * Lines of words with their places; an empty line is an empty list. Blanks are measured and not placed: there is
 * nothing to draw of them.
 * @param width of a line
 */
export function linesOf(
  text: string,
  analysis: Pick<Analysis, 'tokens'>,
  width: number,
  measure: Measure,
): Placed[][] {
  return paragraphsOf(text, analysis, measure).flatMap((atoms) => {
    const base = directionOf(atoms.map(({ text }) => text).join(''));
    return wrapped(atoms, width, measure).map((line) => {
      const order = visualOrder(
        line.map(({ text }) => text),
        base,
      );
      const full = line.reduce((sum, atom) => sum + atom.width, 0);
      let x = base === 'ltr' ? 0 : Math.max(0, width - full);
      const placed = order.map(({ index, direction }): Placed => {
        const atom = line[index]!;
        const turned = direction === 'rtl' && isNeutral(atom.text);
        const here = { ...atom, text: turned ? mirrored(atom.text) : atom.text, x };
        x += atom.width;
        return here;
      });
      return placed.filter(({ text }) => !isBlank(text));
    });
  });
}

const isBlank = (text: string): boolean => /^\s*$/.test(text);

/** The atoms of every line of the given text. */
function paragraphsOf(text: string, analysis: Pick<Analysis, 'tokens'>, measure: Measure): Atom[][] {
  const paragraphs: Atom[][] = [[]];
  for (const piece of piecesOf({ text, analysis: analysis as Analysis })) {
    printable(piece.text)
      .split('\n')
      .forEach((part, index) => {
        if (index > 0) paragraphs.push([]);
        for (const run of part.replaceAll('\t', TAB).match(/\s+|\S+/g) ?? []) {
          paragraphs.at(-1)!.push({ text: run, token: piece.token, width: measure.word(run) });
        }
      });
  }
  // What ends the last line begins none.
  while (paragraphs.length > 1 && paragraphs.at(-1)!.every(({ text }) => isBlank(text))) paragraphs.pop();
  return paragraphs;
}

/** Breaks at blanks, beside East Asian characters, and inside only what is longer than a line; blanks at a break go. */
function wrapped(atoms: readonly Atom[], width: number, measure: Measure): Atom[][] {
  const lines: Atom[][] = [[]];
  let used = 0;
  const put = (atom: Atom) => {
    lines.at(-1)!.push(atom);
    used += atom.width;
  };
  const next = () => {
    while (lines.at(-1)!.length > 0 && isBlank(lines.at(-1)!.at(-1)!.text)) lines.at(-1)!.pop();
    lines.push([]);
    used = 0;
  };
  for (const run of runsOf(atoms)) {
    const length = run.reduce((sum, atom) => sum + atom.width, 0);
    if (isBlank(run[0]!.text)) {
      // Spaces that lead a paragraph are its indent; those that a break falls on are gone.
      if (used > 0 || lines.length === 1) run.forEach(put);
      continue;
    }
    if (used > 0 && used + length > width) next();
    for (const atom of length > width ? run.flatMap((one) => pieces(one, width, measure)) : run) {
      if (used > 0 && used + atom.width > width) next();
      put(atom);
    }
  }
  return lines;
}

/** Atoms that stay together on a line. */
function runsOf(atoms: readonly Atom[]): Atom[][] {
  const runs: Atom[][] = [];
  atoms.forEach((atom, index) => {
    const before = atoms[index - 1];
    if (!before || breaksBetween(before.text, atom.text)) runs.push([atom]);
    else runs.at(-1)!.push(atom);
  });
  return runs;
}

/** No line begins with what closes. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}]/u;

function breaksBetween(before: string, after: string): boolean {
  if (isBlank(before) || isBlank(after)) return true;
  if (CLOSING.test(after)) return false;
  return isWide(after) || isWide(before.at(-1)!);
}

/** A word that is longer than a line, cut between characters. */
function pieces(atom: Atom, width: number, measure: Measure): Atom[] {
  if (atom.width <= width) return [atom];
  const found: Atom[] = [];
  let text = '';
  let used = 0;
  for (const grapheme of graphemesOf(atom.text)) {
    const own = measure.word(grapheme);
    if (text !== '' && used + own > width) {
      found.push({ ...atom, text, width: used });
      [text, used] = ['', 0];
    }
    text += grapheme;
    used += own;
  }
  return [...found, { ...atom, text, width: used }];
}

/** Words around the text, in lines; no direction is turned here. */
export function wrapUi(text: string, width: number, size: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measure.ui(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
