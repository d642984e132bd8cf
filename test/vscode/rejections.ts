/** Rejections and exceptions of ours that nobody handled while it watched. */
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');

export class RejectionWatch {
  readonly seen: string[] = [];
  private readonly listen = (reason: unknown) => {
    const told = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    // Other extensions of the host, and VS Code itself, have theirs.
    if (told.includes(root)) this.seen.push(told);
  };

  constructor() {
    process.on('unhandledRejection', this.listen);
    process.on('uncaughtExceptionMonitor', this.listen);
  }

  stop(): void {
    process.off('unhandledRejection', this.listen);
    process.off('uncaughtExceptionMonitor', this.listen);
  }
}
