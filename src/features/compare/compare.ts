/** Several models on the charted text, and another text beside it: computed only while somebody looks. */
import type * as vscode from 'vscode';
import type { ExportParts } from '../../export/document';
import type { Analysis, Backend } from '../../model/types';
import type { Surface } from '../feature';
import type { Memento } from '../pins/history';
import type { Pin } from '../pins/pin';
import { Comparer } from './comparer';
import { TextPairing } from './pairing';

export interface CompareOptions {
  /** Names of the models that are there; asked for whenever the section is unfolded. */
  models(): Promise<readonly string[]>;
  /** What else a text can be laid beside, the latest first. */
  pins(): readonly Pin[];
  /** Where the choice of models is remembered. */
  readonly memory: Memento;
  /** Milliseconds without a further change before anything is computed. */
  readonly delay?: number;
}

/** What several models made of one text, for whoever writes it down. */
export interface Comparison {
  readonly text: string;
  readonly place: string;
  /** Offsets of each analysis index `text`. */
  readonly columns: readonly {
    readonly model: string;
    readonly backend: Backend;
    readonly analysis: Analysis;
    readonly parameters: number;
  }[];
}

const CHOICE = 'attentionInspector.comparedModels';
const DELAY_MS = 120;
export const LEAST_MODELS = 2;

export class Compare implements vscode.Disposable {
  private readonly comparer: Comparer;
  private readonly pairing: TextPairing;
  private readonly subscriptions: readonly vscode.Disposable[];
  private open = false;
  /** The command wants the section to be seen, and the page has not answered yet. */
  private wanted = false;
  private offered: readonly string[] = [];
  private soon: NodeJS.Timeout | undefined;
  private toldKey = '';

  constructor(
    private readonly surface: Surface,
    private readonly options: CompareOptions,
  ) {
    this.comparer = new Comparer(surface, () => this.tell());
    this.pairing = new TextPairing(surface, options.pins);
    this.subscriptions = [
      surface.onDidChange(() => this.changed()),
      surface.onPanelReady(() => this.wanted && this.ask()),
      surface.onPanelHidden(() => this.close()),
      surface.onMessage('unfold', ({ section, open }) => {
        if (section === 'compare') void (open ? this.unfold() : this.close());
      }),
      surface.onMessage('chooseModels', ({ models }) => void this.choose(models)),
      surface.onMessage('chooseText', ({ key }) => this.pairing.choose(key)),
    ];
  }

  /** Opens the panel with the section in sight. */
  show(): void {
    this.wanted = true;
    this.surface.showPanel();
    this.ask();
  }

  /** What stands in the section now; null while it is folded up, or has nothing yet. */
  comparison(): Comparison | null {
    const unit = this.surface.subject()?.unit;
    const { text, analyses: columns } = this.comparer;
    // Another text is charted, or the same one was edited, and has not been compared yet.
    if (!this.open || !unit || unit.text !== text || columns.length === 0) return null;
    return { text, place: unit.place, columns };
  }

  /** The same, as exports take it. */
  exportParts(): ExportParts | null {
    const comparison = this.comparison();
    if (!comparison) return null;
    const { text, place, columns } = comparison;
    return { title: place, texts: [{ place, text, readings: columns }] };
  }

  /** The list of pinned texts has changed. */
  pinsChanged(): void {
    if (this.open) this.pairing.offer();
  }

  dispose(): void {
    clearTimeout(this.soon);
    this.comparer.abort();
    this.pairing.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** A page that is not ready never hears it; it is asked again as soon as it is. */
  private ask(): void {
    this.surface.post({ type: 'openSection', section: 'compare' });
  }

  private async unfold(): Promise<void> {
    this.open = true;
    this.wanted = false;
    this.toldKey = '';
    const names = await this.options.models();
    const { model } = this.surface.config();
    this.offered = [...new Set([model, ...names])];
    this.pairing.offer();
    this.pairing.tell();
    this.update();
  }

  private close(): void {
    if (!this.open) return;
    this.open = false;
    clearTimeout(this.soon);
    this.comparer.rest();
    this.pairing.abort();
  }

  private async choose(models: readonly string[]): Promise<void> {
    await this.options.memory.update(CHOICE, [...models]);
    this.update();
  }

  /** As chosen, of those that are there; before anything was chosen all are. */
  private chosen(): readonly string[] {
    const kept = this.options.memory.get(CHOICE);
    if (!Array.isArray(kept)) return this.offered;
    return this.offered.filter((model) => kept.includes(model));
  }

  private changed(): void {
    if (!this.open) return;
    const { model } = this.surface.config();
    if (!this.offered.includes(model)) this.offered = [model, ...this.offered];
    this.pairing.offer();
    this.pairing.update();
    if (this.key() === this.toldKey) return;
    this.comparer.abort();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.update(), this.options.delay ?? DELAY_MS);
  }

  /** Equal as long as there is nothing new to compute. */
  private key(): string {
    const { backend, model, maxWords } = this.surface.config();
    const unit = this.surface.subject()?.unit;
    return JSON.stringify([unit?.id, unit?.text, backend, model, maxWords, this.chosen()]);
  }

  private update(): void {
    clearTimeout(this.soon);
    if (!this.open) return;
    const [before, key] = [this.toldKey, this.key()];
    this.toldKey = key;
    // With other settings everything is read anew.
    if (before !== '' && settingsOf(before) !== settingsOf(key)) this.comparer.forget();
    const unit = this.surface.subject()?.unit;
    const chosen = this.chosen();
    this.pairing.update(true);
    if (!unit || chosen.length < LEAST_MODELS) {
      this.comparer.forget();
      return this.tell();
    }
    void this.comparer.compare({ text: unit.text, tokens: unit.analysis.tokens }, chosen);
  }

  private tell(): void {
    const { offered } = this;
    const columns = this.comparer.shown;
    const id = this.surface.subject()?.unit.id ?? null;
    const { text } = this.comparer;
    const compared = { id, text, offered, chosen: this.chosen(), columns };
    this.surface.post({ type: 'modelsCompared', compared });
  }
}

/** The part of a key that says how texts are read. */
function settingsOf(key: string): string {
  const [, , backend, , maxWords] = JSON.parse(key) as unknown[];
  return JSON.stringify([backend, maxWords]);
}
