/** Whether the weights of a model can be believed on a text: what its words do to the verdict, and what agrees with it. */
import type { Analyzer, Stretch } from '../analyzer';
import { mostProbable } from '../classes';
import { eachWord, effectsOf, shares } from '../deletion';
import type { Engine, Outcome } from '../engines/engine';
import type { AnyModel } from '../load';
import { breathe } from '../../pause';
import { InputError } from '../types';
import { faithfulnessOf, readingsFor } from './faithfulness';
import { substituteOf, type Pace, type Run } from './occlusion';
import type { Attribution, AttributionMethod, Examination, Occluded, Occlusion } from './types';

export interface ExamineOptions {
  /** `removal` where not given. */
  readonly occlusion?: Occlusion | undefined;
  /** Asked between any two readings. */
  readonly cancelled?: () => boolean;
  /** With how many texts have been read, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The log-odds of a verdict divided among the words; see Attribution. */
export interface Attributor {
  /** @returns null where the work was ended */
  attribute(
    ids: Int32Array,
    label: number,
    method: AttributionMethod,
    pace: Pace,
  ): Promise<Pick<Attribution, 'values' | 'total'> | null>;
}

export class Examiner {
  private attributor: Promise<Attributor> | null = null;

  /**
   * @param analyzer of the same model and engine; its analyses come first
   * @param openAttributor called with the first attribution
   */
  constructor(
    private readonly model: AnyModel,
    private readonly engine: Engine,
    private readonly analyzer: Analyzer,
    private readonly openAttributor: () => Promise<Attributor>,
  ) {}

  /** See AnalyzerService.examine. */
  async examine(text: string, options: ExamineOptions = {}): Promise<Examination | null> {
    const started = performance.now();
    const { occlusion = 'removal' } = options;
    const stretch = this.analyzer.firstStretch(text);
    const { ids } = stretch;
    const outcome = await this.whole(ids, options);
    if (!outcome) return null;
    const label = mostProbable(outcome.probabilities);
    const probability = outcome.probabilities[label]!;
    const substitute = this.substitute(occlusion);
    const total = ids.length + readingsFor(ids.length, substitute !== null);
    const found = await effectsOf(
      this.engine,
      ids,
      outcome,
      eachWord(ids.length),
      substitute,
      this.pace(options, 0, total),
    );
    if (!found) return null;
    const effects = Array.from(found.effects);
    const faithfulness = await faithfulnessOf(
      this.engine,
      { ids, label, probability, weights: this.weightsOf(outcome, effects), effects, substitute },
      this.pace(options, ids.length, total),
    );
    if (!faithfulness) return null;
    options.onProgress?.(total, total);
    return {
      ...this.describe(stretch, outcome, occlusion),
      without: Array.from(found.without),
      effects,
      faithfulness: { ...faithfulness, uniform: this.uniform(ids) },
      ms: performance.now() - started,
    };
  }

  /** See AnalyzerService.occlude. */
  async occlude(text: string, runs: readonly Run[], options: ExamineOptions = {}): Promise<Occluded | null> {
    const { occlusion = 'removal' } = options;
    const stretch = this.analyzer.firstStretch(text);
    const { ids } = stretch;
    checkRuns(runs, ids.length);
    const outcome = await this.whole(ids, options);
    if (!outcome) return null;
    const pace = this.pace(options, 0, runs.length);
    const found = await effectsOf(this.engine, ids, outcome, runs, this.substitute(occlusion), pace);
    if (!found) return null;
    return {
      ...this.describe(stretch, outcome, occlusion),
      without: Array.from(found.without),
      effects: Array.from(found.effects),
    };
  }

  /** See AnalyzerService.attribute. */
  async attribute(
    text: string,
    method: AttributionMethod,
    options: Pick<ExamineOptions, 'cancelled'> = {},
  ): Promise<Attribution | null> {
    const stretch = this.analyzer.firstStretch(text);
    const outcome = await this.whole(stretch.ids, options);
    if (!outcome) return null;
    const label = mostProbable(outcome.probabilities);
    // A failed one is tried again with the next request.
    const opening = (this.attributor ??= this.openAttributor());
    opening.catch(() => (this.attributor = null));
    const attributor = await opening;
    const values = await attributor.attribute(stretch.ids, label, method, this.pace(options, 0, 1));
    if (!values) return null;
    return { ...this.spanOf(stretch), label: this.analyzer.info.labels[label]!, method, ...values };
  }

  /** What the text gives as it is, read when nothing else waits. */
  private async whole(ids: Int32Array, options: ExamineOptions): Promise<Outcome | null> {
    return (await this.pace(options, 0, 1).pause(0)) ? this.analyzer.read(ids) : null;
  }

  private pace({ cancelled = () => false, onProgress }: ExamineOptions, before: number, total: number): Pace {
    return {
      cancelled,
      pause: async (done) => {
        if (done > 0) onProgress?.(before + done, total);
        // Lets requests and cancellations that wait in the message queue be heard.
        await breathe();
        await this.analyzer.idle();
        return !cancelled();
      },
    };
  }

  private substitute(occlusion: Occlusion): number | null {
    const { unknownId, size } = this.model.vocab;
    return substituteOf(occlusion, { unknown: unknownId, blank: size });
  }

  /** What is shown of each word; of a model that weighs none, what the effects at hand come to. */
  private weightsOf(outcome: Outcome, effects: readonly number[]): number[] {
    const own = this.analyzer.info.kind !== 'deletion';
    return Array.from(own ? outcome.weights : shares(Float32Array.from(effects)));
  }

  private uniform(ids: Int32Array): Examination['faithfulness']['uniform'] {
    const outcome = this.engine.uniformly?.(ids);
    return outcome ? this.verdict(outcome) : null;
  }

  private verdict({ probabilities }: Outcome) {
    const label = mostProbable(probabilities);
    return { label: this.analyzer.info.labels[label]!, probability: probabilities[label]! };
  }

  private describe(stretch: Stretch, outcome: Outcome, occlusion: Occlusion) {
    return { ...this.spanOf(stretch), ...this.verdict(outcome), occlusion };
  }

  private spanOf({ tokens }: Stretch) {
    return { start: tokens[0]!.start, end: tokens.at(-1)!.end };
  }
}

/** @throws InputError naming the run that is none of the text's */
function checkRuns(runs: readonly Run[], words: number): void {
  runs.forEach(([from, to], i) => {
    if (Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to && to <= words) return;
    throw new InputError(
      `run ${i + 1}: expected words from 0 up to at most ${words}, at least one, found ${from} up to ${to}`,
    );
  });
}
