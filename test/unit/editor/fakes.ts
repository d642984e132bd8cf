/** A service whose answers are plain to see: a word for every run of non-blanks, weighted by its length. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  InputError,
  type Analysis,
  type AnalyzerService,
  type EpochsReport,
  type ModelInfo,
  type Neighbour,
  type Report,
  type WeightedToken,
} from '../../../src/model/types';
import type { Attribution, AttributionMethod, Examination, Occluded } from '../../../src/model/trust/types';
import { attributionOf, examinationOf, occludedOf } from './fakeTrust';

export const INFO: ModelInfo = {
  name: 'plain',
  description: 'A fake.',
  labels: ['negative', 'positive'],
  kind: 'attention',
  backend: 'cpu',
  passedOver: ['tfjs-node: not installed'],
  maxTokens: 1000,
  vocabularySize: 10,
  calibration: { temperature: 1.25, fittedOn: 200 },
  parameters: 1234,
};

/** The words of a text with weights that sum to 1; "unknownword" is not known. Never of an empty text. */
export function analysisOf(text: string, label: Analysis['label'] = 'positive', probability = 0.9): Analysis {
  const classes = INFO.labels.map((name) => ({
    label: name,
    probability: name === label ? probability : 1 - probability,
  }));
  const words = [...text.matchAll(/\S+/g)];
  const letters = words.reduce((sum, [word]) => sum + word.length, 0);
  const tokens: WeightedToken[] = words.map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
    weight: word.length / letters,
    known: word !== 'unknownword',
  }));
  return { start: 0, end: text.length, label, probability, classes, kind: 'attention', tokens, ms: 1 };
}

/** The same by a model without attention: the effects of the words, in order, on the verdict. */
export function effectsOf(text: string, effects: readonly number[], classes: Analysis['classes']): Analysis {
  const most = classes.reduce((a, b) => (b.probability > a.probability ? b : a));
  const total = effects.reduce((sum, effect) => sum + Math.abs(effect), 0);
  const plain = analysisOf(text);
  const tokens = plain.tokens.map((token, index) => {
    const effect = effects[index] ?? 0;
    return { ...token, effect, weight: Math.abs(effect) / total };
  });
  return { ...plain, ...most, classes, kind: 'deletion', tokens };
}

/** Three classes in the order of their model. */
export const MOODS: Analysis['classes'] = [
  { label: 'joy', probability: 0.61 },
  { label: 'anger', probability: 0.3 },
  { label: 'fear', probability: 0.09 },
];

export interface FakeOptions {
  /** Milliseconds that one analysis takes. */
  readonly delay?: number;
  /** Words that one analysis holds; longer texts have several. */
  readonly unit?: number;
  /** Awaited before every analysis. */
  readonly hold?: () => Promise<void>;
  /** What every word has for neighbours. */
  readonly neighbours?: readonly Neighbour[];
  /** What every request fails with. */
  readonly error?: Error;
  /** Epochs that the model keeps; none where not given. */
  readonly epochs?: readonly number[];
  /** What the model calls itself. */
  readonly name?: string;
  /** What an examination finds, of what it would find otherwise; that of fakeTrust.ts where not given. */
  readonly examined?: (examination: Examination) => Examination;
}

/** Through training the weights grow from alike to those of `analysisOf`, and the verdict from even to 0.9. */
export function epochsOf(text: string, epochs: readonly number[], model = INFO.name): EpochsReport {
  const { tokens } = analysisOf(text);
  const last = Math.max(1, ...epochs);
  return {
    model,
    kind: 'attention',
    words: tokens.length,
    pads: { positions: 300, count: 300 - tokens.length, seen: false, bounded: false },
    trainedOn: { texts: 100, validationTexts: 20 },
    epochs: epochs.map((epoch) => {
      const done = epoch / last;
      const { label, probability, classes } = analysisOf(text, 'positive', 0.5 + 0.4 * done);
      const weights = tokens.map(({ weight }) => done * weight + (1 - done) / tokens.length);
      const entropy = weights.reduce((sum, weight) => sum - weight * Math.log2(weight), 0);
      return {
        ...{ epoch, trainLoss: epoch === 0 ? null : 0.7 - 0.5 * done, trainAccuracy: null },
        ...{ validationLoss: 0.7 - 0.4 * done, validationAccuracy: 0.5 + 0.4 * done },
        ...{ label, probability, classes, weights, entropy, effectiveWords: 2 ** entropy },
      };
    }),
    ms: 1,
  };
}

export class FakeService implements AnalyzerService {
  readonly requests: string[] = [];
  /** What examinations, attributions and occlusions were asked for, as "examine text". */
  readonly examined: string[] = [];
  disposed = false;
  rested = 0;
  retired = false;

  constructor(private readonly options: FakeOptions = {}) {}

  async info(): Promise<ModelInfo> {
    const { error, epochs, name = INFO.name } = this.options;
    if (error) throw error;
    return { ...INFO, name, ...(epochs ? { epochs } : {}) };
  }

