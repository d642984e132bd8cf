/** The section on training: the charted text after every epoch, from uniform to peaked, and what PADs get of it. */
import { t } from '@vscode/l10n';
import { isSentiment, labelText, percent, whole } from '../../wording';
import type { EpochsReport, ToWebview, TrainingView, ViewState } from '../protocol';
import { el, inWindow, setText } from './dom';
import { foldable, type Section, type SectionHost } from './section';
import { TrainingBars } from './trainingBars';
import { epochText, readText, spreadText, verdictText } from './trainingData';
import { TrainingFigures } from './trainingFigures';
import { ModelChoice } from './trainingModels';
import { Player, Stack } from './trainingPlayer';
import { TrainingText } from './trainingText';
import type { Shown } from './words';

/** Under which the epoch that was looked at last is kept. */
const KEPT = 'training-epoch';

export class Training implements Section {
  readonly element: HTMLElement;
  private readonly fold: ReturnType<typeof foldable>;
  private state: ViewState | null = null;
  private shown: Shown | null = null;
  private view: TrainingView | null = null;
  /** What is drawn; of another text while the one that is charted is being read. */
  private report: EpochsReport | null = null;
  private index = 0;
  /** A command asked for the section: the slider is to have the focus once there is something to slide. */
  private wanted = false;

  private readonly models = new ModelChoice((model) => this.host.post({ type: 'trainingModel', model }));
  private readonly note = el('p', { class: 'epoch-note' });
  private readonly error = el('p', { class: 'epoch-error', role: 'alert' });
  private readonly again = el('vscode-button', { secondary: '' }, t('Try again'));
  private readonly failure = el('div', { class: 'epoch-failure', hidden: '' }, this.error, this.again);
  private readonly player = new Player({
    moved: (index) => this.show(index),
    rested: (index) => this.rest(index),
  });
  private readonly verdicts = new Stack('epoch-verdict');
  private readonly spreads = new Stack('epoch-spread');
  private readonly spoken = el('p', { class: 'spoken', role: 'status' });
  private readonly bars: TrainingBars;
  private readonly scale = el('span');
  private readonly sharing = el('span', { hidden: '' });
  private readonly text: TrainingText;
  private readonly figures = new TrainingFigures();
  private readonly body: HTMLElement;

  constructor(private readonly host: SectionHost) {
    const events = {
      mark: (token: number | null) => this.isCurrent && host.mark(token),
      reveal: (token: number) => this.isCurrent && host.reveal(token),
    };
    this.bars = new TrainingBars(events, (words) => {
      this.sharing.hidden = words === 1;
      setText(this.sharing, t('A bar stands for the largest of {0} neighbouring words.', words));
    });
    this.text = new TrainingText(events);
    this.again.addEventListener('click', () => this.unfold());
    this.body = el(
      'div',
      { class: 'epoch-body', hidden: '' },
      this.player.element,
      el('div', { class: 'epoch-facts' }, this.verdicts.element, this.spreads.element),
      el('div', {}, this.bars.element, el('p', { class: 'legend' }, this.scale, ' ', this.sharing)),
      this.text.element,
      ...this.figures.elements,
    );
    this.fold = foldable(
      'training',
      t('Through training'),
      host,
      (open) => this.folded(open),
      this.models.element,
      this.note,
      this.failure,
      this.spoken,
      this.body,
    );
    this.element = this.fold.element;
  }

  update(state: ViewState | null, shown: Shown | null): void {
    Object.assign(this, { state, shown });
    this.refresh();
  }

  receive(message: ToWebview): void {
    if (message.type === 'openSection' && message.section === 'training') this.reach();
    if (message.type !== 'training') return;
    this.view = message.training;
    this.refresh();
  }

  mark(token: number | null): void {
    if (!this.isCurrent && token !== null) return;
    this.bars.mark(token);
    this.text.mark(token);
  }

  showsMark(): boolean {
    return (
      this.fold.isOpen() && this.isCurrent && [this.bars, this.text].some(({ element }) => inWindow(element))
    );
  }

  /** Whether what is drawn is of the text that is charted. */
  private get isCurrent(): boolean {
    return this.state !== null && this.known?.state === 'read';
  }

  /** What is known of the text that is charted; one that is being written changes under its id. */
  private get known(): TrainingView | null {
    const { view, shown } = this;
    return view && view.id === shown?.view.id && view.text === shown.view.text ? view : null;
  }

