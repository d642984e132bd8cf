/** From texts and options to what the trainer starts from: vocabulary, sequences, architecture and first values. */
import { isBagOfWords } from '../../model/load';
import type { Architecture } from '../../model/network';
import { loadModelFolder } from '../../model/node/files';
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
import { beginWith, readEncoder, type Encoder } from '../stages/encoder';
import type { SoftText } from '../stages/softLabels';

export interface Corpus {
  readonly vocab: Vocab;
  readonly train: readonly Sequence[];
  readonly validation: readonly Sequence[];
  /** Classes of the validation texts. */
  readonly labels: readonly number[];
  /** Tokens of the training texts. */
  readonly tokens: number;
}

/**
 * @param soft further texts to learn from
 * @param known the vocabulary, where it is not to be made of the training texts
 */
export function makeCorpus(
  data: LabData,
  soft: readonly SoftText[],
  { vocabulary, positions, batch }: Pick<TrainConfig, 'vocabulary' | 'positions' | 'batch'>,
  known: Vocab | null,
): Corpus {
  const classes = data.labels.length;
  const tokenized = ({ text, label }: LabText) => ({
    tokens: normalTokens(text),
    targets: oneHot(label, classes),
  });
  const train = [
    ...data.train.map(tokenized),
    ...soft.map(({ text, probabilities, whole }) => ({
      ...{ tokens: normalTokens(text), targets: probabilities, whole },
    })),
  ];
  const vocab = known ?? buildVocabulary(train, vocabulary);
  // The article's network has so many positions, and reads nothing beyond.
  const cut = (tokens: readonly string[]) => (positions > 0 ? tokens.slice(0, positions) : tokens);
  const sequence = ({ tokens, targets, whole }: Tokenized): Sequence => ({
    ...toSequence(cut(tokens), targets, vocab),
    ...(whole ? { whole } : {}),
  });
  if (train.length < batch) {
    throw new InputError(
      `--batch: ${batch} texts in a batch, and there are only ${train.length} to train on; name a smaller one`,
    );
  }
  return {
    vocab,
    train: train.map(sequence),
    validation: data.validation.map(tokenized).map(sequence),
    labels: data.validation.map(({ label }) => label),
    tokens: train.reduce((sum, { tokens }) => sum + tokens.length, 0),
  };
}

interface Tokenized {
  readonly tokens: readonly string[];
  readonly targets: readonly number[];
  readonly whole?: boolean;
}

/** Variants that are the default are not spelt out in the model folder. */
export function architectureOf(
  config: TrainConfig,
  vocab: Vocab,
  embedding: number,
  classes: number,
): Architecture {
  return {
    vocabulary: vocab.size,
    embedding,
    hidden: config.hidden,
    attention: config.attention,
    scoreActivation: config.scoreActivation,
    ...(config.layers > 1 ? { layers: config.layers } : {}),
    ...(config.bidirectional ? { bidirectional: true } : {}),
    ...(config.restartAfter ? { restartAfter: config.restartAfter.map((word) => idOf(word, vocab)) } : {}),
    ...(config.attentionKind === 'soft' ? {} : { attentionKind: config.attentionKind }),
    ...(config.attentionGate === 'scalar' ? {} : { attentionGate: config.attentionGate }),
    ...(config.positions > 0 ? { positions: config.positions } : {}),
    ...(classes === 2 ? {} : { classes }),
  };
}

function idOf(word: string, vocab: Vocab): number {
  const id = vocab.id(word);
  if (id === vocab.unknownId) {
    throw new InputError(`--restart-after: "${word}" is not in the vocabulary`);
  }
  return id;
}

export interface Beginning {
  readonly architecture: Architecture;
  readonly initial: Values;
  /** Of word vectors that stay as they are: the network is trained on what these stand for. */
  readonly codes: Pick<Codes, 'bytes' | 'scale' | 'min'> | null;
  readonly coverage: number | null;
}

const RANDOM_SIZE = 100;

/** What a run builds on instead of beginning from random numbers and vectors of others. */
export interface Origins {
  readonly encoder: Encoder | null;
  /** Vocabulary and word vectors that stay as they are. */
  readonly words: Words | null;
}

interface Words {
  readonly vocab: Vocab;
  readonly codes: Codes;
}

