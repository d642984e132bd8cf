/** Edits that are being tried: on which text of which document, and where its words stand by now. */
import type * as vscode from 'vscode';
import { documentOf } from '../../editor/places';
import type { AnalysisStore, Unit } from '../../editor/store';
import { obstacle } from './application';
import type { Chain } from './chain';
import { spanNow } from './draft';
import type { Place } from './proposals';
import { spanOf, type Target } from './target';

export class Trial {
  constructor(
    readonly chain: Chain,
    /** The text's unit by now: the same text may have been read anew. */
    readonly unit: Unit,
    readonly uri: vscode.Uri,
  ) {}

  with(chain: Chain): Trial {
    return new Trial(chain, this.unit, this.uri);
  }

  get document(): vscode.TextDocument | undefined {
    return documentOf(this.uri.toString());
  }

  /** Why the edits cannot be applied to the document; null where they can. */
  get obstacle(): string | null {
    return obstacle(this.unit, this.document, this.chain.draft);
  }

  /** Where words of the document stand in the changed text; null when nothing is left of them. */
  placeOf(target: Target): Place | null {
    const span = spanOf(this.unit, target);
    const now = span && spanNow(this.chain.draft, span);
    if (!now) return null;
    const { tokens } = this.chain.after;
    const first = tokens.findIndex(({ end }) => end > now.start);
    const last = tokens.findLastIndex(({ start }) => start < now.end);
    return first < 0 || last < first ? null : { text: this.chain.text, tokens, first, last };
  }

  /** One word of the changed text itself; null when there is none of that number. */
  placeAt(token: number): Place | null {
    const { tokens } = this.chain.after;
    return tokens[token] ? { text: this.chain.text, tokens, first: token, last: token } : null;
  }

  /** The same after something was read or edited: on the unit that the text has now, or on none that is live. */
  followed(store: AnalysisStore): Trial {
    const units = store.get(this.uri.toString())?.units ?? [];
    if (units.includes(this.unit)) return this;
    const again = units.find(({ text, span }) => span && text === this.chain.original);
    return new Trial(this.chain, again ?? { ...this.unit, span: null }, this.uri);
  }
}
