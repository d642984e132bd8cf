/**
 * The section on trust: whether the attention weights of the charted text agree with what its words do to the verdict. Its
 * first lines say so also while it is folded up; below them the words, the deletion curve and the measures.
 */
import { t } from '@vscode/l10n';
import type { Occlusion, ToWebview, TrustView, ViewState } from '../../protocol';
import { el, inWindow, setText } from '../dom';
import { foldable, underHead, type Section, type SectionHost } from '../section';
import { duration } from '../text';
import type { Shown } from '../words';
import { DeletionFigure } from './deletionCurve';
import { EffectList, type Listed } from './effectList';
import { Measures } from './measures';
import { ShadeChoice } from './orderChoice';
import { Seeds } from './seeds';
import { TRUST_ORDERS } from './trustData';
import { TrustSummary } from './trustSummary';
import { faceOf, noAttentionFace, restoredFace, trustTitle, type Face } from './trustText';

/** Under which the order of the words is kept. */
const KEPT = 'trust-order';

type Read = Extract<TrustView, { readonly state: 'read' }>;

export class TrustSection implements Section {
  readonly element: HTMLElement;
  private readonly fold: ReturnType<typeof foldable>;
  private readonly summary = new TrustSummary(() => this.host.post({ type: 'examine' }));
  private readonly shade = new ShadeChoice((source) => this.host.post({ type: 'shadeBy', source }));
  private readonly note = el('p', { class: 'trust-note' });
  private readonly words: EffectList;
  private readonly curve = new DeletionFigure();
  private readonly measures = new Measures();
  private readonly seeds = new Seeds(() => this.host.post({ type: 'stability' }));
  private readonly method = el('p', { class: 'legend' });
  private readonly spoken = el('p', { class: 'spoken', role: 'status' });
  private readonly body: HTMLElement;

  private state: ViewState | null = null;
  private shown: Shown | null = null;
  private view: TrustView | null = null;
  /** What is drawn; of another text while the one that is charted is being examined. */
  private drawn: Listed | null = null;
  private face: Face = faceOf(null);
  /** The analysis whose verdict the face says; null where it says none. */
  private faceIs: number | null = null;

  constructor(private readonly host: SectionHost) {
    const events = {
      mark: (token: number | null) => host.mark(token),
      reveal: (token: number) => host.reveal(token),
    };
    const order = TRUST_ORDERS.find((one) => one === host.kept(KEPT)) ?? 'weight';
    this.words = new EffectList(events, order, (chosen) => host.keep(KEPT, chosen));
    this.body = el(
      'div',
      { class: 'trust-body', hidden: '' },
      this.words.element,
      this.curve.element,
      this.measures.element,
      this.seeds.element,
      this.method,
    );
    this.fold = foldable(
      'trust',
      trustTitle(true),
      host,
      () => this.refresh(),
      this.shade.element,
      this.note,
      this.body,
      this.spoken,
    );
    this.element = this.fold.element;
    underHead(this.fold.element, this.summary.element);
  }

  update(state: ViewState | null, shown: Shown | null): void {
    Object.assign(this, { state, shown });
    this.refresh();
  }

  receive(message: ToWebview): void {
    if (message.type === 'openSection' && message.section === 'trust') this.fold.show();
    if (message.type !== 'trust') return;
    this.view = message.trust;
    this.refresh();
  }

  mark(token: number | null, scroll: boolean): void {
    if (this.isCurrent || token === null) this.words.mark(token, scroll);
  }

  showsMark(): boolean {
    return this.fold.isOpen() && this.isCurrent && inWindow(this.words.element);
  }

  /** What is known of the text that is charted; one that is being written changes under its id. */
  private get known(): TrustView | null {
    const { view, shown, state } = this;
    return state && view && view.id === shown?.view.id && view.text === shown.view.text ? view : null;
  }

  /** Whether what is drawn is of the text that is charted. */
  private get isCurrent(): boolean {
    return this.drawn !== null && this.known?.state === 'read' && this.drawn.shown.key === this.shown?.key;
  }

