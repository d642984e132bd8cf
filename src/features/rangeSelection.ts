/** Words that were brushed in the panel become a selection in their editor. */
import type * as vscode from 'vscode';
import { reveal } from '../editor/places';
import type { Unit } from '../editor/store';
import type { Span } from '../model/types';
import type { FromWebview } from '../webview/protocol';
import type { Surface } from './feature';

type Select = Extract<FromWebview, { type: 'select' }>;

export class RangeSelection implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  /** What was asked for last and is not done yet. */
  private next: Select | null = null;
  private busy = false;

  constructor(private readonly surface: Surface) {
    this.subscription = surface.onMessage('select', (message) => void this.select(message));
  }

  dispose(): void {
    this.next = null;
    this.subscription.dispose();
  }

  /** One after the other, the latest last: a key that is held down asks faster than an editor may open. */
  private async select(message: Select): Promise<void> {
    this.next = message;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.next) {
        const { id, from, to } = this.next;
        this.next = null;
        await this.show(id, from, to);
      }
    } catch (error) {
      this.surface.fail(error);
    } finally {
      this.busy = false;
    }
  }

  /** Nothing happens where the text was edited since: the panel says so. */
  private async show(id: number, from: number, to: number): Promise<void> {
    const found = this.surface.locate(id);
    const span = found && stretchSpan(found.unit, from, to);
    if (span) await reveal(found.document, span);
  }
}

/** Where tokens `from` to `to`, and all between, stand in the document now; null once the text was edited. */
function stretchSpan({ analysis, span }: Unit, from: number, to: number): Span | null {
  const [first, last] = [analysis.tokens[from], analysis.tokens[to]];
  if (!span || !first || !last || from > to) return null;
  return { start: span.start + first.start, end: span.start + last.end };
}
