/** Edit and see: what an edit would do to the verdict, shown in the panel; the document is only changed when asked to. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Tried } from '../../editor/inspector';
import { withLateProgress } from '../../editor/progress';
import type { Unit } from '../../editor/store';
import type { AnalyzerService } from '../../model/types';
import { inform, warn as warnOf } from '../../notice';
import type { Surface } from '../feature';
import { EDIT_COMMANDS, EditActions, type EditKind } from './actions';
import { editOf, isReadOnlyFile, sourcesAfter } from './application';
import { Cancelled, Chain, EditRefused, type Edit } from './chain';
import { viewOf } from './comparison';
import { negated, replacedBy, withoutIt, type Place } from './proposals';
import { chooseReplacement } from './replacement';
import { isTarget, spanOf, targetAt, type Target } from './target';
import { Trial } from './trial';

const HAS_EDITS = 'attentionInspector.hasEdits';

export class Edits implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private trial: Trial | null = null;
  /** Edits are made one after the other, each on what the one before it left. */
  private queue: Promise<void> = Promise.resolve();
  /** What the model is asked just now. */
  private running: AbortController | null = null;
  /** The page has not yet shown what was asked for last. */
  private wantsFocus = false;
  private told: string | null = null;

  constructor(private readonly surface: Surface) {
    const { registerCommand } = vscode.commands;
    const command = (kind: EditKind) =>
      registerCommand(EDIT_COMMANDS[kind], (target?: unknown, word?: unknown) =>
        this.run(kind, target, word),
      );
    const provider = new EditActions(surface.store, (target) => this.placeOf(target));
    this.subscription = vscode.Disposable.from(
      command('without'),
      command('replace'),
      command('negate'),
      registerCommand('attentionInspector.applyEdits', () => this.apply()),
      registerCommand('attentionInspector.undoEdit', () => this.undo()),
      registerCommand('attentionInspector.discardEdits', () => this.show(null)),
      vscode.languages.registerCodeActionsProvider('*', provider, EditActions.metadata),
      surface.onDidChange(() => this.follow()),
      surface.onDidClear(() => this.clear()),
      surface.onPanelReady(() => this.tell()),
      surface.onMessage('edits', ({ action }) => this.answer(action)),
      surface.onMessage('editWord', ({ action, token }) => this.runInPanel(action, token)),
    );
  }

  dispose(): void {
    this.running?.abort();
    this.subscription.dispose();
  }

  /** What is being tried, to be looked at. */
  get tried(): Tried | null {
    if (!this.trial) return null;
    const { chain, obstacle } = this.trial;
    const { text, before, after } = chain;
    return { text, before, after, obstacle, steps: chain.steps.map(({ said }) => said) };
  }

  /** The command: on the words of a code action, or on those at the cursor. */
  private run(kind: EditKind, given: unknown, word: unknown): Promise<void> {
    const target = isTarget(given) ? given : this.targetInEditor();
    const { unit, entry } = (target && this.surface.store.find(target.unit)) ?? {};
    if (!target || !entry || !unit?.span || !spanOf(unit, target)) {
      return say(t('Put the cursor on an analysed word, or select several.'));
    }
    const replacement = typeof word === 'string' && word.trim() !== '' ? word : undefined;
    return this.enqueue(async () => {
      const trial = await this.trialOn(unit, entry.uri);
      const place = trial.placeOf(target);
      if (!place) return say(t('That was left out already. Undo the edit first.'));
      return this.grow(trial, place, kind, replacement);
    });
  }

  /** A button in the panel: on a word of the changed text. */
  private runInPanel(kind: EditKind, token: number): Promise<void> {
    return this.enqueue(async () => {
      const place = this.trial?.placeAt(token);
      if (this.trial && place) await this.grow(this.trial, place, kind);
    });
  }

  private async grow(trial: Trial, place: Place, kind: EditKind, replacement?: string): Promise<void> {
    const edit = await this.editFor(kind, place, replacement);
    if (!edit) return;
    const chain = await this.reading((service, signal) => trial.chain.with(edit, service, signal));
    // All was taken away while it was asked for.
    if (this.surface.store.all().length === 0) return;
    this.wantsFocus = true;
    this.show(trial.with(chain));
    this.surface.showPanel(true);
    // The list may have been open, or the model busy, while the text was edited.
    this.follow();
  }

  private async editFor(kind: EditKind, place: Place, replacement?: string): Promise<Edit | null> {
    switch (kind) {
      case 'without':
        return withoutIt(place);
      case 'negate':
        return negated(place) ?? (await say(t('There is no rule for negating this word.')), null);
      case 'replace': {
        const word = replacement ?? (await chooseReplacement(place, this.surface.service()));
        return word === undefined ? null : replacedBy(place, word);
      }
      default:
        return kind satisfies never;
    }
  }

  /** What is tried on this text already, or a new beginning. */
  private async trialOn(unit: Unit, uri: string): Promise<Trial> {
    this.follow();
    if (this.trial?.unit === unit) return this.trial;
    const chain = await this.reading((service, signal) => Chain.start(unit.text, service, signal));
    return new Trial(chain, unit, vscode.Uri.parse(uri));
  }

  private targetInEditor(): Target | null {
    const editor = this.surface.editor();
    return editor ? targetAt(this.surface.store, editor.document, editor.selection) : null;
  }

  private placeOf(target: Target): Place | null {
    const unit = this.surface.store.find(target.unit)?.unit;
    if (!unit) return null;
    if (this.trial?.unit === unit) return this.trial.placeOf(target);
    return { text: unit.text, tokens: unit.analysis.tokens, first: target.first, last: target.last };
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      if (error instanceof Cancelled) return;
      if (error instanceof EditRefused) return warn(error.message);
      this.surface.fail(error);
    });
    return this.queue;
  }

  /** Work of the model; when it takes long, with progress that can be cancelled. */
  private async reading<T>(work: (service: AnalyzerService, signal: AbortSignal) => Promise<T>): Promise<T> {
    const service = this.surface.service();
    const abort = new AbortController();
    this.running = abort;
    const events = { onCancel: () => abort.abort(), onLate: () => undefined };
    try {
      return await withLateProgress(t('Trying the edit'), events, () => work(service, abort.signal));
    } catch (error) {
      if (abort.signal.aborted) throw new Cancelled();
      if (!(error instanceof EditRefused)) this.surface.dropService(service);
      throw error;
    }
  }

  private answer(action: 'apply' | 'undo' | 'discard' | 'seen'): void {
    switch (action) {
      case 'apply':
        return void this.apply();
      case 'undo':
        return void this.undo();
      case 'discard':
        return this.show(null);
      case 'seen':
        this.wantsFocus = false;
        return;
      default:
        return action satisfies never;
    }
  }

  private async apply(): Promise<void> {
    // Live attention tells of what it has read a moment later.
    this.follow();
    const { trial } = this;
    if (!trial) return say(t('There is no edit to apply.'));
    const { unit, uri, document, obstacle } = trial;
    const { draft } = trial.chain;
    const entry = this.surface.store.get(uri.toString());
    if (obstacle !== null || !entry || !document || !unit.span) {
      return warn(t('The edits were not applied. {0}', obstacle ?? ''));
    }
    if (await isReadOnlyFile(document)) {
      return warn(t('The edits were not applied. {0}', t('The document is read-only.')));
    }
    const sources = sourcesAfter(entry, unit, draft);
    const edit = editOf(document, unit.span.start, draft);
    if (!(await vscode.workspace.applyEdit(edit).then(undefined, () => false))) {
      return warn(t('The edits were not applied. VS Code refused to change the document.'));
    }
    this.show(null);
    await this.surface.read(document, sources);
  }

  private async undo(): Promise<void> {
    if (!this.trial) return say(t('There is no edit to undo.'));
    const chain = this.trial.chain.undone();
    this.show(chain && this.trial.with(chain));
  }

  private show(trial: Trial | null): void {
    this.trial = trial;
    if (!trial) this.wantsFocus = false;
    void vscode.commands.executeCommand('setContext', HAS_EDITS, trial !== null);
    this.tell();
  }

  private clear(): void {
    this.running?.abort();
    this.show(null);
  }

  /** Something was read or edited or cleared: the text may have another unit by now, or none. */
  private follow(): void {
    if (!this.trial) return;
    if (this.surface.store.all().length === 0) return this.show(null);
    this.trial = this.trial.followed(this.surface.store);
    if (this.told !== this.trial.obstacle) this.tell();
  }

  private tell(): void {
    const { trial, wantsFocus } = this;
    this.told = trial?.obstacle ?? null;
    const view = trial && viewOf(trial.chain, trial.unit.place, this.told);
    this.surface.post({ type: 'edits', view, focus: view !== null && wantsFocus });
  }
}

async function say(message: string): Promise<void> {
  void inform(message);
}

function warn(message: string): void {
  void warnOf(message);
}
