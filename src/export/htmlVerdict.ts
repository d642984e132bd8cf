/** The verdict of one reading in an exported page. */
import { isSentiment } from '../wording';
import type { Reading } from './document';
import { markup } from './escape';
import { certainties, classesText, factsOf, labelName, labelText, TERMS, verdictLine } from './words';

export function verdictHtml(reading: Reading): string {
  const { analysis } = reading;
  const { note } = TERMS[analysis.kind];
  return `<p class="label">${markup(verdictLine(analysis))}</p>
${isSentiment(analysis.classes) ? bothHtml(reading) : classesHtml(reading)}
<p class="facts">${factsOf(reading).map(markup).join(' · ')}</p>
${note === null ? '' : `<p class="note">${markup(note)}</p>`}`;
}

const share = (probability: number): string => `style="--share:${+(probability * 100).toFixed(2)}%"`;

/** The two of sentiment share one bar, each with its colour. */
function bothHtml({ analysis: { classes } }: Reading): string {
  const said = certainties(classes);
  const bars = classes.map(
    ({ label, probability }) => `<span class="${label}" ${share(probability)}></span>`,
  );
  const names = classes.map(
    ({ label }, index) => `<span class="${label}">${markup(`${labelName(label)} ${said[index]}`)}</span>`,
  );
  return `<div class="bar" role="img" aria-label="${markup(classesText(classes))}">${bars.join('')}</div>
<div class="scale" aria-hidden="true">${names.join('')}</div>`;
}

function classesHtml({ analysis }: Reading): string {
  const said = certainties(analysis.classes);
  const rows = analysis.classes.map(
    ({ label, probability }, index) =>
      `<li${label === analysis.label ? ' class="chosen"' : ''}><span dir="auto">${markup(labelText(label))}</span>` +
      `<span class="class-bar"><span ${share(probability)}></span></span><span>${markup(said[index]!)}</span></li>`,
  );
  return `<ul class="classes">${rows.join('')}</ul>`;
}
