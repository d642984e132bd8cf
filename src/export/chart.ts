/** The distribution of weights as a drawing by Observable Plot, in the panel's look, without a page to draw it in. */
import { axisY, gridY, plot, rect, ruleY, text } from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import type { Analysis } from '../model/types';
import {
  axisOf,
  defaults,
  layoutOf,
  orderOf,
  valueOf,
  type Axis,
  type Layout,
} from '../webview/client/chartData';
import { decimal, isAgainst, percentText, shortened } from '../wording';
import { hexOf, parseColour } from './colour';
import { printableLine } from './escape';
import type { Measure } from './measure';
import { isHighContrast, type ExportTheme } from './theme';

export const CHART_HEIGHT = 248;
const AXIS_WIDTH = 48;
const MARGIN_TOP = 10;
/** Half a label's height: the last one may stand over a bar as narrow as a hair. */
const MARGIN_RIGHT = 8;
const TICKS = 4;
const LABEL_SIZE = 11;
const FLAT_LABELS = 30;
const UPRIGHT_LABELS = 104;
/** All of the text is in the picture, however narrow a bar becomes. */
const OPTIONS = { ...defaults, narrowestPitch: 0 };

interface Bar {
  readonly position: number;
  readonly value: number;
  readonly against: boolean;
  readonly known: boolean;
  readonly label: string;
}

