/** The section around the chart: order, zoom, what the drawing means, and the same in words and as a table. */
import { t } from '@vscode/l10n';
import { labelText, percent, TERMS } from '../../wording';
import { Chart } from './chart';
import type { Order, Zoom } from './chartData';
import { el, setText } from './dom';
import { WordTable } from './table';
import { summary } from './text';
import type { Shown, WordEvents } from './words';

export interface DistributionEvents extends WordEvents {
  /** Order or zoom was changed by the person. */
  arranged(): void;
}

export class Distribution {
  order: Order;
  zoom: Zoom;
  readonly chart: Chart;
  private readonly zoomBox = el('input', { type: 'checkbox', id: 'zoom' });
  private readonly zoomLabel = el('label', { class: 'choice' }, this.zoomBox, t('Whole text at once'));
  private readonly heading = el('h2', { id: 'distribution-heading' });
  private readonly uniform = legend('swatch');
  private readonly speaksFor = legend('swatch for');
  private readonly speaksAgainst = legend('swatch against');
  private readonly summary = el('p', { class: 'summary', id: 'summary' });
  private readonly table = new WordTable();
  private shown: Shown | null = null;
  readonly element: HTMLElement;

  constructor(
    private readonly events: DistributionEvents,
    arrangement: { readonly order: Order; readonly zoom: Zoom },
  ) {
    this.order = arrangement.order;
    this.zoom = arrangement.zoom;
    this.chart = new Chart(events, (yes) => this.zoomLabel.classList.toggle('absent', !yes));
    this.zoomBox.checked = this.zoom === 'whole';
    this.zoomBox.addEventListener('change', () => {
      this.zoom = this.zoomBox.checked ? 'whole' : 'words';
      this.rearranged();
    });
    this.element = el(
      'section',
      { class: 'distribution', 'aria-labelledby': 'distribution-heading' },
      this.heading,
      el('div', { class: 'choices' }, this.orders(), this.zoomLabel),
      this.chart.element,
      el('p', { class: 'legend' }, this.uniform, this.speaksFor, this.speaksAgainst),
      this.summary,
      this.table.element,
    );
  }

  update(shown: Shown): void {
    this.shown = shown;
    const { analysis } = shown;
    const n = shown.tokens.length;
    const label = labelText(analysis.label);
    const isAttention = analysis.kind === 'attention';
    setText(this.heading, TERMS[analysis.kind].heading);
    explain(this.uniform, isAttention ? t('Uniform share: 1/{0} = {1}', n, percent(1 / n)) : null);
    explain(this.speaksFor, isAttention ? null : t('Up: speaks for {0}', label));
    explain(this.speaksAgainst, isAttention ? null : t('Down, dashed: speaks against {0}', label));
    setText(this.summary, summary(analysis));
    this.chart.update(shown, this.order, this.zoom);
    this.table.update(shown, this.order);
  }

  private orders(): HTMLElement {
    const choice = (order: Order, name: string) => {
      const radio = el('input', { type: 'radio', name: 'order', value: order });
      radio.checked = this.order === order;
      radio.addEventListener('change', () => {
        this.order = order;
        this.rearranged();
      });
      return el('label', { class: 'choice' }, radio, name);
    };
    return el(
      'div',
      { class: 'segmented', role: 'radiogroup', 'aria-label': t('Order of the words') },
      choice('reading', t('Reading order')),
      choice('sorted', t('Largest first')),
    );
  }

  private rearranged(): void {
    if (this.shown) this.update(this.shown);
    this.events.arranged();
  }
}

/** A sign of the drawing and room for its meaning. */
function legend(swatch: string): HTMLElement {
  return el('span', { class: 'meaning' }, el('span', { class: swatch, 'aria-hidden': 'true' }), el('span'));
}

function explain(meaning: HTMLElement, text: string | null): void {
  meaning.hidden = text === null;
  setText(meaning.lastElementChild!, text ?? '');
}
