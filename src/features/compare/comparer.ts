/** Has one text read by several models, one after the other; the latest request wins. */
import { t } from '@vscode/l10n';
import { InputError, type Analysis, type AnalyzerService, type Backend, type Token } from '../../model/types';
import type { ComparedModel } from '../../webview/protocol';
import type { Surface } from '../feature';
import { readingOf, wholeOf } from './merge';

/** Characters that a model reads before it is timed for the first time, so that what a first run costs is not counted. */
const WARM_UP = 300;

export interface ComparedText {
  readonly text: string;
  /** As they are charted; starts count from the text's. */
  readonly tokens: readonly Token[];
}

/** What is kept of one model. */
interface Column {
  readonly shown: ComparedModel;
  readonly analysis: Analysis | null;
}

export type ComparerHost = Pick<Surface, 'service' | 'dropService' | 'config' | 'log'>;

export class Comparer {
  /** What `shown` and `analyses` are of; null: nothing. */
  text: string | null = null;
  private models: readonly string[] = [];
  private columns = new Map<string, Column>();
  private running: AbortController | null = null;
  /** Services by model that were asked something here, to be ended when nobody looks any more. */
  private readonly used = new Map<string, AnalyzerService>();
  private readonly warm = new WeakSet<AnalyzerService>();

  /** @param onChange called whenever a column has changed */
  constructor(
    private readonly host: ComparerHost,
    private readonly onChange: () => void,
  ) {}

  /** One for each model asked for, in that order. */
  get shown(): readonly ComparedModel[] {
    return this.models.map((model) => this.columns.get(model)?.shown ?? { model, state: 'waiting' });
  }

  /** Those that are there by now. */
  get analyses(): readonly { model: string; backend: Backend; analysis: Analysis; parameters: number }[] {
    return this.models.flatMap((model) => {
      const { analysis, shown } = this.columns.get(model) ?? {};
      if (!analysis || !shown?.reading) return [];
      const { backend, parameters } = shown.reading;
      return [{ model, backend, analysis, parameters }];
    });
  }

  /** Starts over with this text and these models; what is known of the same text is kept. Never rejects. */
  async compare({ text, tokens }: ComparedText, models: readonly string[]): Promise<void> {
    this.abort();
    const abort = new AbortController();
    this.running = abort;
    const known = text === this.text ? [...this.columns] : [];
    this.text = text;
    this.models = models;
    this.columns = new Map(known.filter(([, { shown }]) => shown.state === 'done'));
    for (const model of this.used.keys()) if (!models.includes(model)) this.end(model);
    this.onChange();
    for (const model of models) {
      if (this.columns.has(model)) continue;
      this.set(model, { shown: { model, state: 'reading' }, analysis: null });
      const column = await this.read(model, { text, tokens }, abort.signal);
      if (abort.signal.aborted) return;
      this.set(model, column);
    }
    if (this.running === abort) this.running = null;
  }

  /** Ends what is under way; what was found stays. */
  abort(): void {
    this.running?.abort();
    this.running = null;
    for (const [model, { shown }] of this.columns) if (shown.state === 'reading') this.columns.delete(model);
  }

  /** Forgets everything that was found. */
  forget(): void {
    this.abort();
    this.text = null;
    this.models = [];
    this.columns.clear();
  }

  /** Ends what is under way, and the models that the settings do not name: each holds its weights in memory. */
  rest(): void {
    this.abort();
    for (const model of [...this.used.keys()]) this.end(model);
  }

  private end(model: string): void {
    const service = this.used.get(model);
    this.used.delete(model);
    if (!service || model === this.host.config().model) return;
    // Somebody else may be asking it for something just now.
    service.rest();
    this.warm.delete(service);
  }

  private set(model: string, column: Column): void {
    this.columns.set(model, column);
    this.onChange();
  }

  private async read(model: string, { text, tokens }: ComparedText, signal: AbortSignal): Promise<Column> {
    const service = this.host.service(model);
    this.used.set(model, service);
    try {
      const info = await service.info();
      if (!this.warm.has(service) && !signal.aborted) {
        await service.analyze(text.slice(0, WARM_UP), { signal });
        this.warm.add(service);
      }
      const { maxWords } = this.host.config();
      const report = await service.analyze(text, { maxWords, signal, fresh: true });
      const analysis = wholeOf(report);
      if (!analysis) throw new InputError(t('There is nothing that it could read.'));
      const reading = readingOf(report, analysis, tokens, info);
      return { shown: { model, state: 'done', reading }, analysis };
    } catch (error) {
      return this.failed(model, service, error, signal);
    }
  }

  /** The others go on; the next request starts another service for it. */
  private failed(model: string, service: AnalyzerService, error: unknown, signal: AbortSignal): Column {
    if (!signal.aborted) {
      const known = error instanceof Error ? error : new Error(String(error));
      this.host.log.error(
        `${model}: ${known instanceof InputError ? known.message : (known.stack ?? known)}`,
      );
      this.used.delete(model);
      this.host.dropService(service);
    }
    const message = error instanceof Error ? error.message : String(error);
    return { shown: { model, state: 'failed', error: message }, analysis: null };
  }
}
