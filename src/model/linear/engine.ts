/** A bag of words behind the engines' face. */
import { mostProbable } from '../classes';
import { shares } from '../deletion';
import type { Engine, Outcome, Session } from '../engines/engine';
import { contributions, featuresOf, probabilitiesOf, scores, type BagOfWords } from './bagOfWords';

export class LinearEngine implements Engine {
  readonly backend = 'plain';
  readonly keepsStates = false;

  /** @param temperature divides the log-odds, and with them what each word brings */
  constructor(
    private readonly model: BagOfWords,
    private readonly temperature: number,
  ) {}

  run(sequences: readonly Int32Array[]): Outcome[] {
    return sequences.map((ids) => this.read(ids));
  }

  /** Nothing is kept: a text of 1,000 words is read in well under a millisecond. */
  open(): Session {
    return { read: (ids) => this.read(ids), kept: 0, close: () => undefined };
  }

  dispose(): void {
    // Holds nothing but arrays.
  }

  private read(ids: Int32Array): Outcome {
    const { model, temperature } = this;
    const features = featuresOf(ids, model.vocabulary, model.bigrams);
    const probabilities = probabilitiesOf(scores(model, features).map((z) => z / temperature));
    const label = mostProbable(probabilities);
    // The one column of two classes speaks for the second.
    const column = model.classes === 2 ? 0 : label;
    const sign = model.classes === 2 && label === 0 ? -1 : 1;
    const effects = Float32Array.from(
      contributions(model, features, column),
      (value) => (sign * value) / temperature,
    );
    return {
      probabilities,
      weights: shares(effects),
      effects,
      bias: (sign * model.bias[column]!) / temperature,
    };
  }
}
