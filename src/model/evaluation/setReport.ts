/** From the readings of a set of texts to what is told of the set. */
import { Random } from '../random';
import { tokenize } from '../tokenizer';
import { editedWords, editShares, summariseEdits } from './editedWords';
import { summariseTrust } from './faithfulness';
import type { Scorer, SetReport, TextReport } from './faithfulnessReport';
import { Pairs } from './pairs';
import {
  meanAgreement,
  rationaleAgreement,
  scoresOf,
  summariseAgreement,
  type Agreement,
  type Rationale,
} from './rationales';
import { wilsonInterval } from './statistics';
import type { TextReading } from './textReading';
import type { Labelled } from './types';
import type { WordCounts } from './wordCounts';

/** Times that random scores are drawn for a text. */
export const RANDOM_DRAWS = 10;

export interface Read<T extends Labelled = Labelled> {
  readonly text: T;
  readonly reading: TextReading;
}

export interface Counts {
  readonly counts: WordCounts;
  readonly from: string;
  /** Whether what they say of the classes may be used. */
  readonly training: boolean;
}

export interface SetOptions {
  readonly data: string;
  readonly part: string | null;
  readonly labels: readonly string[];
  readonly seed: number;
  /** Where there are marked texts. */
  readonly counted?: Counts | undefined;
  readonly perText: boolean;
}

/** @param all at least one */
export function reportOn(all: readonly Read[], options: SetOptions): SetReport {
  const { data, part, labels, seed, counted } = options;
  const right = all.filter(({ text, reading }) => labels[text.label] === reading.predicted).length;
  const marked = all.map(({ text, reading }, i) =>
    counted && isMarked(text) ? agreements(text, reading, counted, seed + i) : undefined,
  );
  const rationales = summariseRationales(all, marked, options);
  const pairs = summarisePairs(all, options);
  const classes = labels.map((label, i) => [label, all.filter(({ text }) => text.label === i).length]);
  return {
    data,
    part,
    texts: all.length,
    classes: Object.fromEntries(classes),
    accuracy: right / all.length,
    interval: wilsonInterval(right, all.length),
    trust: summariseTrust(
      all.map(({ reading }) => reading.trust),
      seed,
    ),
    ...(rationales && { rationales }),
    ...(pairs && { pairs }),
    ...(options.perText && {
      perText: all.map(({ text, reading }, i): TextReport => {
        const { id, label } = text;
        const own = marked[i] && { rationales: marked[i] };
        return { id, label: labels[label]!, predicted: reading.predicted, ...reading.trust, ...own };
      }),
    }),
  };
}

function isMarked(text: Labelled): text is Rationale {
  return 'marked' in text && (text as Rationale).marked.includes(true);
}

type Agreements = Partial<Record<Scorer, Record<Agreement, number>>>;

function agreements(
  text: Rationale,
  reading: TextReading,
  { counts, training }: Counts,
  seed: number,
): Agreements {
  const { words, weights, effects, attributions } = reading;
  const length = text.tokens.length;
  const placed = (words: readonly { readonly start: number }[], values: readonly number[]) =>
    scoresOf(
      text.tokens,
      words.map(({ start }, i) => ({ start, score: values[i]! })),
    );
  const ofWords = (values: readonly number[]) => placed(words, values);
  // Controls score all words, also those that the model does not read.
  const written = tokenize(text.text);
  const own: Partial<Record<Scorer, ArrayLike<number>>> = {
    weights: ofWords(weights),
    effects: ofWords(effects),
    sizes: ofWords(effects.map(Math.abs)),
    first: Array.from({ length }, (_, i) => length - i),
    last: Array.from({ length }, (_, i) => i + 1),
    tfIdf: placed(written, counts.tfIdf(written)),
    ...(training ? { naiveBayes: placed(written, counts.naiveBayes(written)) } : {}),
  };
  for (const [method, values] of Object.entries(attributions)) own[method as Scorer] = ofWords(values);
  const scored = Object.entries(own).map(([name, scores]) => [name, rationaleAgreement(text, scores)]);
  const random = new Random(seed);
  const draws = Array.from({ length: RANDOM_DRAWS }, () =>
    rationaleAgreement(
      text,
      Array.from({ length }, () => random.uniform()),
    ),
  );
  return { ...Object.fromEntries(scored), random: meanAgreement(draws) } as Agreements;
}

function summariseRationales(
  all: readonly Read[],
  agreements: readonly (Agreements | undefined)[],
  { seed, counted }: SetOptions,
): SetReport['rationales'] {
  const rows = agreements.filter((one) => one !== undefined);
  if (rows.length === 0) return undefined;
  const texts = all.map(({ text }) => text).filter(isMarked);
  const mean = (value: (text: Rationale) => number) =>
    texts.reduce((sum, text) => sum + value(text), 0) / texts.length;
  const scorers = Object.keys(rows[0]!) as Scorer[];
  return {
    texts: texts.length,
    tokens: mean(({ marked }) => marked.filter(Boolean).length / marked.length),
    sentences: mean(
      ({ marked, sentences }) =>
        sentences.filter(([start, end]) => marked.slice(start, end).includes(true)).length / sentences.length,
    ),
    countedIn: counted!.from,
    scorers: Object.fromEntries(
      scorers.map((name) => [
        name,
        summariseAgreement(
          rows.map((row) => row[name]!),
          seed,
        ),
      ]),
    ),
  };
}

function summarisePairs(all: readonly Read[], { labels, seed }: SetOptions): SetReport['pairs'] {
  const pairs = new Pairs();
  for (const { text, reading } of all) pairs.add(text.pair, labels[text.label] === reading.predicted);
  const scores = pairs.scores();
  if (!scores) return undefined;
  const rows = all.flatMap((one, i) => {
    const other = partnerOf(one, all);
    if (!other) return [];
    const edited = editedWords(wordsOf(one), wordsOf(other));
    const shares = editShares(edited, one.reading.weights, one.reading.effects, seed + i);
    return shares ? [shares] : [];
  });
  return { ...scores, edits: summariseEdits(rows, seed) };
}

/** The first text of the same pair that has another class. */
function partnerOf({ text }: Read, all: readonly Read[]): Read | undefined {
  if (text.pair === undefined) return undefined;
  return all.find((other) => other.text.pair === text.pair && other.text.label !== text.label);
}

function wordsOf({ reading }: Read): string[] {
  return reading.words.map(({ text }) => text);
}
