/** How it is said whether attention can be believed: in the editor, the panel and the chat alike. Pure. */
import { t } from '@vscode/l10n';
import type { TrustVerdict } from './model/trust/types';
import { certaintyText, labelText } from './wording';

/** A whole plain sentence. */
export function trustSentence(verdict: TrustVerdict): string {
  switch (verdict) {
    case 'agrees':
      return t(
        'Attention agrees with what matters here: without the most attended words the verdict weakens.',
      );
    case 'partly':
      return t('Attention agrees only partly with what matters here.');
    case 'differs':
      return t(
        'Attention does not show what matters here: leaving out the most attended words changes the verdict no more than leaving out others.',
      );
    case 'short':
      return t('Too few words to say whether attention shows what matters.');
  }
}

/** What words are shaded by; see `ShadingSource` of the panel's protocol. */
type Source = 'attention' | 'deletion' | 'integrated-gradients';

/** A name for a list. */
export function sourceName(source: Source): string {
  switch (source) {
    case 'attention':
      return t('Attention');
    case 'deletion':
      return t('Effect of leaving out');
    case 'integrated-gradients':
      return t('Integrated gradients');
  }
}

/** What it shows, in one sentence. */
export function sourceDetail(source: Source): string {
  switch (source) {
    case 'attention':
      return t('Where the model looked; with models without attention, how much each word counts.');
    case 'deletion':
      return t('What becomes of the verdict without the word: blue speaks for it, orange against it.');
    case 'integrated-gradients':
      return t('Each word’s part in the verdict, by gradients: blue speaks for it, orange against it.');
  }
}

/** Over the text that is shaded by it. */
export function shadedHeading(source: Exclude<Source, 'attention'>): string {
  return source === 'deletion'
    ? t('The text by effect of leaving out')
    : t('The text by integrated gradients');
}

/** Names the shaded text. */
export function shadedLabel(source: Exclude<Source, 'attention'>): string {
  return source === 'deletion'
    ? t('The text, shaded by the effect of leaving out each word')
    : t('The text, shaded by integrated gradients');
}

/** Two to four words. */
export function trustShort(verdict: TrustVerdict): string {
  switch (verdict) {
    case 'agrees':
      return t('attention agrees');
    case 'partly':
      return t('attention agrees partly');
    case 'differs':
      return t('attention does not agree');
    case 'short':
      return t('too few words');
  }
}

/**
 * What becomes of the verdict without a word, e.g. "Without it: positive 97.3 % → 71.0 %", or, where another class gets
 * more, "Without it: negative 55.0 % instead of positive 97.3 %".
 * @param label the verdict's class
 * @param before its probability with the word
 * @param after its probability without the word
 * @param labels all classes of the model
 */
export function withoutText(label: string, before: number, after: number, labels: readonly string[]): string {
  const name = labelText(label);
  const [was, is] = [certaintyText(before), certaintyText(after)];
  const others = labels.filter((other) => other !== label);
  const [other] = others;
  // Of more than two classes it is not known which one takes over, only that one does.
  if (other !== undefined && others.length === 1 && after < 0.5)
    return t('Without it: {0} {1} instead of {2} {3}', labelText(other), certaintyText(1 - after), name, was);
  if (after < 1 / labels.length)
    return t('Without it: {0} {1} → {2}, so that another class has most', name, was, is);
  if (was === is) return t('Without it: {0} {1}, as with it', name, was);
  return t('Without it: {0} {1} → {2}', name, was, is);
}
