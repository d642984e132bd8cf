/** The model card, written from what happened in a run. */
import { hasVectorGate, type Architecture } from '../../model/architecture';
import type { BehaviourReport } from '../../model/evaluation/behaviour';
import type { TrainConfig } from '../config/schema';
import type { DataAccount } from '../data/read';
import type { Figures } from '../run/figures';
import { behaviourSection, figuresSection } from './cardFigures';
import type { EpochRecord } from './curves';
import { bytes, cell, count, duration, percent, shortPath, textList } from './wording';

export interface CardFacts {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly architecture: Architecture;
  readonly parameters: { readonly embedding: number; readonly others: number };
  /** Of all files but the card itself. */
  readonly size: number;
  readonly maxTokens: number;
  readonly config: TrainConfig;
  readonly data: DataAccount;
  /** Texts that it learnt from, those with soft labels included, and their tokens. */
  readonly texts: number;
  readonly tokens: number;
  /** Share of the training tokens that had a vector; null where none were read. */
  readonly coverage: number | null;
  /** What was done before this run that it builds on, a sentence each. */
  readonly stages: readonly string[];
  readonly epochs: readonly EpochRecord[];
  readonly kept: { readonly epoch: number; readonly temperature: number };
  readonly stoppedEarly: boolean;
  readonly command: string;
  readonly seconds: number;
  readonly machine: string;
  readonly validation: Figures;
  readonly test: Figures | null;
  readonly behaviour: BehaviourReport | null;
}

/** The text of README.md. */
export function modelCard(facts: CardFacts): string {
  const sections = [
    `# Model card: ${facts.name}`,
    facts.description,
    overview(facts),
    trainingSection(facts),
    figuresSection(facts),
    ...(facts.behaviour ? [behaviourSection(facts.behaviour)] : []),
    limitsSection(facts),
  ];
  return `${sections.join('\n\n')}\n`;
}

