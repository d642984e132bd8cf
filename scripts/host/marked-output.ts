import { format } from 'node:util';

/** Starts every line that is logged with the launcher's mark, so that it can tell ours from what the workbench logs. */
export function markOutput(): void {
  const mark = process.env['ATTENTION_INSPECTOR_MARK'];
  if (!mark) return;
  const { log } = console;
  const marked = (...args: unknown[]): void => {
    for (const line of format(...args).split('\n')) log(`${mark}${line}`);
  };
  // VS Code's own console cannot be assigned to, so another one stands in front of it. Errors and warnings
  // go the old way: the server prints many of its own.
  const methods = { log: { value: marked }, info: { value: marked } };
  globalThis.console = Object.create(console, methods) as Console;
}
