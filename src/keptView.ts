/** The kept analysis that is shown in the place of a live one, and where its text stands in its document, if it does. */
import { KeptPlace } from './editor/keptPlace';
import { documentOf, reveal } from './editor/places';
import { wordSpan, type TextView } from './editor/textView';
import type { Kept, Located, Subject } from './features/feature';

export class KeptView {
  private shown: Kept | null = null;
  private place: KeptPlace | null = null;

  constructor(private readonly view: TextView) {}

  /** Null: nothing is shown in the place of what is live. */
  get current(): Kept | null {
    return this.shown;
  }

  show(kept: Kept | null): void {
    this.view.mark(null);
    this.shown = kept;
    this.place = kept && new KeptPlace(kept);
  }

  /** Whether this is the number of the analysis that is shown. */
  shows(id: number): boolean {
    return this.shown?.entry.active.id === id;
  }

  /** As features speak of it; undefined while nothing kept is shown. */
  subject(): Subject | undefined {
    if (!this.shown) return undefined;
    const { entry } = this.shown;
    const document = documentOf(entry.uri);
    // Of a document that is not open nobody knows.
    const stale = document !== undefined && this.locate() === null;
    return { entry, unit: entry.active, document, stale };
  }

  /** The unit with its span in its document; null where that is closed, or does not hold the text any longer. */
  locate(): Located | null {
    const document = this.shown ? documentOf(this.shown.entry.uri) : undefined;
    const unit = document && this.place?.in(document);
    return unit ? { document, unit } : null;
  }

  /** Outlines one of its words in the editor, or none. */
  mark(token: number | null): void {
    const found = this.locate();
    const uri = found?.document.uri.toString();
    this.view.mark(found && token !== null ? { unit: found.unit, token, ...(uri && { uri }) } : null);
  }

  /** Shows one of its words in the editor. */
  async reveal(token: number): Promise<void> {
    const found = this.locate();
    const span = found && wordSpan({ unit: found.unit, token });
    if (span) await reveal(found.document, span);
  }
}
