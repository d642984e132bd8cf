/** Text in, verdicts and attention weights out: tokenizer, vocabulary and network joined. */
import { labelsOf } from './artifacts';
import { listCheckpoints } from './checkpoints';
import { joinProbabilities, mostProbable } from './classes';
import { withEffects } from './deletion';
import type { Engine, Outcome } from './engines/engine';
import { SessionPool } from './engines/sessions';
import { calibrationOf, isBagOfWords, parametersOf, weightKindOf, type AnyModel } from './load';
import { nearest } from './neighbours';
import { breathe } from '../pause';
import { segment, type TokenRange } from './segments';
import { normalizeToken, tokenize } from './tokenizer';
import { InputError } from './types';
import type { Pace } from './trust/occlusion';
import type { Analysis, AnalyzeOptions, ModelInfo, Neighbour, Report, Token, WeightedToken } from './types';
import { runs, unreadSpan, withinLimit, type Unit } from './units';

const DEFAULT_MAX_WORDS = 20_000;
/** Texts in one run of `classify`. */
const CLASSIFY_BATCH = 64;

export interface Classified {
  /** Of the model's classes in their order; all alike for a text without any token. */
  readonly probabilities: readonly number[];
  /** Tokens read. */
  readonly tokens: number;
  /** Share of the attention that fell on PADs, where the model's softmax sees them. */
  readonly padding?: number;
}

/** The words of a stretch, in the text and for the network. */
export interface Stretch {
  readonly tokens: readonly Token[];
  readonly ids: Int32Array;
}

/** A text on its way through the network. */
interface Prepared {
  readonly tokens: readonly Token[];
  readonly units: readonly OwnedUnit[];
  /** What has been read of it, in reading order. */
  readonly analyses: Analysis[];
}

/** A stretch that knows its text. */
interface OwnedUnit extends Unit {
  readonly text: Prepared;
}

/** What one stretch of a text gave. */
interface Part extends Pick<Outcome, 'probabilities'> {
  /** Tokens. */
  readonly count: number;
  readonly padding: number | undefined;
}

export class Analyzer {
  readonly info: ModelInfo;

  private readonly sessions: SessionPool;
  /** Requests that are being read; what can wait waits until there is none. */
  private reading = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * @param engine computes the model; the analyzer disposes of it
   * @param passedOver why better engines were not taken, for people to read
   * @param remembered texts whose states are kept for reading while typing
   */
  constructor(
    private readonly model: AnyModel,
    private readonly engine: Engine,
    passedOver: readonly string[] = [],
    remembered?: number,
  ) {
    this.sessions = new SessionPool(engine, remembered);
    const epochs = listCheckpoints(model).map(({ epoch }) => epoch);
    this.info = {
      name: model.manifest.name,
      description: model.manifest.description,
      labels: labelsOf(model.manifest),
      kind: weightKindOf(model),
      backend: engine.backend,
      passedOver,
      maxTokens: model.manifest.maxTokens,
      vocabularySize: model.vocab.size,
      parameters: parametersOf(model),
      calibration: calibrationOf(model.manifest),
      ...(model.manifest.seeds ? { seeds: model.manifest.seeds } : {}),
      ...(epochs.length > 0 ? { epochs } : {}),
    };
  }

  /**
   * Analyses a text: one analysis when it fits the model's length, otherwise one per paragraph. What is beyond
   * `maxWords` or the model's positions or comes after a cancellation is reported as unread, never dropped silently.
   */
  async analyze(text: string, options: AnalyzeOptions = {}): Promise<Report> {
    const [report] = await this.analyzeMany([text], options);
    return report!;
  }

  /** The same for many texts: one report each, in runs of several of them, under one limit of words. */
  analyzeMany(texts: readonly string[], options: AnalyzeOptions = {}): Promise<Report[]> {
    return this.first(() => this.readMany(texts, options));
  }

