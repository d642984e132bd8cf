/** The run of the verdict through a document: each text as wide as it is long, as high as it is probable. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { t } from '@vscode/l10n';
import { isSentiment, labelName, labelText, oneLine } from '../../wording';
import type { ViewAnalysis, ViewState } from '../protocol';
import { el, setText } from './dom';
import { rove } from './roving';
import { firstClass, partAt, partsOf, type RunPart } from './runData';
import { drawRun, RUN_AXIS, RUN_HEIGHT } from './runSvg';
import { foldable, type Section, type SectionHost } from './section';
import { ownTitles, verdictSentence } from './text';
import type { Shown } from './words';

const SNIPPET = 100;

export class Run implements Section {
  private readonly plot = el('div', { class: 'run-plot', role: 'slider', 'aria-valuemin': '1' });
  private readonly active = marker('run-active');
  private readonly cursor = marker('run-cursor');
  private readonly legend = el('p', { class: 'legend', id: 'run-legend' });
  private readonly choice = el('select', { id: 'run-class' });
  private readonly choiceLabel = el(
    'p',
    { class: 'run-choice' },
    el('label', { for: 'run-class' }, t('Probability of')),
    this.choice,
  );
  private readonly detail = el('p', { class: 'run-detail' });
  private readonly chart = el('div', {}, this.choiceLabel, this.plot, this.detail, this.legend);
  private readonly alone: HTMLElement;
  private readonly fold;
  private analyses: readonly ViewAnalysis[] = [];
  private parts: readonly RunPart[] = [];
  private titles: readonly string[] = [];
  private chosen: string | null = null;
  private activeId: number | null = null;
  /** Place of the text that is pointed at or reached by keys. */
  private pointed: number | null = null;
  private drawn = '';
  /** Pixels of the drawing. */
  private width = 0;

  constructor(private readonly host: SectionHost) {
    const choose = el('vscode-button', { secondary: '' }, t('Choose what one analysis covers'));
    choose.addEventListener('click', () => this.host.post({ type: 'chooseSegments' }));
    this.alone = el('div', { class: 'run-alone' }, el('p', {}, aloneText()), choose);
    this.plot.setAttribute('aria-describedby', 'run-legend');
    this.fold = foldable(
      'run',
      t('Run through the document'),
      host,
      () => this.draw(),
      this.chart,
      this.alone,
    );
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.plot);
  }

  get element(): HTMLElement {
    return this.fold.element;
  }

  update(state: ViewState | null, shown: Shown | null): void {
    this.analyses = state?.analyses ?? [];
    this.activeId = shown?.view.id ?? null;
    this.draw();
  }

  private listen(): void {
    const placeOf = (event: MouseEvent): number | null => {
      const { left, width } = this.plot.getBoundingClientRect();
      const words = this.parts.at(-1)?.to ?? 0;
      return partAt(this.parts, ((event.clientX - left - RUN_AXIS) / (width - RUN_AXIS - 1)) * words);
    };
    this.plot.addEventListener('pointermove', (event) => this.point(placeOf(event)));
    this.plot.addEventListener('pointerleave', () => this.point(null));
    this.plot.addEventListener('click', (event) => this.jump(placeOf(event)));
    this.choice.addEventListener('change', () => {
      this.chosen = this.choice.value;
      this.draw();
    });
    rove(this.plot, {
      size: () => this.parts.length,
      current: () => this.pointed ?? this.activePlace(),
      move: (place) => this.point(place),
      choose: (place) => this.jump(place),
      leave: () => this.point(null),
    });
  }

  private jump(place: number | null): void {
    const part = place === null ? undefined : this.parts[place];
    if (part) this.host.post({ type: 'jump', id: part.view.id });
  }

  private point(place: number | null): void {
    if (place === this.pointed) return;
    this.pointed = place;
    this.locate();
  }

  private draw(): void {
    const several = this.analyses.length > 1;
    this.chart.hidden = !several;
    this.alone.hidden = several;
    if (!several || !this.fold.isOpen()) return;
    const label = this.label();
    this.parts = partsOf(this.analyses, label);
    this.titles = ownTitles(this.analyses.map(({ title }) => title));
    const { classes } = this.analyses[0]!.analysis;
    const middle = classes.length === 2;
    const width = this.plot.clientWidth;
    this.width = width;
    const drawn = JSON.stringify([
      ...[label, width, middle],
      this.parts.map(({ to, probability }) => [to, Math.round(probability * 1000)]),
    ]);
    if (drawn !== this.drawn && width > 0) {
      this.drawn = drawn;
      this.show(drawRun({ parts: this.parts, width, middle }));
      this.plot.classList.toggle('sentiment', isSentiment(classes));
    }
    if (this.pointed !== null && this.pointed >= this.parts.length) this.pointed = null;
    this.plot.setAttribute('aria-valuemax', String(this.parts.length));
    this.plot.setAttribute('aria-label', t('Probability of {0}, text by text', labelText(label)));
    setText(this.legend, legendText(label, middle));
    this.locate();
  }

  private show(svg: Element): void {
    svg.append(this.active, this.cursor);
    this.plot.replaceChildren(svg);
  }

  /** The class that is drawn; with more than two the person may choose it. */
  private label(): string {
    const { classes } = this.analyses[0]!.analysis;
    const labels = classes.map(({ label }) => label);
    if (this.chosen === null || !labels.includes(this.chosen)) this.chosen = firstClass(this.analyses);
    this.choiceLabel.hidden = labels.length <= 2;
    if (labels.join('\n') !== [...this.choice.options].map(({ value }) => value).join('\n')) {
      this.choice.replaceChildren(...labels.map((label) => el('option', { value: label }, labelName(label))));
    }
    this.choice.value = this.chosen ?? '';
    return this.chosen ?? '';
  }

  /** Where we are: the charted text, and the one that is pointed at; both in words below. */
  private locate(): void {
    const active = this.activePlace();
    const place = this.pointed ?? active ?? 0;
    this.put(this.active, active);
    this.put(this.cursor, this.pointed);
    const said = this.said(place);
    setText(this.detail, said);
    this.plot.setAttribute('aria-valuenow', String(place + 1));
    this.plot.setAttribute('aria-valuetext', said);
  }

  private said(place: number): string {
    const part = this.parts[place];
    if (!part) return '';
    const { text, analysis, stale } = part.view;
    const snippet = oneLine(text, SNIPPET);
    const facts = [this.titles[place] ?? '', verdictSentence(analysis), `\u2068${snippet}\u2069`];
    if (stale) facts.splice(1, 0, t('edited since'));
    return t('{0} of {1}: {2}', place + 1, this.parts.length, facts.join(' · '));
  }

  private put(rect: SVGElement, place: number | null): void {
    const part = place === null ? undefined : this.parts[place];
    const words = this.parts.at(-1)?.to ?? 1;
    const scale = (this.width - RUN_AXIS - 1) / words;
    rect.setAttribute('width', part ? Math.max(3, (part.to - part.from) * scale).toFixed(1) : '0');
    rect.setAttribute('x', (RUN_AXIS + (part?.from ?? 0) * scale).toFixed(1));
  }

  private activePlace(): number | null {
    const place = this.parts.findIndex(({ view }) => view.id === this.activeId);
    return place < 0 ? null : place;
  }
}

function marker(name: string): SVGElement {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const attributes = { class: name, y: '1', height: String(RUN_HEIGHT - 2), width: '0' };
  for (const [key, value] of Object.entries(attributes)) rect.setAttribute(key, value);
  return rect;
}

function aloneText(): string {
  return t(
    'One text has been analysed. A document that is read sentence by sentence, line by line or paragraph by paragraph shows here how its verdict runs.',
  );
}

function legendText(label: string, middle: boolean): string {
  return middle
    ? t(
        'Up: {0}. As wide as each text has words; the line in the middle is 50 %. Click, or move by the arrow keys and press Enter, to go there.',
        labelText(label),
      )
    : t(
        'As high as {0} is probable, as wide as each text has words. Click, or move by the arrow keys and press Enter, to go there.',
        labelText(label),
      );
}
