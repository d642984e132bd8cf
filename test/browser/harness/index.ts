/**
 * What a browser test needs: a real VS Code, opened once for a `describe` and closed after it.
 *
 * ```ts
 * describe('shading', () => {
 *   const vscode = useWorkbench({ file: 'positive.txt' });
 *   it('…', async () => { await vscode().run('Analyze Sentiment Attention'); … });
 * });
 * ```
 */
import { Workbench, type WorkbenchOptions } from '../../../scripts/host/workbench';

export type { ShadedWord, ThemeKind } from '../../../scripts/host/reader';
export type { WorkbenchOptions } from '../../../scripts/host/workbench';
export { Workbench };

/** Starting may include installing VS Code's server on a fresh machine. */
const START_MS = 10 * 60_000;

/** Opens a workbench before the tests of the enclosing `describe`; a picture is kept of each test that fails. */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let workbench: Workbench | undefined;

  before(async function () {
    this.timeout(START_MS);
    workbench = await Workbench.start(options);
  });

  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    const name = test.fullTitle().replace(/[^a-z0-9]+/gi, '-');
    const file = await workbench?.screenshot(`failed-${name}`.slice(0, 100)).catch(() => undefined);
    if (file) console.log(`      (screenshot: ${file})`);
  });

  after(async () => {
    await workbench?.dispose();
    workbench = undefined;
  });

  return () => {
    if (!workbench) throw new Error('The workbench is open only inside a test.');
    return workbench;
  };
}
