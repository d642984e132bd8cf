/** The section that compares: several models on the charted text, and another text beside it. */
import { t } from '@vscode/l10n';
import type { ModelsCompared, OtherText, TextPair, ToWebview, ViewState } from '../../protocol';
import { el } from '../dom';
import { foldable, type Section, type SectionHost } from '../section';
import type { Shading, Shown } from '../words';
import { AgreementList } from './agreementList';
import { DifferenceList } from './differenceList';
import { ModelChoice } from './modelChoice';
import { ModelTable } from './modelTable';
import { Strips } from './strips';
import { TextChoice } from './textChoice';
import { TextPairView } from './textPairView';

const NOTHING: ModelsCompared = { id: null, text: null, offered: [], chosen: [], columns: [] };
const PLAIN = { gamma: 1, scale: 'relative' } as const;

export class CompareSection implements Section {
  readonly element: HTMLElement;
  private readonly fold: ReturnType<typeof foldable>;
  private readonly choice: ModelChoice;
  private readonly table = new ModelTable();
  private readonly strips: Strips;
  private readonly differences: DifferenceList;
  private readonly agreement = new AgreementList();
  private readonly textChoice: TextChoice;
  private readonly pairView: TextPairView;
  private readonly results = el('div', { class: 'compare-results' });
  private state: ViewState | null = null;
  private shown: Shown | null = null;
  private compared = NOTHING;
  private texts: readonly OtherText[] = [];
  private pair: TextPair | null = null;
  /** What stands there was made of the text as it is charted now. */
  private current = false;
  /** What table, strips and lists were drawn from. */
  private drawn: readonly unknown[] = [];

  constructor(host: SectionHost) {
    const events = {
      mark: (token: number | null) => host.mark(token),
      reveal: (token: number) => host.reveal(token),
    };
    this.choice = new ModelChoice((models) => host.post({ type: 'chooseModels', models }));
    this.strips = new Strips(events);
    this.differences = new DifferenceList(events);
    this.textChoice = new TextChoice((key) => host.post({ type: 'chooseText', key }));
    this.pairView = new TextPairView(events);
    this.results.append(
      this.table.element,
      this.strips.element,
      this.differences.element,
      this.agreement.element,
    );
    const pair = el(
      'section',
      { class: 'other-text', 'aria-labelledby': 'pair-heading' },
      el('h3', { id: 'pair-heading' }, t('With another text')),
      this.textChoice.element,
      this.pairView.element,
    );
    this.fold = foldable(
      'compare',
      t('Compare models and texts'),
      host,
      (open) => open && this.draw(),
      ...[this.choice.element, this.results, pair],
    );
    this.element = this.fold.element;
  }

  update(state: ViewState | null, shown: Shown | null): void {
    this.state = state;
    this.shown = state ? shown : null;
    this.draw();
  }

  receive(message: ToWebview): void {
    if (message.type === 'openSection' && message.section === 'compare') return this.fold.show();
    if (message.type === 'modelsCompared') this.compared = message.compared;
    else if (message.type === 'otherTexts') this.texts = message.texts;
    else if (message.type === 'textPair') this.pair = message.pair;
    else return;
    this.draw();
  }

  mark(token: number | null): void {
    if (!this.fold.isOpen()) return;
    const own = this.current ? token : null;
    this.strips.mark(own);
    this.differences.mark(own);
    this.pairView.mark(token);
  }

  private draw(): void {
    if (!this.fold.isOpen()) return;
    const { shown, compared, state } = this;
    this.choice.update(compared);
    const shading = state ?? PLAIN;
    // What was made of another text stands there until this one's is on its way.
    const known = shown !== null && compared.id === shown.view.id && compared.columns.length > 0;
    this.results.hidden = !known;
    // A text that is being written changes under its id: what was made of it a moment ago stays until it is read anew.
    this.current = known && compared.text === shown.view.text;
    this.results.classList.toggle('waiting', known && !this.current);
    this.results.inert = !this.current;
    if (known && this.current && this.isNew(compared, shown, shading)) {
      this.table.update(compared.columns, shown.tokens.length);
      this.strips.update(shown, compared.columns, shading);
      this.differences.update(shown, compared.columns);
      this.agreement.update(compared.columns);
    }
    this.textChoice.update(this.texts, this.pair?.key ?? null);
    this.pairView.update(this.pair, shown, shading);
  }

  /** A state comes with every move of the cursor; most change nothing here. */
  private isNew(compared: ModelsCompared, { key }: Shown, { gamma, scale }: Shading): boolean {
    const drawn = [compared, key, gamma, scale];
    const same = drawn.every((part, index) => part === this.drawn[index]);
    this.drawn = drawn;
    return !same;
  }
}
