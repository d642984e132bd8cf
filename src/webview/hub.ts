/** Hands on what the panel's sections say to the features that they belong to. */
import * as vscode from 'vscode';
import type { FeatureMessage } from './protocol';

export type Handler<Type extends FeatureMessage['type']> = (
  message: Extract<FeatureMessage, { type: Type }>,
) => void;

export class MessageHub {
  private readonly handlers = new Map<FeatureMessage['type'], Array<(message: FeatureMessage) => void>>();

  /** @param onUnknown called with what nobody has ever asked for */
  constructor(private readonly onUnknown: (message: FeatureMessage) => void) {}

  /** Hears one type of message until it is disposed of. */
  on<Type extends FeatureMessage['type']>(type: Type, handle: Handler<Type>): vscode.Disposable {
    const handler = (message: FeatureMessage) => handle(message as Extract<FeatureMessage, { type: Type }>);
    const others = this.handlers.get(type) ?? [];
    this.handlers.set(type, [...others, handler]);
    return new vscode.Disposable(() => {
      const left = this.handlers.get(type)?.filter((one) => one !== handler) ?? [];
      this.handlers.set(type, left);
    });
  }

  handOn(message: FeatureMessage): void {
    const handlers = this.handlers.get(message.type);
    if (!handlers) this.onUnknown(message);
    for (const handle of handlers ?? []) handle(message);
  }
}
