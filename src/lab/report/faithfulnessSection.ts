/** The part of a model card that says how far its attention can be believed; written into a card that is there. */
import type { Estimate } from '../../model/evaluation/bootstrap';
import { apart } from '../../model/evaluation/bootstrap';
import type { ModelReport, Scorer, SetReport, StoredReport } from '../../model/evaluation/faithfulnessReport';
import { THRESHOLDS } from '../../model/trust/measures';
import { cell, count, percent } from './wording';

const LIMITS = '## Intended use and limits';

/** @param kind what the model shows of words */
function heading(kind: ModelReport['kind']): string {
  return kind === 'attention'
    ? '## How far attention can be believed'
    : '## How far what is shown of words can be believed';
}

/** The card with the section in place of the one it had, else before its limits. */
export function withFaithfulness(card: string, report: StoredReport): string {
  const section = faithfulnessSection(report);
  const [start, end] = sectionOf(card, heading(report.kind));
  if (start >= 0) return `${card.slice(0, start)}${section}\n\n${card.slice(end)}`.replace(/\n+$/u, '\n');
  const limits = card.indexOf(LIMITS);
  if (limits < 0) return `${card.trimEnd()}\n\n${section}\n`;
  return `${card.slice(0, limits)}${section}\n\n${card.slice(limits)}`;
}

/** Where a section begins and the next one does. */
function sectionOf(card: string, title: string): [start: number, end: number] {
  const start = card.indexOf(`${title}\n`);
  const next = card.indexOf('\n## ', start + 1);
  return [start, next < 0 ? card.length : next + 1];
}

export function faithfulnessSection(report: StoredReport): string {
  const { kind, sets, seed, occlusion, resamples } = report;
  const shown = SHOWN[kind];
  const orders = ['attention', 'effect', 'random'] as const;
  const marked = sets.filter((set) => set.rationales);
  const paired = sets.filter((set) => set.pairs?.edits);
  return [
    heading(kind),
    `Measured by \`attention-inspector faithfulness\` (${OCCLUSIONS[occlusion]}; seed ${seed}); all numbers are in \`faithfulness.json\`. In brackets 95 % intervals, by ${count(resamples)} resamples of the texts. ${REMARKS[kind]}`,
    table([
      [
        'texts',
        `τ of ${shown} with leave-one-out`,
        'of random orders',
        ...orders.map((order) => `comprehensiveness, ${order === 'attention' ? shown : ORDERS[order]}`),
        ...orders.map((order) => `sufficiency, ${order === 'attention' ? shown : ORDERS[order]}`),
      ],
      ...sets.map(({ trust, ...set }) => [
        setName(set),
        kind === 'deletion' ? '1 by definition' : trust.tau ? interval(trust.tau) : 'none',
        interval(trust.tauRandom),
        ...orders.map((order) => interval(trust.comprehensiveness[order])),
        ...orders.map((order) => interval(trust.sufficiency[order])),
      ]),
    ]),
    `τ: Kendall’s τ-b with the sizes of the effects of leaving each word out. Comprehensiveness: mean fall of the verdict’s probability when the first 1, 5, 10, 20 and 50 % of the words in an order are taken out (the larger the better); sufficiency: when only these are left (the smaller the better; DeYoung et al. 2020). The verdict on a text agrees where taking out the words with most weight does more than 95 % of random orders, and at least ${percent(THRESHOLDS.reached, 0)} of what taking out the most effective words does; it differs where it does no more than random orders and τ is below ${THRESHOLDS.ordered}; partly is all else.`,
    list(sets.map((set) => `**${setName(set)}**: ${verdictsIn(set, kind)}`)),
    ...marked.map((set) => rationales(set, shown)),
    ...(paired.length > 0 ? [pairs(paired, shown)] : []),
  ].join('\n\n');
}

const SHOWN = {
  attention: 'attention',
  deletion: 'effects as shown',
  contribution: 'contributions',
} as const;

const ORDERS = { effect: 'leave-one-out', random: 'random' } as const;

const REMARKS = {
  attention: 'Intervals that overlap say that nothing can be told apart.',
  deletion:
    'The model has no attention: what is shown are the effects of leaving words out themselves, so that they agree with them by definition.',
  contribution: 'The model has no attention: what is shown is each word’s own contribution.',
} as const;

