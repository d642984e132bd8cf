/** The section around the charts: which one, what the drawing means, what it says in words, and the same as a table. */
import { t } from '@vscode/l10n';
import { labelText, percent, TERMS } from '../../wording';
import { Chart } from './chart';
import type { Arrangement, Stretch, Zoom } from './chartData';
import { cumulate, type Cumulative } from './cumulative';
import { drawCurve } from './curve';
import { el, setText } from './dom';
import { Figure } from './figure';
import { binText, drawHistogram } from './histogram';
import { histogramOf, type Histogram } from './histogramData';
import { RangeLine } from './rangeLine';
import { hintText, spreadText, stretchText, zerosText } from './spreadText';
import { WordTable } from './table';
import { summary } from './text';
import type { Shown, WordEvents } from './words';

export interface DistributionEvents extends WordEvents {
  /** Chart or zoom was changed by the person. */
  arranged(): void;
  /** These words are meant by a part of the drawing; none: no longer any. */
  pick(tokens: readonly number[]): void;
  /** A stretch of the text was brushed. */
  select(stretch: Stretch): void;
}

/** Why the editor does not follow: its text was edited since, or knows nothing of what is shown. */
export type Deaf = 'stale' | 'restored' | null;

export class Distribution {
  order: Arrangement;
  zoom: Zoom;
  readonly chart: Chart;
  private readonly curve: Figure;
  private readonly columns: Figure;
  private readonly zoomBox = el('input', { type: 'checkbox', id: 'zoom' });
  private readonly zoomLabel = el('label', { class: 'choice' }, this.zoomBox, t('Whole text at once'));
  private readonly heading = el('h2', { id: 'distribution-heading' });
  private readonly uniform = legend('swatch');
  private readonly speaksFor = legend('swatch for');
  private readonly speaksAgainst = legend('swatch against');
  private readonly outside = el('span', { class: 'meaning' });
  private readonly range = new RangeLine();
  private readonly spread = el('p', { class: 'spread' });
  private readonly summary = el('p', { class: 'summary', id: 'summary' });
  private readonly table = new WordTable();
  private shown: Shown | null = null;
  private deaf: Deaf = null;
  private cumulative: Cumulative | null = null;
  private histogram: Histogram | null = null;
  private key = '';
  private marked: number | null = null;
  /** Where the drawings are: always as high, whichever is shown. */
  readonly drawings: HTMLElement;
  readonly element: HTMLElement;

  constructor(
    private readonly events: DistributionEvents,
    arrangement: { readonly order: Arrangement; readonly zoom: Zoom },
  ) {
    this.order = arrangement.order;
    this.zoom = arrangement.zoom;
    const brush = (stretch: Stretch | null, settled: boolean) => this.brush(stretch, settled);
    this.chart = new Chart({ ...events, brush }, (yes) => this.zoomLabel.classList.toggle('absent', !yes));
    this.curve = new Figure({
      point: (place) => events.mark(place === null ? null : this.cumulative!.tokens[place]!),
      choose: (place) => events.reveal(this.cumulative!.tokens[place]!),
    });
    this.columns = new Figure({ point: (place) => this.pointBin(place), choose: () => undefined });
    this.zoomBox.checked = this.zoom === 'whole';
    this.zoomBox.addEventListener('change', () => {
      this.zoom = this.zoomBox.checked ? 'whole' : 'words';
      this.rearranged();
    });
    this.drawings = el(
      'div',
      { class: 'drawings' },
      this.chart.element,
      this.curve.element,
      this.columns.element,
    );
    this.element = el(
      'section',
      { class: 'distribution', 'aria-labelledby': 'distribution-heading' },
      this.heading,
      el('div', { class: 'choices' }, this.choices(), this.zoomLabel),
      this.drawings,
      el('p', { class: 'legend' }, this.uniform, this.speaksFor, this.speaksAgainst, this.outside),
      this.range.element,
      this.spread,
      this.summary,
      this.table.element,
    );
  }

  /** @param deaf why a stretch that is brushed is not selected in the editor */
  update(shown: Shown, deaf: Deaf = null): void {
    this.shown = shown;
    this.deaf = deaf;
    const { analysis } = shown;
    if (shown.key !== this.key || !this.cumulative || !this.histogram) {
      this.key = shown.key;
      this.cumulative = cumulate(shown.tokens);
      this.histogram = histogramOf(shown.tokens);
      setText(this.spread, spreadText(analysis, this.cumulative));
      setText(this.summary, summary(analysis));
    }
    setText(this.heading, TERMS[analysis.kind].heading);
    this.draw(shown, this.cumulative, this.histogram);
    this.range.tell(hintText(this.order, analysis.kind), deaf);
    this.table.update(shown, this.order, this.cumulative, this.histogram);
  }

