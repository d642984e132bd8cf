/** Pinning analyses, and showing them again: live where their text still stands, else as they were. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { placeOfText } from '../../editor/textPlace';
import type { Span } from '../../model/types';
import type { Surface } from '../feature';
import type { PinHistory } from './history';
import { entryOf, pinLine, type Pin } from './pin';

export interface PinsOptions {
  readonly history: PinHistory;
  /** The open document of this address. */
  document(uri: string): vscode.TextDocument | undefined;
  /** Shows a stretch of a document in an editor. */
  reveal(document: vscode.TextDocument, span: Span): Promise<void>;
  /** Asks before something is lost; true: go on. */
  confirm(question: string, yes: string): Promise<boolean>;
  /** One short sentence that goes away by itself. */
  say(message: string): void;
  /** Called after every change of the list. */
  changed(): void;
  /** Milliseconds since 1970. */
  now(): number;
}

export class Pins implements vscode.Disposable {
  private readonly subscriptions: readonly vscode.Disposable[];
  private toldShown: number | null = null;

  constructor(
    private readonly surface: Surface,
    private readonly options: PinsOptions,
  ) {
    this.subscriptions = [
      surface.onPanelReady(() => this.tell()),
      surface.onDidChange(() => {
        if (this.shown() !== this.toldShown) this.tell();
      }),
      surface.onMessage('pin', () => this.pin()),
      surface.onMessage('openPin', ({ id }) => void this.open(id)),
      surface.onMessage('removePin', ({ id }) => this.remove(id)),
      surface.onMessage('removePins', () => void this.removeAll()),
      surface.onMessage('leavePin', () => surface.showKept(null)),
    ];
  }

  /** Keeps what the panel and the status bar speak of. */
  pin(): void {
    const { surface, options } = this;
    const subject = surface.subject();
    if (!subject) return options.say(t('There is no analysis to pin yet.'));
    if (surface.kept()) return options.say(t('This analysis is pinned already.'));
    const { unit, entry } = subject;
    if (unit.carried) {
      return options.say(t('The text has just been edited. Pin it once it has been read anew.'));
    }
    const { uri, model, backend } = entry;
    const { place, text, analysis } = unit;
    const start = unit.span?.start ?? 0;
    try {
      options.history.add({ at: options.now(), uri, place, start, text, model, backend, analysis });
    } catch (error) {
      return surface.fail(error);
    }
    options.say(t('Pinned: {0}', place));
    this.listChanged();
  }

  /** Shows a pinned analysis in the panel, and its text in an editor where it still stands. Never rejects. */
  async open(id: number): Promise<void> {
    const { surface, options } = this;
    const pin = options.history.get(id);
    if (!pin) return this.tell();
    const document = options.document(pin.uri);
    const live = this.liveUnit(pin);
    if (live) surface.activate(live.id);
    else surface.showKept({ entry: entryOf(pin), start: pin.start, at: pin.at });
    const start = document && (live?.span?.start ?? placeIn(document, pin));
    if (document && start != null) {
      await options
        .reveal(document, { start, end: start + pin.text.length })
        .catch((error: unknown) => surface.log.error(String(error)));
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private remove(id: number): void {
    this.options.history.remove(id);
    if (this.shown() === id) this.surface.showKept(null);
    this.listChanged();
  }

  private async removeAll(): Promise<void> {
    const { history, confirm } = this.options;
    const n = history.pins.length;
    if (n === 0) return;
    const question =
      n === 1 ? t('Remove the pinned analysis?') : t('Remove all {0} pinned analyses?', String(n));
    if (!(await confirm(question, t('Remove')))) return;
    history.clear();
    if (this.shown() !== null) this.surface.showKept(null);
    this.listChanged();
  }

  /** The very reading, where it is still shown in its editor. */
  private liveUnit({ uri, text, model }: Pin) {
    const entry = this.surface.store.get(uri);
    if (entry?.model !== model) return undefined;
    return entry.units.find((unit) => unit.span !== null && unit.text === text);
  }

  /** Number of the pin that the panel shows; null: it shows none. */
  private shown(): number | null {
    const kept = this.surface.kept();
    return kept ? -kept.entry.active.id : null;
  }

  private listChanged(): void {
    this.tell();
    this.options.changed();
  }

  private tell(): void {
    const shown = this.shown();
    this.toldShown = shown;
    this.surface.post({ type: 'pins', pins: this.options.history.pins.map(pinLine), shown });
  }
}

function placeIn(document: vscode.TextDocument, { text, start }: Pin): number | null {
  const whole = document.getText();
  return placeOfText(
    text,
    start,
    (from, to) => whole.slice(from, to),
    () => whole,
  );
}
