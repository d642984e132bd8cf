/** `sample`: what the model sees of a text, as ids, in batches of one width. */
import { labelsOf } from '../model/artifacts';
import { classIndex } from '../model/evaluation/labels';
import { isBagOfWords } from '../model/load';
import { loadModelFolder } from '../model/node/files';
import { readTexts, type Split } from '../model/node/datasets';
import { Random } from '../model/random';
import { sampleOf } from '../model/sample';
import { InputError } from '../model/types';
import type { Vocab } from '../model/vocab';
import { write, type Context } from './context';
import { openSource, readText, STDIN_NAME } from './input';
import { findModel } from './models';
import { renderBatch, type NamedSample } from './sampleRows';
import { visibleLine } from './safeText';
import { colourLevel, createShader, themeOf } from './shader';

export interface SampleOptions {
  readonly model: string;
  readonly color: boolean;
  readonly data?: string;
  readonly split: Split;
  readonly id?: string;
  readonly count: number;
  readonly seed: number;
  /** Width of the batch; the model's own, or ARTICLE_POSITIONS, where not given. */
  readonly positions?: number;
  /** Rows of a batch; all texts where not given. */
  readonly batch?: number;
  readonly json?: boolean;
}

/** Words of a review that the article's model reads. */
const ARTICLE_POSITIONS = 300;

interface Text {
  readonly id: string;
  readonly text: string;
  readonly label?: string;
}

/**
 * Prints the batches that texts become, for people or as JSON.
 * @throws InputError when data or model cannot be read, or the id is none of the data.
 */
export async function showSamples(words: readonly string[], options: SampleOptions, context: Context) {
  const model = await loadModelFolder(await findModel(options.model, context.modelsFolder));
  const { manifest, vocab } = model;
  const texts =
    options.data === undefined ? [await given(words, context)] : await drawn(options.data, options);
  const own = isBagOfWords(model) ? undefined : model.architecture.positions;
  const positions = options.positions ?? (own || ARTICLE_POSITIONS);
  const samples = texts.map(({ id, text, label }) =>
    named(id, label, labelsOf(manifest), text, vocab, positions),
  );
  const batches = inBatches(samples, options.batch ?? samples.length);
  if (options.json) {
    const header = {
      model: manifest.name,
      vocabulary: vocab.size,
      pad: vocab.padId,
      unknown: vocab.unknownId,
      positions,
    };
    return write(
      context.stdout,
      `${JSON.stringify({ ...header, batches: batches.map((rows) => rows.map(plain)) })}\n`,
    );
  }
  const { environment, stdout } = context;
  const level = colourLevel({ wanted: options.color, environment, isTerminal: stdout.isTTY });
  const shader = createShader(level, themeOf(environment));
  await write(stdout, `${visibleLine(manifest.name)}: vocabulary of ${vocab.size.toLocaleString('en')}\n`);
  for (const [i, rows] of batches.entries()) {
    const title = batches.length > 1 ? `batch ${i + 1} of ${batches.length}` : 'batch';
    await write(stdout, renderBatch(`${title}, ${rows.length} × ${positions}`, rows, shader));
  }
}

async function given(words: readonly string[], { stdin }: Context): Promise<Text> {
  if (words.length === 1 && words[0] === '-')
    return { id: STDIN_NAME, text: await readText(await openSource('-', stdin)) };
  return { id: 'TEXT', text: words.join(' ') };
}

/** The text with the id, or as many as asked for, drawn evenly with the seed, in their order in the data. */
async function drawn(data: string, { split, id, count, seed }: SampleOptions): Promise<Text[]> {
  if (id !== undefined) {
    for await (const text of readTexts(data, { split })) {
      if (text.id === id || text.id.endsWith(`/${id}`)) return [text];
    }
    throw new InputError(`--id ${JSON.stringify(id)}: expected the id of a text of ${data}, found none such`);
  }
  const random = new Random(seed);
  const kept: { place: number; text: Text }[] = [];
  let seen = 0;
  // A reservoir (Vitter 1985): one pass, and no more in memory than what is kept.
  for await (const text of readTexts(data, { split })) {
    const place = seen < count ? seen : random.integer(seen + 1);
    if (place < count) kept[place] = { place: seen, text };
    seen += 1;
  }
  return kept.sort((a, b) => a.place - b.place).map(({ text }) => text);
}

function named(
  id: string,
  label: string | undefined,
  labels: readonly string[],
  text: string,
  vocab: Vocab,
  positions: number,
): NamedSample {
  const sample = sampleOf(text, vocab, positions);
  if (label === undefined) return { id, ...sample };
  const place = classIndex(label, labels);
  return { id, label, ...(place === undefined ? {} : { class: place }), ...sample };
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

/** As JSON has it; `unknown` lists positions. */
function plain({ ids, tokens, unknown, ...rest }: NamedSample): Record<string, unknown> {
  return {
    ...rest,
    ids: [...ids],
    text: tokens.join(' '),
    unknown: [...unknown].map(([at, text]) => ({ at, text })),
  };
}
