/**
 * *Enable* and *Remove Native TensorFlow Backend*: the only commands that use the network, and only once the person has
 * read what comes from where and agreed.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { agreed, complain, inform } from '../../notice';
import type { Surface } from '../feature';
import { Cancelled, NativeFailure, type FailureKind } from './failures';
import type { Watch } from './fetch';
import type { NativeInstaller } from './installer';
import { consentText, failureText, megabytes, progressText } from './texts';

export const NATIVE_COMMANDS = {
  enable: 'attentionInspector.enableNative',
  remove: 'attentionInspector.removeNative',
} as const;

/** What became of *Enable*: `ready` also where it was there already; otherwise why not. */
export type Enabled = 'ready' | 'declined' | 'cancelled' | FailureKind;

const SECTION = 'attentionInspector';
const BACKEND = 'tfjs-node';

export class NativeTensorFlow implements vscode.Disposable {
  private readonly ending = new AbortController();
  private readonly registration: vscode.Disposable;
  private readonly started: Promise<void>;
  /** What was asked while it is going on is answered by it. */
  private enabling: Promise<Enabled> | null = null;
  private cancel: (() => void) | undefined;

  /** @param changed what a backend finds has changed: services are to be started anew */
  constructor(
    private readonly surface: Pick<Surface, 'config' | 'log' | 'fail'>,
    private readonly installer: NativeInstaller,
    private readonly changed: () => void,
  ) {
    const { registerCommand } = vscode.commands;
    this.registration = vscode.Disposable.from(
      registerCommand(NATIVE_COMMANDS.enable, () => this.enable()),
      registerCommand(NATIVE_COMMANDS.remove, () => this.remove()),
    );
    this.started = this.start();
  }

  dispose(): void {
    this.ending.abort();
    this.registration.dispose();
  }

  enable(): Promise<Enabled> {
    this.enabling ??= this.toEnabled().finally(() => (this.enabling = null));
    return this.enabling;
  }

  /** Gives the bytes that are free again. */
  async remove(): Promise<number> {
    try {
      this.cancel?.();
      if (this.cancel) await this.enabling;
      await this.started;
      const { freed, left } = await this.installer.remove();
      if (freed + left === 0) {
        void inform(t('Native TensorFlow is not installed: there is nothing to remove.'));
        return 0;
      }
      await this.unchoose();
      this.changed();
      const text =
        left === 0
          ? t('Native TensorFlow was removed; {0} are free again.', megabytes(freed))
          : t(
              'Native TensorFlow was removed; {0} are free again. Files in use ({1}) are deleted at the next start of VS Code.',
              ...[megabytes(freed), megabytes(left)],
            );
      this.surface.log.info(text);
      void inform(text);
      return freed;
    } catch (error) {
      this.surface.fail(error);
      return 0;
    }
  }

  /** Finishes what an earlier window left, and tries again where VS Code came with another Node meanwhile. */
  private async start(): Promise<void> {
    try {
      await this.installer.tidy();
      if (this.surface.config().backend !== BACKEND || this.installer.state() !== 'unproven') return;
      await this.installer.check({ signal: this.ending.signal, onProgress: () => undefined });
      this.surface.log.info('Native TensorFlow computes in this Node, too.');
      this.changed();
    } catch (error) {
      // Nobody has asked: the panel says what computes instead, and why.
      this.surface.log.info(`Native TensorFlow: ${String(error)}`);
    }
  }

  private async toEnabled(): Promise<Enabled> {
    await this.started;
    if (this.installer.state() === 'ready') {
      // Not waited for: a notification may stay where it is for hours.
      const again = t('Check Again');
      void this.offer(t('Native TensorFlow is installed already.'), again).then((chosen) => {
        if (chosen === again) this.enabling ??= this.check().finally(() => (this.enabling = null));
      });
      return 'ready';
    }
    if (this.installer.state() === 'unproven') {
      const outcome = await this.check();
      if (outcome === 'ready' || outcome === 'cancelled') return outcome;
    }
    try {
      await this.installer.preflight();
    } catch (error) {
      return this.saidWhyNot(error);
    }
    const { question, detail } = consentText();
    const agree = t('Download and Install');
    if (!(await agreed(question, detail, agree))) return 'declined';
    let bytes = 0;
    const outcome = await this.attempt(t('Native TensorFlow'), async (watch) => {
      bytes = await this.installer.install(watch);
    });
    const done = t('Native TensorFlow is installed ({0}) and computes in this VS Code.', megabytes(bytes));
    if (outcome === 'ready') void this.offer(done);
    return outcome;
  }

  private async check(): Promise<Enabled> {
    const outcome = await this.attempt(t('Native TensorFlow'), (watch) => this.installer.check(watch));
    if (outcome === 'ready') void this.offer(t('Native TensorFlow computes in this VS Code.'));
    return outcome;
  }

  /** Runs it with a notification that can cancel it, and says what went wrong. */
  private async attempt(title: string, work: (watch: Watch) => Promise<void>): Promise<Enabled> {
    const end = new AbortController();
    const stop = () => end.abort();
    this.cancel = stop;
    this.ending.signal.addEventListener('abort', stop);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    try {
      await vscode.window.withProgress(options, (progress, token) => {
        token.onCancellationRequested(stop);
        return work({
          signal: end.signal,
          onProgress: (made) => progress.report({ message: progressText(made) }),
        });
      });
      this.changed();
      return 'ready';
    } catch (error) {
      return this.saidWhyNot(error);
    } finally {
      this.cancel = undefined;
      this.ending.signal.removeEventListener('abort', stop);
    }
  }

  private saidWhyNot(error: unknown): Enabled {
    const { log } = this.surface;
    if (error instanceof Cancelled) {
      const text = t('Cancelled. Nothing was left behind, and reading goes on as before.');
      void inform(text);
      return 'cancelled';
    }
    const failure = error instanceof NativeFailure ? error : new NativeFailure('other', String(error));
    log.error(`Native TensorFlow: ${failure.message}`);
    const showLog = t('Show Log');
    void complain(failureText(failure), showLog).then((chosen) => {
      if (chosen === showLog) log.show();
    });
    return failure.kind;
  }

  /** Says it, with a button that chooses the backend where it is not chosen. Gives what else was chosen. */
  private async offer(text: string, ...others: string[]): Promise<string | undefined> {
    const use = t('Use It');
    const buttons = this.surface.config().backend === BACKEND ? others : [use, ...others];
    const chosen = await inform(text, ...buttons);
    if (chosen !== use) return chosen;
    const settings = vscode.workspace.getConfiguration(SECTION);
    await settings.update('backend', BACKEND, vscode.ConfigurationTarget.Global);
    return undefined;
  }

  /** Takes the backend out of the settings: without it, the next slower backend of TensorFlow.js would compute. */
  private async unchoose(): Promise<void> {
    const settings = vscode.workspace.getConfiguration(SECTION);
    const { globalValue, workspaceValue } = settings.inspect('backend') ?? {};
    if (globalValue === BACKEND)
      await settings.update('backend', undefined, vscode.ConfigurationTarget.Global);
    if (workspaceValue === BACKEND)
      await settings.update('backend', undefined, vscode.ConfigurationTarget.Workspace);
  }
}
