/** The alignment matrix for a terminal: a row for each character written, a column for each character read. */
import type { Alignment, WrittenCharacter } from '../model/alignment/aligner';
import { isIsoDate } from '../model/alignment/isoDate';
import { percent } from './percent';
import { visibleLine } from './safeText';
import type { Shader } from './shader';
import { cellsOf } from './width';

/** Cells of a column: wide enough for any character, and as wide as a line is high. */
const COLUMN = 2;
/** Cells to the left of the columns: the character written and a gap. */
const MARGIN = 4;
const BLANK = '␣';
/** Stands for characters that have no width of one or two cells. */
const UNPRINTABLE = '\uFFFD';

/** Below this probability an answer is doubtful: some 1 % of the right ones are, and most that are given to what is no date. */
export const DOUBTFUL = 0.8;

/**
 * What was written, how probable it is, and the matrix. Without colours a weight is a digit, in tenths.
 * @param width cells of a line; columns beyond it go into a further matrix below
 */
export function renderAlignment(alignment: Alignment, shader: Shader, width = Infinity): string {
  const { chalk } = shader;
  const { output, probability, model, characters, ms } = alignment;
  const read = `${characters.length} ${characters.length === 1 ? 'character' : 'characters'} read`;
  const facts = `${visibleLine(model)}, ${read}, ${ms.toFixed(0)} ms`;
  const answer = `${chalk.bold(output || '(nothing)')}  ${percent(probability)}  ${chalk.dim(facts)}`;
  const columns = Math.max(1, Math.floor((width - MARGIN - 8) / COLUMN));
  const matrices = [];
  for (let from = 0; from < characters.length; from += columns) {
    matrices.push(matrix(alignment, from, Math.min(characters.length, from + columns), shader));
  }
  const key = chalk.dim(
    shader.level > 0
      ? 'Rows: what was written. Columns: what was read. The stronger the ground, the more attention.'
      : 'Rows: what was written. Columns: what was read. Digits: tenths of a row’s attention, # all of it.',
  );
  const notes = doubts(alignment).map((doubt) => chalk.yellow(doubt));
  return `${[answer, ...matrices, [key, ...notes].join('\n')].join('\n\n')}\n`;
}

/** Why an answer is not to be trusted, one sentence each; none for a good one. */
export function doubts({ output, probability, characters }: Alignment): string[] {
  const unknown = characters.filter(({ known }) => !known).map(({ text }) => visibleLine(text));
  return [
    ...(isIsoDate(output) ? [] : [`${output || 'Nothing'} is no date of the calendar.`]),
    ...(probability < DOUBTFUL
      ? [
          `Only ${percent(probability)} probable: the text may not be a date, or not in a form that the model knows.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [`Characters that the model does not know: ${[...new Set(unknown)].join(' ')}`]
      : []),
  ];
}

function matrix({ characters, written }: Alignment, from: number, to: number, shader: Shader): string {
  const heads = characters.slice(from, to).map(({ text }) => column(text));
  const rows = written.map((character) => matrixRow(character, from, to, shader));
  return [' '.repeat(MARGIN) + heads.join('').trimEnd(), ...rows].join('\n');
}

function matrixRow(
  { text, weights, probability }: WrittenCharacter,
  from: number,
  to: number,
  shader: Shader,
) {
  const cells = weights.slice(from, to).map((weight) => shader.shade(cell(weight, shader.level), weight));
  return `${column(text).padEnd(MARGIN)}${cells.join('')}  ${shader.chalk.dim(percent(probability))}`;
}

/** The character in the cells of a column. */
function column(text: string): string {
  const shown = text === ' ' ? BLANK : visibleLine(text);
  const cells = cellsOf(shown);
  if (cells < 1 || cells > COLUMN) return UNPRINTABLE.padEnd(COLUMN);
  return shown + ' '.repeat(COLUMN - cells);
}

/** Tenths of the row's attention; nothing where a ground tells it. */
function cell(weight: number, level: number): string {
  if (level > 0) return ' '.repeat(COLUMN);
  const tenths = Math.round(10 * weight);
  return (tenths === 0 ? '·' : tenths === 10 ? '#' : String(tenths)).padEnd(COLUMN);
}
