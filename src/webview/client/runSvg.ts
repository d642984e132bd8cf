/** The drawing of the run through a document, by Observable Plot: a few paths, however many texts there are. */
import { areaY, axisY, lineY, plot, ruleX, ruleY } from '@observablehq/plot';
import { clean } from './chartSvg';
import { columns, outline, type Corner, type RunPart } from './runData';

export interface RunDrawing {
  readonly parts: readonly RunPart[];
  /** Pixels. */
  readonly width: number;
  /** Two classes have a middle, which is drawn up and down from; more have a bottom. */
  readonly middle: boolean;
}

/** Pixels; always as high as this, so that an update moves nothing. */
export const RUN_HEIGHT = 120;
export const RUN_AXIS = 48;
const MARGIN = 8;
/** Above this many texts the lines between them would be all there is to see. */
const MOST_SEPARATED = 150;

export function drawRun({ parts, width, middle }: RunDrawing): Element {
  const corners = outline(columns(parts, width));
  const base = middle ? 0.5 : 0;
  const words = parts.at(-1)?.to ?? 1;
  const area = (name: string, height: (probability: number) => number) =>
    areaY(corners, {
      className: name,
      x: 'word',
      y1: base,
      y2: ({ probability }: Corner) => height(probability),
    });
  const separators = parts.length <= MOST_SEPARATED ? parts.slice(1) : [];
  const svg = plot({
    width,
    height: RUN_HEIGHT,
    marginLeft: RUN_AXIS,
    marginRight: 1,
    marginTop: MARGIN,
    marginBottom: MARGIN,
    x: { axis: null, domain: [0, words] },
    y: { axis: null, domain: [0, 1] },
    marks: [
      area('run-above', (probability) => Math.max(base, probability)),
      area('run-below', (probability) => Math.min(base, probability)),
      ruleX(separators, { className: 'run-between', x: 'from' }),
      ruleY([base], { className: middle ? 'run-middle' : 'run-bottom' }),
      lineY(corners, { className: 'run-line', x: 'word', y: 'probability', strokeWidth: 1.5 }),
      axisY([0, 0.5, 1], {
        className: 'axis',
        tickFormat: (share: number) => `${share * 100} %`,
        label: null,
        tickSize: 4,
      }),
    ],
  });
  clean(svg);
  return svg;
}
