/** The charted text and another one, both by the model that read the charted one. */
import { t } from '@vscode/l10n';
import { InputError, type Analysis, type AnalyzerService } from '../../model/types';
import type { TextPair } from '../../webview/protocol';
import type { Subject, Surface } from '../feature';
import type { Pin } from '../pins/pin';
import { wholeOf } from './merge';
import { lineOf, otherTexts, type KnownText } from './otherTexts';

export class TextPairing {
  private chosen: string | null = null;
  private pair: TextPair | null = null;
  private running: AbortController | null = null;
  private offeredKey = '';
  private madeKey = '';
  /** What was read last, so that a charted text that changes while it is typed costs nothing here. */
  private known: { readonly key: string; readonly analysis: Analysis } | null = null;

  constructor(
    private readonly surface: Surface,
    private readonly pins: () => readonly Pin[],
  ) {}

  choose(key: string | null): void {
    this.chosen = key;
    this.update(true);
  }

  /** Tells what can be chosen, where that is new. */
  offer(): void {
    const id = this.surface.subject()?.unit.id ?? null;
    const texts = this.texts().map(lineOf);
    const key = JSON.stringify([id, texts.map((one) => [one.key, one.title, one.snippet])]);
    if (key === this.offeredKey) return;
    this.offeredKey = key;
    this.surface.post({ type: 'otherTexts', id, texts });
  }

  /** Tells a page that has just been loaded. */
  tell(): void {
    this.offeredKey = '';
    this.offer();
    this.surface.post({ type: 'textPair', pair: this.pair });
  }

  /**
   * Another text is charted, or chosen, or one of them is gone.
   * @param again what failed is tried again, too
   */
  update(again = false): void {
    const subject = this.surface.subject();
    const other = this.texts().find(({ key }) => key === this.chosen);
    const key = JSON.stringify([subject?.unit.id, subject?.entry.model, other?.key, other?.text]);
    if (key === this.madeKey && !(again && this.pair?.state === 'failed')) return;
    this.abort();
    this.madeKey = key;
    if (!subject || !other) return this.set(null);
    const { id } = subject.unit;
    const { model } = subject.entry;
    const begun = { id, key: other.key, model };
    const analysis = other.model === model ? other.analysis : this.knownOf(model, other);
    if (analysis) return this.set({ ...begun, state: 'done', other: shownOf({ ...other, analysis }) });
    this.set({ ...begun, state: 'reading' });
    void this.read(other, subject, begun);
  }

  abort(): void {
    if (!this.running) return;
    this.running.abort();
    this.running = null;
    this.madeKey = '';
  }

  private texts(): readonly KnownText[] {
    const subject = this.surface.subject();
    return subject ? otherTexts(subject, this.surface.store.all(), this.pins()) : [];
  }

  private set(pair: TextPair | null): void {
    if (pair === null && this.pair === null) return;
    this.pair = pair;
    this.surface.post({ type: 'textPair', pair });
  }

  /** The other text was read by another model: reads it by this one. Never rejects. */
  private async read(
    other: KnownText,
    { entry }: Subject,
    begun: Omit<TextPair, 'state' | 'other'>,
  ): Promise<void> {
    const abort = new AbortController();
    this.running = abort;
    try {
      const analysis = await this.analyse(entry.model, other.text, abort.signal);
      if (abort.signal.aborted) return;
      this.known = { key: keyOf(entry.model, other), analysis };
      this.set({ ...begun, state: 'done', other: shownOf({ ...other, analysis }) });
    } catch (error) {
      if (abort.signal.aborted) return;
      this.surface.log.error(String(error));
      this.set({ ...begun, state: 'failed', error: error instanceof Error ? error.message : String(error) });
    } finally {
      if (this.running === abort) this.running = null;
    }
  }

  private knownOf(model: string, other: KnownText): Analysis | null {
    return this.known?.key === keyOf(model, other) ? this.known.analysis : null;
  }

  private async analyse(model: string, text: string, signal: AbortSignal): Promise<Analysis> {
    const service = await this.serviceOf(model);
    const { maxWords } = this.surface.config();
    const whole = wholeOf(await service.analyze(text, { maxWords, signal }));
    if (!whole) throw new InputError(t('There is nothing that it could read.'));
    return whole;
  }

  /** The service of the model that calls itself so: the settings', or a shipped one. */
  private async serviceOf(model: string): Promise<AnalyzerService> {
    const own = this.surface.service();
    if ((await own.info()).name === model) return own;
    return this.surface.service(model);
  }
}

/** A text that is being written keeps its key. */
function keyOf(model: string, { key, text }: KnownText): string {
  return JSON.stringify([model, key, text]);
}

function shownOf({ title, text, analysis }: KnownText): TextPair['other'] & object {
  return { title, text, analysis };
}
