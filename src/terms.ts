/** What is shown, by its name: only attention is called attention. */
import { t } from '@vscode/l10n';
import { perLanguage } from './language';
import type { WeightKind } from './model/types';

export interface Terms {
  /** Over the chart. */
  readonly heading: string;
  /** Names chart and table, before "in reading order". */
  readonly perWord: string;
  /** Over the shaded text. */
  readonly text: string;
  readonly shaded: string;
  /** Behind a percentage. */
  readonly share: string;
  /** Over the list of the largest. */
  readonly most: string;
  /** Before a signed number; of attention there is none. */
  readonly effect: string;
  /** What the shading is, where it is not attention. */
  readonly note: string | null;
}

const attention = perLanguage<Terms>(() => ({
  heading: t('Distribution of attention'),
  perWord: t('Attention per word'),
  text: t('The text by attention'),
  shaded: t('The text, shaded by attention'),
  share: t('of the attention'),
  most: t('Most attention'),
  effect: '',
  note: null,
}));

const deletion = perLanguage<Terms>(() => ({
  heading: t('Effect of each word'),
  perWord: t('Effect per word'),
  text: t('The text by effect'),
  shaded: t('The text, shaded by effect'),
  share: t('of all effects'),
  most: t('Most effect'),
  effect: t('Effect on the verdict, by leaving it out'),
  note: t('This model has no attention. Shading shows how much the verdict changes when a word is left out.'),
}));

const contribution = perLanguage<Terms>(() => ({
  heading: t('Contribution of each word'),
  perWord: t('Contribution per word'),
  text: t('The text by contribution'),
  shaded: t('The text, shaded by contribution'),
  share: t('of all contributions'),
  most: t('Largest contributions'),
  effect: t('Contribution to the verdict'),
  note: t('This model has no attention. Shading shows each word’s own contribution to the verdict.'),
}));

export const TERMS: Readonly<Record<WeightKind, Terms>> = {
  get attention() {
    return attention();
  },
  get deletion() {
    return deletion();
  },
  get contribution() {
    return contribution();
  },
};
