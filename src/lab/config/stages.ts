/** Options of what may come before training: pretraining an encoder, and labels by models instead of people. */
import * as v from 'valibot';
import { names, real, reals, text, whole } from './fields';
import type { ConfigOf, Definition } from './load';
import { trainOptions } from './schema';
import { InputError } from '../../model/types';

const { data, exclude, limit, validation, validationData, testData, splitSeed } = trainOptions;

const dataOptions = {
  ...{ data, exclude, limit, validation, validationData, testData, splitSeed },
  unlabelled: v.optional(
    text(
      'texts without labels: a folder of .txt files, JSON Lines with "text", or a .txt file with a text a line',
      '<path>',
      "the data's train/unsup, where there is such a folder",
    ),
  ),
};

const pretrainGroups = {
  Data: dataOptions,
  Output: {
    out: text('folder to write the encoder to', '<folder>'),
    work: v.optional(text('folder for what is needed to go on later', '<folder>', 'OUT.training')),
  },
  Words: {
    vocabulary: trainOptions.vocabulary,
    vectors: trainOptions.vectors,
    embeddingSize: trainOptions.embeddingSize,
  },
  Network: {
    hidden: trainOptions.hidden,
    layers: trainOptions.layers,
    bidirectional: v.optional(trainOptions.bidirectional.wrapped, true),
  },
  Training: {
    passes: v.optional(real('passes over all texts', 0.01, 1000), 1.5),
    parts: v.optional(whole('parts of a pass, each with a checkpoint', 1, 1000), 8),
    batch: v.optional(whole('chunks in a batch', 1, 65_536), 32),
    chunk: v.optional(whole('words in a chunk', 2, 10_000), 96),
    drawn: v.optional(whole('words drawn to stand against each word to be foreseen', 1, 100_000), 512),
    learningRate: v.optional(trainOptions.learningRate.wrapped, 2e-3),
    warmup: v.optional(trainOptions.warmup.wrapped, 200),
    minimumRate: trainOptions.minimumRate,
    embeddingDropout: trainOptions.embeddingDropout,
    clipNorm: trainOptions.clipNorm,
    averageDecay: trainOptions.averageDecay,
    seed: trainOptions.seed,
    shards: trainOptions.shards,
  },
};

const pretrainOptions = {
  ...pretrainGroups.Data,
  ...pretrainGroups.Output,
  ...pretrainGroups.Words,
  ...pretrainGroups.Network,
  ...pretrainGroups.Training,
};

export type PretrainConfig = Readonly<ConfigOf<typeof pretrainOptions>>;

export const PRETRAIN: Definition<typeof pretrainOptions> = {
  groups: pretrainGroups,
  entries: pretrainOptions,
  required: ['data', 'out'],
  check: ({ batch, shards }, _given, place) => {
    if (batch < shards) {
      throw new InputError(`${place('batch')}: ${batch} chunks cannot be divided into ${shards} shards`);
    }
  },
};

const labelGroups = {
  Data: dataOptions,
  Labels: {
    models: names('folders of the models that label, the teachers', 1),
    weights: v.optional(reals('weight of each model', 0, 1e6, 'all alike')),
    windows: v.optional(
      whole('stretches of one to three sentences of each text, labelled as well', 0, 100),
      1,
    ),
    seed: trainOptions.seed,
  },
  Output: { out: text('file to write', '<file>') },
};

const labelOptions = { ...labelGroups.Data, ...labelGroups.Labels, ...labelGroups.Output };

export type LabelConfig = Readonly<ConfigOf<typeof labelOptions>>;

export const LABEL: Definition<typeof labelOptions> = {
  groups: labelGroups,
  entries: labelOptions,
  required: ['data', 'models', 'out'],
  check: ({ models, weights }, _given, place) => {
    if (weights && (weights.length !== models.length || weights.every((weight) => weight === 0))) {
      throw new InputError(
        `${place('weights')}: expected one weight for each of the ${models.length} models, not all 0`,
      );
    }
  },
};
