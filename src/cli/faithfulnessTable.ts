/** Faithfulness for people: a block for each model and set of texts. */
import { apart, type Estimate } from '../model/evaluation/bootstrap';
import type { TrustSummary } from '../model/evaluation/faithfulness';
import { VERDICTS } from '../model/evaluation/faithfulness';
import type { ModelReport, Scorer, SetReport } from '../model/evaluation/faithfulnessReport';
import type { FaithfulnessReport } from './faithfulness';
import { percent } from './percent';
import { visibleLine } from './safeText';
import { columns } from './table';

const KINDS = {
  attention: 'attention weights',
  deletion: 'effects of leaving words out, for it has no attention',
  contribution: "the words' own contributions, for it has no attention",
};

export function faithfulnessTable({ models, occlusion, seed, resamples }: FaithfulnessReport): string {
  const blocks = models.flatMap((model) => model.sets.map((set) => block(model, set)));
  return `${blocks.join('\n')}
Words are left out in turn: ${OCCLUSIONS[occlusion]}. τ: Kendall's τ-b with the sizes of what that does.
Comprehensiveness: mean fall of P(verdict) when the first 1, 5, 10, 20, 50 % of the words are taken out; sufficiency:
when only those are left. Leave-one-out takes the words that speak most for the verdict first; uniform weights give no
order but a random one. In brackets 95 % intervals: bootstrap over texts, ${resamples} times, seed ${seed}.
`;
}

const OCCLUSIONS = {
  removal: 'the text closes up',
  unknown: '<unk> takes their place',
  zero: 'a word vector of zeros takes their place',
};

function block({ model, backend, kind, sets: _sets }: ModelReport, set: SetReport): string {
  const { data, part, texts, classes, accuracy, interval, trust, rationales, pairs } = set;
  const counts = Object.entries(classes).map(([label, n]) => `${grouped(n)} ${visibleLine(label)}`);
  const head = `${visibleLine(model)} (${KINDS[kind]}; backend ${backend}) on ${grouped(texts)} ${part ? `${part} ` : ''}texts of ${visibleLine(data)}`;
  const [low, high] = interval;
  return [
    head,
    `${counts.join(', ')}; ${grouped(Math.round(trust.words))} words each; accuracy ${percent(accuracy)} (${percent(low)} to ${percent(high)})`,
    '',
    trustTable(trust, kind),
    trustWords(trust, kind),
    ...(rationales ? [rationaleTable(rationales, kind)] : []),
    ...(pairs ? [pairTable(pairs, kind)] : []),
  ].join('\n');
}

/** What the first column of measures is. */
export function shownAs(kind: ModelReport['kind']): string {
  return kind === 'attention' ? 'attention' : kind === 'deletion' ? 'effects as shown' : 'contributions';
}

export function withInterval(estimate: Estimate | null, format = fixed): string {
  if (!estimate) return 'none';
  return `${format(estimate.mean)} (${format(estimate.low)} to ${format(estimate.high)})`;
}

export function fixed(value: number): string {
  // No minus before what rounds to nothing.
  return (Math.round(value * 1000) / 1000 + 0).toFixed(3);
}

function grouped(value: number): string {
  return value.toLocaleString('en');
}

const METHOD_NAMES = {
  'gradient-input': 'gradient × input',
  'integrated-gradients': 'integrated gradients',
  'attention-gradient': 'attention × gradient',
};

function trustTable(trust: TrustSummary, kind: ModelReport['kind']): string {
  const { tau, tauRandom, comprehensiveness, sufficiency, overlap, attributions } = trust;
  const orders = (name: string, of: typeof comprehensiveness) => [
    name,
    withInterval(of.attention),
    withInterval(of.effect),
    withInterval(of.random),
  ];
  // What is shown are these very effects.
  const same = kind === 'deletion';
  return columns([
    ['', shownAs(kind), 'leave-one-out', 'random order'],
    ['τ with leave-one-out', same ? '1 by definition' : withInterval(tau), '', withInterval(tauRandom)],
    orders('comprehensiveness', comprehensiveness),
    orders('sufficiency', sufficiency),
    ...(same ? [] : overlap).map(({ k, share, chance }) => [
      `of the first ${k}, shared`,
      withInterval(share),
      '',
      withInterval(chance),
    ]),
    ...Object.entries(attributions).map(([method, estimate]) => [
      `τ of ${METHOD_NAMES[method as keyof typeof METHOD_NAMES]}`,
      withInterval(estimate),
    ]),
  ]).replace(/^(?=.)/gm, '  ');
}

