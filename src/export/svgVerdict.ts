/** The verdict of one reading, drawn: label, the probabilities of all classes, and how it came about. */
import { isSentiment, labelText } from '../wording';
import { paint } from './colour';
import type { Reading } from './document';
import { markup } from './escape';
import { graphemesOf } from './measure';
import { round, type Sheet } from './sheet';
import { certainties, classesText, factsOf, labelName, TERMS, verdictLine } from './words';

const BAR = 10;
/** Classes with a bar of their own; of more, the most probable. */
const MOST_CLASSES = 12;

export function drawVerdict(sheet: Sheet, reading: Reading): void {
  const { analysis } = reading;
  sheet.text(verdictLine(analysis), { size: sheet.theme.ui.size * 1.7, bold: true });
  sheet.space(8);
  if (isSentiment(analysis.classes)) drawBoth(sheet, reading);
  else drawClasses(sheet, reading);
  sheet.space(6);
  sheet.muted(factsOf(reading).join(' · '));
  const { note } = TERMS[analysis.kind];
  if (note !== null) {
    sheet.space(4);
    sheet.text(note);
  }
}

/** The two of sentiment share one bar, each with its colour. */
function drawBoth(sheet: Sheet, { analysis: { classes } }: Reading): void {
  const { colours, ui } = sheet.theme;
  const { left, width, y } = sheet;
  const first = width * classes[0]!.probability;
  const said = certainties(classes);
  sheet.add(`<g><title>${markup(classesText(classes))}</title>`);
  classes.forEach(({ label }, index) => {
    const colour = colours[label === 'negative' ? 'negative-color' : 'positive-color'];
    const [x, wide] = index === 0 ? [left, first] : [left + first, width - first];
    sheet.add(
      `<rect x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${BAR}" ${paint('fill', colour)}/>`,
    );
  });
  sheet.add(frame(left, y, width, BAR, colours.line), '</g>');
  sheet.space(BAR + 16);
  classes.forEach(({ label }, index) => {
    const colour = colours[label === 'negative' ? 'negative-color' : 'positive-color'];
    const words = `${labelName(label)} ${said[index]}`;
    const end = left + width;
    const swatch = index === 0 ? left : end - sheet.measure.ui(words, ui.size) - 14;
    const place = index === 0 ? `x="${round(left + 14)}"` : `x="${round(end)}" text-anchor="end"`;
    sheet.add(
      `<rect x="${round(swatch)}" y="${round(sheet.y - 9)}" width="9" height="9" rx="2" ${paint('fill', colour)}/>`,
      `<text ${place} y="${round(sheet.y)}" font-size="${round(ui.size)}" ${paint('fill', colours.foreground)}>${markup(words)}</text>`,
    );
  });
  sheet.space(6);
}

/** A bar for each class: none of them is good or bad, so all have one colour. */
function drawClasses(sheet: Sheet, { analysis }: Reading): void {
  const { colours, ui } = sheet.theme;
  const said = certainties(analysis.classes);
  const falling = analysis.classes
    .map((one, index) => ({ ...one, index }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_CLASSES);
  const shown = falling.sort((a, b) => a.index - b.index);
  const bar = { left: sheet.left + sheet.width * 0.48, width: sheet.width * 0.36 };
  for (const { label, probability, index } of shown) {
    const { y } = sheet;
    const weight = label === analysis.label ? ' font-weight="600"' : '';
    const words = `font-size="${round(ui.size)}"${weight} ${paint('fill', colours.foreground)}`;
    sheet.add(
      `<text x="${round(sheet.left)}" y="${round(y + 10)}" ${words}>${markup(fitting(labelText(label), bar.left - sheet.left - 12, sheet))}</text>`,
      `<rect x="${round(bar.left)}" y="${round(y)}" width="${round(bar.width * probability)}" height="${BAR}" ${paint('fill', colours['positive-color'])}/>`,
      frame(bar.left, y, bar.width, BAR, colours.line),
      `<text x="${round(sheet.left + sheet.width)}" y="${round(y + 10)}" text-anchor="end" ${words}>${markup(said[index]!)}</text>`,
    );
    sheet.space(20);
  }
  const left = analysis.classes.length - shown.length;
  if (left > 0) sheet.muted(classesText(analysis.classes));
}

/** Cut where it would reach into what stands beside it. */
function fitting(label: string, width: number, { measure, theme: { ui } }: Sheet): string {
  const characters = graphemesOf(label);
  let kept = label;
  while (characters.length > 1 && measure.ui(kept, ui.size * 1.05) > width) {
    characters.pop();
    kept = `${characters.join('')}…`;
  }
  return kept;
}

export function frame(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="2" fill="none" ${paint('stroke', colour)}/>`;
}
