/** Texts through training for the panel's tests: made up, but as a model's would be. */
import type { EpochsReport, TrainingView, ViewAnalysis } from '../../src/webview/protocol';

export const OFFERS = [
  { model: 'imdb-attention', name: 'imdb-attention' },
  { model: 'imdb-article', name: 'imdb-article' },
];

/**
 * From alike to the weights of the analysis, in as many steps as there are epochs after the first; the verdict turns
 * with the second.
 */
export function trainingOf(
  { analysis }: ViewAnalysis,
  { last = 5, words = analysis.tokens.length, changes = {} as Partial<EpochsReport> } = {},
): EpochsReport {
  const tokens = analysis.tokens.slice(0, words);
  const total = tokens.reduce((sum, { weight }) => sum + weight, 0);
  const pads = { positions: 300, count: Math.max(0, 300 - words), seen: false, bounded: false };
  return {
    model: 'imdb-attention',
    kind: analysis.kind,
    words,
    pads: analysis.kind === 'attention' ? pads : null,
    trainedOn: { texts: 20_426, softlyLabelled: 119_765, validationTexts: 2_000 },
    epochs: Array.from({ length: last + 1 }, (_, epoch) => {
      const done = epoch / last;
      const weights = tokens.map(({ weight }) => (done * weight) / total + (1 - done) / words);
      const entropy = weights.reduce((sum, weight) => sum - weight * Math.log2(weight), 0);
      const positive = epoch === 0 ? 0.48 : 0.6 + 0.337 * done;
      const classes = [
        { label: 'negative', probability: 1 - positive },
        { label: 'positive', probability: positive },
      ];
      return {
        epoch,
        ...(positive < 0.5 ? classes[0]! : classes[1]!),
        classes,
        weights,
        ...(analysis.kind === 'attention' ? {} : { effects: tokens.map(({ effect = 0 }) => effect * done) }),
        ...{ entropy, effectiveWords: 2 ** entropy },
        ...{
          trainLoss: epoch === 0 ? null : 0.4 - 0.1 * done,
          trainAccuracy: epoch === 0 ? null : 0.9 + 0.04 * done,
        },
        ...{ validationLoss: 0.69 - 0.49 * done ** 0.3, validationAccuracy: 0.55 + 0.37 * done ** 0.3 },
        ...(analysis.kind === 'attention' && words < 300
          ? { padding: (pads.count / 300) * (1 - 0.95 * done) }
          : {}),
      };
    }),
    ms: 40,
    ...changes,
  };
}

export function readView(view: ViewAnalysis, report = trainingOf(view)): TrainingView {
  return { id: view.id, text: view.text, model: 'imdb-attention', offers: OFFERS, state: 'read', report };
}
