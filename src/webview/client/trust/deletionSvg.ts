/** The drawing of the deletion curve: P(label) while words go, by attention, by effect, and at random as a band. */
import { t } from '@vscode/l10n';
import { areaY, axisX, axisY, dot, gridY, line, plot, ruleY, text } from '@observablehq/plot';
import { percent } from '../../../wording';
import type { DeletionCurve, Spread } from '../../protocol';
import { clean } from '../chartSvg';
import type { Picture } from '../figure';
import { spreadOut } from './trustData';

/** Pixels; always as high as this, so that an update moves nothing. */
export const CURVE_HEIGHT = 230;
const LEFT = 48;
const TOP = 12;
const BOTTOM = 40;
const LABEL_LINE = 14;
/** Between a curve's end and its label, and beyond the label. */
const LABEL_GAPS = 12;
/** Pixels that a tick's number takes. */
const TICK_WIDTH = 46;

export interface CurveLine {
  readonly name: 'attention' | 'effect' | 'random';
  /** Stands at the end of the line. */
  readonly label: string;
  /** P(label), one for each share. */
  readonly values: readonly number[];
}

export interface DeletionDrawing {
  readonly curve: DeletionCurve;
  readonly lines: readonly CurveLine[];
  /** Pixels of the widest label. */
  readonly labelWidth: number;
  /** Pixels. */
  readonly width: number;
  /** What the curve comes to at each share, for screen readers. */
  readonly spoken: readonly string[];
}

/** Dashes tell the lines apart besides their colours. */
const DASHES = { attention: 'none', effect: '7 4', random: '2 3' } as const;

/** One point for each share, an `option` of a list box, on the first of the lines. */
export function drawDeletion({ curve, lines, labelWidth, width, spoken }: DeletionDrawing): Picture {
  const { shares } = curve;
  const right = Math.max(LEFT + 1, width - labelWidth - LABEL_GAPS);
  const last = shares.at(-1)!;
  const pixel = (share: number) => LEFT + (share / last) * (right - LEFT);
  const height = (probability: number) => TOP + (1 - probability) * (CURVE_HEIGHT - TOP - BOTTOM);
  const points = (values: readonly number[]) => values.map((p, place) => ({ share: shares[place]!, p }));
  const ends = lines.map(({ values }) => height(values.at(-1)!));
  const labels = spreadOut(ends, LABEL_LINE, [TOP, CURVE_HEIGHT - BOTTOM]);
  const svg = plot({
    width,
    height: CURVE_HEIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: width - right,
    x: { domain: [0, last] },
    y: { domain: [0, 1] },
    marks: [
      gridY({ ticks: 4, className: 'grid', stroke: null, strokeOpacity: 1 }),
      axisY({ className: 'axis', ticks: 4, tickFormat: percent, label: null, tickSize: 4 }),
      axisX(ticksOf(shares, pixel), {
        className: 'axis',
        tickFormat: percent,
        label: t('words left out'),
        labelAnchor: 'right',
        labelArrow: 'none',
        labelOffset: 36,
        tickSize: 4,
      }),
      areaY(curve.random, {
        className: 'trust-band',
        x: (_: Spread, place: number) => shares[place]!,
        y1: 'low',
        y2: 'high',
      }),
      ruleY([0], { className: 'zero' }),
      ...[...lines].reverse().map(({ name, values }) =>
        line(points(values), {
          className: `curve ${name}`,
          x: 'share',
          y: 'p',
          strokeWidth: name === 'random' ? 1.5 : 2,
          strokeDasharray: DASHES[name],
        }),
      ),
      ...lines.map(({ name, label }, index) =>
        text([label], {
          className: `curve-label ${name}`,
          frameAnchor: 'right',
          textAnchor: 'start',
          lineAnchor: 'middle',
          dx: LABEL_GAPS - 4,
          dy: labels[index]! - (TOP + CURVE_HEIGHT - BOTTOM) / 2,
        }),
      ),
      dot(points(lines[0]!.values), { className: 'points', x: 'share', y: 'p', r: 3.5 }),
    ],
  });
  clean(svg);
  for (const part of svg.querySelectorAll('.trust-band, .curve-label'))
    part.setAttribute('aria-hidden', 'true');
  const options = [...svg.querySelectorAll('.points circle')];
  options.forEach((option, place) => {
    option.id = `trust-share-${place}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-label', spoken[place]!);
  });
  return {
    svg,
    options,
    at: (x) => (x < LEFT - 8 ? null : nearest(shares.map(pixel), x)),
    span: (place) => ({ x: pixel(shares[place]!) - 0.5, width: 1 }),
    top: TOP,
    bottom: CURVE_HEIGHT - BOTTOM,
  };
}

/** The shares that are measured, as many as stand side by side; the ends always. */
function ticksOf(shares: readonly number[], pixel: (share: number) => number): number[] {
  const last = shares.at(-1)!;
  const kept: number[] = [];
  for (const share of shares) {
    const before = kept.at(-1);
    const isClear = before === undefined || pixel(share) - pixel(before) >= TICK_WIDTH;
    if (share === last || (isClear && pixel(last) - pixel(share) >= TICK_WIDTH)) kept.push(share);
  }
  return kept;
}

function nearest(pixels: readonly number[], x: number): number {
  let best = 0;
  pixels.forEach((pixel, place) => {
    if (Math.abs(pixel - x) < Math.abs(pixels[best]! - x)) best = place;
  });
  return best;
}
