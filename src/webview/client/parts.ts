/** The list of analyses, when one request gave several: each with its own verdict, one of them charted. */
import type { ViewAnalysis } from '../protocol';
import { el, scrollWithin } from './dom';
import { rove } from './roving';
import { bothProbabilities, count, labelName, ownTitles, positiveShare, shortened } from './text';

const SNIPPET = 90;

export class PartList {
  private readonly heading = el('h2', { id: 'parts-heading' });
  private readonly list = el('div', { class: 'parts', role: 'listbox', 'aria-labelledby': 'parts-heading' });
  readonly element = el('section', { class: 'parts-section', hidden: '' }, this.heading, this.list);
  private ids: readonly number[] = [];
  private rows: readonly HTMLElement[] = [];
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
    const drawn = JSON.stringify(
      analyses.map(({ id, title, stale, analysis }) => [id, title, stale, positiveShare(analysis)]),
    );
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.ids = analyses.map(({ id }) => id);
      const titles = ownTitles(analyses.map(({ title }) => title));
      this.rows = analyses.map((view, index) => row(view, titles[index]!));
      this.heading.textContent = headingText(analyses);
      this.list.replaceChildren(...this.rows);
      this.active = null;
    }
    if (active !== this.active) this.select(active);
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

function headingText(analyses: readonly ViewAnalysis[]): string {
  const positive = analyses.filter(({ analysis }) => analysis.label === 'positive').length;
  return `${count(analyses.length, 'text')}: ${positive} positive, ${analyses.length - positive} negative`;
}

function row({ id, title, text, stale, analysis }: ViewAnalysis, ownTitle: string): HTMLElement {
  const { label, probability } = analysis;
  const bar = el('span', { class: 'part-bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--positive', positiveShare(analysis).toFixed(4));
  const snippet = shortened(text.slice(0, 400).replace(/\s+/gu, ' ').trim(), SNIPPET);
  return el(
    'div',
    { class: 'part', id: `part-${id}`, role: 'option' },
    el('span', { class: 'part-title', title }, ownTitle),
    el(
      'span',
      { class: `part-verdict ${label}` },
      `${labelName(label)} ${bothProbabilities(probability).positive}`,
    ),
    bar,
    el('span', { class: 'part-snippet', dir: 'auto' }, stale ? `Edited since · ${snippet}` : snippet),
  );
}
