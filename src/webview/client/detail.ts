/** The line that says what the marked word is; always there and always as high, so that nothing jumps. */
import { el, setText } from './dom';
import { percent, shortened, times } from './text';
import type { Shown } from './words';

const HINT = 'Point at a word, or move along the words with the arrow keys; Enter shows it in the editor.';

export class Detail {
  private readonly word = el('span', { class: 'detail-word', dir: 'auto' });
  private readonly fact = el('span', { class: 'detail-facts' });
  readonly element = el('div', { class: 'detail' }, this.word, this.fact);

  update(shown: Shown, token: number | null): void {
    const word = token === null ? undefined : shown.tokens[token];
    this.element.classList.toggle('hint', !word);
    setText(this.word, word ? shortened(word.text, 60) : '');
    setText(this.fact, word ? factsOf(shown, token!) : HINT);
  }
}

function factsOf({ tokens, ranks }: Shown, token: number): string {
  const { weight, known } = tokens[token]!;
  return [
    percent(weight),
    `${times(weight * tokens.length)} uniform`,
    `rank ${ranks[token]} of ${tokens.length}`,
    known ? 'known word' : 'not in the vocabulary',
  ].join(' · ');
}
