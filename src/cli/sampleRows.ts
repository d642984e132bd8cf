/** A batch for people: each text's ids above the tokens that they stand for, its true length, its class. */
import type { Sample } from '../model/sample';
import { visibleLine } from './safeText';
import type { Shader } from './shader';
import { cellsOf, clip } from './width';

export interface NamedSample extends Sample {
  readonly id: string;
  readonly label?: string;
  /** The label's place among the model's classes, where it is one of them. */
  readonly class?: number;
}

const LINE_CELLS = 100;
const GAP = '  ';
/** A longer token is cut. */
const TOKEN_CELLS = 24;
/** Unknown words to list of one text. */
const UNKNOWN_WORDS = 20;

export function renderBatch(title: string, samples: readonly NamedSample[], shader: Shader): string {
  const { chalk } = shader;
  return `\n${chalk.bold(title)}\n${samples.map((sample) => renderSample(sample, shader)).join('')}`;
}

function renderSample(sample: NamedSample, shader: Shader): string {
  const { chalk } = shader;
  const { id, length, words, ids, unknown } = sample;
  const cut = words > length ? `, ${words - length} more are cut` : '';
  const facts = `${classOf(sample)}true length ${length} of ${ids.length}${cut}`;
  const lines = [`${chalk.bold(visibleLine(id))}  ${facts}`, ...tokenLines(sample, shader)];
  if (length < ids.length) {
    lines.push(chalk.dim(`${GAP}… then ${ids.length - length} × ${ids.at(-1)} (<pad>)`));
  }
  if (unknown.size > 0) lines.push(`${GAP}read as <unk>: ${unknownWords(unknown)}`);
  return `\n${lines.join('\n')}\n`;
}

function classOf({ label, class: place }: NamedSample): string {
  if (label === undefined) return '';
  return `label ${visibleLine(label)}${place === undefined ? ', no class of the model' : ` (class ${place})`}, `;
}

/** Pairs of lines: ids, and below each its token. */
function tokenLines({ ids, tokens, unknown }: NamedSample, { accent }: Shader): string[] {
  const lines: string[] = [];
  let [above, below, used] = ['', '', 0];
  const end = () => {
    if (used > 0) lines.push(above.trimEnd(), below);
    [above, below, used] = ['', '', 0];
  };
  tokens.forEach((token, at) => {
    const word = clip(visibleLine(token), TOKEN_CELLS);
    const id = String(ids[at]);
    const width = Math.max(cellsOf(word), id.length);
    if (used + GAP.length + width > LINE_CELLS) end();
    const pad = (text: string, cells: number) => GAP + ' '.repeat(width - cells) + text;
    above += pad(id, id.length);
    below += pad(unknown.has(at) ? accent(word) : word, cellsOf(word));
    used += GAP.length + width;
  });
  end();
  return lines;
}

function unknownWords(unknown: ReadonlyMap<number, string>): string {
  const words = [...new Set(unknown.values())];
  const shown = words.slice(0, UNKNOWN_WORDS).map((word) => clip(visibleLine(word), TOKEN_CELLS));
  const more = words.length > UNKNOWN_WORDS ? ` and ${words.length - UNKNOWN_WORDS} others` : '';
  return `${shown.join(', ')}${more}`;
}
