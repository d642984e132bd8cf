/** Soft labels on disk: JSON Lines, first how they came to be, then a text and its classes' probabilities a line. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readJsonObjects } from '../../model/node/formats/jsonLines';
import { readBytes } from '../../model/node/lines';
import { checked, real } from '../../model/schema';
import { InputError } from '../../model/types';

const FORMAT = 'attention-inspector-soft-labels/1';

const headSchema = v.object({
  format: v.literal(FORMAT),
  /** For the cards of models that learn from them. */
  origin: v.string(),
  labels: v.pipe(v.array(v.string()), v.minLength(2)),
});

const lineSchema = v.object({ text: v.string(), probabilities: v.array(real(0, 1)), whole: v.boolean() });

export interface SoftText {
  readonly text: string;
  /** Of the classes in order; they sum to 1. */
  readonly probabilities: readonly number[];
  /** Not to be replaced by a stretch of it. */
  readonly whole: boolean;
}

export interface SoftLabels {
  readonly origin: string;
  readonly labels: readonly string[];
  readonly texts: readonly SoftText[];
  /** Of all texts and probabilities. */
  readonly fingerprint: string;
}

/** The first line of a file. */
export function softLabelsHead({ origin, labels }: Pick<SoftLabels, 'origin' | 'labels'>): string {
  return `${JSON.stringify({ format: FORMAT, origin, labels })}\n`;
}

export function softLabelLine({ text, probabilities, whole }: SoftText): string {
  return `${JSON.stringify({ text, probabilities: probabilities.map((p) => Number(p.toPrecision(6))), whole })}\n`;
}

/**
 * @param labels the classes of the model that is to learn from them; those of the file may be in another order
 * @throws InputError naming file and line.
 */
export async function readSoftLabels(file: string, labels: readonly string[]): Promise<SoftLabels> {
  let head: v.InferOutput<typeof headSchema> | null = null;
  let order: number[] = [];
  const texts: SoftText[] = [];
  const hash = createHash('sha256');
  for await (const { where, fields } of readJsonObjects(readBytes(file), file)) {
    if (!head) {
      head = checked(headSchema, fields, where);
      order = labels.map((label) => head!.labels.indexOf(label));
      if (head.labels.length !== labels.length || order.includes(-1)) {
        throw new InputError(
          `${where}: soft labels for the classes ${head.labels.join(', ')}; the data have ${labels.join(', ')}`,
        );
      }
      continue;
    }
    const { text, probabilities, whole } = checked(lineSchema, fields, where);
    const sum = probabilities.reduce((a, b) => a + b, 0);
    if (probabilities.length !== labels.length || Math.abs(sum - 1) > 0.001) {
      throw new InputError(`${where}: expected ${labels.length} probabilities that sum to 1`);
    }
    hash.update(JSON.stringify([text, probabilities, whole]));
    texts.push({ text, whole, probabilities: order.map((i) => probabilities[i]! / sum) });
  }
  if (!head || texts.length === 0) throw new InputError(`${file}: expected soft labels, found none`);
  return { origin: head.origin, labels, texts, fingerprint: hash.digest('hex').slice(0, 16) };
}
