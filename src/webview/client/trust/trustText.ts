/** What the section on trust says. Pure. */
import { t } from '@vscode/l10n';
import { trustSentence } from '../../../trustWording';
import {
  certaintyText,
  count,
  decimal,
  labelText,
  percent,
  signed,
  stance,
  verdictText,
  whole,
} from '../../../wording';
import type { Analysis, Examination, Spread, StabilityView, TrustVerdict, TrustView } from '../../protocol';
import { saidPlace } from './trustData';

/** The section's title: of models without attention nothing is called so. */
export function trustTitle(hasAttention: boolean): string {
  return hasAttention ? t('Can attention be believed here?') : t('What leaving words out does');
}

/** What stands under the section's title, folded up or not. */
export interface Face {
  /** The verdict, where there is one. */
  readonly verdict: TrustVerdict | null;
  readonly sentence: string;
  /** What was measured. */
  readonly measured: string;
  /** A button: what is to be done. */
  readonly action: 'examine' | 'again' | null;
  /** Nothing else is going to be said of this text. */
  readonly settled?: boolean;
}

const plain = (sentence: string, measured = ''): Face => ({
  verdict: null,
  sentence,
  measured,
  action: null,
});

/** Of a model without attention there is nothing to believe or not. */
export function noAttentionFace(): Face {
  const sentence = t(
    'What is shaded are the effects of the words themselves: nothing stands between them and the verdict.',
  );
  return { ...plain(sentence), settled: true };
}

/** Of a page that was restored: the extension knows nothing of what it shows. */
export function restoredFace(): Face {
  const sentence = t('Analyse the text again to see whether its attention can be believed.');
  return { ...plain(sentence), settled: true };
}

/** @param view of the charted text; null: nothing is known yet */
export function faceOf(view: TrustView | null): Face {
  switch (view?.state) {
    case undefined:
      return plain(t('Not examined yet.'));
    case 'reading':
      return plain(
        t('Leaving out each word in turn.'),
        view.total > 0 ? progressText(view.done, view.total) : '',
      );
    case 'waiting': {
      const words = count(view.words, 'word');
      return { ...plain(t('{0}: examined only when asked for.', words)), action: 'examine' };
    }
    case 'failed':
      return { ...plain(t('The text could not be examined.'), view.message), action: 'again' };
    case 'read': {
      const { verdict } = view.examination.faithfulness;
      return {
        verdict,
        sentence: trustSentence(verdict),
        measured: measuredText(view.examination),
        action: null,
      };
    }
  }
}

export function progressText(done: number, total: number): string {
  return t('{0} of {1} words', whole(done), whole(total));
}

/** What the loss of a fifth of the words does, by attention and at random, in a sentence. */
export function measuredText({ label, probability, faithfulness }: Examination): string {
  const { curve, verdict } = faithfulness;
  const place = saidPlace(curve);
  if (place === null || verdict === 'short') return '';
  const after = curve.attention[place]!;
  const name = labelText(label);
  const share = percent(curve.shares[place]!);
  const [was, is] = [certaintyText(probability), certaintyText(after)];
  const random = certaintyText(curve.random[place]!.mean);
  if (was === is) {
    return t(
      'Without the {0} most attended words P({1}) stays at {2}; without as many random words it is {3} on average.',
      share,
      name,
      was,
      random,
    );
  }
  const said = [share, name, was, is, random] as const;
  return after < probability
    ? t(
        'Without the {0} most attended words P({1}) falls from {2} to {3}; without as many random words it is {4} on average.',
        ...said,
      )
    : t(
        'Without the {0} most attended words P({1}) rises from {2} to {3}; without as many random words it is {4} on average.',
        ...said,
      );
}

/** What P was and becomes, e.g. "97.3 % → 71.0 %". */
export function withoutShort(before: number, after: number): string {
  return `${certaintyText(before)} → ${certaintyText(after)}`;
}

/** A number with a sign only where it is negative, e.g. "0.52", "−0.03". */
export function bare(value: number, digits: number): string {
  const said = decimal(Math.abs(value), digits);
  return value < 0 && Number(Math.abs(value).toFixed(digits)) > 0 ? `−${said}` : said;
}

/** A difference of probabilities, e.g. "31 points". */
export function pointsText(difference: number): string {
  return t('{0} points', hundredths(difference));
}

function hundredths(difference: number): string {
  const value = difference * 100;
  return bare(value, Math.abs(value) < 9.95 ? 1 : 0);
}

/** E.g. "3.0 points (1.2 to 6.1)". */
export function spreadOfPoints({ mean, low, high }: Spread): string {
  return t('{0} ({1} to {2})', pointsText(mean), hundredths(low), hundredths(high));
}

/** E.g. "0.01 (−0.12 to 0.14)". */
export function spreadOfTau({ mean, low, high }: Spread): string {
  return t('{0} ({1} to {2})', bare(mean, 2), bare(low, 2), bare(high, 2));
}

/** E.g. "rank 2–9". */
export function rankText([best, worst]: readonly [number, number]): string {
  return best === worst ? t('rank {0}', whole(best)) : t('rank {0}–{1}', whole(best), whole(worst));
}

/** How the verdict fares with other seeds. */
export function seedsText({ models, probabilities }: StabilityView, label: string): string {
  const [low, high] = [Math.min(...probabilities), Math.max(...probabilities)];
  return t(
    '{0} models that learnt from different random seeds give P({1}) from {2} to {3}.',
    whole(models.length),
    labelText(label),
    certaintyText(low),
    certaintyText(high),
  );
}

/** How many of the most attended words do not keep their rank. */
export function unstableText({ unstable }: StabilityView): string {
  const n = unstable.length;
  if (n === 0) return t('The most attended words keep their ranks.');
  return n === 1
    ? t('One of the most attended words does not keep its rank; it is marked ⇅.')
    : t('{0} of the most attended words do not keep their ranks; they are marked ⇅.', whole(n));
}

/** What would become of the verdict with equal weights; `null`: the model cannot be made to. */
export function uniformText(
  uniform: { readonly label: string; readonly probability: number } | null,
  before: Pick<Analysis, 'label' | 'probability'>,
): string {
  if (!uniform) return t('This model cannot be read with attention spread evenly.');
  const [is, was] = [verdictText(uniform), verdictText(before)];
  const near = uniform.label === before.label && Math.abs(uniform.probability - before.probability) < 0.05;
  return near
    ? t(
        'With attention spread evenly the verdict would be {0} instead of {1}: the weights matter little to it.',
        is,
        was,
      )
    : t('With attention spread evenly the verdict would be {0} instead of {1}.', is, was);
}

/** One word of the list in full, for screen readers. */
export interface SpokenFacts {
  readonly text: string;
  /** Null for models without attention. */
  readonly weight: number | null;
  readonly effect: number;
  readonly label: string;
  readonly before: number;
  readonly after: number;
  readonly integrated: number | null;
  /** Ranks with other seeds, only where they are not stable. */
  readonly ranks: readonly [number, number] | null;
}

export function spokenFacts(facts: SpokenFacts): string {
  const { text, weight, effect, label, before, after, integrated, ranks } = facts;
  const said = [
    ...(weight === null ? [] : [t('{0} of the attention', percent(weight))]),
    t('effect {0}, {1}', signed(effect), stance(effect, label)),
    t('without it P({0}) {1}', labelText(label), withoutShort(before, after)),
    ...(integrated === null ? [] : [t('integrated gradients {0}', signed(integrated))]),
    ...(ranks === null ? [] : [t('not stable: {0} with other seeds', rankText(ranks))]),
  ];
  return `${text}: ${said.join('; ')}`;
}
