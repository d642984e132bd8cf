/** Loss and accuracy of every epoch as a drawing that stands by itself, in light and in dark. */
import type { EpochRecord } from './curves';
import { niceTicks } from './ticks';

const WIDTH = 760;
const HEIGHT = 300;
const PLOT = { top: 44, height: 204, left: 52, width: 236, gap: 380 };
/** Least distance between the labels of two lines, in pixels. */
const LABEL_GAP = 14;

/** Blue and vermilion of Okabe and Ito (2008), which colour-blind people can tell apart, each with a mark of its own. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #3b3b3b; }
  .title { font-size: 13px; font-weight: 600; fill: #1f1f1f; }
  .grid { stroke: #d8d8d8; } .kept { stroke: #8a8a8a; stroke-dasharray: 3 3; }
  .train { stroke: #0072b2; fill: #0072b2; } .validation { stroke: #b54a00; fill: #b54a00; }
  path { fill: none !important; stroke-width: 2; } text.train, text.validation { stroke: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #c5c5c5; } .title { fill: #ededed; } .grid { stroke: #444; } .kept { stroke: #999; }
    .train { stroke: #56b4e9; fill: #56b4e9; } .validation { stroke: #f5a35c; fill: #f5a35c; }
  }`;

type Series = 'train' | 'validation';
const SERIES: readonly Series[] = ['train', 'validation'];

interface Chart {
  readonly title: string;
  readonly fields: Readonly<
    Record<Series, 'trainLoss' | 'validationLoss' | 'trainAccuracy' | 'validationAccuracy'>
  >;
  readonly format: (value: number) => string;
}

const CHARTS: readonly Chart[] = [
  {
    title: 'Loss (nats)',
    fields: { train: 'trainLoss', validation: 'validationLoss' },
    format: (value) => String(Number(value.toPrecision(6))),
  },
  {
    title: 'Accuracy',
    fields: { train: 'trainAccuracy', validation: 'validationAccuracy' },
    format: (value) => `${Number((100 * value).toPrecision(6))} %`,
  },
];

/**
 * The text of curves.svg.
 * @param epochs at least one, by rising epoch
 * @param kept the epoch whose weights became the model
 */
export function curvesSvg(epochs: readonly EpochRecord[], kept: number): string {
  const last = epochs.at(-1)!;
  const summary =
    `After epoch ${last.epoch}: loss ${fixed(last.trainLoss)} in training, ${fixed(last.validationLoss)} in validation; ` +
    `accuracy ${percent(last.trainAccuracy)} and ${percent(last.validationAccuracy)}. Kept: epoch ${kept}.`;
  const charts = CHARTS.map((chart, i) => drawChart(chart, epochs, kept, PLOT.left + i * PLOT.gap));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title summary">
<title id="title">Loss and accuracy over the epochs of training</title>
<desc id="summary">${summary}</desc>
<style>${STYLE}
</style>
${charts.join('\n')}
</svg>
`;
}

const fixed = (value: number | null) => (value === null ? 'not measured' : value.toFixed(3));
const percent = (value: number | null) => (value === null ? 'not measured' : `${(100 * value).toFixed(1)} %`);

interface Point {
  readonly x: number;
  readonly y: number;
}

function drawChart(chart: Chart, epochs: readonly EpochRecord[], kept: number, left: number): string {
  const values = SERIES.flatMap((series) => epochs.map((e) => e[chart.fields[series]])).filter(
    (v) => v !== null,
  );
  const ticks = niceTicks(Math.min(...values), Math.max(...values), 5);
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const y = (value: number) => PLOT.top + PLOT.height * (1 - (value - low) / (high - low));
  const most = Math.max(1, epochs.at(-1)!.epoch);
  const x = (epoch: number) => left + (PLOT.width * epoch) / most;
  const pointsOf = (series: Series): Point[] =>
    epochs.flatMap((e) => {
      const value = e[chart.fields[series]];
      return value === null ? [] : [{ x: x(e.epoch), y: y(value) }];
    });
  const right = left + PLOT.width;
  const bottom = PLOT.top + PLOT.height;
  return [
    `<text class="title" x="${left}" y="20">${chart.title}</text>`,
    ...ticks.map(
      (tick) =>
        `<line class="grid" x1="${left}" x2="${right}" y1="${px(y(tick))}" y2="${px(y(tick))}"/>` +
        `<text x="${left - 8}" y="${px(y(tick) + 4)}" text-anchor="end">${chart.format(tick)}</text>`,
    ),
    ...niceTicks(0, most, 6)
      .filter((epoch) => Number.isInteger(epoch) && epoch <= most)
      .map((epoch) => `<text x="${px(x(epoch))}" y="${bottom + 18}" text-anchor="middle">${epoch}</text>`),
    `<text x="${left + PLOT.width / 2}" y="${bottom + 38}" text-anchor="middle">epoch</text>`,
    `<line class="kept" x1="${px(x(kept))}" x2="${px(x(kept))}" y1="${PLOT.top - 4}" y2="${bottom}"/>`,
    `<text x="${px(x(kept))}" y="${PLOT.top - 8}" text-anchor="middle">kept</text>`,
    ...SERIES.map((series) => drawLine(series, pointsOf(series))),
    ...drawLabels(pointsOf, right),
  ].join('\n');
}

function drawLine(series: Series, points: readonly Point[]): string {
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join(' ');
  const marks = points.map(({ x, y }) =>
    series === 'train'
      ? `<circle class="train" cx="${px(x)}" cy="${px(y)}" r="3"/>`
      : `<rect class="validation" x="${px(x - 3)}" y="${px(y - 3)}" width="6" height="6"/>`,
  );
  return [`<path class="${series}" d="${path}"/>`, ...marks].join('');
}

/** The name of each line at its end, moved apart where the ends are close. */
function drawLabels(pointsOf: (series: Series) => readonly Point[], right: number): string[] {
  const ends = SERIES.flatMap((series) => {
    const end = pointsOf(series).at(-1);
    return end ? [{ series, y: end.y + 4 }] : [];
  }).sort((a, b) => a.y - b.y);
  if (ends.length === 2 && ends[1]!.y - ends[0]!.y < LABEL_GAP) {
    const middle = (ends[0]!.y + ends[1]!.y) / 2;
    ends[0]!.y = middle - LABEL_GAP / 2;
    ends[1]!.y = middle + LABEL_GAP / 2;
  }
  return ends.map(
    ({ series, y }) => `<text class="${series}" x="${right + 8}" y="${px(y)}">${series}</text>`,
  );
}

/** A length in pixels, to the hundredth. */
function px(value: number): string {
  return String(Number(value.toFixed(2)));
}
