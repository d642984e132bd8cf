/** The panel's section on training: the charted text read by the network of every epoch, while somebody looks at it. */
import * as vscode from 'vscode';
import type { Unit } from '../editor/store';
import type { ModelInfo } from '../model/types';
import { sleep } from '../pause';
import type { ModelOffer, TrainingView } from '../webview/protocol';
import type { Surface } from './feature';

export const SHOW_TRAINING = 'attentionInspector.showTraining';

/** Shipped models that keep the epochs of their training, for texts that another one was asked about. */
export const MODELS_WITH_EPOCHS: readonly string[] = ['imdb-attention', 'imdb-article'];

/** Milliseconds without another change before a changed text is read: typing would start many readings for nothing. */
const QUIET_MS = 120;

export class TrainingFeature implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  /** The section is unfolded. */
  private open = false;
  /** The command wants the section in sight, and the page has not answered yet. */
  private wanted = false;
  /** Chosen in the section; null: the model of the settings. */
  private chosen: string | null = null;
  /** What is being read, and with what, or was to its end. */
  private key: string | null = null;
  private running: AbortController | null = null;
  /** What the panel was told last. */
  private told: TrainingView | null = null;

  constructor(private readonly surface: Surface) {
    this.subscription = vscode.Disposable.from(
      surface.onDidChange(() => this.look(QUIET_MS)),
      surface.onPanelReady(() => this.pageLoaded()),
      surface.onMessage('unfold', ({ section, open }) => {
        if (section === 'training') this.unfolded(open);
      }),
      surface.onMessage('trainingModel', ({ model }) => {
        // A model may be a path: the page has a say among those that it was offered, and no other.
        if (!this.told?.offers.some((offer) => offer.model === model)) return;
        this.chosen = model;
        this.look(0);
      }),
    );
  }

  /** Opens the panel with the section unfolded and in sight. */
  show(): void {
    this.wanted = true;
    this.surface.showPanel();
    // A page that is not there yet hears it once it is.
    this.surface.post({ type: 'openSection', section: 'training' });
  }

  dispose(): void {
    this.stop();
    this.subscription.dispose();
  }

  /** The page begins with the section folded up, or says that it is not. */
  private pageLoaded(): void {
    this.open = false;
    if (this.wanted) this.surface.post({ type: 'openSection', section: 'training' });
  }

  private unfolded(open: boolean): void {
    this.open = open;
    if (!open) return this.stop();
    this.wanted = false;
    // What failed is tried again; of what was told to a page before this one it knows nothing.
    if (this.told?.state === 'failed') this.key = null;
    else if (this.told) this.tell(this.told);
    this.look(0);
  }

  /** Reads the charted text unless that is under way or done. */
  private look(quietMs: number): void {
    const unit = this.surface.subject()?.unit;
    if (!unit || !this.open || !this.surface.panelVisible()) return this.stop();
    const { model, backend } = this.surface.config();
    // A text that is being written keeps its id.
    const key = JSON.stringify([unit.id, unit.text, this.chosen ?? model, model, backend]);
    if (key === this.key) return;
    this.stop();
    this.key = key;
    const running = new AbortController();
    this.running = running;
    void this.read(unit, this.chosen ?? model, running.signal, quietMs);
  }

  /** Tells the panel how it goes and what comes of it, unless it was stopped meanwhile. Never rejects. */
  private async read({ id, text }: Unit, model: string, signal: AbortSignal, quietMs: number): Promise<void> {
    const { surface } = this;
    let offers = this.told?.offers ?? [];
    const tell = (what: Outcome) => {
      if (!signal.aborted) this.tell({ id, text, model, offers, ...what });
    };
    try {
      if (quietMs > 0) await sleep(quietMs, { signal });
      tell({ state: 'reading', done: 0, total: 0 });
      const own = surface.config().model;
      offers = offersOf(own, await surface.service().info());
      const service = surface.service(model);
      const { epochs } = await service.info();
      if (!epochs) return tell({ state: 'none' });
      if (signal.aborted) return;
      const onProgress = (done: number, total: number) => tell({ state: 'reading', done, total });
      tell({ state: 'read', report: await service.epochs(text, { signal, onProgress }) });
    } catch (error) {
      tell({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
    } finally {
      if (!signal.aborted) this.running = null;
    }
  }

  private tell(training: TrainingView): void {
    this.told = training;
    this.surface.post({ type: 'training', training });
  }

  /** Ends what is being read; what was read to its end stays known. */
  private stop(): void {
    if (!this.running) return;
    this.running.abort();
    this.running = this.key = null;
  }
}

type Outcome = TrainingView extends infer View
  ? View extends TrainingView
    ? Omit<View, 'id' | 'text' | 'model' | 'offers'>
    : never
  : never;

/** The settings' model where it keeps epochs, then the shipped ones that do. */
export function offersOf(own: string, { name, epochs }: Pick<ModelInfo, 'name' | 'epochs'>): ModelOffer[] {
  const shipped = MODELS_WITH_EPOCHS.filter((model) => model !== own).map((model) => ({
    model,
    name: model,
  }));
  return epochs ? [{ model: own, name }, ...shipped] : shipped;
}
