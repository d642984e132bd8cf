/** The drawing of the distribution, by Observable Plot; colours and fonts are the stylesheet's. */
import { axisY, gridY, plot, rect, ruleY, text } from '@observablehq/plot';
import { decimal, percentText } from '../../wording';
import type { Axis, Layout } from './chartData';

export interface Bar {
  /** Index of the token. */
  readonly token: number;
  /** Place on the axis, from 0. */
  readonly position: number;
  /** Where the bar ends on the axis. */
  readonly value: number;
  /** What the largest is found by. */
  readonly weight: number;
  readonly against: boolean;
  readonly known: boolean;
  readonly label: string;
  /** The whole fact, for screen readers. */
  readonly spoken: string;
}

export interface Drawing {
  readonly bars: readonly Bar[];
  readonly layout: Layout;
  readonly axis: Axis;
  /** The uniform share; null where there is no such thing. */
  readonly uniform: number | null;
  /** Pixels below the bars, for the labels. */
  readonly labelHeight: number;
}

/** Pixels; the chart is always as high as this, so that an update moves nothing. */
export const HEIGHT = 248;
export const AXIS_WIDTH = 48;
export const MARGIN_TOP = 10;
const TICKS = 4;

const vertical = ({ axis: { bottom, top }, labelHeight }: Drawing) => ({
  height: HEIGHT,
  marginTop: MARGIN_TOP,
  marginBottom: labelHeight,
  y: { axis: null, domain: [bottom, top] },
});

/** The bars with their words: one `rect` per bar, in the order given, as `option`s of a list box. */
export function drawBars(drawing: Drawing): Element {
  const { bars, layout, uniform, axis } = drawing;
  const gap = layout.pitch >= 6 ? 0.1 : layout.pitch >= 3 ? 0.15 : 0;
  const labelled = layout.labelled.map((position) => bars[position]!);
  const svg = plot({
    ...vertical(drawing),
    width: layout.width,
    marginLeft: 0,
    marginRight: 0,
    x: { axis: null, domain: [0, layout.width / layout.pitch] },
    marks: [
      gridY({ ticks: TICKS, className: 'grid', stroke: null, strokeOpacity: 1 }),
      rect(bars, {
        className: layout.pitch >= 6 ? 'bars' : 'bars dense',
        x1: (bar: Bar) => bar.position + gap,
        x2: (bar: Bar) => bar.position + 1 - gap,
        y1: 0,
        y2: 'value',
      }),
      ruleY(uniform === null ? [] : [uniform], { className: 'uniform', strokeDasharray: '5 4' }),
      ruleY(axis.signed ? [0] : [], { className: 'zero' }),
      text(labelled, {
        className: 'labels',
        x: (bar: Bar) => bar.position + 0.5,
        text: 'label',
        frameAnchor: 'bottom',
        dy: 7,
        // Upright labels end at the axis and read upwards.
        ...(layout.flat
          ? { lineAnchor: 'top' as const }
          : { rotate: -90, textAnchor: 'end' as const, lineAnchor: 'middle' as const }),
      }),
    ],
  });
  clean(svg);
  const rects = svg.querySelectorAll('.bars rect');
  bars.forEach(({ token, spoken, against }, index) => {
    const bar = rects[index]!;
    bar.id = `bar-${token}`;
    bar.classList.toggle('against', against);
    bar.setAttribute('role', 'option');
    bar.setAttribute('aria-label', spoken);
  });
  const labels = svg.querySelectorAll('.labels text');
  labelled.forEach(({ known }, index) => labels[index]!.classList.toggle('unknown', !known));
  return svg;
}

/** The weight axis by itself: it stays in place while the bars scroll. */
export function drawAxis(drawing: Drawing): Element {
  const svg = plot({
    ...vertical(drawing),
    width: AXIS_WIDTH,
    marginLeft: AXIS_WIDTH - 1,
    marginRight: 0,
    marks: [
      axisY({
        className: 'axis',
        ticks: TICKS,
        tickFormat: tickText(drawing.axis),
        label: null,
        tickSize: 4,
      }),
    ],
  });
  clean(svg);
  return svg;
}

/** Ticks with as many decimals as their distance needs, all alike: shares in percent, effects with their sign. */
export function tickText({ bottom, top, signed }: Axis): (value: number) => string {
  const unit = signed ? 1 : 100;
  const digits = Math.max(0, Math.ceil(-Math.log10(((top - bottom) * unit) / TICKS)));
  if (!signed) return (share) => percentText(decimal(share * unit, digits));
  return (effect) =>
    `${effect > 0 ? '+' : effect < 0 ? '−' : ''}${decimal(Math.abs(effect), effect === 0 ? 0 : digits)}`;
}

/**
 * Plot puts a style element into its picture, which the page's content policy refuses as soon as it is attached:
 * it goes before that, its three rules stand in the stylesheet. Groups lose their labels: the list box around
 * them and its options say all there is to say.
 */
export function clean(svg: Element): void {
  svg.querySelector('style')?.remove();
  svg.setAttribute('role', 'presentation');
  for (const group of svg.querySelectorAll('g')) {
    for (const name of ['aria-label', 'aria-description', 'aria-hidden']) group.removeAttribute(name);
  }
  // What an axis measures is in a group without a name.
  for (const group of svg.querySelectorAll('g:not([class])')) group.setAttribute('class', 'axis');
  for (const group of svg.querySelectorAll('.grid, .uniform, .zero, .labels, .axis, .curve, .carried'))
    group.setAttribute('aria-hidden', 'true');
}
