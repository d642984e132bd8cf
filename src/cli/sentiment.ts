/** A model of sentiment among its classes, whatever else they are, as a judge of how positive a text is. */
import type { Judge } from '../model/evaluation/behaviour';
import type { Classifier } from '../model/node/client';
import { InputError, type ModelInfo } from '../model/types';

/**
 * P(positive) / (P(positive) + P(negative)).
 * @throws InputError for a model without these two classes.
 */
export function judgeOf({ name, labels }: ModelInfo, classifier: Classifier): Judge {
  const [positive, negative] = [labels.indexOf('positive'), labels.indexOf('negative')];
  if (positive < 0 || negative < 0) {
    throw new InputError(
      `${name}: expected a model with the classes negative and positive, found ${labels.join(', ')}`,
    );
  }
  return async (texts) =>
    (await classifier.classify(texts)).map(({ probabilities }) => {
      const [p, n] = [probabilities[positive]!, probabilities[negative]!];
      return p + n > 0 ? p / (p + n) : 0.5;
    });
}
