/** What a training run of the date model is told: a flat JSON file, checked as a whole. */
import * as v from 'valibot';
import { parseWith, real, whole } from '../../schema';
import { InputError } from '../../types';

const configSchema = v.strictObject({
  /** Numbers of a character's embedding, read and written. */
  embeddingSize: whole(1, 1024),
  outputEmbedding: whole(1, 1024),
  /** Units of one direction of the encoder, of the decoder, and of additive attention. */
  hidden: whole(1, 1024),
  memory: whole(1, 2048),
  attention: whole(1, 1024),
  score: v.picklist(['additive', 'dot']),
  epochs: whole(1, 10_000),
  /** Written dates of an epoch. */
  samples: whole(1, 100_000_000),
  batch: whole(1, 100_000),
  learningRate: real(1e-9, 10),
  /** Share of the peak below which the learning rate never falls. */
  minimumRate: real(0, 1),
  warmupSteps: whole(1, 1_000_000),
  clipNorm: real(1e-9, 1e9),
  averageDecay: real(0, 1),
  /** Written dates of the validation part that are read after every epoch. */
  validation: whole(1, 1_000_000),
  shards: whole(1, 64),
  seed: whole(0, 2 ** 31 - 1),
});

export type DateConfig = v.InferOutput<typeof configSchema>;

/** @throws InputError naming `where` and the option that is wrong, unknown or missing */
export function parseDateConfig(text: string, where: string): DateConfig {
  const config = parseWith(configSchema, text, where);
  if (config.score === 'dot' && config.memory !== 2 * config.hidden) {
    throw new InputError(
      `${where}: memory: for the dot score expected ${2 * config.hidden}, twice the hidden units`,
    );
  }
  return config;
}
