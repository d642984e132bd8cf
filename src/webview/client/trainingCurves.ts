/** Curves over the epochs by Observable Plot, with a mark at the one that is shown. */
import { axisX, axisY, dot, gridY, lineY, plot, ruleY } from '@observablehq/plot';
import { clean } from './chartSvg';
import { el } from './dom';

export interface Curve {
  /** Class of its line, which gives colour and dashes. */
  readonly name: 'training' | 'validation' | 'share';
  /** By epoch; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface CurveChart {
  readonly epochs: readonly number[];
  readonly curves: readonly Curve[];
  /** Lines across, each with a class. */
  readonly references: readonly { readonly name: 'uniform' | 'least'; readonly value: number }[];
  /** From the smallest to the largest tick; null: as the values need. */
  readonly domain: readonly [number, number] | null;
  readonly format: (value: number) => string;
  /** The whole picture in words. */
  readonly spoken: string;
}

const HEIGHT = 150;
const LEFT = 48;
const RIGHT = 10;
const TICKS = 4;
/** Pixels that an epoch's number needs on the axis. */
const TICK_DISTANCE = 26;

interface Point {
  readonly epoch: number;
  readonly value: number | null;
}

export class Curves {
  readonly element = el('div', { class: 'curve', role: 'img' });
  private readonly marker = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  private chart: CurveChart | null = null;
  private index = 0;
  private drawn = '';
  private scaled: (epoch: number) => number = () => 0;

  constructor() {
    this.marker.setAttribute('class', 'epoch-marker');
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  update(chart: CurveChart, index: number): void {
    Object.assign(this, { chart, index });
    this.element.setAttribute('aria-label', chart.spoken);
    this.draw();
  }

  private draw(): void {
    const { chart } = this;
    const { clientWidth: width } = this.element;
    if (!chart || width === 0) return;
    const drawn = JSON.stringify([chart, width]);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.drawAnew(chart, width);
    }
    const x = this.scaled(chart.epochs[this.index]!).toFixed(1);
    for (const name of ['x1', 'x2']) this.marker.setAttribute(name, x);
    this.here();
  }

  /** The points of the epoch that is shown are filled. */
  private here(): void {
    const { chart, index } = this;
    chart?.curves.forEach(({ name, values }) => {
      const circles = this.element.querySelectorAll(`.points.${name} circle`);
      // Where there is no value there is no circle.
      const before = values.slice(0, index).filter((value) => value !== null).length;
      circles.forEach((circle, i) => circle.classList.toggle('here', i === before && values[index] !== null));
    });
  }

  private drawAnew(chart: CurveChart, width: number): void {
    const { epochs, curves, references, domain, format } = chart;
    const [first, last] = [epochs[0]!, epochs.at(-1)!];
    const every = Math.max(1, Math.ceil(((last - first) * TICK_DISTANCE) / (width - LEFT - RIGHT)));
    const points = ({ values }: Curve): Point[] =>
      epochs.map((epoch, i) => ({ epoch, value: values[i] ?? null }));
    const svg = plot({
      width,
      height: HEIGHT,
      marginLeft: LEFT,
      marginRight: RIGHT,
      marginTop: 8,
      marginBottom: 22,
      x: { axis: null, domain: first === last ? [first - 1, last + 1] : [first, last] },
      y: { axis: null, ...(domain ? { domain } : { nice: true }) },
      marks: [
        axisX(
          epochs.filter((epoch) => (epoch - first) % every === 0),
          { className: 'axis', label: null, tickSize: 4, tickFormat: String },
        ),
        axisY({ className: 'axis', ticks: TICKS, tickFormat: format, label: null, tickSize: 4 }),
        gridY({ ticks: TICKS, className: 'grid', stroke: null, strokeOpacity: 1 }),
        ...references.map(({ name, value }) =>
          ruleY([value], {
            className: `reference ${name}`,
            strokeDasharray: name === 'uniform' ? '5 4' : '1 3',
          }),
        ),
        ...curves.flatMap((curve) => [
          lineY(points(curve), {
            className: `line ${curve.name}`,
            x: 'epoch',
            y: 'value',
            stroke: null,
            ...(curve.name === 'training' ? { strokeDasharray: '6 3' } : {}),
          }),
          dot(
            points(curve).filter(({ value }) => value !== null),
            { className: `points ${curve.name}`, x: 'epoch', y: 'value', r: 3, stroke: null },
          ),
        ]),
      ],
    });
    clean(svg);
    svg.setAttribute('aria-hidden', 'true');
    const scale = svg.scale('x')!;
    this.scaled = (epoch) => scale.apply(epoch) as number;
    this.marker.setAttribute('y1', '4');
    this.marker.setAttribute('y2', String(HEIGHT - 22));
    svg.prepend(this.marker);
    this.element.replaceChildren(svg);
  }
}
