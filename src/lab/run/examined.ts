/**
 * What a network whose attention is to be believed learns from beside its texts, made anew before each epoch of what the
 * network is by then:
 *
 * - stretches of texts whose words were left out one by one, for attention to follow what that does (`attentionTie`);
 * - texts with some words gone, for the other words' states to say what they said before (`evidenceTie`), and for the
 *   verdict to be what these states, weighted as before, come to.
 */
import { classProbabilities } from '../../model/classes';
import { effectsOf, eachWord } from '../../model/deletion';
import type { Engine, NetworkData } from '../../model/engines/engine';
import { complete, parameterNames, parameterShapes, type Architecture } from '../../model/architecture';
import { forward, padBatch, type Parameters } from '../../model/network';
import { openEngine } from '../../model/node/engines';
import type { Operations } from '../../model/operations';
import { Random } from '../../model/random';
import type { Values } from '../../model/training/engine';
import type { Sequence } from '../../model/training/prepare';
import { evidenceOf } from '../../model/training/tie';
import type { Network } from './network';
import { parametersOf, score } from '../../model/training/trainer';
import { weightOf } from '../../model/weights';
import * as tf from '@tensorflow/tfjs-core';

/** Words of a stretch; effects take time with the square of it. */
const STRETCH = { least: 8, from: 20, to: 140, most: 200 } as const;
/** One in so many stretches is a whole text of these lengths. */
const WHOLE = { every: 21, from: 170, to: 380 } as const;
/** Shares of the words that are gone from a reduced text. */
const GONE = { from: 0.03, to: 0.25 } as const;
/** Longest reduced text. */
const REDUCED = 300;
const BATCH = 64;
/** Texts that are drawn before one of another length is taken. */
const TRIES = 100;

export interface ExaminedOptions {
  readonly architecture: Architecture;
  /** Texts to draw from. */
  readonly texts: readonly Sequence[];
  /** Of the network that the run began with, whose verdicts on stretches are learnt. */
  readonly began: Network;
  /** Stretches and reduced texts to make. */
  readonly examined: number;
  readonly reduced: number;
  readonly padId: number;
  readonly kernelFolder: string;
  readonly operations: Operations;
  readonly signal: AbortSignal;
}

/**
 * @param values the network as it is
 * @param seed of the texts that are drawn
 * @returns null where the signal ended it
 */
export async function examinedTexts(
  values: Values,
  seed: number,
  options: ExaminedOptions,
): Promise<Sequence[] | null> {
  const random = new Random(seed);
  const stretches = Array.from({ length: options.examined }, (_, i) =>
    i % WHOLE.every === 0 ? wholeText(options.texts, random) : stretchOf(options.texts, random),
  );
  const examined = await withEffects(stretches, values, options);
  if (!examined) return null;
  const sources = Array.from({ length: options.reduced }, (_, i) =>
    i < stretches.length ? stretches[i]! : drawn(options.texts, random).ids.slice(0, REDUCED),
  );
  const parameters = parametersOf(values, options.architecture);
  try {
    const reduced: Sequence[] = [];
    for (let i = 0; i < sources.length; i += BATCH) {
      if (options.signal.aborted) return null;
      reduced.push(...reduce(sources.slice(i, i + BATCH), parameters, random, options));
    }
    return [...examined, ...reduced];
  } finally {
    tf.dispose(Object.values(parameters));
  }
}

function drawn(texts: readonly Sequence[], random: Random): Sequence {
  return texts[random.integer(texts.length)]!;
}

/** Neighbouring sentences of a text that have as many words as was drawn, or a few more; after many tries fewer. */
function stretchOf(texts: readonly Sequence[], random: Random): Int32Array {
  for (let tries = 0; ; tries++) {
    const { ids, sentences } = drawn(texts, random);
    const wanted = STRETCH.from + random.integer(STRETCH.to - STRETCH.from);
    const first = random.integer(sentences.length);
    const start = sentences[first]!;
    const next = sentences.findIndex((at, i) => i > first && at - start >= wanted);
    const end = next < 0 ? ids.length : sentences[next]!;
    const stretch = ids.slice(start, Math.min(end, start + STRETCH.most));
    if (stretch.length >= STRETCH.least || tries >= TRIES) return stretch;
  }
}

