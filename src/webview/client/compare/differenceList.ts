/** The words that the models disagree on most, in words and numbers. */
import { t } from '@vscode/l10n';
import { count } from '../../../wording';
import type { ComparedModel } from '../../protocol';
import { el, setText } from '../dom';
import type { Shown, WordEvents } from '../words';
import { isolated, modelName, points, shareText } from './names';
import { differences } from './spread';
import { WordList } from './wordList';

const LISTED = 10;

export class DifferenceList {
  private readonly list: WordList;
  private readonly none = el('p');
  readonly element: HTMLElement;

  constructor(events: WordEvents) {
    this.list = new WordList('difference', events);
    this.element = el(
      'section',
      { class: 'differences', 'aria-labelledby': 'differences-heading' },
      el('h3', { id: 'differences-heading' }, t('Where they differ most')),
      this.list.element,
      this.none,
    );
  }

  update({ tokens }: Shown, columns: readonly ComparedModel[]): void {
    const read = columns.flatMap(({ model, reading }) => (reading ? [{ model, reading }] : []));
    this.element.hidden = read.length < 2;
    const weights = read.map(({ reading }) => reading.weights);
    const found = differences(weights, tokens.length, LISTED);
    const share = (token: number, model: number) => {
      const { reading } = read[model]!;
      return shareText(reading, reading.weights[token]!);
    };
    const name = (model: number) => modelName(read[model]!.model);
    const lines = found.map(({ token, spread, most, least }) => ({
      token,
      word: isolated(tokens[token]!.text),
      value: points(spread),
      fact: t('{0} with {1}, {2} with {3}', share(token, most), name(most), share(token, least), name(least)),
    }));
    this.list.update(t('Words with the largest difference, largest first'), lines);
    this.none.hidden = lines.length > 0;
    setText(this.none, t('They give all {0} the same.', count(tokens.length, 'word')));
  }

  mark(token: number | null): void {
    this.list.mark(token);
  }
}
