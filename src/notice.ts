/** Messages to the person. What they say may hold words of texts, models and files: they stay words. */
import * as vscode from 'vscode';
import { iconless, linkless, logged } from './harmless';

export function inform(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(linkless(message), ...actions);
}

export function warn(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(linkless(message), ...actions);
}

export function complain(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(linkless(message), ...actions);
}

/** Asks before something that cannot be undone; says whether the person chose `yes`. */
export async function confirm(question: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(linkless(question), { modal: true }, yes)) === yes;
}

/** Asks for agreement to what is told in full; says whether the person chose `yes`. */
export async function agreed(question: string, detail: string, yes: string): Promise<boolean> {
  const chosen = await vscode.window.showInformationMessage(linkless(question), { modal: true, detail }, yes);
  return chosen === yes;
}

/** Says it in the status bar, for a while. */
export function mention(message: string, milliseconds: number): void {
  vscode.window.setStatusBarMessage(iconless(message), milliseconds);
}

export type Log = Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error' | 'show' | 'dispose'>;

/** The log, into which nothing is written that could pass for another line of it. */
export function openLog(name: string): Log {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  return {
    info: (line) => channel.info(logged(line)),
    warn: (line) => channel.warn(logged(line)),
    error: (line) => channel.error(logged(line instanceof Error ? (line.stack ?? line.message) : line)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
