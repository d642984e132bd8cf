/** What the shading shows, in sentences. Pure. */
import { t } from '@vscode/l10n';
import { unreadText } from '../editor/statusText';
import { NO_INSIGHT, type Insight } from '../editor/insight';
import { isStale, type Entry, type Unit } from '../editor/store';
import { plainLine } from '../harmless';
import type { TrustVerdict } from '../model/trust/types';
import type { Analysis } from '../model/types';
import { spreadOf, wordsCarrying } from '../spread';
import { trustSentence } from '../trustWording';
import {
  certaintyText,
  classesText,
  decimal,
  labelText,
  paddingText,
  percent,
  oneLine,
  signed,
  stance,
  TERMS,
  times,
  whole,
} from '../wording';
import { ranking } from './ranking';

const TOP = 10;
const UNKNOWN = 20;
const WORD = 40;
const MOST = 0.8;

/**
 * All analyses of a document, the one that is looked at first. Plain text, one fact a line.
 * @param stale whether the text of the first was edited since
 * @param insight what else is known of them
 */
export function describeEntry(
  entry: Entry,
  title: string,
  stale = isStale(entry.active),
  insight: Insight = NO_INSIGHT,
): string {
  const { active, units, model, backend } = entry;
  const others = units.filter((unit) => unit !== active);
  const head = [
    plainLine(title),
    units.length === 1
      ? t('One text was read by the model {0} on {1}.', model, backend)
      : t(
          '{0} texts were read by the model {1} on {2}. The one at the cursor comes first.',
          whole(units.length),
          model,
          backend,
        ),
  ];
  const unread = unreadText(entry);
  if (unread) head.push(`${unread}.`);
  const describe = (unit: Unit, edited: boolean) =>
    describeUnit(unit, edited, insight.verdictOf(entry, unit));
  const told = [describe(active, stale), ...others.map((unit) => describe(unit, isStale(unit)))];
  return [head, ...told].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function describeUnit({ analysis, place }: Unit, stale: boolean, trust: TrustVerdict | null): string[] {
  const { tokens, label, probability, classes, padding, kind } = analysis;
  const said = certaintyText(probability);
  const lines = [t('{0} reads {1}, {2}.', plainLine(place), labelText(label), said)];
  if (stale) lines.push(t('It has been edited since: this is what it said before.'));
  lines.push(t('All classes: {0}.', classesText(classes)));
  lines.push(tokens.length === 1 ? t('It has 1 word.') : t('It has {0} words.', whole(tokens.length)));
  if (TERMS[kind].note) lines.push(TERMS[kind].note);
  lines.push(...topLines(analysis), ...spreadLines(analysis));
  if (trust) lines.push(trustSentence(trust));
  if (padding !== undefined) lines.push(`${paddingText(padding)}.`);
  lines.push(unknownLine(analysis));
  return lines;
}

function topLines(analysis: Analysis): string[] {
  const { tokens, kind } = analysis;
  const top = ranking(tokens).slice(0, TOP);
  const lines = top.map((index, rank) => {
    const { text, weight, effect } = tokens[index]!;
    const word = oneLine(text, WORD);
    return effect === undefined
      ? t(
          '{0}. “{1}”: {2}, {3} an even share',
          rank + 1,
          word,
          percent(weight),
          times(weight * tokens.length),
        )
      : t('{0}. “{1}”: {2}, {3}', rank + 1, word, signed(effect), stance(effect, analysis.label));
  });
  return [`${TERMS[kind].most}:`, ...lines];
}

/** How far the weights are spread, without a word of mathematics. */
function spreadLines({ tokens, kind }: Analysis): string[] {
  const weights = tokens.map(({ weight }) => weight).sort((a, b) => b - a);
  let sum = 0;
  const needed = wordsCarrying(
    weights.map((weight) => (sum += weight)),
    MOST,
  );
  const { effectiveWords } = spreadOf(tokens);
  const even = effectiveWords < 9.95 ? decimal(effectiveWords, 1) : whole(Math.round(effectiveWords));
  const { share } = TERMS[kind];
  return [
    needed === 1
      ? t('1 of {0} words carries {1} {2}.', whole(tokens.length), percent(MOST), share)
      : t('{0} of {1} words carry {2} {3}.', whole(needed), whole(tokens.length), percent(MOST), share),
    t('It is spread as if it were even over {0} words.', even),
  ];
}

function unknownLine({ tokens }: Analysis): string {
  const unknown = [...new Set(tokens.filter(({ known }) => !known).map(({ text }) => oneLine(text, WORD)))];
  if (unknown.length === 0) return t('The vocabulary holds every word.');
  const named = unknown.slice(0, UNKNOWN).join(', ');
  return unknown.length > UNKNOWN
    ? t(
        'Not in the vocabulary, and read as <unk>: {0} and {1} others.',
        named,
        whole(unknown.length - UNKNOWN),
      )
    : t('Not in the vocabulary, and read as <unk>: {0}.', named);
}