/** What of the linkedom elements is used here. */
interface Element {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelector(selector: string): { remove(): void } | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

export interface ChartOptions {
  /** Pixels. */
  readonly width: number;
  readonly order: 'reading' | 'sorted';
  readonly theme: ExportTheme;
  readonly measure: Measure;
}

/** An `<svg>` element with the given width and CHART_HEIGHT, valid in XML and HTML. */
export function chartSvg(analysis: Analysis, options: ChartOptions): string {
  const { theme, width } = options;
  const bars = barsOf(analysis, options.order);
  const labelWidths = bars.map(({ label }) => options.measure.ui(label, LABEL_SIZE));
  const weights = orderOf(analysis.tokens, options.order).map((token) => analysis.tokens[token]!.weight);
  const available = width - AXIS_WIDTH - MARGIN_RIGHT;
  const layout = layoutOf({ labelWidths, weights, available, zoom: 'whole' }, OPTIONS);
  const axis = axisOf(analysis.tokens);
  const widest = Math.max(0, ...layout.labelled.map((position) => labelWidths[position]!));
  const labelHeight = layout.flat ? FLAT_LABELS : Math.min(UPRIGHT_LABELS, Math.ceil(widest) + 12);
  const svg = plot({
    // linkedom's document has all that Plot asks of one.
    document: new DOMParser().parseFromString('<svg/>', 'image/svg+xml') as never,
    width,
    height: CHART_HEIGHT,
    marginTop: MARGIN_TOP,
    marginBottom: labelHeight,
    marginLeft: AXIS_WIDTH,
    marginRight: MARGIN_RIGHT + Math.max(0, available - layout.pitch * bars.length),
    x: { axis: null, domain: [0, bars.length] },
    y: { axis: null, domain: [axis.bottom, axis.top] },
    marks: marksOf(bars, layout, axis, theme),
  }) as unknown as Element;
  clean(svg, theme);
  const labels = [...svg.querySelectorAll('.labels text')];
  layout.labelled.forEach((position, index) => {
    if (!bars[position]!.known) labels[index]!.setAttribute('text-decoration', 'underline dotted');
  });
  return svg.outerHTML;
}

function barsOf({ tokens }: Analysis, order: ChartOptions['order']): Bar[] {
  return orderOf(tokens, order).map((token, position) => {
    const word = tokens[token]!;
    const label = shortened(printableLine(word.text), defaults.labelCharacters);
    return { position, value: valueOf(word), against: isAgainst(word), known: word.known, label };
  });
}

function marksOf(bars: readonly Bar[], layout: Layout, axis: Axis, theme: ExportTheme) {
  const { foreground, muted } = theme.colours;
  const labelled = layout.labelled.map((position) => bars[position]!);
  return [
    gridY({ ticks: TICKS, ...stroke(foreground, 0.12) }),
    bar(
      bars.filter(({ against }) => !against),
      layout,
      theme,
      false,
    ),
    bar(
      bars.filter(({ against }) => against),
      layout,
      theme,
      true,
    ),
    ruleY(axis.signed ? [0] : [1 / bars.length], {
      ...stroke(foreground),
      ...(axis.signed ? {} : { strokeDasharray: '5 4' }),
    }),
    axisY({ ticks: TICKS, tickFormat: tickText(axis), label: null, tickSize: 4, color: muted }),
    text(labelled, {
      className: 'labels',
      x: (one: Bar) => one.position + 0.5,
      text: 'label',
      fill: foreground,
      frameAnchor: 'bottom',
      dy: 7,
      // Upright labels end at the axis and read upwards.
      ...(layout.flat
        ? { lineAnchor: 'top' as const }
        : { rotate: -90, textAnchor: 'end' as const, lineAnchor: 'middle' as const }),
    }),
  ];
}

/** Bars of one side; direction and a dashed outline say it too. */
function bar(bars: readonly Bar[], { pitch }: Layout, theme: ExportTheme, against: boolean) {
  const { colours } = theme;
  const line = against ? colours['against-emphasis'] : colours.emphasis;
  const gap = pitch >= 6 ? 0.1 : pitch >= 3 ? 0.15 : 0;
  const dense = pitch < 6;
  const solid = dense || (isHighContrast(theme) && !against);
  return rect(bars, {
    x1: (one: Bar) => one.position + gap,
    x2: (one: Bar) => one.position + 1 - gap,
    y1: 0,
    y2: 'value',
    ...(solid ? fill(line) : isHighContrast(theme) ? { fill: 'none' } : fillOf(colours, against)),
    ...(dense ? {} : stroke(line)),
    ...(against && !dense ? { strokeDasharray: '3 2' } : {}),
  });
}

const fillOf = (colours: ExportTheme['colours'], against: boolean) =>
  fill(against ? colours.against : colours.attention);

/** A colour as Plot takes it: opacity apart. */
function split(colour: string): readonly [solid: string, opacity: number] {
  const parsed = parseColour(colour);
  return parsed ? [hexOf({ ...parsed, alpha: 1 }), +parsed.alpha.toFixed(4)] : [colour, 1];
}

function fill(colour: string) {
  const [solid, fillOpacity] = split(colour);
  return { fill: solid, fillOpacity };
}

function stroke(colour: string, share = 1) {
  const [solid, opacity] = split(colour);
  return { stroke: solid, strokeOpacity: opacity * share };
}

/** Ticks with as many decimals as their distance needs, all alike: shares in percent, effects with their sign. */
function tickText({ bottom, top, signed }: Axis): (value: number) => string {
  const unit = signed ? 1 : 100;
  const digits = Math.max(0, Math.ceil(-Math.log10(((top - bottom) * unit) / TICKS)));
  if (!signed) return (share) => percentText(decimal(share * unit, digits));
  return (effect) =>
    `${effect > 0 ? '+' : effect < 0 ? '−' : ''}${decimal(Math.abs(effect), effect === 0 ? 0 : digits)}`;
}

/** Fonts and colours as attributes, so that a part of a picture looks the same wherever it stands. */
function clean(svg: Element, { ui, colours }: ExportTheme): void {
  svg.querySelector('style')?.remove();
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('class', 'chart');
  svg.setAttribute('fill', colours.foreground);
  svg.setAttribute('font-family', ui.family);
  svg.setAttribute('font-size', String(LABEL_SIZE));
  for (const group of svg.querySelectorAll('g')) {
    for (const name of ['aria-label', 'aria-description', 'aria-hidden']) group.removeAttribute(name);
  }
}
