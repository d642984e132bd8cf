/** The line that says what the marked word is; always there and always as high, so that nothing jumps. */
import { t } from '@vscode/l10n';
import { sourceName } from '../../trustWording';
import { paddingText, percent, shortened, signed, stance, TERMS, times } from '../../wording';
import { el, setText } from './dom';
import type { Shown } from './words';

export class Detail {
  private readonly word = el('span', { class: 'detail-word', dir: 'auto' });
  private readonly fact = el('span', { class: 'detail-facts' });
  readonly element = el('div', { class: 'detail' }, this.word, this.fact);

  update(shown: Shown, token: number | null): void {
    const word = token === null ? undefined : shown.tokens[token];
    this.element.classList.toggle('hint', !word);
    setText(this.word, word ? shortened(word.text, 60) : '');
    setText(
      this.fact,
      word
        ? factsOf(shown, token!)
        : t('Point at a word, or move along the words with the arrow keys; Enter shows it in the editor.'),
    );
  }
}

function factsOf({ analysis, tokens, ranks, view }: Shown, token: number): string {
  const { weight, effect, known } = tokens[token]!;
  const value =
    effect === undefined
      ? [percent(weight), t('{0} uniform', times(weight * tokens.length))]
      : [
          `${signed(effect)}, ${stance(effect, analysis.label)}`,
          `${percent(weight)} ${TERMS[analysis.kind].share}`,
        ];
  const facts = [
    ...value,
    t('rank {0} of {1}', ranks[token]!, tokens.length),
    known ? t('known word') : t('not in the vocabulary'),
  ];
  const { shading } = view;
  const shadedBy = shading?.values[token];
  if (shading && shadedBy !== undefined)
    facts.push(`${sourceName(shading.source)}: ${signed(shadedBy)}, ${stance(shadedBy, analysis.label)}`);
  if (analysis.padding !== undefined) facts.push(paddingText(analysis.padding));
  return facts.join(' · ');
}