  private folded(open: boolean): void {
    if (open) this.refresh();
    else this.player.stop();
  }

  private unfold(): void {
    this.host.post({ type: 'unfold', section: 'training', open: true });
  }

  /** Somebody asked for the section by a command. */
  private reach(): void {
    this.wanted = true;
    this.fold.show();
    this.refresh();
  }

  /** What was asked for is there: only now is the page long enough to show it at the top. */
  private reached(): void {
    if (!this.wanted || !this.isCurrent) return;
    this.wanted = false;
    this.element.scrollIntoView({ block: 'start' });
    this.player.focus();
  }

  private refresh(): void {
    const { view, shown, state } = this;
    if (!this.fold.isOpen() || !shown) return this.player.stop();
    const known = state === null ? null : this.known;
    this.models.update(view?.offers ?? [], view?.state === 'none' ? null : (view?.model ?? null));
    this.models.element.hidden = state === null;
    setText(this.note, this.noteText(known, shown));
    this.failure.hidden = known?.state !== 'failed';
    setText(this.error, known?.state === 'failed' ? known.message : '');
    const gone = state === null || known?.state === 'none' || known?.state === 'failed';
    if (gone) this.report = null;
    if (known?.state === 'read') this.draw(known.report, shown);
    else this.player.stop();
    this.body.hidden = this.report === null;
    this.body.classList.toggle('waiting', !this.isCurrent);
    this.body.inert = !this.isCurrent;
    this.reached();
  }

  private noteText(view: TrainingView | null, shown: Shown): string {
    if (!this.state) return t('Analyse the text again to see it through training.');
    switch (view?.state) {
      case 'none':
        return view.offers.length > 0
          ? t('This model keeps no epochs of its training. Choose one that does: it reads the same text.')
          : t('This model keeps no epochs of its training.');
      case 'failed':
        return '';
      case 'read':
        return readText(view.report, shown.tokens.length);
      default:
        return view && view.total > 0
          ? t('Reading the text with the network of every epoch: {0} of {1}', view.done, view.total)
          : t('Reading the text with the network of every epoch');
    }
  }

  private draw(report: EpochsReport, shown: Shown): void {
    if (report !== this.report) {
      this.index = this.placeIn(report);
      this.report = report;
      this.body.hidden = false;
      this.player.stop();
    }
    this.show(this.index, shown);
  }

  /** Where the last report was looked at, if it has as many epochs; the end stays the end. */
  private placeIn({ epochs }: EpochsReport): number {
    const last = epochs.length - 1;
    const kept = this.host.kept(KEPT);
    const place = this.report ? this.index : Number.isInteger(kept) ? Number(kept) : last;
    const wasLast = this.report !== null && this.index === this.report.epochs.length - 1;
    return wasLast ? last : Math.max(0, Math.min(last, place));
  }

  private show(index: number, shown = this.shown): void {
    const { report, state } = this;
    if (!report || !shown || !state) return;
    this.index = index;
    const { epochs, words } = report;
    const verdicts = epochs.map(verdictText);
    const spreads = epochs.map((reading) => spreadText(report, reading));
    const labels = epochs.map((_, i) => epochText(report, i));
    this.player.update(labels, index, `${labels[index]}: ${verdicts[index]}`);
    this.verdicts.update(verdicts, index);
    this.spreads.update(spreads, index);
    this.verdicts.element.classList.toggle('sentiment', isSentiment(epochs[index]!.classes));
    this.bars.update(
      report,
      shown.tokens.slice(0, words).map(({ text }) => text),
      index,
    );
    setText(this.scale, this.scaleText(report, index));
    this.text.update(report, shown, state, index);
    this.figures.update(report, index);
  }

  private scaleText({ kind, words, epochs }: EpochsReport, index: number): string {
    if (kind === 'attention') {
      return t(
        'Dashed line: uniform share, 1/{0} = {1}. One scale for all epochs.',
        whole(words),
        percent(1 / words),
      );
    }
    return t(
      'Up: speaks for the verdict of the epoch, {0}. Down, dashed: against it. One scale for all epochs.',
      labelText(epochs[index]!.label),
    );
  }

  /** Somebody let go of the slider, or playing came to its end: said once, and kept. */
  private rest(index: number): void {
    const { report } = this;
    if (!report) return;
    this.host.keep(KEPT, index);
    const reading = report.epochs[index]!;
    setText(this.spoken, `${epochText(report, index)}: ${verdictText(reading)}`);
  }
}
