/** Options that exclude each other, or need each other. */
import path from 'node:path';
import { InputError } from '../../model/types';
import type { TrainConfig, TrainKey } from './schema';

/** What a bag of words can be told. */
const OF_BAG_OF_WORDS: ReadonlySet<string> = new Set<TrainKey>([
  ...(['kind', 'data', 'labels', 'ratings', 'exclude', 'limit', 'validation', 'validationData'] as const),
  ...([
    'splitSeed',
    'test',
    'testData',
    'out',
    'description',
    'vocabulary',
    'embeddingFrom',
    'share',
  ] as const),
]);

/** As Definition.check. */
export function checkTraining(
  config: TrainConfig,
  given: ReadonlySet<string>,
  place: (key: string) => string,
): void {
  const refuse = (key: TrainKey, why: string): never => {
    throw new InputError(`${place(key)}: ${why}`);
  };
  if (config.kind === 'bag-of-words') {
    const other = [...given].find((key) => !OF_BAG_OF_WORDS.has(key));
    if (other) refuse(other as TrainKey, 'means nothing when kind is "bag-of-words"');
  }
  if (config.embedding === 'glove' && config.vectors === undefined) {
    refuse('embedding', '"glove" needs a file of vectors');
  }
  if (config.embedding === 'random' && config.vectors !== undefined) {
    refuse('vectors', 'not read when embedding is "random"; leave one of them out');
  }
  if (config.validation !== undefined && config.validationData !== undefined) {
    refuse('validationData', 'nothing is split off for validation then; leave validation out');
  }
  if (config.attentionKind === 'none') {
    for (const key of ['attention', 'scoreActivation', 'positions'] as const) {
      if (given.has(key)) refuse(key, 'means nothing when attentionKind is "none"');
    }
  }
  if (config.attentionKind !== 'attention-gru' && given.has('attentionGate')) {
    refuse('attentionGate', 'means nothing unless attentionKind is "attention-gru"');
  }
  if (config.attentionKind !== 'soft' && config.positions > 0) {
    refuse('positions', 'only soft attention runs over a fixed number of positions');
  }
  if (config.scoreActivation === 'dot' && given.has('attention')) {
    refuse('attention', 'means nothing when scoreActivation is "dot"');
  }
  if (config.positions > 0 && given.has('length') && config.length > config.positions) {
    refuse('length', `${config.length} is beyond the ${config.positions} positions that the network has`);
  }
  if (config.batch < config.shards) {
    refuse('batch', `${config.batch} texts cannot be divided into ${config.shards} shards`);
  }
  for (const key of ['init', 'embeddingFrom'] as const) {
    const other = (['vectors', 'embedding', 'vocabulary'] as const).find((name) => given.has(name));
    if (config[key] !== undefined && other) {
      refuse(key, `brings its own vocabulary and word vectors; leave ${other} out`);
    }
  }
  if (config.embeddingFrom !== undefined && config.trainEmbedding && given.has('trainEmbedding')) {
    refuse('trainEmbedding', 'the word vectors of embeddingFrom stay as they are');
  }
  if (config.share && config.embeddingFrom === undefined) {
    refuse('share', 'needs embeddingFrom: the model whose word vectors are shared');
  }
  if (config.share && !siblings(config.embeddingFrom!, config.out)) {
    refuse('share', 'only folders side by side can share files, as models/a and models/b');
  }
  if (config.checkpoints && config.trainEmbedding && config.embeddingFrom === undefined) {
    refuse(
      'checkpoints',
      'checkpoints share the word vectors of the model: these must not be trained (trainEmbedding)',
    );
  }
  if (config.warm && config.init === undefined) {
    refuse('warm', 'needs init: the model whose attention and decoder are taken over');
  }
  if (config.attentionTie > 0 && !config.warm) {
    refuse(
      'attentionTie',
      'needs warm: the network that it begins with says what stretches are to be read as',
    );
  }
  if (config.attentionTie > 0 && config.attentionKind === 'none') {
    refuse('attentionTie', 'means nothing when attentionKind is "none"');
  }
  if (config.attentionTie === 0) {
    for (const key of ['evidenceTie', 'examined', 'reduced'] as const) {
      if (given.has(key)) refuse(key, 'means nothing without attentionTie');
    }
  }
  if (config.decay === 'article') {
    for (const key of ['minimumRate', 'warmup'] as const) {
      if (given.has(key)) refuse(key, 'means nothing when decay is "article"');
    }
  }
  if (config.work !== undefined && inside(config.work, config.out)) {
    refuse('work', 'expected a folder outside the model folder, which is only written when all is done');
  }
}

function inside(file: string, folder: string): boolean {
  const relative = path.relative(path.resolve(folder), path.resolve(file));
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

function siblings(a: string, b: string): boolean {
  return path.dirname(path.resolve(a)) === path.dirname(path.resolve(b));
}
