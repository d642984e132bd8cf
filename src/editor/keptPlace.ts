/** Where the text of a kept analysis stands in its document now, if it still does. */
import type * as vscode from 'vscode';
import type { Unit } from './store';
import { placeOfText } from './textPlace';
import { sliceOf } from './tracker';

interface Kept {
  readonly entry: { readonly active: Unit };
  /** Where it stood, in UTF-16 units. */
  readonly start: number;
}

/** Nothing is followed: the text is looked up when it is asked for, and again once the document has changed. */
export class KeptPlace {
  private looked: { readonly version: number; readonly unit: Unit | null } | null = null;

  constructor(private readonly kept: Kept) {}

  /** The unit with its span; null where its text is not there, or there more than once and nowhere where it was. */
  in(document: vscode.TextDocument): Unit | null {
    if (this.looked?.version !== document.version) {
      const { entry, start } = this.kept;
      const found = placeOfText(entry.active.text, start, sliceOf(document), () => document.getText());
      const span = found === null ? null : { start: found, end: found + entry.active.text.length };
      this.looked = { version: document.version, unit: span && { ...entry.active, span } };
    }
    return this.looked.unit;
  }
}