/** The same in sentences. */
function trustWords(
  { tau, tauRandom, comprehensiveness, verdicts, flips }: TrustSummary,
  kind: ModelReport['kind'],
): string {
  const { ratio, attention, random } = comprehensiveness;
  const shares = VERDICTS.filter((name) => name !== 'short' || verdicts.short > 0);
  return `${[
    `Verdicts: ${shares.map((name) => `${name} ${percent(verdicts[name])}`).join(', ')}.`,
    ...(kind === 'deletion' ? [] : [`τ: ${tau ? compared(tau, tauRandom) : 'none'}.`]),
    `Comprehensiveness: ${compared(attention, random)}${ratio ? `; ${withInterval(ratio, (x) => x.toFixed(1))} times that of random orders` : ''}.`,
    ...(flips ? [`With all weights equal ${withInterval(flips, percent)} of the verdicts change.`] : []),
  ]
    .map((line) => `  ${line}`)
    .join('\n')}\n`;
}

/** Whether one lies apart from what chance gives. */
function compared(own: Estimate, chance: Estimate): string {
  switch (apart(own, chance)) {
    case 'above':
      return 'above chance, the intervals lie apart';
    case 'below':
      return 'below chance, the intervals lie apart';
    case null:
      return 'no better than chance as far as can be told: the intervals overlap';
  }
}

export function scorerNames(kind: ModelReport['kind']): Readonly<Record<Scorer, string>> {
  return {
    weights: shownAs(kind),
    effects: 'leave-one-out, signed',
    sizes: 'leave-one-out, size',
    ...METHOD_NAMES,
    random: 'random',
    first: 'first words first',
    last: 'last words first',
    tfIdf: 'tf-idf',
    naiveBayes: 'naive Bayes',
  };
}

function rationaleTable(
  { texts, tokens, sentences, countedIn, scorers }: NonNullable<SetReport['rationales']>,
  kind: ModelReport['kind'],
): string {
  const names = scorerNames(kind);
  const known = (Object.keys(names) as Scorer[]).filter((scorer) => scorers[scorer]);
  const table = columns([
    [
      'agreement with people',
      ...['F1 of words', 'AUPRC of words', 'AUPRC of sentences', 'by trapezoids', 'of means'],
    ],
    ...known.map((scorer) => {
      const of = scorers[scorer]!;
      return [
        names[scorer],
        ...[of.tokenF1, of.tokenPrecision, of.sentencePrecision].map((one) => withInterval(one)),
        fixed(of.sentenceArea.mean),
        fixed(of.meanPrecision.mean),
      ];
    }),
  ]).replace(/^(?=.)/gm, '  ');
  return `${table}  On ${grouped(texts)} texts, of which people marked ${percent(tokens)} of the words in ${percent(sentences)} of the sentences. F1 of as
  many words as they marked; AUPRC: average precision, and by trapezoids as ERASER has it. A sentence's score is the sum
  of its words', or their mean; signed: towards the verdict. Counts of words are from ${visibleLine(countedIn)}.
`;
}

function pairTable(
  { n, bothRight, edits }: NonNullable<SetReport['pairs']>,
  kind: ModelReport['kind'],
): string {
  const head = `  ${grouped(n)} pairs, both right ${percent(bothRight)}.`;
  if (!edits) return `${head}\n`;
  const row = (name: string, share: Estimate, ratio?: Estimate) => [
    name,
    withInterval(share, percent),
    ratio ? withInterval(ratio, (x) => x.toFixed(2)) : '',
  ];
  const table = columns([
    ['on the words that were edited', 'share', 'of that of the words'],
    row('of the words', edits.words),
    row(`of ${shownAs(kind)}`, edits.weights, edits.weightsRatio),
    row('of leave-one-out, size', edits.effects, edits.effectsRatio),
    row('of the same weights at random', edits.random, edits.randomRatio),
  ]).replace(/^(?=.)/gm, '  ');
  const { mean, low } = edits.weightsRatio;
  const said =
    low > 1
      ? `Edited words get ${mean.toFixed(2)} times the weight that they would get if all were alike.`
      : 'Edited words get no more weight, as far as can be told, than they would get if all were alike.';
  return `${head}\n${table}  ${said}\n`;
}
