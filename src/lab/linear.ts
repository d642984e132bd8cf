/** The linear baseline of a training run: from its texts to the files of a model folder. */
import type { Vocab } from '../model/vocab';
import { LINEAR_DEFAULTS, trainLinear, type LinearFit } from '../model/training/linear';
import { exportLinear } from '../model/training/linearStorage';
import { buildVocabulary, normalTokens } from '../model/training/prepare';
import type { LabData, LabText } from './data/read';

export interface LinearRun {
  /** Of the model folder. */
  readonly name: string;
  /** Most words in the vocabulary, which is then counted anew; or that of another model. */
  readonly vocabulary: number | Vocab;
  /** `../NAME/vocab.txt` where a sibling folder holds that vocabulary: named instead of written. */
  readonly vocabularyFile?: string;
  /** Words that the model reads at once. */
  readonly maxTokens: number;
  readonly seed: number;
}

/** `files` are those of the model folder by their names. */
export function trainBagOfWords(
  data: LabData,
  run: LinearRun,
  log: (line: string) => void,
): { files: Record<string, Uint8Array>; fit: LinearFit; tokens: number } {
  const words = data.train.map(({ text }) => normalTokens(text));
  const vocab =
    typeof run.vocabulary === 'number'
      ? buildVocabulary(
          words.map((tokens) => ({ tokens })),
          run.vocabulary,
        )
      : run.vocabulary;
  const labelled = (texts: readonly LabText[], tokens: readonly (readonly string[])[]) =>
    texts.map(({ label }, i) => ({ ids: Int32Array.from(tokens[i]!, (token) => vocab.id(token)), label }));
  const options = { classes: data.labels.length, ...LINEAR_DEFAULTS };
  const validation = data.validation.map(({ text }) => normalTokens(text));
  const fit = trainLinear(
    { train: labelled(data.train, words), validation: labelled(data.validation, validation) },
    vocab,
    options,
    log,
  );
  const { validation: scores, penalty, tried, pruned } = fit;
  const count = words.reduce((sum, tokens) => sum + tokens.length, 0);
  const description = {
    name: run.name,
    description: 'Logistic regression on words and pairs of words, scaled by naive Bayes',
    labels: [...data.labels],
    maxTokens: run.maxTokens,
    temperature: scores.temperature,
    training: {
      data: { ...data.account, fingerprint: data.fingerprint },
      tokens: count,
      seed: run.seed,
      hyperparameters: { ...LINEAR_DEFAULTS, penalty },
      tried,
      pruned,
      validation: { accuracy: scores.accuracy, loss: scores.loss },
    },
  };
  return { files: exportLinear(fit.model, vocab, description, run.vocabularyFile), fit, tokens: count };
}
