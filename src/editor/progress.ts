/** Progress that only shows once a person would wonder. */
import * as vscode from 'vscode';
import { linkless } from '../harmless';

const LATE_MS = 400;

/**
 * Runs the work; when it takes longer than `LATE_MS`, a cancellable notification appears and `onLate` is called.
 * @param work is given a function to report its share done, in [0, 1]
 */
export async function withLateProgress<T>(
  title: string,
  events: { onCancel(): void; onLate(): void },
  work: (report: (share: number) => void) => Promise<T>,
): Promise<T> {
  let share = 0;
  let told = 0;
  let progress: vscode.Progress<{ increment: number }> | undefined;
  const tell = () => {
    const increment = (share - told) * 100;
    told = share;
    if (increment > 0) progress?.report({ increment });
  };
  const result = work((done) => {
    share = done;
    tell();
  });
  const settled = result.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    events.onLate();
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: linkless(title),
      cancellable: true,
    };
    void vscode.window.withProgress(options, async (shown, token) => {
      progress = shown;
      token.onCancellationRequested(() => events.onCancel());
      tell();
      await settled;
    });
  }, LATE_MS);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
  }
}
