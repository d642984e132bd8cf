/** The page as a whole: which state is shown, which analysis is charted, which word is marked. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { shadedHeading } from '../../trustWording';
import { labelText, TERMS } from '../../wording';
import type { FromWebview, ToWebview, ViewState } from '../protocol';
import type { Stretch } from './chartData';
import { Detail } from './detail';
import { Distribution } from './distribution';
import { el, inWindow, setText } from './dom';
import { HeatMap } from './heatMap';
import { Empty, ErrorLine } from './notices';
import { PartList } from './parts';
import { fromSaved, toSave } from './saved';
import { sectionsOf } from './sections';
import type { Section } from './section';
import { verdictSentence } from './text';
import { Verdict } from './verdict';
import { shownOf, type Shown, type WordEvents } from './words';

/** What VS Code gives a webview's script. */
export interface Host {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** What may also be said while the page shows an analysis that the extension no longer knows. */
const ABOUT_THE_PAGE: ReadonlySet<FromWebview['type']> = new Set([
  'unfold',
  'exportLook',
  'exportPng',
  'openPin',
  'removePin',
  'removePins',
  'chooseModels',
]);

function elementsOf(sections: readonly Section[], standing: boolean): HTMLElement[] {
  return sections.filter((section) => (section.standing ?? false) === standing).map(({ element }) => element);
}

/** Of a writer, after which the verdict is said again. */
const PAUSE_MS = 1000;

export class App {
  private state: ViewState | null = null;
  /** What is shown was saved before the window was reloaded: the extension knows nothing of it. */
  private restored = false;
  private shown: Shown | null = null;
  private marked: number | null = null;
  /** Whose verdict was said last, to screen readers. */
  private said: number | null = null;
  private saying: number | undefined;

  private readonly verdict = new Verdict();
  private readonly parts = new PartList((id) => this.activate(id));
  private readonly distribution: Distribution;
  private readonly heat = new HeatMap(this.wordEvents('heat'));
  private readonly detail = new Detail();
  private readonly empty = new Empty((command) => this.host.postMessage({ type: 'command', command }));
  private readonly error = new ErrorLine((command) => this.host.postMessage({ type: 'command', command }));
  private readonly busy = el('vscode-progress-bar', { class: 'busy', indeterminate: '' });
  private readonly spoken = el('p', { class: 'spoken', role: 'status' });
  private readonly foot = el('div', { class: 'foot' }, this.error.element, this.detail.element);
  private readonly heatHeading = el('h2', { id: 'heat-heading' });
  private readonly against = el('span');
  private readonly sectionsElement = el('div', { class: 'sections' });
  private readonly content: HTMLElement;
  private readonly sections: readonly Section[];
  private readonly kept: Record<string, unknown>;

  constructor(
    root: HTMLElement,
    private readonly host: Host,
  ) {
    const saved = fromSaved(host.getState());
    const arrangement = saved ?? { order: 'reading', zoom: 'words' };
    this.distribution = new Distribution(
      {
        ...this.wordEvents('chart'),
        arranged: () => this.save(),
        pick: (tokens) => this.heat.pick(tokens),
        select: (stretch) => this.select(stretch),
      },
      arrangement,
    );
    this.kept = { ...saved?.kept };
    this.sections = sectionsOf({
      // What is folded up or not concerns no analysis, nor do answers about the page itself.
      post: (message) => (ABOUT_THE_PAGE.has(message.type) ? host.postMessage(message) : this.post(message)),
      mark: (token) => this.mark(token, 'section'),
      reveal: (token) => this.reveal(token),
      keep: (name, value) => this.keep(name, value),
      kept: (name) => this.kept[name],
    });
    this.sectionsElement.append(...elementsOf(this.sections, false));
    this.content = this.layOut();
    root.replaceChildren(
      el('h1', { class: 'spoken' }, 'Attention Inspector'),
      el('div', { class: 'busy-line' }, this.busy),
      this.spoken,
      this.empty.element,
      this.content,
      el('div', { class: 'sections standing' }, ...elementsOf(this.sections, true)),
      this.foot,
    );
    this.restore(saved?.state ?? null);
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.receive(data));
    host.postMessage({ type: 'ready' });
  }

  private layOut(): HTMLElement {
    const heat = el(
      'section',
      { class: 'heat-section', 'aria-labelledby': 'heat-heading' },
      this.heatHeading,
      this.heat.element,
      el(
        'p',
        { class: 'legend' },
        t('Dotted underline: not in the vocabulary, read as <unk>.'),
        ' ',
        this.against,
      ),
    );
    return el(
      'div',
      { class: 'content' },
      el('div', { class: 'side' }, this.verdict.element, this.parts.element),
      el('div', { class: 'charts' }, this.distribution.element, heat),
      this.sectionsElement,
    );
  }

