/** The list of analyses, when one request gave several: each with its own verdict, one of them charted. */
import { t } from '@vscode/l10n';
import { certaintyText, count, isSentiment, labelName, labelText, oneLine, verdictText } from '../../wording';
import type { ViewAnalysis } from '../protocol';
import { el, scrollWithin, setText } from './dom';
import { rove } from './roving';
import { ownTitles } from './text';

const SNIPPET = 90;
/** Of the label, so that the percentage behind it keeps its room. */
const LABEL_CHARACTERS = 11;

export class PartList {
  private readonly heading = el('h2', { id: 'parts-heading' });
  private readonly list = el('div', { class: 'parts', role: 'listbox', 'aria-labelledby': 'parts-heading' });
  readonly element = el('section', { class: 'parts-section', hidden: '' }, this.heading, this.list);
  private ids: readonly number[] = [];
  private rows: readonly HTMLElement[] = [];
  private faces: readonly Face[] = [];
  private active: number | null = null;
  private drawn = '';

  constructor(private readonly activate: (id: number) => void) {
    this.list.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.part') : null;
      if (row) this.activate(this.ids[this.rows.indexOf(row)]!);
    });
    rove(this.list, {
      size: () => this.ids.length,
      current: () => this.place(),
      move: (position) => {
        if (position !== this.place()) this.activate(this.ids[position]!);
      },
      choose: (position) => this.activate(this.ids[position]!),
    });
  }

  update(analyses: readonly ViewAnalysis[], active: number | null): void {
    this.element.hidden = analyses.length < 2;
    const titles = ownTitles(analyses.map(({ title }) => title));
    const faces = analyses.map((view, index) => faceOf(view, titles[index]!));
    const ids = analyses.map(({ id }) => id);
    const drawn = JSON.stringify([ids, faces]);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.draw(analyses, ids, faces);
      this.active = null;
    }
    if (active !== this.active) this.select(active);
  }

  /** Rows that say what they said stay: of a document that is being written, all but one. */
  private draw(analyses: readonly ViewAnalysis[], ids: readonly number[], faces: readonly Face[]): void {
    const before = new Map(this.ids.map((id, index) => [id, index]));
    const rows = analyses.map((view, index) => {
      const was = before.get(view.id);
      const same = was !== undefined && JSON.stringify(this.faces[was]) === JSON.stringify(faces[index]);
      return same ? this.rows[was]! : row(view, faces[index]!);
    });
    const inPlace = rows.length === this.rows.length && ids.every((id, index) => id === this.ids[index]);
    if (inPlace)
      rows.forEach((part, index) => part !== this.rows[index] && this.rows[index]!.replaceWith(part));
    else this.list.replaceChildren(...rows);
    this.ids = ids;
    this.rows = rows;
    this.faces = faces;
    setText(this.heading, headingText(analyses));
  }

  private select(active: number | null): void {
    this.active = active;
    const place = this.place();
    this.rows.forEach((part, index) => part.setAttribute('aria-selected', String(index === place)));
    const selected = place === null ? undefined : this.rows[place];
    if (!selected) return this.list.removeAttribute('aria-activedescendant');
    this.list.setAttribute('aria-activedescendant', selected.id);
    scrollWithin(this.list, selected, 8);
  }

  private place(): number | null {
    const place = this.active === null ? -1 : this.ids.indexOf(this.active);
    return place < 0 ? null : place;
  }
}

/** Labels that are counted in the heading; of more, the others are counted together. */
const COUNTED = 4;

/** E.g. "30 texts: 17 positive, 13 negative"; the most frequent label first. */
function headingText(analyses: readonly ViewAnalysis[]): string {
  const counts = new Map<string, number>();
  for (const { analysis } of analyses) counts.set(analysis.label, (counts.get(analysis.label) ?? 0) + 1);
  const falling = [...counts].sort(([, a], [, b]) => b - a);
  const parts = falling.slice(0, COUNTED).map(([label, n]) => `${n} ${labelText(label)}`);
  const others = falling.slice(COUNTED).reduce((sum, [, n]) => sum + n, 0);
  if (others > 0) parts.push(count(others, 'other'));
  return `${count(analyses.length, 'text')}: ${parts.join(', ')}`;
}

/** What a row says: place, verdict, beginning of the text. */
type Face = readonly [title: string, own: string, label: string, probability: number, snippet: string];

function faceOf({ title, text, stale, analysis }: ViewAnalysis, own: string): Face {
  const snippet = oneLine(text, SNIPPET);
  const { label, probability } = analysis;
  return [title, own, label, probability, stale ? `${t('Edited since')} · ${snippet}` : snippet];
}

function row({ id, analysis }: ViewAnalysis, [title, own, label, probability, snippet]: Face): HTMLElement {
  return el(
    'div',
    { class: 'part', id: `part-${id}`, role: 'option' },
    el('span', { class: 'part-title', title }, own),
    el(
      'span',
      { class: 'part-verdict', title: verdictText(analysis) },
      `${labelName(label, LABEL_CHARACTERS)} ${certaintyText(probability)}`,
    ),
    bar(analysis),
    el('span', { class: 'part-snippet', dir: 'auto' }, snippet),
  );
}

/** Both shares of the sentiment, or the share of the label. */
function bar({ label, probability, classes }: ViewAnalysis['analysis']): HTMLElement {
  const both = isSentiment(classes);
  const share = both && label === 'negative' ? 1 - probability : probability;
  const element = el('span', { class: both ? 'part-bar both' : 'part-bar', 'aria-hidden': 'true' });
  element.style.setProperty('--share', share.toFixed(4));
  return element;
}
