/** How many words have how large a weight, on a log axis. */
import { t } from '@vscode/l10n';
import { axisX, axisY, gridY, plot, rect, ruleX } from '@observablehq/plot';
import { count, percent, whole } from '../../wording';
import { AXIS_WIDTH, clean, HEIGHT, MARGIN_TOP } from './chartSvg';
import type { Picture } from './figure';
import { decades, decadeText, wholeTicks, type Bin, type Histogram } from './histogramData';
import { quoted } from './text';
import type { Shown } from './words';

const MARGIN_BOTTOM = 40;
const MARGIN_RIGHT = 20;
const TICKS = 4;
/** Pixels that a tick's percentage takes. */
const TICK_WIDTH = 62;
/** Words of a column that are named. */
const NAMED = 8;
const NAME_CHARACTERS = 16;
/** Percentages below this are all said alike. */
const LEAST_SAID = 1e-5;

/** One column for each size of weight that some word has, each an `option` of a list box. */
export function drawHistogram({ bins, domain, most }: Histogram, shown: Shown, width: number): Picture {
  const [left, right] = [AXIS_WIDTH, Math.max(AXIS_WIDTH + 1, width - MARGIN_RIGHT)];
  const [low, high] = domain.map(Math.log10) as [number, number];
  const pixel = (weight: number) => left + ((Math.log10(weight) - low) / (high - low)) * (right - left);
  const edges = bins.map((bin) => [pixel(bin.low), pixel(bin.high)] as const);
  const exponents = decades(domain, (right - left) / TICK_WIDTH);
  const counts = wholeTicks(most, TICKS);
  const svg = plot({
    width,
    height: HEIGHT,
    marginTop: MARGIN_TOP,
    marginBottom: MARGIN_BOTTOM,
    marginLeft: left,
    marginRight: width - right,
    x: { type: 'log', domain: [...domain] },
    y: { domain: [0, most * 1.05] },
    marks: [
      gridY(counts, { className: 'grid', stroke: null, strokeOpacity: 1 }),
      axisY(counts, {
        className: 'axis',
        label: t('words'),
        labelArrow: 'none',
        tickSize: 4,
        tickFormat: whole,
      }),
      axisX(
        exponents.map((exponent) => 10 ** exponent),
        {
          className: 'axis',
          label: t('share of a word'),
          labelAnchor: 'right',
          labelArrow: 'none',
          labelOffset: 36,
          tickSize: 4,
          tickFormat: (share: number) => decadeText(Math.round(Math.log10(share))),
        },
      ),
      rect(bins, {
        className: 'bars',
        x1: 'low',
        x2: 'high',
        y1: 0,
        y2: (bin: Bin) => bin.tokens.length,
        insetLeft: 1,
        insetRight: 1,
      }),
      ruleX([1 / shown.tokens.length], { className: 'uniform', strokeDasharray: '5 4' }),
    ],
  });
  clean(svg);
  const options = [...svg.querySelectorAll('.bars rect')];
  options.forEach((option, place) => {
    option.id = `bin-${place}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-label', binText(bins[place]!, shown));
  });
  return {
    svg,
    options,
    at: (x) => {
      const place = edges.findIndex(([from, to]) => x >= from && x <= to);
      return place < 0 ? null : place;
    },
    span: (place) => ({ x: edges[place]![0], width: edges[place]![1] - edges[place]![0] }),
    top: MARGIN_TOP,
    bottom: HEIGHT - MARGIN_BOTTOM,
  };
}

/** E.g. "5.6 % to 10 %: 3 words: “great”, “superb”, “film”". */
export function binText({ low, high, tokens }: Bin, shown: Shown): string {
  const names = tokens
    .slice(0, NAMED)
    .map((token) => quoted(shown.tokens[token]!.text, NAME_CHARACTERS))
    .join(', ');
  const range =
    percent(low) === percent(high) || low < LEAST_SAID
      ? t('up to {0}', percent(high))
      : t('{0} to {1}', percent(low), percent(high));
  const others = tokens.length - NAMED;
  const list = others > 0 ? t('{0} and {1} more', names, whole(others)) : names;
  return `${range}: ${count(tokens.length, 'word')}: ${list}`;
}