  async epochs(
    text: string,
    { signal, onProgress }: Parameters<AnalyzerService['epochs']>[1] = {},
  ): Promise<EpochsReport> {
    this.requests.push(text);
    const { delay = 0, hold, error, epochs, name = INFO.name } = this.options;
    if (error) throw error;
    if (!epochs) throw new InputError(`The model ${name} keeps no epochs of its training.`);
    let read = 0;
    for (; read < epochs.length && !signal?.aborted; read++) {
      if (delay > 0) await sleep(delay);
      await hold?.();
      if (signal?.aborted) break;
      onProgress?.(read + 1, epochs.length);
    }
    return epochsOf(text, epochs.slice(0, read), name);
  }

  async analyze(text: string, options: Parameters<AnalyzerService['analyze']>[1] = {}): Promise<Report> {
    this.requests.push(text);
    const { delay = 0, hold, unit = Infinity, error } = this.options;
    if (error) throw error;
    const { tokens } = analysisOf(text);
    const analyses: Analysis[] = [];
    let read = 0;
    const limit = Math.min(tokens.length, options.maxWords ?? Infinity);
    while (read < limit && !options.signal?.aborted) {
      if (delay > 0) await sleep(delay);
      await hold?.();
      if (options.signal?.aborted) break;
      const part = tokens.slice(read, Math.min(limit, read + unit));
      const start = part[0]?.start ?? 0;
      const end = part.at(-1)?.end ?? 0;
      const plain = analysisOf(text.slice(start, end), part[0]?.text === 'bad' ? 'negative' : 'positive');
      analyses.push({
        ...plain,
        start,
        end,
        tokens: plain.tokens.map((token) => ({
          ...token,
          start: token.start + start,
          end: token.end + start,
        })),
      });
      read += part.length;
      options.onProgress?.(read, tokens.length);
    }
    const rest = tokens[read];
    const unread = rest ? [{ start: rest.start, end: text.length }] : [];
    return { model: INFO.name, backend: INFO.backend, analyses, unread, ms: 1 };
  }

  /** One after the other, under one limit; what comes after it or a cancellation is not asked for. */
  async analyzeMany(
    texts: readonly string[],
    options: Parameters<AnalyzerService['analyze']>[1] = {},
  ): Promise<Report[]> {
    const words = texts.map((text) => analysisOf(text).tokens.length);
    const total = words.reduce((sum, n) => sum + n, 0);
    const reports: Report[] = [];
    let done = 0;
    for (const text of texts) {
      const left = (options.maxWords ?? Infinity) - done;
      if (options.signal?.aborted || left <= 0) {
        const unread = [{ start: 0, end: text.length }];
        reports.push({ model: INFO.name, backend: INFO.backend, analyses: [], unread, ms: 1 });
        continue;
      }
      const before = done;
      const onProgress = (read: number) => options.onProgress?.(before + read, total);
      const report = await this.analyze(text, { ...options, maxWords: left, onProgress });
      done += report.analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
      reports.push(report);
    }
    return reports;
  }

  async examine(
    text: string,
    { occlusion, signal, onProgress }: Parameters<AnalyzerService['examine']>[1] = {},
  ): Promise<Examination | null> {
    const analysis = await this.examinable(`examine ${text}`, text, signal);
    if (!analysis) return null;
    onProgress?.(1, 1);
    return (this.options.examined ?? ((one) => one))(examinationOf(analysis, occlusion));
  }

  async attribute(
    text: string,
    method: AttributionMethod,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Attribution | null> {
    const analysis = await this.examinable(`${method} ${text}`, text, signal);
    return analysis && attributionOf(analysis, method);
  }

  async occlude(
    text: string,
    runs: readonly (readonly [number, number])[],
    { occlusion, signal }: Parameters<AnalyzerService['occlude']>[2] = {},
  ): Promise<Occluded | null> {
    const analysis = await this.examinable(`occlude ${text}`, text, signal);
    return analysis && occludedOf(analysis, occlusion, runs);
  }

  private async examinable(asked: string, text: string, signal?: AbortSignal): Promise<Analysis | null> {
    this.examined.push(asked);
    const { delay = 0, hold, error } = this.options;
    if (error) throw error;
    if (delay > 0) await sleep(delay);
    await hold?.();
    if (text.trim() === '') throw new InputError('The text holds no word that could be read.');
    return signal?.aborted ? null : analysisOf(text);
  }

  rest(): void {
    this.rested++;
  }

  retire(): void {
    this.retired = true;
  }

  async neighbours(word: string, count: number): Promise<readonly Neighbour[]> {
    const { neighbours = [], error } = this.options;
    if (error) throw error;
    return word === 'unknownword' ? [] : neighbours.slice(0, count);
  }

  dispose(): void {
    this.disposed = true;
  }
}