const OCCLUSIONS = {
  removal: 'words are taken out, and the text closes up',
  unknown: 'words are replaced by `<unk>`',
  zero: 'words are replaced by a vector of zeros',
} as const;

function setName({ data, part, texts }: Pick<SetReport, 'data' | 'part' | 'texts'>): string {
  return `${data}, ${count(texts)} ${part ? `${part} ` : ''}texts`;
}

function verdictsIn({ trust }: SetReport, kind: ModelReport['kind']): string {
  const { verdicts, tau, tauRandom, comprehensiveness, flips } = trust;
  const { attention, random, ratio } = comprehensiveness;
  const parts = [
    `verdict agrees in ${percent(verdicts.agrees, 1)} of the texts, partly in ${percent(verdicts.partly, 1)}, differs in ${percent(verdicts.differs, 1)}`,
    ...(kind === 'deletion' ? [] : [`τ ${tau ? against(tau, tauRandom) : 'cannot be told'}`]),
    `comprehensiveness ${against(attention, random)}${ratio ? `, ${ratio.mean.toFixed(1)} times as large (${ratio.low.toFixed(1)} to ${ratio.high.toFixed(1)})` : ''}`,
    ...(flips ? [`with all weights equal ${percent(flips.mean, 1)} of the verdicts are others`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function against(own: Estimate, chance: Estimate): string {
  const place = apart(own, chance);
  return place === null
    ? 'no better than random order as far as can be told'
    : `${place} that of random order, the intervals apart`;
}

function rationales(set: SetReport, shown: string): string {
  const { scorers, texts, tokens, sentences, countedIn } = set.rationales!;
  const names: Partial<Record<Scorer, string>> = {
    weights: shown,
    effects: 'leave-one-out, towards the verdict',
    sizes: 'leave-one-out, size',
    naiveBayes: 'naive Bayes',
    tfIdf: 'tf-idf',
    first: 'first words',
    last: 'last words',
    random: 'random',
  };
  const rows = (Object.keys(names) as Scorer[]).flatMap((scorer) => {
    const of = scorers[scorer];
    if (!of) return [];
    return [
      [
        names[scorer]!,
        ...[of.tokenF1, of.tokenPrecision, of.sentencePrecision, of.sentenceArea].map((one) => interval(one)),
      ],
    ];
  });
  return [
    `Agreement with what people marked in ${count(texts)} texts of ${set.data} (${percent(tokens, 1)} of the words, in ${percent(sentences, 1)} of the sentences); a sentence’s score is the sum of its words’. Counts of words are from ${countedIn}.`,
    table([
      [
        'words by',
        'F1 of words at the human length',
        'AUPRC of words',
        'AUPRC of sentences',
        'AUPRC of sentences, trapezoids',
      ],
      ...rows,
    ]),
  ].join('\n\n');
}

function pairs(sets: readonly SetReport[], shown: string): string {
  return [
    'Pairs of texts whose verdict people turned by as few edits as possible: whether the edited words get the weight.',
    table([
      [
        'pairs',
        'both right',
        'share of the words edited',
        `share of ${shown}`,
        'times chance',
        'leave-one-out, times chance',
      ],
      ...sets.map(({ data, pairs }) => {
        const { n, bothRight, edits } = pairs!;
        const { words, weights, weightsRatio, effectsRatio } = edits!;
        return [
          `${data} (${count(n)})`,
          percent(bothRight, 1),
          percent(words.mean, 1),
          percent(weights.mean, 1),
          interval(weightsRatio, 2),
          interval(effectsRatio, 2),
        ];
      }),
    ]),
  ].join('\n\n');
}

function interval({ mean, low, high }: Estimate, digits = 3): string {
  const number = (value: number) => (Number(value.toFixed(digits)) + 0).toFixed(digits);
  return `${number(mean)} (${number(low)} to ${number(high)})`;
}

function table(rows: readonly (readonly string[])[]): string {
  const [header, ...body] = rows.map((row) => `| ${row.map((text) => cell(text)).join(' | ')} |`);
  return [header, `|${rows[0]!.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`, ...body].join(
    '\n',
  );
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