  private refresh(): void {
    const { shown } = this;
    if (!shown) return;
    const { known } = this;
    const read = known?.state === 'read' && fits(known, shown) ? known : null;
    this.sayFace(known, shown);
    if (!this.fold.isOpen()) return;
    const hasAttention = shown.analysis.kind === 'attention';
    this.shade.element.hidden = !hasAttention || known === null;
    if (known) this.shade.update(known.source);
    if (read) this.draw(read, shown, hasAttention);
    // Of what failed, or is not examined unless asked for, nothing that was drawn before says anything.
    else if (!this.state || known?.state === 'failed' || known?.state === 'waiting') this.drawn = null;
    this.body.hidden = this.drawn === null;
    this.body.classList.toggle('waiting', !this.isCurrent);
    this.body.inert = !this.isCurrent;
    this.sayNote(shown);
    setText(this.spoken, read ? this.face.sentence : '');
  }

  private sayFace(known: TrustView | null, shown: Shown): void {
    const { kind } = shown.analysis;
    this.fold.element.heading = trustTitle(kind === 'attention');
    const wasOf = this.faceIs === shown.view.id;
    // While a text is being written, what was said of it a moment ago stands until there is better.
    const waits = kind === 'attention' && wasOf && (known === null || known.state === 'reading');
    if (!waits || !this.state) {
      this.faceIs = known?.state === 'read' ? shown.view.id : null;
      this.face = kind !== 'attention' ? noAttentionFace() : this.state ? faceOf(known) : restoredFace();
    }
    this.summary.update(this.face, waits && this.state !== null);
  }

  private sayNote({ view, analysis }: Shown): void {
    const notes = [
      ...(view.stale
        ? [t('The text has been edited since: all of this is of the text as it was read.')]
        : []),
      ...(analysis.kind === 'contribution'
        ? [t('What is shaded is each word’s own contribution; below is what leaving the word out does.')]
        : []),
      ...(this.drawn === null && analysis.kind === 'attention'
        ? [t('The words, the curve and the figures follow once the text has been examined.')]
        : []),
    ];
    this.note.hidden = notes.length === 0;
    setText(this.note, notes.join(' '));
  }

  private draw(view: Read, shown: Shown, hasAttention: boolean): void {
    const { examination, stability, integrated, seeds } = view;
    if (this.drawn?.shown.view.id !== shown.view.id) this.seeds.forget();
    const fitting = integrated?.values.length === examination.effects.length ? integrated : null;
    const drawn: Listed = { shown, examination, integrated: fitting, stability };
    this.drawn = drawn;
    this.body.hidden = false;
    this.words.update(drawn);
    const { verdict, curve } = examination.faithfulness;
    // Of a few words a curve has a few steps, and every measure is chance.
    const isShort = verdict === 'short' || curve.shares.length < 2;
    this.curve.element.hidden = isShort;
    this.measures.element.hidden = isShort || !hasAttention;
    if (!isShort) {
      this.curve.update(examination, hasAttention);
      this.measures.update(examination);
    }
    this.seeds.element.hidden = !hasAttention || seeds === 0;
    this.seeds.update(stability, examination.label);
    setText(
      this.method,
      `${occlusionText(examination.occlusion)} ${t('Examined in {0}.', duration(examination.ms))}`,
    );
  }
}

/** What was found out has a value for each word. */
function fits({ examination, stability }: Read, { tokens }: Shown): boolean {
  const n = tokens.length;
  return (
    examination.effects.length === n &&
    examination.without.length === n &&
    (stability === null || stability.weights.length === n)
  );
}

function occlusionText(occlusion: Occlusion): string {
  switch (occlusion) {
    case 'removal':
      return t('Leaving a word out: the text is read as if it were not there.');
    case 'unknown':
      return t('Leaving a word out: <unk> stands in its place.');
    case 'zero':
      return t('Leaving a word out: a word vector of zeros stands in its place.');
  }
}
