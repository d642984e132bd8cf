/** How much the largest words hold together: the cumulative share over the words by falling weight. */
import { t } from '@vscode/l10n';
import { axisX, axisY, dot, gridY, line, plot, ruleX, ruleY, text } from '@observablehq/plot';
import { count, isAgainst, percent, whole } from '../../wording';
import { AXIS_WIDTH, clean, HEIGHT, MARGIN_TOP } from './chartSvg';
import type { Cumulative } from './cumulative';
import type { Picture } from './figure';
import { wholeTicks } from './histogramData';
import { spokenWord } from './text';
import type { Shown } from './words';

const MARGIN_BOTTOM = 40;
const MARGIN_RIGHT = 14;
/** Pixels between two words from which on each has a dot of its own. */
const DOT_PITCH = 7;
/** Pixels that a tick's number takes. */
const TICK_WIDTH = 42;
/** Beyond this part of the axis the mark's words stand to its left. */
const RIGHT_PART = 0.5;

/** One point a word, each an `option` of a list box. */
export function drawCurve({ tokens, sums, carrying }: Cumulative, shown: Shown, width: number): Picture {
  const n = tokens.length;
  const [left, right] = [AXIS_WIDTH, Math.max(AXIS_WIDTH + 1, width - MARGIN_RIGHT)];
  const pitch = (right - left) / n;
  const points = sums.map((sum, place) => ({ words: place + 1, sum }));
  const svg = plot({
    width,
    height: HEIGHT,
    marginTop: MARGIN_TOP,
    marginBottom: MARGIN_BOTTOM,
    marginLeft: left,
    marginRight: width - right,
    x: { domain: [0, n] },
    y: { domain: [0, 1] },
    marks: [
      gridY({ ticks: 5, className: 'grid', stroke: null, strokeOpacity: 1 }),
      axisY({ className: 'axis', ticks: 5, tickFormat: percent, label: null, tickSize: 4 }),
      axisX(wholeTicks(n, (right - left) / TICK_WIDTH), {
        className: 'axis',
        tickFormat: whole,
        label: t('words, largest first'),
        labelAnchor: 'right',
        labelArrow: 'none',
        labelOffset: 36,
        tickSize: 4,
      }),
      line(
        [
          { words: 0, sum: 0 },
          { words: n, sum: 1 },
        ],
        {
          ...{ className: 'uniform', x: 'words', y: 'sum', strokeDasharray: '5 4' },
        },
      ),
      line([{ words: 0, sum: 0 }, ...points], { className: 'curve', x: 'words', y: 'sum', strokeWidth: 2 }),
      ...carriedMarks(carrying, sums[carrying - 1]!, n),
      dot(points, { className: pitch >= DOT_PITCH ? 'points' : 'points dense', x: 'words', y: 'sum', r: 3 }),
    ],
  });
  clean(svg);
  const options = [...svg.querySelectorAll('.points circle')];
  tokens.forEach((token, place) => label(options[place]!, token, place, sums[place]!, shown));
  return {
    svg,
    options,
    at: (x) => (x < left ? null : Math.min(n, Math.max(1, Math.round((x - left) / pitch))) - 1),
    span: (place) => ({ x: left + (place + 1) * pitch - 0.5, width: 1 }),
    top: MARGIN_TOP,
    bottom: HEIGHT - MARGIN_BOTTOM,
  };
}

/** Where 80 % are reached: two lines to the axes, a dot, and the same in words. */
function carriedMarks(carrying: number, sum: number, n: number) {
  const point = [{ words: carrying, sum }];
  const isRight = carrying / n > RIGHT_PART;
  const said = `${count(carrying, 'word')}: ${percent(sum)}`;
  return [
    ruleX(point, { className: 'carried', x: 'words', y1: 0, y2: 'sum' }),
    ruleY(point, { className: 'carried', y: 'sum', x1: 0, x2: 'words' }),
    dot(point, { className: 'carried point', x: 'words', y: 'sum', r: 4.5 }),
    text(point, {
      ...{ className: 'carried saying', x: 'words', y: 'sum', text: () => said },
      ...(isRight
        ? { dx: -10, dy: -2, textAnchor: 'end' as const, lineAnchor: 'bottom' as const }
        : { dx: 10, dy: 4, textAnchor: 'start' as const, lineAnchor: 'top' as const }),
    }),
  ];
}

function label(option: Element, token: number, place: number, sum: number, shown: Shown): void {
  const word = spokenWord(shown.analysis, token, shown.ranks[token]!);
  option.id = `point-${token}`;
  option.classList.toggle('against', isAgainst(shown.tokens[token]!));
  option.setAttribute('role', 'option');
  option.setAttribute(
    'aria-label',
    place === 0 ? word : t('{0}; the {1} largest together {2}', word, whole(place + 1), percent(sum)),
  );
}