/** A text of a middling length, or after many tries any. */
function wholeText(texts: readonly Sequence[], random: Random): Int32Array {
  for (let tries = 0; ; tries++) {
    const { ids } = drawn(texts, random);
    if (ids.length >= WHOLE.from && ids.length <= WHOLE.to) return ids;
    if (tries >= TRIES) return ids.slice(0, WHOLE.to);
  }
}

/** Each stretch with the effect of leaving each of its words out, and the verdict of the network that the run began with. */
async function withEffects(
  stretches: readonly Int32Array[],
  values: Values,
  options: ExaminedOptions,
): Promise<Sequence[] | null> {
  const { architecture, began, padId, operations, signal } = options;
  const classes = complete(architecture).classes;
  const reading = { batchSize: BATCH, maxLength: Infinity };
  const logits = score(
    stretches.map((ids) => ({ ids })),
    began.values,
    began.architecture,
    padId,
    reading,
    operations,
  );
  const engine = await engineOf(values, options);
  const pace = { cancelled: () => signal.aborted, pause: () => Promise.resolve(true) };
  const examined: Sequence[] = [];
  for (const [i, ids] of stretches.entries()) {
    const found = await effectsOf(engine, ids, engine.run([ids])[0]!, eachWord(ids.length), null, pace);
    if (!found) return null;
    const targets = classProbabilities(logits.subarray(i * classes, (i + 1) * classes), 1);
    const sentences = Int32Array.of(0);
    examined.push({ ids, targets, sentences, whole: true, effects: Float32Array.from(found.effects) });
    // Ctrl-C is heard between two turns of the event loop.
    if (i % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  engine.dispose();
  return examined;
}

async function engineOf(
  values: Values,
  { architecture, kernelFolder }: Pick<ExaminedOptions, 'architecture' | 'kernelFolder'>,
): Promise<Engine> {
  const shapes = parameterShapes(architecture);
  const weights = Object.fromEntries(
    parameterNames(architecture).map((name) => [name, weightOf(values[name]!, shapes[name]!)]),
  ) as NetworkData['weights'];
  const data = { architecture, weights, temperature: 1 };
  return (await openEngine(data, { prefer: 'auto', bundleFolder: '', kernelFolder })).engine;
}

/** Texts without some of their words, and what the network said of the others while all were there. */
function reduce(
  texts: readonly Int32Array[],
  p: Parameters,
  random: Random,
  { architecture, padId, operations }: ExaminedOptions,
): Sequence[] {
  const kept = texts.map((ids) => {
    const gone = GONE.from + (GONE.to - GONE.from) * random.uniform();
    const words = Array.from(ids.keys()).filter(() => random.uniform() >= gone);
    return words.length > 0 ? words : [0];
  });
  const classes = complete(architecture).classes;
  const bias = p['decoder/bias'].dataSync();
  return operations.step(() => {
    const batch = padBatch(texts, padId);
    const { weights, directions } = forward(p, architecture, batch, undefined, operations);
    const said = evidenceOf(directions, p['decoder/kernel'] as tf.Tensor2D, operations).dataSync(); // (T·B, C)
    const shares = weights.dataSync(); // (B, T)
    return texts.map((ids, row) => {
      const words = kept[row]!;
      const effects = Float32Array.from(words, (t) => shares[row * batch.time + t]!);
      const evidence = new Float32Array(words.length * classes);
      const sums = new Float64Array(classes);
      words.forEach((t, i) => {
        const at = (t * batch.batch + row) * classes;
        for (let c = 0; c < classes; c++) {
          evidence[i * classes + c] = said[at + c]!;
          sums[c] = sums[c]! + effects[i]! * said[at + c]!;
        }
      });
      const mass = effects.reduce((a, b) => a + b, 0);
      const targets = classProbabilities(
        sums.map((sum, c) => sum / Math.max(mass, Number.EPSILON) + bias[c]!),
        1,
      );
      const own = Int32Array.from(words, (t) => ids[t]!);
      return { ids: own, targets, sentences: Int32Array.of(0), whole: true, effects, evidence };
    });
  });
}
