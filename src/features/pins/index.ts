/** Pinned analyses in VS Code: its workspace storage, its dialogs, its command. */
import * as vscode from 'vscode';
import { documentOf, reveal } from '../../editor/places';
import { confirm, mention } from '../../notice';
import type { Surface } from '../feature';
import type { PinHistory } from './history';
import { Pins } from './pins';

const PIN = 'attentionInspector.pin';
const TOLD_MS = 4000;

/** @param changed called after every change of the list */
export function registerPins(surface: Surface, history: PinHistory, changed: () => void): vscode.Disposable {
  const pins = new Pins(surface, {
    history,
    document: documentOf,
    reveal,
    confirm,
    say: (message) => mention(message, TOLD_MS),
    changed,
    now: () => Date.now(),
  });
  return vscode.Disposable.from(
    pins,
    vscode.commands.registerCommand(PIN, () => pins.pin()),
  );
}
