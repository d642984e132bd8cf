/** Another text beside the charted one: both verdicts, both heat maps, and what changed from the first to the second. */
import { t } from '@vscode/l10n';
import { certaintyText, labelName, percent, TERMS } from '../../../wording';
import type { TextPair, ViewAnalysis } from '../../protocol';
import { el, setText } from '../dom';
import { HeatMap } from '../heatMap';
import { shownOf, type Shading, type Shown, type WordEvents } from '../words';
import { isolated, modelName, points } from './names';
import { keptWords, sharedWords, versionsOf, type SharedWord, type Versions } from './versions';
import { WordList, type WordLine } from './wordList';

const LISTED = 10;
/** Changed stretches that are listed. */
const CHANGES = 50;

/** One side: title, verdict, heat map. */
class Side {
  private readonly title = el('h4');
  private readonly verdict = el('p', { class: 'pair-verdict' });
  private readonly heat: HeatMap;
  private marked: number | null = null;
  readonly element: HTMLElement;

  constructor(name: string, events: WordEvents, prefix: string) {
    this.heat = new HeatMap(events, prefix);
    const caption = el('p', { class: 'legend' }, name);
    this.element = el('div', { class: 'pair-side' }, caption, this.title, this.verdict, this.heat.element);
  }

  /** Brings the word into sight, but for a text that the pointer is over. */
  mark(token: number | null): void {
    const isNew = token !== this.marked;
    this.marked = token;
    this.heat.mark(token, isNew && !this.heat.element.matches(':hover'));
  }

  update(shown: Shown, shading: Shading): void {
    const { label, probability } = shown.analysis;
    setText(this.title, shown.view.title);
    this.title.title = shown.view.title;
    setText(this.verdict, `${labelName(label)} ${certaintyText(probability)}`);
    this.heat.update(shown, shading);
    this.heat.element.setAttribute('aria-label', `${shown.view.title}: ${TERMS[shown.analysis.kind].shaded}`);
  }
}

export class TextPairView {
  private readonly first: Side;
  private readonly second: Side;
  private readonly summary = el('p', { class: 'pair-summary' });
  private readonly changedHeading = el('h4', {}, t('Changed words'));
  private readonly changed: WordList;
  private readonly keptHeading = el('h4');
  private readonly kept: WordList;
  private readonly sides: HTMLElement;
  private readonly status = el('p', { role: 'status' });
  readonly element = el('div', { class: 'pair', hidden: '' });
  private versions: Versions | null = null;
  /** Token of the first text by token of the second, and back, where they are the same word of two versions. */
  private toFirst = new Map<number, number>();
  private toSecond = new Map<number, number>();
  private drawn = '';

  constructor(events: WordEvents) {
    const ofFirst: WordEvents = {
      mark: (token) => events.mark(token === null ? null : (this.toSecond.get(token) ?? null)),
      reveal: (token) => {
        const counterpart = this.toSecond.get(token);
        if (counterpart !== undefined) events.reveal(counterpart);
      },
    };
    this.first = new Side(t('The other text'), ofFirst, 'first');
    this.second = new Side(t('This text'), events, 'second');
    this.changed = new WordList('changed', events);
    this.kept = new WordList('kept', events);
    this.sides = el('div', { class: 'pair-sides' }, this.first.element, this.second.element);
    this.element.append(
      this.status,
      this.summary,
      this.sides,
      this.changedHeading,
      this.changed.element,
      this.keptHeading,
      this.kept.element,
    );
  }

