/** The model card of a bag of words. */
import { dataLine, splitLine, type CardFacts } from './card';
import { behaviourSection, figuresSection } from './cardFigures';
import { bytes, cell, count, duration, textList } from './wording';

export interface LinearFacts extends Pick<
  CardFacts,
  | 'name'
  | 'description'
  | 'labels'
  | 'config'
  | 'data'
  | 'tokens'
  | 'size'
  | 'command'
  | 'seconds'
  | 'machine'
  | 'validation'
  | 'test'
  | 'behaviour'
> {
  readonly vocabulary: number;
  /** Weight of the penalty on large weights, chosen on the validation texts. */
  readonly penalty: number;
  readonly temperature: number;
}

/** The text of README.md. */
export function linearCard(facts: LinearFacts): string {
  const { name, description, labels, size, vocabulary, behaviour } = facts;
  const rows = [
    ['classes', textList(labels)],
    [
      'model',
      'logistic regression on which words and pairs of neighbouring words a text has, scaled by naive Bayes (Wang and Manning 2012)',
    ],
    ['files', bytes(size)],
    ['vocabulary', `${count(vocabulary)} tokens`],
    ['shows', "each word's own contribution to the verdict; it has no attention"],
  ];
  const overview = ['| | |', '| --- | --- |', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join(
    '\n',
  );
  const sections = [
    `# Model card: ${name}`,
    description,
    overview,
    training(facts),
    figuresSection(facts, false),
    ...(behaviour ? [behaviourSection(behaviour)] : []),
    limits(facts),
  ];
  return `${sections.join('\n\n')}\n`;
}

function training(facts: LinearFacts): string {
  const { penalty, temperature, command, seconds, machine } = facts;
  const lines = [
    dataLine({ ...facts, texts: facts.data.train }),
    splitLine(facts),
    `**Settings**: penalty ${penalty} on large weights, chosen on the validation texts; small weights were dropped; the temperature, ${temperature.toFixed(3)}, was fitted on the validation texts.`,
    `**Command**: \`${command}\``,
    `**Time**: ${duration(seconds)} on ${machine}.`,
  ];
  return ['## Training', '', ...lines.map((line) => `- ${line}`)].join('\n');
}

function limits({ data, labels }: LinearFacts): string {
  const lines = [
    'The baseline beside which models with attention are seen. Not for decisions about people.',
    `Trained on ${count(data.train)} texts: texts of other subjects or languages are read by analogy at best.`,
    `Every text is given one of its ${labels.length} classes, also a text that is none of them.`,
    'The order of words counts only between neighbours: what is far apart in a sentence is never seen together.',
    'The figures hold for texts like those of its data; labels that are wrong there are learnt and counted as right.',
  ];
  return ['## Intended use and limits', '', ...lines.map((line) => `- ${line}`)].join('\n');
}
