/**
 * Fits a bag of words: logistic regression on naive-Bayes-scaled features (Wang and Manning 2012), that is, with its L2
 * penalty the weaker the more a feature tells the classes apart. What is to be chosen is chosen on validation texts.
 */
import { columnsFor, featuresOf, scores, type BagOfWords } from '../linear/bagOfWords';
import type { BigramIndex } from '../linear/bigrams';
import type { Vocab } from '../vocab';
import { fitTemperature, logLoss } from './calibration';
import { minimise, norm } from './lbfgs';
import {
  featureRows,
  frequentPairs,
  logisticObjective,
  naiveBayesRatios,
  priorLogOdds,
  textCounts,
  type LabelledIds,
  type Rows,
} from './linearRows';
import { prune, type LinearScores } from './linearPruning';

export interface LinearOptions {
  readonly classes: number; // C
  /** Pairs in fewer training texts are left out. */
  readonly minimumTexts: number;
  /** α of the naive-Bayes ratios. */
  readonly smoothing: number;
  /** λ of the penalty: those that are tried, falling. */
  readonly penalties: readonly number[];
  /** Most pairs that are kept. */
  readonly mostPairs: number;
}

export const LINEAR_DEFAULTS = {
  minimumTexts: 5,
  smoothing: 1,
  penalties: [20, 10, 7, 5, 3, 2],
  mostPairs: 200_000,
} as const;

export interface LinearFit {
  /** As it is stored: pruned, its weights rounded to 16 bits. */
  readonly model: BagOfWords;
  readonly validation: LinearScores;
  readonly penalty: number;
  /** Every penalty that was tried, with all pairs. */
  readonly tried: readonly (LinearScores & { readonly penalty: number; readonly iterations: number })[];
  /** Numbers of pairs that were tried, falling, at the best penalty. */
  readonly pruned: readonly (LinearScores & { readonly pairs: number })[];
}

/** Share of the gradient at zero weights to which it has to fall. */
const TOLERANCE = 1e-4;
const ITERATIONS = 500;

/** Deterministic; some seconds for 20,000 reviews. */
export function trainLinear(
  {
    train,
    validation,
  }: { readonly train: readonly LabelledIds[]; readonly validation: readonly LabelledIds[] },
  vocab: Vocab,
  options: LinearOptions,
  log: (line: string) => void = () => undefined,
): LinearFit {
  const bigrams = frequentPairs(train, vocab, options.minimumTexts);
  const rows = featureRows(train, vocab, bigrams);
  log(
    `${vocab.size} words, ${bigrams.size} pairs; ${rows.features.length} features in ${train.length} texts`,
  );
  const judge = (model: BagOfWords) => scoresOn(validation, model);
  const columns = columnFits(rows, train, options);
  const tried = options.penalties.map((penalty) => {
    const fits = columns.map((fit) => fit(penalty));
    const model = assemble(fits, options.classes, vocab.size, bigrams);
    const result = { penalty, iterations: Math.max(...fits.map((f) => f.iterations)), ...judge(model) };
    log(`penalty ${penalty}: ${said(result)}, ${result.iterations} iterations`);
    return { model, result };
  });
  const best = tried.reduce((a, b) => (b.result.loss < a.result.loss ? b : a));
  const { model, steps } = prune(best.model, textCounts(rows), best.result, options.mostPairs, judge);
  for (const step of steps) log(`${step.pairs} pairs: ${said(step)}`);
  return {
    model,
    validation: judge(model),
    penalty: best.result.penalty,
    tried: tried.map(({ result }) => result),
    pruned: steps,
  };
}

function said({ accuracy, loss, temperature }: LinearScores): string {
  return `accuracy ${accuracy.toFixed(4)}, loss ${loss.toFixed(4)} at temperature ${temperature.toFixed(3)}`;
}

interface ColumnFit {
  readonly weights: Float64Array; // θ (F)
  readonly bias: number;
  readonly iterations: number;
}

/** A fit for each column, which goes on from where the last penalty ended. */
function columnFits(
  rows: Rows,
  train: readonly LabelledIds[],
  { classes, smoothing }: LinearOptions,
): ((penalty: number) => ColumnFit)[] {
  return Array.from({ length: columnsFor(classes) }, (_, column) => {
    const own = classes === 2 ? 1 : column;
    const within = Uint8Array.from(train, ({ label }) => Number(label === own));
    const ratios = naiveBayesRatios(rows, within, smoothing);
    const bias = priorLogOdds(within);
    let x: Float64Array = new Float64Array(rows.size);
    const slope = new Float64Array(rows.size);
    logisticObjective(rows, within, ratios, 0, bias)(x, slope);
    const target = TOLERANCE * norm(slope);
    return (penalty) => {
      const objective = logisticObjective(rows, within, ratios, penalty, bias);
      const found = minimise(objective, x, { target, iterations: ITERATIONS });
      x = found.x;
      const weights = ratios.map((ratio, f) => ratio * x[f]!);
      return { weights, bias, iterations: found.iterations };
    };
  });
}

function assemble(
  fits: readonly ColumnFit[],
  classes: number,
  vocabulary: number,
  bigrams: BigramIndex,
): BagOfWords {
  const weights = new Float32Array((vocabulary + bigrams.size) * fits.length);
  fits.forEach((fit, k) => fit.weights.forEach((value, f) => (weights[f * fits.length + k] = value)));
  return { classes, vocabulary, bigrams, weights, bias: Float32Array.from(fits, ({ bias }) => bias) };
}

/** Every column is a question of two answers: its log-odds z are the logits (0, z). */
function scoresOn(texts: readonly LabelledIds[], model: BagOfWords): LinearScores {
  const logits: number[] = [];
  const answers: number[] = [];
  let right = 0;
  for (const { ids, label } of texts) {
    const z = scores(model, featuresOf(ids, model.vocabulary, model.bigrams));
    const verdict = z.length === 1 ? Number(z[0]! >= 0) : z.lastIndexOf(Math.max(...z));
    right += Number(verdict === label);
    z.forEach((value, k) => {
      logits.push(0, value);
      answers.push(Number(label === (z.length === 1 ? 1 : k)));
    });
  }
  const temperature = fitTemperature(logits, answers);
  return { accuracy: right / texts.length, loss: logLoss(logits, answers, temperature), temperature };
}