/** @throws InputError for folders that cannot be read, or do not go together. */
export async function readOrigins({ init, embeddingFrom }: TrainConfig): Promise<Origins> {
  const encoder = init === undefined ? null : await readEncoder(init);
  const words = embeddingFrom === undefined ? null : await wordsOf(embeddingFrom);
  if (encoder && words && encoder.vocab.toString() !== words.vocab.toString()) {
    throw new InputError(
      `--init: the encoder in ${init} has another vocabulary than the model in ${embeddingFrom}`,
    );
  }
  return { encoder, words };
}

async function wordsOf(folder: string): Promise<Words> {
  const model = await loadModelFolder(folder);
  if (isBagOfWords(model))
    throw new InputError(`--embedding-from: ${folder} is a bag of words, without word vectors`);
  const { codes } = model.weights['embedding/table'];
  if (codes) return { vocab: model.vocab, codes };
  throw new InputError(`--embedding-from: the word vectors of ${folder} are not stored in 8 bits`);
}

/** @throws InputError for vectors that cannot be read, or of another size than was asked for. */
export async function beginning(
  config: TrainConfig,
  origins: Origins,
  vocab: Vocab,
  classes: number,
): Promise<Beginning> {
  const { seed } = config;
  const { table, coverage } = await firstWords(config, origins, vocab);
  const size = table.length / vocab.size;
  if (config.embeddingSize !== undefined && size !== config.embeddingSize) {
    throw new InputError(
      `--embedding-size: ${config.embeddingSize}, and the word vectors have ${size} numbers`,
    );
  }
  const frozen = !config.trainEmbedding || origins.words;
  const codes = frozen ? (origins.words?.codes ?? quantize(table)) : null;
  const meant = codes
    ? storedWeight(codes.bytes, [vocab.size, size], { dtype: 'uint8', ...codes }).floats()
    : table;
  const architecture = architectureOf(config, vocab, size, classes);
  const fromNothing = initialValues(architecture, table, seed);
  const initial = config.warm
    ? warm(fromNothing, await readNetwork(config.init!), config.init!)
    : origins.encoder
      ? beginWith(fromNothing, origins.encoder, config.init!)
      : fromNothing;
  return { architecture, initial: { ...initial, 'embedding/table': meant }, codes, coverage };
}

export interface Network {
  readonly architecture: Architecture;
  readonly values: Values;
}

/** A model's network. @throws InputError for a folder that holds none. */
export async function readNetwork(folder: string): Promise<Network> {
  const model = await loadModelFolder(folder);
  if (isBagOfWords(model)) throw new InputError(`--warm: ${folder} is a bag of words, and no network`);
  const values = Object.fromEntries(
    Object.entries(model.weights).map(([name, weight]) => [name, weight.floats().slice()]),
  );
  return { architecture: model.architecture, values };
}

/**
 * A network's values in the place of first ones. One that reads one way makes a beginning for one that reads both: what is
 * made of the states takes no notice of the other direction until it has learnt to (Chen, Goodfellow, Shlens 2016).
 * @throws InputError for one of another making
 */
export function warm(initial: Values, network: Network, folder: string): Values {
  return Object.fromEntries(
    Object.entries(initial).map(([name, first]) => {
      const own = network.values[name];
      if (own?.length === first.length) return [name, own];
      if (!own && name.includes('/backward/')) return [name, first];
      if (own && !network.architecture.bidirectional && first.length === 2 * own.length) {
        const widened = new Float32Array(first.length);
        widened.set(own);
        return [name, widened];
      }
      throw new InputError(
        `--warm: ${folder} is of another making: its ${name} is missing or of another size`,
      );
    }),
  );
}

async function firstWords(
  { vectors: file, embeddingSize, seed }: TrainConfig,
  { encoder, words }: Origins,
  vocab: Vocab,
): Promise<{ table: Float32Array; coverage: number | null }> {
  if (words) {
    const { codes } = words;
    return { table: Float32Array.from(codes.bytes, (code) => codes.values[code]!), coverage: null };
  }
  if (encoder) return { table: encoder.values['embedding/table']!, coverage: null };
  const vectors = file === undefined ? null : await readVectors(file);
  const size = vectors?.size ?? embeddingSize ?? RANDOM_SIZE;
  const { table, covered } = initialEmbedding(vocab, size, vectors?.vectorOf ?? (() => undefined), seed);
  return { table, coverage: vectors ? covered : null };
}