  private async readMany(texts: readonly string[], options: AnalyzeOptions): Promise<Report[]> {
    const started = performance.now();
    const prepared = texts.map((text) => this.prepare(text));
    const units = prepared.flatMap(({ units }) => units);
    const readable = withinLimit(units, options.maxWords ?? DEFAULT_MAX_WORDS);
    const total = readable.reduce((sum, unit) => sum + unit.ids.length, 0);
    let done = 0;
    const cancelled = () => options.cancelled?.() ?? false;
    const goesOn = async (more = 0): Promise<boolean> => {
      if (more > 0) options.onProgress?.(done + more, total);
      // Lets a cancellation that is waiting in the message queue be heard.
      await breathe();
      return !cancelled();
    };
    for (const run of this.info.kind === 'deletion' ? readable.map((unit) => [unit]) : runs(readable)) {
      if (!(await goesOn())) break;
      const before = performance.now();
      const outcomes = await this.complete(run, this.run(run, options.fresh), { cancelled, pause: goesOn });
      if (!outcomes) break;
      const ms = (performance.now() - before) / run.length;
      outcomes.forEach((outcome, i) => {
        const unit = run[i]!;
        unit.text.analyses.push(this.describe(unit.text.tokens, unit, outcome, ms));
        done += unit.ids.length;
      });
      options.onProgress?.(done, total);
    }
    return prepared.map((text) => this.report(text, performance.now() - started));
  }

  /**
   * The verdicts over many texts, batched by length. A text beyond the model's length is read in stretches, joined
   * as `joinProbabilities` says; one beyond the model's positions is cut.
   */
  classify(texts: readonly string[]): Promise<Classified[]> {
    return this.first(() => this.classifyMany(texts));
  }

  private async classifyMany(texts: readonly string[]): Promise<Classified[]> {
    const units = texts.flatMap((text, index) => {
      const tokens = tokenize(text);
      return this.stretches(text, tokens).map((range) => ({
        ...this.unit(tokens, range),
        index,
      }));
    });
    units.sort((a, b) => a.ids.length - b.ids.length || a.index - b.index);
    const parts: Part[][] = texts.map(() => []);
    for (let i = 0; i < units.length; i += CLASSIFY_BATCH) {
      const batch = units.slice(i, i + CLASSIFY_BATCH);
      this.engine.run(batch.map((unit) => unit.ids)).forEach(({ probabilities, padding }, k) => {
        parts[batch[k]!.index]!.push({ count: batch[k]!.ids.length, probabilities, padding });
      });
      await breathe();
    }
    return parts.map((part) => {
      const tokens = part.reduce((sum, { count }) => sum + count, 0);
      const padding = part.reduce((sum, { count, padding = NaN }) => sum + (count / tokens) * padding, 0);
      return {
        probabilities: joinProbabilities(part, this.info.labels.length),
        tokens,
        ...(tokens > 0 && !Number.isNaN(padding) ? { padding } : {}),
      };
    });
  }

  /**
   * The share of the attention that PADs would get if the softmax saw them, with the first stretch of the text cut or
   * padded to `positions`; undefined where there is no attention, no word, or the engine cannot say.
   */
  paddingIn(text: string, positions: number): number | undefined {
    const tokens = tokenize(text);
    const [first] = this.stretches(text, tokens);
    if (!first) return undefined;
    return this.engine.paddingIn?.(this.unit(tokens, first).ids.subarray(0, positions), positions);
  }

  /**
   * The first stretch of a text, as `analyze` divides it.
   * @throws InputError for a text without words
   */
  firstStretch(text: string): Stretch {
    const tokens = tokenize(text);
    const [range] = this.stretches(text, tokens);
    if (!range) throw new InputError('The text holds no word that could be read.');
    return { tokens: tokens.slice(range.from, range.to), ids: this.unit(tokens, range).ids };
  }

  /** One stretch, from what is known of a text that began alike. */
  read(ids: Int32Array): Outcome {
    return this.sessions.read(ids);
  }

