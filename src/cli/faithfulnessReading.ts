/** Texts read with everything that is asked of their words, on all threads. */
import type { Labelled } from '../model/evaluation/types';
import { readingOf, type ReadStretch, type TextReading } from '../model/evaluation/textReading';
import type { ClassifierPool } from '../model/node/pool';
import { tauOf } from '../model/trust/measures';
import type { AttributionMethod, Occlusion } from '../model/trust/types';
import { InputError, type Analysis, type AnalyzerService, type ModelInfo } from '../model/types';

const METHODS: readonly AttributionMethod[] = [
  'gradient-input',
  'integrated-gradients',
  'attention-gradient',
];

export interface ReadingOptions {
  readonly occlusion: Occlusion;
  readonly methods: readonly AttributionMethod[];
}

/**
 * The attributions that a model can be asked for; a bag of words' are the contributions that it shows anyway.
 * @returns besides why others cannot, a line each
 */
export async function attributionsOf(
  pool: ClassifierPool,
  { kind }: ModelInfo,
): Promise<{ methods: AttributionMethod[]; refusals: string[] }> {
  if (kind === 'contribution') return { methods: [], refusals: [] };
  const answers = await pool.each(METHODS, (service, method) =>
    service.attribute('a word', method).then(
      () => null,
      (error: unknown) => {
        if (error instanceof InputError) return error.message;
        throw error;
      },
    ),
  );
  return {
    methods: METHODS.filter((_, i) => answers[i] === null),
    refusals: answers.filter((answer) => answer !== null),
  };
}

/** One reading a text, in their order; null for a text without words. */
export function readTexts(
  pool: ClassifierPool,
  texts: readonly Labelled[],
  { occlusion, methods }: ReadingOptions,
  onDone: (done: number) => void,
): Promise<(TextReading | null)[]> {
  return pool.each(texts, (service, { text }) => readText(service, text, occlusion, methods), onDone);
}

async function readText(
  service: AnalyzerService,
  text: string,
  occlusion: Occlusion,
  methods: readonly AttributionMethod[],
): Promise<TextReading | null> {
  const { analyses } = await service.analyze(text, { maxWords: Infinity });
  const stretches: ReadStretch[] = [];
  for (const analysis of analyses) {
    const own = analyses.length === 1 ? text : alone(text, analysis);
    // Nothing cancels, so that there always is an answer.
    const examination = (await service.examine(own, { occlusion }))!;
    const attributions: Partial<Record<AttributionMethod, readonly number[]>> = {};
    for (const method of methods) attributions[method] = (await service.attribute(own, method))!.values;
    const { length } = examination.effects;
    if (length !== analysis.tokens.length) {
      throw new RangeError(`A stretch of ${analysis.tokens.length} words had ${length} by itself`);
    }
    stretches.push({ analysis, examination, attributions });
  }
  return stretches.length > 0 ? readingOf(stretches, tauOf) : null;
}

/**
 * A stretch as a text of its own. The zero-width space, which is passed over, keeps its first word from standing at the
 * beginning of a line, where it might be taken for the mark of a comment.
 */
function alone(text: string, { start, end }: Analysis): string {
  return `\u200B${text.slice(start, end)}`;
}
