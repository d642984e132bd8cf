/** The words' weights after one epoch as bars. Drawn once for a text; from epoch to epoch the bars only change their length. */
import { axisY, gridY, plot, rect, ruleY, text } from '@observablehq/plot';
import { t } from '@vscode/l10n';
import { shortened, TERMS } from '../../wording';
import type { EpochsReport } from '../protocol';
import { visible } from './labels';
import { positionAt, thin, type Axis } from './chartData';
import { clean, tickText } from './chartSvg';
import { el } from './dom';
import { rove } from './roving';
import { columnsOf, commonAxis, peaks, spokenAt, standIns, type Columns } from './trainingData';
import type { WordEvents } from './words';

const HEIGHT = 236;
const MARGIN_TOP = 8;
/** For the words, which stand upright. */
const LABELS = 84;
const AXIS_WIDTH = 48;
const TICKS = 4;
const LABEL_DISTANCE = 14;
const LABEL_CHARACTERS = 12;
/** More bars than this change at once instead of growing. */
const MOST_MOVING = 300;

const svgElement = (name: string) => document.createElementNS('http://www.w3.org/2000/svg', name);

export class TrainingBars {
  readonly element = el('div', { class: 'epoch-chart', role: 'listbox', 'aria-orientation': 'horizontal' });
  private readonly cursor = svgElement('rect');
  private report: EpochsReport | null = null;
  private words: readonly string[] = [];
  private index = 0;
  private columns: Columns = { count: 0, words: 1, pitch: 1 };
  private axis: Axis = { bottom: 0, top: 1, signed: false };
  /** The word that stands for each column after this epoch. */
  private shown: number[] = [];
  private bars: SVGRectElement[] = [];
  private scaled: (value: number) => number = () => 0;
  private drawnFor: unknown = null;
  private marked: number | null = null;
  private focused: number | null = null;

