/** What the shape of the distribution says, in plain language. */
import { t } from '@vscode/l10n';
import { spreadOf, type Spread } from '../../spread';
import { count, decimal, percent, TERMS, whole } from '../../wording';
import type { Analysis } from '../protocol';
import type { Arrangement, Stretch } from './chartData';
import { CARRIED, type Cumulative } from './cumulative';

/** Words that are no whole number, e.g. "1.3", "14". */
function some(words: number): string {
  return words < 9.95 ? decimal(words, 1) : whole(Math.round(words));
}

/** On how few words most of it lies, and how even the rest is: one or two sentences. */
export function spreadText({ tokens, kind }: Analysis, { carrying }: Cumulative): string {
  const n = tokens.length;
  if (n === 1) return t('There is only one word, and it has all.');
  return `${carryingText(carrying, n, kind)} ${evenText(kind, n, spreadOf(tokens))}`;
}

/** E.g. "12 of 84 words carry 80 % of the attention." */
export function carryingText(carrying: number, n: number, kind: Analysis['kind']): string {
  const { share } = TERMS[kind];
  return carrying === 1
    ? t('1 of {0} words carries {1} {2}.', whole(n), percent(CARRIED), share)
    : t('{0} of {1} words carry {2} {3}.', whole(carrying), whole(n), percent(CARRIED), share);
}

/** How evenly the weights of n words are spread. */
export function evenText(kind: Analysis['kind'], n: number, { entropy, effectiveWords }: Spread): string {
  const [words, of] = [some(effectiveWords), whole(n)];
  const [bits, most] = [decimal(entropy, 2), decimal(Math.log2(n), 2)];
  switch (kind) {
    case 'attention':
      return t(
        'It is as if the attention were spread evenly over {0} of {1} words (entropy {2} of at most {3} bits).',
        words,
        of,
        bits,
        most,
      );
    case 'deletion':
      return t(
        'It is as if the effects were spread evenly over {0} of {1} words (entropy {2} of at most {3} bits).',
        words,
        of,
        bits,
        most,
      );
    case 'contribution':
      return t(
        'It is as if the contributions were spread evenly over {0} of {1} words (entropy {2} of at most {3} bits).',
        words,
        of,
        bits,
        most,
      );
  }
}

/** E.g. "Words 12–30 of 84: 41 % of the attention". */
export function stretchText({ tokens, kind }: Analysis, { from, to }: Stretch): string {
  const sum = tokens.slice(from, to + 1).reduce((total, { weight }) => total + weight, 0);
  const share = `${percent(Math.min(1, sum))} ${TERMS[kind].share}`;
  const of = whole(tokens.length);
  return from === to
    ? t('Word {0} of {1}: {2}', whole(from + 1), of, share)
    : t('Words {0}–{1} of {2}: {3}', whole(from + 1), whole(to + 1), of, share);
}

/** E.g. "3 words have no weight at all and stand outside."; null where all have some. */
export function zerosText(zeros: readonly number[]): string | null {
  if (zeros.length === 0) return null;
  return zeros.length === 1
    ? t('1 word has a share of 0 and stands on no log axis')
    : t('{0} have a share of 0 and stand on no log axis', count(zeros.length, 'word'));
}

/** What a chart shows and what can be done with it. */
export function hintText(arrangement: Arrangement, kind: Analysis['kind']): string {
  const { share } = TERMS[kind];
  switch (arrangement) {
    case 'reading':
      return t('Drag over the bars, or hold Shift with the arrow keys, to select those words in the editor.');
    case 'sorted':
      return t('A range of words can be selected in the reading order.');
    case 'cumulative':
      return kind === 'attention'
        ? t('How much {0} the largest words hold together.', share)
        : t('How much {0} the largest words hold together, for and against the verdict alike.', share);
    case 'histogram':
      return t('How many words have how much {0}, on a scale of powers of ten.', share);
  }
}