  /** Whatever comes: what cannot be shown leaves the page as it was. */
  private receive(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('type' in message)) return;
    const { state, restored } = this;
    try {
      this.act(message as ToWebview);
    } catch (error) {
      reportError(error);
      if (message.type !== 'state') return;
      this.restored = restored;
      this.show(state);
    }
  }

  private act(message: ToWebview): void {
    switch (message.type) {
      case 'state':
        return this.accept(message.state);
      case 'mark':
        return this.markFromEditor(message.id, message.token);
      default:
        this.eachSection((section) => section.receive?.(message));
    }
  }

  private accept(state: ViewState | null): void {
    if (this.restored && this.state && state && state.analyses.length === 0) {
      // The first request since the reload is on its way, or failed: what was saved stays until there is better.
      return this.show({ ...this.state, busy: state.busy, error: state.error });
    }
    this.restored = false;
    this.show(state);
    this.save();
  }

  private restore(state: ViewState | null): void {
    try {
      this.restored = state !== null;
      this.show(state);
    } catch {
      // Saved by another version, or damaged: as if nothing had been saved.
      this.restored = false;
      this.show(null);
    }
  }

  private show(state: ViewState | null): void {
    const before = this.shown;
    this.state = state;
    const view = state?.analyses.find(({ id }) => id === state.active) ?? state?.analyses[0];
    this.shown = view ? shownOf(view) : null;
    if (this.shown?.key !== before?.key) this.marked = null;
    const busy = state?.busy ?? false;
    this.busy.hidden = !busy;
    this.error.update(state?.error ?? null);
    this.empty.element.hidden = this.shown !== null;
    this.empty.update(busy);
    this.content.hidden = this.detail.element.hidden = this.shown === null;
    this.foot.hidden = this.shown === null && !state?.error;
    if (state && this.shown) this.draw(state, this.shown);
    this.eachSection((section) => section.update(this.restored ? null : state, this.shown));
    this.say(busy);
  }

  private draw(state: ViewState, shown: Shown): void {
    this.verdict.update(state, shown, this.restored);
    this.parts.update(state.analyses, shown.view.id);
    this.distribution.update(shown, this.restored ? 'restored' : shown.view.stale ? 'stale' : null);
    const { kind, label } = shown.analysis;
    const { shading } = shown.view;
    setText(this.heatHeading, shading ? shadedHeading(shading.source) : TERMS[kind].text);
    // Where effects are about to be known, there is room for what says so: nothing below moves then.
    const signed = shading !== undefined || state.signed === true;
    this.against.hidden = kind === 'attention' && !signed;
    this.against.classList.toggle('to-come', signed && !shading);
    setText(
      this.against,
      signed
        ? t('Blue: speaks for {0}. Orange, dashed line: speaks against {0}.', labelText(label))
        : t('Dashed line: speaks against {0}.', labelText(label)),
    );
    this.heat.update(shown, state, shading);
    this.markEverywhere({ chart: false, heat: false, section: false });
  }

  /** What one cannot show is reported, and takes nothing from the others. */
  private eachSection(act: (section: Section) => void): void {
    for (const section of this.sections) {
      try {
        act(section);
      } catch (error) {
        reportError(error);
      }
    }
  }

  /** For screen readers: what is going on, or what came of it. */
  private say(busy: boolean): void {
    const view = this.shown?.view;
    const verdict = view ? `${verdictSentence(view.analysis)}. ${view.title}` : '';
    const again = !busy && view !== undefined && view.id === this.said;
    this.said = busy ? null : (view?.id ?? null);
    clearTimeout(this.saying);
    // The verdict over a text that is being written is said once its writer pauses.
    if (again) this.saying = window.setTimeout(() => setText(this.spoken, verdict), PAUSE_MS);
    else setText(this.spoken, busy ? t('Analysing') : verdict);
  }

  private activate(id: number): void {
    if (!this.state || id === this.shown?.view.id) return;
    this.show({ ...this.state, active: id });
    this.save();
    this.post({ type: 'activate', id });
  }

  private wordEvents(from: 'chart' | 'heat'): WordEvents {
    return {
      mark: (token) => this.mark(token, from),
      reveal: (token) => this.reveal(token),
    };
  }

  private reveal(token: number): void {
    if (this.shown) this.post({ type: 'reveal', id: this.shown.view.id, token });
  }

  private select({ from, to }: Stretch): void {
    if (this.shown) this.post({ type: 'select', id: this.shown.view.id, from, to });
  }

  private keep(name: string, value: unknown): void {
    this.kept[name] = value;
    this.save();
  }

  private mark(token: number | null, from: 'chart' | 'heat' | 'section'): void {
    if (!this.shown || token === this.marked) return;
    this.marked = token;
    // What the pointer is over must not move away under it.
    this.markEverywhere({ chart: from !== 'chart', heat: from !== 'heat', section: from !== 'section' });
    this.post({ type: 'mark', id: this.shown.view.id, token });
  }

  /** The editor points at a word: chart its text, mark it, and bring it into sight. */
  private markFromEditor(id: number, token: number | null): void {
    const known = this.state?.analyses.some((view) => view.id === id) ?? false;
    if (!this.state || !known || this.restored) return;
    if (id !== this.shown?.view.id) {
      if (token === null) return;
      this.show({ ...this.state, active: id });
    }
    this.marked = token;
    this.markEverywhere({ chart: true, heat: true });
    const isInSight =
      inWindow(this.distribution.drawings) || this.sections.some((section) => section.showsMark?.());
    if (token !== null && !isInSight && !this.readsSections()) this.heat.reach();
  }

  /** Whether the person has scrolled down to the sections: the page then stays where it is. */
  private readsSections(): boolean {
    return this.sectionsElement.getBoundingClientRect().top < window.innerHeight / 2;
  }

  private markEverywhere(scroll: {
    readonly chart: boolean;
    readonly heat: boolean;
    readonly section?: boolean;
  }): void {
    this.distribution.mark(this.marked, scroll.chart);
    this.heat.mark(this.marked, scroll.heat);
    this.eachSection((section) => section.mark?.(this.marked, scroll.section ?? true));
    if (this.shown) this.detail.update(this.shown, this.marked);
  }

  private save(): void {
    if (this.restored) return;
    const { order, zoom } = this.distribution;
    this.host.setState(toSave(this.state, { order, zoom, kept: this.kept }));
  }

  /** Nothing is said about an analysis that the extension no longer knows. */
  private post(message: FromWebview): void {
    if (!this.restored) this.host.postMessage(message);
  }
}