  /** @param shared told how many neighbours a bar stands for */
  constructor(
    private readonly events: WordEvents,
    private readonly shared: (words: number) => void,
  ) {
    this.cursor.setAttribute('class', 'cursor');
    this.cursor.setAttribute('aria-hidden', 'true');
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** @param words of the text, as many as were read */
  update(report: EpochsReport, words: readonly string[], index: number): void {
    if (report !== this.report) {
      this.axis = commonAxis(report);
      this.marked = this.focused = null;
    }
    Object.assign(this, { report, words, index });
    this.element.setAttribute(
      'aria-label',
      t('{0} through training, in reading order', TERMS[report.kind].perWord),
    );
    this.draw();
  }

  mark(word: number | null): void {
    this.bars[this.columnOf(this.marked)]?.removeAttribute('aria-selected');
    this.marked = word !== null && word < this.words.length ? word : null;
    const column = this.columnOf(this.marked);
    const bar = this.bars[column];
    if (!bar || this.marked === null || !this.report) {
      this.cursor.setAttribute('width', '0');
      this.element.removeAttribute('aria-activedescendant');
      return;
    }
    const { pitch } = this.columns;
    this.cursor.setAttribute('x', String(AXIS_WIDTH + column * pitch));
    this.cursor.setAttribute('width', String(pitch));
    bar.setAttribute('aria-selected', 'true');
    bar.setAttribute('aria-label', spokenAt(this.report, this.index, this.marked, this.words[this.marked]!));
    this.element.setAttribute('aria-activedescendant', bar.id);
  }

  private columnOf(word: number | null): number {
    return word === null ? -1 : Math.floor(word / this.columns.words);
  }

  /** A new text or another width is drawn; another epoch moves what is there. */
  private draw(): void {
    const { report } = this;
    const available = this.element.clientWidth - AXIS_WIDTH;
    if (!report || available <= 0) return;
    const { columns, drawnFor } = this;
    this.columns = columnsOf(report.words, available);
    this.shared(this.columns.words);
    if (drawnFor !== report || columns.pitch !== this.columns.pitch) this.drawAnew(report);
    this.move(report);
    this.mark(this.marked);
  }

  private drawAnew(report: EpochsReport): void {
    const { axis, columns } = this;
    const { pitch, count } = columns;
    const gap = pitch >= 6 ? 0.1 : pitch >= 3 ? 0.15 : 0;
    const positions = Array.from({ length: count }, (_, position) => position);
    const most = peaks(report);
    const labelled = standIns(most, columns);
    const labels = thin(
      labelled.map((word) => most[word]!),
      pitch,
      LABEL_DISTANCE,
    );
    const chart = plot({
      width: AXIS_WIDTH + pitch * count,
      height: HEIGHT,
      marginLeft: AXIS_WIDTH,
      marginRight: 0,
      marginTop: MARGIN_TOP,
      marginBottom: LABELS,
      x: { axis: null, domain: [0, count] },
      y: { axis: null, domain: [axis.bottom, axis.top] },
      marks: [
        axisY({
          className: 'axis',
          ticks: TICKS,
          tickFormat: tickText(axis),
          label: null,
          tickSize: 4,
        }),
        gridY({ ticks: TICKS, className: 'grid', stroke: null, strokeOpacity: 1 }),
        rect(positions, {
          className: pitch >= 6 ? 'bars' : 'bars dense',
          x1: (position: number) => position + gap,
          x2: (position: number) => position + 1 - gap,
          y1: 0,
          y2: axis.top,
        }),
        ruleY(axis.signed ? [] : [1 / report.words], { className: 'uniform', strokeDasharray: '5 4' }),
        ruleY(axis.signed ? [0] : [], { className: 'zero' }),
        text(labels, {
          className: 'labels',
          x: (position: number) => position + 0.5,
          text: (position: number) => shortened(visible(this.words[labelled[position]!]!), LABEL_CHARACTERS),
          frameAnchor: 'bottom',
          dy: 7,
          ...{ rotate: -90, textAnchor: 'end', lineAnchor: 'middle' },
        }),
      ],
    });
    clean(chart);
    const scale = chart.scale('y')!;
    this.scaled = (value) => scale.apply(value) as number;
    this.bars = [...chart.querySelectorAll<SVGRectElement>('.bars rect')];
    this.bars.forEach((bar, column) => {
      bar.id = `epoch-bar-${column}`;
      bar.setAttribute('role', 'option');
      bar.setAttribute('aria-label', this.words[column * columns.words]!);
    });
    this.cursor.setAttribute('y', '0');
    this.cursor.setAttribute('height', String(HEIGHT));
    chart.prepend(this.cursor);
    this.element.replaceChildren(chart);
    this.drawnFor = report;
    // Bars that are new stand where they are; only a change of epoch moves them.
    this.element.classList.remove('moving');
  }

  private move(report: EpochsReport): void {
    const { weights, effects } = report.epochs[this.index]!;
    this.shown = standIns(weights, this.columns);
    const zero = this.scaled(0);
    this.bars.forEach((bar, column) => {
      const word = this.shown[column]!;
      const value = effects?.[word] ?? weights[word]!;
      const end = this.scaled(value);
      bar.setAttribute('y', Math.min(zero, end).toFixed(2));
      bar.setAttribute('height', Math.abs(end - zero).toFixed(2));
      if (effects) bar.classList.toggle('against', value < 0);
    });
    if (this.bars.length <= MOST_MOVING) {
      requestAnimationFrame(() => this.element.classList.add('moving'));
    }
  }

  private listen(): void {
    const wordAt = (event: MouseEvent): number | null => {
      const x = event.clientX - this.element.getBoundingClientRect().left - AXIS_WIDTH;
      const column = positionAt(x, this.columns, this.columns.count);
      return column === null ? null : (this.shown[column] ?? null);
    };
    const { element, events } = this;
    element.addEventListener('pointermove', (event) => events.mark(wordAt(event)));
    element.addEventListener('pointerleave', () => events.mark(this.focused));
    element.addEventListener('click', (event) => {
      const word = wordAt(event);
      if (word !== null) events.reveal(word);
    });
    rove(element, {
      size: () => this.words.length,
      current: () => this.marked,
      move: (word) => {
        this.focused = word;
        events.mark(word);
      },
      choose: (word) => events.reveal(word),
      leave: () => {
        this.focused = null;
        events.mark(null);
      },
    });
  }
}