  /** Marks a word in the chart that is shown, or none. `scroll` brings it into sight. */
  mark(token: number | null, scroll: boolean): void {
    this.marked = token;
    const place = (tokens: readonly number[]) => (token === null ? null : tokens.indexOf(token));
    switch (this.order) {
      case 'cumulative':
        return this.curve.point(place(this.cumulative?.tokens ?? []));
      case 'histogram': {
        const bin = this.histogram?.bins.findIndex(({ tokens }) => tokens.includes(token ?? -1)) ?? -1;
        return this.columns.point(bin < 0 ? null : bin);
      }
      default:
        return this.chart.mark(token, scroll);
    }
  }

  private draw(shown: Shown, cumulative: Cumulative, histogram: Histogram): void {
    const { order } = this;
    const isBars = order === 'reading' || order === 'sorted';
    this.chart.element.hidden = !isBars;
    this.curve.element.hidden = order !== 'cumulative';
    this.columns.element.hidden = order !== 'histogram';
    if (!isBars) this.zoomLabel.classList.add('absent');
    this.explain(shown, histogram);
    const { perWord } = TERMS[shown.analysis.kind];
    if (isBars) this.chart.update(shown, order, this.zoom);
    else if (order === 'cumulative') {
      const name = t('{0}, summed up from the largest on', perWord);
      this.curve.update(shown.key, name, (width) => drawCurve(cumulative, shown, width));
    } else {
      const name = t('{0}, how many words have how much', perWord);
      this.columns.update(shown.key, name, (width) => drawHistogram(histogram, shown, width));
    }
  }

  private explain({ analysis, tokens }: Shown, { zeros }: Histogram): void {
    const n = tokens.length;
    const label = labelText(analysis.label);
    const { order } = this;
    const share = t('Uniform share: 1/{0} = {1}', n, percent(1 / n));
    const isSigned = analysis.kind !== 'attention' && (order === 'reading' || order === 'sorted');
    explain(this.uniform, isSigned ? null : order === 'cumulative' ? t('Uniform: all words alike') : share);
    explain(this.speaksFor, isSigned ? t('Up: speaks for {0}', label) : null);
    explain(this.speaksAgainst, isSigned ? t('Down, dashed: speaks against {0}', label) : null);
    setText(this.outside, order === 'histogram' ? (zerosText(zeros) ?? '') : '');
  }

  private brush(stretch: Stretch | null, settled: boolean): void {
    if (!this.shown) return;
    const { from, to } = stretch ?? { from: 0, to: -1 };
    this.range.say(stretch && stretchText(this.shown.analysis, stretch), stretch !== null);
    this.events.pick(Array.from({ length: to - from + 1 }, (_, index) => from + index));
    if (stretch && settled && this.deaf === null) this.events.select(stretch);
  }

  private pointBin(place: number | null): void {
    const bin = place === null ? undefined : this.histogram?.bins[place];
    if (this.marked !== null) this.events.mark(null);
    this.columns.point(place);
    this.range.say(bin && this.shown ? binText(bin, this.shown) : null, false);
    this.events.pick(bin?.tokens ?? []);
  }

  private choices(): HTMLElement {
    const choice = (order: Arrangement, name: string) => {
      const radio = el('input', { type: 'radio', name: 'order', value: order });
      radio.checked = this.order === order;
      radio.addEventListener('change', () => {
        this.order = order;
        // What was meant by a part of the other drawing is meant no longer.
        this.chart.clearBrush();
        this.range.say(null, false);
        this.events.pick([]);
        this.rearranged();
      });
      return el('label', { class: 'choice' }, radio, name);
    };
    return el(
      'div',
      { class: 'segmented', role: 'radiogroup', 'aria-label': t('What is drawn') },
      choice('reading', t('Reading order')),
      choice('sorted', t('Largest first')),
      choice('cumulative', t('Cumulative')),
      choice('histogram', t('Histogram')),
    );
  }

  private rearranged(): void {
    if (this.shown) this.update(this.shown, this.deaf);
    this.mark(this.marked, true);
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
