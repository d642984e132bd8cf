/** From texts and options to what the trainer starts from: vocabulary, sequences, architecture and first values. */
import type { Architecture } from '../../model/network';
import type { Values } from '../../model/training/engine';
import {
  buildVocabulary,
  initialEmbedding,
  normalTokens,
  oneHot,
  toSequence,
  type Sequence,
} from '../../model/training/prepare';
import { quantize } from '../../model/training/storage';
import { initialValues } from '../../model/training/trainer';
import { InputError } from '../../model/types';
import type { Vocab } from '../../model/vocab';
import { storedWeight, type Codes } from '../../model/weights';
import type { TrainConfig } from '../config/schema';
import type { LabData, LabText } from '../data/read';
import { readVectors } from '../data/vectors';

export interface Corpus {
  readonly vocab: Vocab;
  readonly train: readonly Sequence[];
  readonly validation: readonly Sequence[];
  /** Classes of the validation texts. */
  readonly labels: readonly number[];
  /** Tokens of the training texts. */
  readonly tokens: number;
}

export function makeCorpus(data: LabData, config: Pick<TrainConfig, 'vocabulary'>): Corpus {
  const classes = data.labels.length;
  const tokenized = ({ text, label }: LabText) => ({ tokens: normalTokens(text), label });
  const train = data.train.map(tokenized);
  const vocab = buildVocabulary(train, config.vocabulary);
  const sequence = ({ tokens, label }: (typeof train)[number]) =>
    toSequence(tokens, oneHot(label, classes), vocab);
  return {
    vocab,
    train: train.map(sequence),
    validation: data.validation.map(tokenized).map(sequence),
    labels: data.validation.map(({ label }) => label),
    tokens: train.reduce((sum, { tokens }) => sum + tokens.length, 0),
  };
}

/** Variants that are the default are not spelt out in the model folder. */
export function architectureOf(
  config: TrainConfig,
  vocabulary: number,
  embedding: number,
  classes: number,
): Architecture {
  return {
    vocabulary,
    embedding,
    hidden: config.hidden,
    attention: config.attention,
    scoreActivation: config.scoreActivation,
    ...(config.layers > 1 ? { layers: config.layers } : {}),
    ...(config.bidirectional ? { bidirectional: true } : {}),
    ...(config.attentionKind === 'soft' ? {} : { attentionKind: config.attentionKind }),
    ...(config.positions > 0 ? { positions: config.positions } : {}),
    ...(classes === 2 ? {} : { classes }),
  };
}

export interface Beginning {
  readonly architecture: Architecture;
  readonly initial: Values;
  /** Of word vectors that stay as they are: the network is trained on what these stand for. */
  readonly codes: Pick<Codes, 'bytes' | 'scale' | 'min'> | null;
  readonly coverage: number | null;
}

const RANDOM_SIZE = 100;

/** @throws InputError for vectors that cannot be read, or of another size than was asked for. */
export async function beginning(config: TrainConfig, vocab: Vocab, classes: number): Promise<Beginning> {
  const { vectors: file, embeddingSize, seed } = config;
  const vectors = file === undefined ? null : await readVectors(file);
  if (vectors && embeddingSize !== undefined && vectors.size !== embeddingSize) {
    throw new InputError(
      `--embedding-size: ${embeddingSize}, and the vectors of ${file} have ${vectors.size} numbers`,
    );
  }
  const size = vectors?.size ?? embeddingSize ?? RANDOM_SIZE;
  const { table, covered } = initialEmbedding(vocab, size, vectors?.vectorOf ?? (() => undefined), seed);
  const architecture = architectureOf(config, vocab.size, size, classes);
  const codes = config.trainEmbedding ? null : quantize(table);
  const words = codes
    ? storedWeight(codes.bytes, [vocab.size, size], { dtype: 'uint8', ...codes }).floats()
    : table;
  return {
    architecture,
    initial: initialValues(architecture, words, seed),
    codes,
    coverage: vectors ? covered : null,
  };
}