function overview({ architecture, parameters, size, maxTokens, labels, config }: CardFacts): string {
  const rows = [
    ['classes', textList(labels)],
    ['network', networkOf(architecture, config)],
    [
      'parameters',
      `${count(parameters.embedding)} in the word vectors, ${count(parameters.others)} elsewhere`,
    ],
    ['files', `${bytes(size)}: word vectors in 8 bits a value, the rest in half precision`],
    ['vocabulary', `the ${count(architecture.vocabulary)} most frequent tokens of its training texts`],
    [
      'reads',
      (architecture.positions ?? 0) > 0
        ? `the first ${count(maxTokens)} words of a text`
        : `up to ${count(maxTokens)} words in one run; longer texts paragraph by paragraph`,
    ],
    ...(config.checkpoints
      ? [['checkpoints', 'the weights after every epoch, from the untrained network on']]
      : []),
  ];
  return ['| | |', '| --- | --- |', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');
}

const SCORES = {
  linear: 'unbounded score',
  tanh: 'score bounded by tanh, as in the article',
  dot: 'score h·v',
};

function networkOf(a: Architecture, { restartAfter }: Pick<TrainConfig, 'restartAfter'>): string {
  const { layers = 1, bidirectional = false, attentionKind = 'soft', positions = 0 } = a;
  const score = SCORES[a.scoreActivation];
  const units = a.scoreActivation === 'dot' ? '' : `${a.attention} units, `;
  const pads = positions > 0 ? `, softmax over ${positions} positions, PADs included` : '';
  const gate = hasVectorGate(a) ? ', a gate for each hidden unit' : '';
  const attention = {
    soft: `soft attention (${units}${score}${pads})`,
    'attention-gru': `an attention GRU (${units}${score}${gate})`,
    none: 'no attention: the last state is decided upon',
  }[attentionKind];
  const anew = restartAfter ? `, anew after each ${textList(restartAfter.map((word) => `"${word}"`))}` : '';
  const recurrent = `layer-normalised GRU (${a.hidden} hidden units, ${layers === 1 ? 'one layer' : `${layers} layers`}, ${
    bidirectional ? 'both ways' : 'left to right'
  }${anew})`;
  return `word vectors (${a.embedding}), ${recurrent}, ${attention}, decoder of ${a.classes ?? 2} classes; after G. Mohandas, "Interpretability via attentional and memory-based interfaces, using TensorFlow" (2017)`;
}

function trainingSection(facts: CardFacts): string {
  const { epochs, kept, config, stoppedEarly } = facts;
  const last = epochs.at(-1)!.epoch;
  const stopped = stoppedEarly
    ? `stopped after epoch ${last} of ${config.epochs}, ${config.patience} without a lower validation loss`
    : `${last} ${last === 1 ? 'epoch' : 'epochs'}`;
  const why = config.keep === 'best' ? 'the least validation loss' : 'the last, as asked for';
  const lines = [
    dataLine(facts),
    splitLine(facts),
    ...[vectorsLine(facts)].filter((line) => line !== null),
    ...facts.stages.map((stage) => `**Stage before**: ${stage}`),
    settingsLine(config),
    `**Kept**: ${stopped}; the weights after epoch ${kept.epoch} (${why}) are the model. The temperature, ${kept.temperature.toFixed(3)}, was fitted on the validation texts.`,
    `**Command**: \`${facts.command}\``,
    `**Time**: ${duration(facts.seconds)} of training and validation on ${facts.machine}.`,
  ];
  return ['## Training', '', ...lines.map((line) => `- ${line}`)].join('\n');
}

export function dataLine({
  data,
  config,
  labels,
  texts,
  tokens,
}: Pick<CardFacts, 'data' | 'config' | 'labels' | 'texts' | 'tokens'>): string {
  const { leftOut } = data;
  const left = [
    ...(config.ratings
      ? [`${count(leftOut.ratings)} with ratings other than ${config.ratings.join(', ')}`]
      : []),
    ...(config.exclude ? [`${count(leftOut.listed)} listed in ${shortPath(config.exclude)}`] : []),
    ...(leftOut.copies > 0 ? [`${count(leftOut.copies)} copies of test or validation texts`] : []),
    ...(leftOut.limit > 0 ? [`${count(leftOut.limit)} over the limit, at random`] : []),
  ];
  const classes = labels.map((label, i) => `${count(data.classes[i]!)} ${label}`);
  const shown = classes.length <= 12 ? ` (${textList(classes)})` : '';
  return (
    `**Data**: ${count(data.train)} texts${shown}, from ${shortPath(config.data)}, which has ${count(data.read)} training texts; ${count(tokens)} tokens` +
    (texts > data.train ? `, of ${count(texts - data.train)} texts with soft labels too.` : '.') +
    ` Left out: ${left.length > 0 ? textList(left) : 'none'}.`
  );
}

export function splitLine({ data, config }: Pick<CardFacts, 'data' | 'config'>): string {
  const how =
    data.validationFrom === 'file'
      ? `from ${shortPath(config.validationData!)}`
      : `chosen at random with seed ${config.splitSeed} from the training texts, and not trained on`;
  return `**Validation**: ${count(data.validation)} texts, ${how}.`;
}

/** Null where they are told of among the stages before. */
function vectorsLine({ config, coverage }: CardFacts): string | null {
  if (config.init !== undefined || config.embeddingFrom !== undefined) return null;
  const start =
    coverage === null
      ? 'random'
      : `those of ${shortPath(config.vectors!)}, which has ${percent(coverage, 1)} of the training tokens`;
  const then = config.trainEmbedding ? 'trained along' : 'left as they were';
  return `**Word vectors**: at first ${start}; ${then}.`;
}

function settingsLine(c: TrainConfig): string {
  const rate =
    c.decay === 'article'
      ? `learning rate ${c.learningRate}, times 0.96 in 100,000 steps, 1e-6 at least`
      : `peak learning rate ${c.learningRate} (${c.warmup} steps of warm-up, then falling linearly to ${percent(c.minimumRate, 0)} of it)`;
  const parts = [
    `Adam, ${rate}`,
    ...(c.epochTexts === undefined ? [] : [`${count(c.epochTexts)} texts drawn for each epoch`]),
    `batches of ${c.batch} texts${c.mixedLengths ? ' of any length' : ''}`,
    `at most ${count(c.length)} words of a text${c.longTexts === 'start' ? ', from its start' : ''}`,
    `gradients clipped at norm ${c.clipNorm}`,
    `dropout ${c.embeddingDropout} on word vectors, ${c.stateDropout} on states and ${c.contextDropout} on the context vector`,
    `${percent(c.wordDropout, 0)} of the words replaced by \`<unk>\``,
    `for ${percent(c.windowShare, 0)} of the texts one to three of their sentences in their place`,
    c.averageDecay > 0
      ? `the moving average of the weights (${c.averageDecay} every 5 steps) is what is kept`
      : 'no average of the weights',
    ...(c.attentionTie > 0
      ? [
          `before each epoch ${count(c.examined)} stretches of texts, whose words were left out one by one, and ${count(c.reduced)} texts with words gone were made; attention tied to the effects with weight ${c.attentionTie}, what states say to what they said of whole texts with weight ${c.evidenceTie}`,
        ]
      : []),
    `seed ${c.seed}`,
    `${c.shards} shards`,
  ];
  return `**Settings**: ${parts.join('; ')}.`;
}

function limitsSection({ texts, labels, architecture, tokens }: CardFacts): string {
  const { attentionKind = 'soft', bidirectional = false } = architecture;
  const words = Math.round(tokens / Math.max(1, texts));
  const lines = [
    'For seeing what such a network attends to, and for teaching it. Not for decisions about people.',
    `Trained on ${count(texts)} texts of some ${count(words)} words each: texts of other subjects, lengths or languages are read by analogy at best, and words outside the vocabulary all look alike to it.`,
    `Every text is given one of its ${labels.length} classes, also a text that is none of them.`,
    attentionKind === 'none'
      ? 'It has no attention: what is shown of a word is how much the verdict changes when the word is left out.'
      : `Attention is where the network gathers its evidence, not proof of what caused the verdict (Jain and Wallace 2019; Wiegreffe and Pinter 2019). A GRU state sums up ${bidirectional ? 'the words around it, so weight often falls beside' : 'what came before it, so weight often falls on the word, or the full stop, after'} the telling one.`,
    'The figures hold for texts like those of its data; labels that are wrong there are learnt and counted as right.',
  ];
  return ['## Intended use and limits', '', ...lines.map((line) => `- ${line}`)].join('\n');
}