  /** Resolves once no request is being read. */
  async idle(): Promise<void> {
    while (this.reading > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** See AnalyzerService.neighbours. */
  neighbours(word: string, count: number): Neighbour[] {
    const { model } = this;
    if (isBagOfWords(model)) return [];
    return nearest(model.weights['embedding/table'].floats(), model.vocab, word, count);
  }

  dispose(): void {
    this.sessions.close();
    this.engine.dispose();
  }

  /** Work that whoever awaits `idle` lets pass. */
  private async first<T>(work: () => Promise<T>): Promise<T> {
    this.reading++;
    try {
      return await work();
    } finally {
      this.reading--;
      if (this.reading === 0) for (const go of this.waiting.splice(0)) go();
    }
  }

  private prepare(text: string): Prepared {
    const tokens = tokenize(text);
    const units: OwnedUnit[] = [];
    const prepared: Prepared = { tokens, units, analyses: [] };
    for (const range of this.stretches(text, tokens))
      units.push({ ...this.unit(tokens, range), text: prepared });
    return prepared;
  }

  /** @param ms milliseconds of the whole request */
  private report({ tokens, units, analyses }: Prepared, ms: number): Report {
    const last = units.at(-1);
    return {
      model: this.info.name,
      backend: this.info.backend,
      analyses,
      unread: unreadSpan(tokens, units[analyses.length - 1]),
      ...(last && last.range.to < tokens.length ? { cutAfter: last.range.to } : {}),
      ms,
    };
  }

  /** A model whose attention has a number of positions reads so much of a text, as in the article; others read it all. */
  private stretches(text: string, tokens: readonly Token[]): TokenRange[] {
    const { model } = this;
    const positions = isBagOfWords(model) ? 0 : (model.architecture.positions ?? 0);
    if (positions > 0 && tokens.length > positions) return [{ from: 0, to: positions }];
    return segment(text, tokens, this.info.maxTokens);
  }

  private unit(tokens: readonly Token[], range: TokenRange): Unit {
    const { vocab } = this.model;
    const ids = new Int32Array(range.to - range.from);
    for (let i = range.from; i < range.to; i++) {
      ids[i - range.from] = vocab.id(normalizeToken(tokens[i]!.text));
    }
    return { range, ids };
  }

  /** One run of the network. A single stretch goes on from what is known of a text that began alike, unless `fresh`. */
  private run(units: readonly Unit[], fresh = false): Outcome[] {
    if (units.length === 1 && !fresh) return [this.sessions.read(units[0]!.ids)];
    return this.engine.run(units.map((unit) => unit.ids));
  }

  /** With what the words do to the verdict, where the model has no weights of its own; null where work was ended. */
  private async complete(
    units: readonly Unit[],
    outcomes: readonly Outcome[],
    pace: Pace,
  ): Promise<readonly Outcome[] | null> {
    if (this.info.kind !== 'deletion') return outcomes;
    const completed: Outcome[] = [];
    for (const [i, outcome] of outcomes.entries()) {
      const one = await withEffects(this.engine, units[i]!.ids, outcome, pace);
      if (!one) return null;
      completed.push(one);
    }
    return completed;
  }

  private describe(tokens: readonly Token[], { range, ids }: Unit, outcome: Outcome, ms: number): Analysis {
    const { unknownId } = this.model.vocab;
    const weighted: WeightedToken[] = [];
    for (let i = range.from; i < range.to; i++) {
      const at = i - range.from;
      weighted.push({
        ...tokens[i]!,
        weight: outcome.weights[at]!,
        ...(outcome.effects && { effect: outcome.effects[at]! }),
        known: ids[at] !== unknownId,
      });
    }
    return {
      start: tokens[range.from]!.start,
      end: tokens[range.to - 1]!.end,
      ...verdict(this.info.labels, outcome.probabilities),
      kind: this.info.kind,
      ...(outcome.padding === undefined ? {} : { padding: outcome.padding }),
      ...(outcome.bias === undefined ? {} : { bias: outcome.bias }),
      tokens: weighted,
      ms,
    };
  }
}

function verdict(
  labels: readonly string[],
  probabilities: readonly number[],
): Pick<Analysis, 'label' | 'probability' | 'classes'> {
  const classes = labels.map((label, i) => ({ label, probability: probabilities[i]! }));
  return { ...classes[mostProbable(probabilities)]!, classes };
}
