/** The line that says what the marked word is; always there and always as high, so that nothing jumps. */
import { t } from '@vscode/l10n';
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

function factsOf(shown: Shown, token: number): string {
  const { analysis, tokens, ranks } = shown;
  const { known } = tokens[token]!;
  const facts = [...valuesOf(shown, token), t('rank {0} of {1}', ranks[token]!, tokens.length)];
  if (!known) facts.push(t('not in the vocabulary'));
  else if (!shown.view.shading) facts.push(t('known word'));
  if (analysis.padding !== undefined) facts.push(paddingText(analysis.padding));
  return facts.join(' · ');
}

/** What the word is shaded by comes first; there is little room beside it. */
function valuesOf({ analysis, tokens, view }: Shown, token: number): string[] {
  const { weight, effect } = tokens[token]!;
  const share = `${percent(weight)} ${TERMS[analysis.kind].share}`;
  const said = (value: number) => `${signed(value)}, ${stance(value, analysis.label)}`;
  const shadedBy = view.shading?.values[token];
  if (shadedBy !== undefined) return [said(shadedBy), share];
  return effect === undefined
    ? [percent(weight), t('{0} uniform', times(weight * tokens.length))]
    : [said(effect), share];
}