  update(pair: TextPair | null, shown: Shown | null, shading: Shading): void {
    const own = pair && shown && pair.id === shown.view.id ? pair : null;
    this.element.hidden = own === null;
    const other = own?.other;
    for (const part of [this.summary, this.sides]) part.hidden = !other;
    if (!other) {
      this.drawn = '';
      for (const part of [this.changedHeading, this.keptHeading, this.changed.element, this.kept.element])
        part.hidden = true;
    }
    this.status.hidden = !own || own.state === 'done';
    if (own?.state === 'reading') setText(this.status, t('{0} reads the other text …', modelName(own.model)));
    if (own?.state === 'failed')
      setText(this.status, t('The other text could not be read: {0}', own.error ?? ''));
    if (!own || !other || !shown) return;
    const view: ViewAnalysis = { ...other, id: own.id, stale: false };
    this.draw(shownOf(view), shown, own.model, shading);
  }

  mark(token: number | null): void {
    this.second.mark(token);
    this.first.mark(token === null ? null : (this.toFirst.get(token) ?? null));
    this.changed.mark(token);
    this.kept.mark(token);
  }

  private draw(first: Shown, second: Shown, model: string, shading: Shading): void {
    const drawn = JSON.stringify([first.key, second.key, model, shading]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.first.update(first, shading);
    this.second.update(second, shading);
    this.versions = versionsOf(first.tokens, second.tokens);
    this.toFirst = new Map(this.versions?.kept.map(([i, j]) => [j, i]));
    this.toSecond = new Map(this.versions?.kept);
    setText(this.summary, summaryOf(first, second, this.versions, model));
    const lines = this.versions ? changedLines(this.versions, first, second) : [];
    this.changed.update(t('Changed words, in reading order'), lines);
    this.changedHeading.hidden = lines.length === 0;
    this.showKept(first, second);
  }

  private showKept(first: Shown, second: Shown): void {
    const words = this.versions
      ? keptWords(this.versions, first.tokens, second.tokens, LISTED)
      : sharedWords(first.tokens, second.tokens, LISTED);
    const heading = this.versions
      ? t('Unchanged words whose weight changed most')
      : t('Words in both texts whose weight differs most');
    setText(this.keptHeading, words.length > 0 ? heading : t('No word in both has another weight.'));
    this.keptHeading.hidden = false;
    this.kept.update(heading, words.map(keptLine));
  }
}

function summaryOf(first: Shown, second: Shown, versions: Versions | null, model: string): string {
  const [a, b] = [first, second].map(
    ({ analysis: { label, probability } }) => `${labelName(label)} ${certaintyText(probability)}`,
  );
  const verdicts = t('{0} reads {1} → {2}.', modelName(model), a!, b!);
  if (!versions) return `${verdicts} ${t('These are two different texts.')}`;
  const n = versions.changes.length;
  if (n === 0) return `${verdicts} ${t('The words are the same.')}`;
  const changed = n === 1 ? t('They differ in 1 place.') : t('They differ in {0} places.', String(n));
  return `${verdicts} ${changed}`;
}

function changedLines({ changes }: Versions, first: Shown, second: Shown): WordLine[] {
  const words = ({ tokens }: Shown, of: readonly number[]) => of.map((i) => tokens[i]!.text).join(' ');
  const weight = ({ tokens }: Shown, of: readonly number[]) =>
    percent(of.reduce((sum, i) => sum + tokens[i]!.weight, 0));
  return changes.slice(0, CHANGES).map((change): WordLine => {
    const [a, b] = [words(first, change.first), words(second, change.second)];
    const [before, after] = [weight(first, change.first), weight(second, change.second)];
    const token = change.second[0] ?? null;
    if (change.first.length === 0)
      return { token, word: isolated(b), value: after, fact: t('added, now {0}', after) };
    if (change.second.length === 0)
      return { token, word: isolated(a), value: before, fact: t('removed, was {0}', before) };
    const value = `${before} → ${after}`;
    return { token, word: `${isolated(a)} → ${isolated(b)}`, value, fact: t('replaced') };
  });
}

function keptLine({ text, first, second, token }: SharedWord): WordLine {
  const value = `${percent(first)} → ${percent(second)}`;
  const fact = second > first ? t('{0} more', points(second - first)) : t('{0} less', points(second - first));
  return { token, word: isolated(text), value, fact };
}
