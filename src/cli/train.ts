/** `train`: a model of one's own. */
import path from 'node:path';
import { runBehaviour } from '../model/evaluation/behaviour';
import { readSuite } from '../model/node/behaviour';
import type { Laboratory, TrainRequest } from '../lab/main';
import { write, type Context } from './context';
import { judgeOf } from './sentiment';
import { TrainingProgress } from './trainingProgress';
import { visibleLine } from './safeText';

/** What shells report for a process that Ctrl-C ended. */
const INTERRUPTED = 130;

/** @throws InputError for bad options or data. */
export async function trainModel(request: TrainRequest, context: Context): Promise<void> {
  const { train } = await import('../lab/main');
  const { bundleFolder, stdout, stderr } = context;
  const interrupt = new AbortController();
  const progress = new TrainingProgress(stdout, stderr);
  const onInterrupt = () => {
    if (interrupt.signal.aborted) process.exit(INTERRUPTED);
    interrupt.abort();
    progress.line('interrupted: ending with this step; once more ends at once');
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  try {
    const { out, goOn } = await train(request, {
      files: {
        kernelFolder: path.join(bundleFolder, 'kernels'),
        workerPath: path.join(bundleFolder, 'lab.js'),
      },
      reporter: progress,
      signal: interrupt.signal,
      behave: behaveOf(path.join(bundleFolder, '..', 'test', 'behaviour')),
    });
    progress.stop();
    if (goOn === null) return await write(stdout, `wrote ${visibleLine(out)}; its card is README.md there\n`);
    await write(
      stdout,
      `What was done up to the end of the last epoch is saved. To go on from there:\n  ${goOn}\n`,
    );
    process.exitCode = INTERRUPTED;
  } finally {
    progress.stop();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

/** Models of sentiment are tried on the project's behavioural tests, where these are at hand. */
function behaveOf(suite: string): Laboratory['behave'] {
  return async (analyzer) => {
    const { labels } = analyzer.info;
    if (!labels.includes('positive') || !labels.includes('negative')) return null;
    const cases = await readSuite(suite).catch(() => null);
    return cases && runBehaviour(cases, judgeOf(analyzer.info, analyzer));
  };
}
