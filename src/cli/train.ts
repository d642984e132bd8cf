/** `train`, `pretrain` and `label`: the laboratory at work. */
import path from 'node:path';
import { runBehaviour } from '../model/evaluation/behaviour';
import { readSuite } from '../model/node/behaviour';
import { InputError } from '../model/types';
import type { Laboratory, RunRequest } from '../lab/main';
import { write, type Context } from './context';
import { createProgressBar } from './progress';
import { judgeOf } from './sentiment';
import { TrainingProgress } from './trainingProgress';
import { visibleLine } from './safeText';

/** What shells report for a process that Ctrl-C ended. */
const INTERRUPTED = 130;

/** @throws InputError for bad options or data. */
export async function trainModel(request: RunRequest, context: Context): Promise<void> {
  const { train } = await import('../lab/main');
  const behave = behaveOf(path.join(context.bundleFolder, '..', 'test', 'behaviour'));
  await interruptibly(context, async (tools) => {
    const { out, goOn } = await train(request, { ...tools, behave });
    return goOn === null ? `wrote ${out}; its card is README.md there` : howToGoOn(goOn);
  });
}

/** @throws InputError for bad options or data. */
export async function pretrainEncoder(request: RunRequest, context: Context): Promise<void> {
  const { pretrain } = await import('../lab/main');
  await interruptibly(context, async (tools) => {
    const { out, goOn } = await pretrain(request, tools);
    return goOn === null ? `wrote ${out}; train begins with it by --init ${out}` : howToGoOn(goOn);
  });
}

/** @throws InputError for bad options, data or models. */
export async function labelTexts(request: RunRequest, context: Context): Promise<void> {
  const { label } = await import('../lab/main');
  const bar = createProgressBar(context.stderr, 'texts', 0);
  await interruptibly(context, async ({ files, ...tools }) => {
    try {
      const out = await label(request, {
        ...tools,
        kernelFolder: files.kernelFolder,
        onProgress: (done, total) => bar.show(done, total),
      });
      return out === null ? null : `wrote ${out}; train learns from it by --soft-labels ${out}`;
    } finally {
      bar.stop();
    }
  });
}

function howToGoOn(command: string): string {
  process.exitCode = INTERRUPTED;
  const typed = command.replace('attention-inspector', asTyped(process.argv[1]));
  return `What was done up to the end of the last epoch is saved. To go on from there:\n  ${typed}`;
}

/** How this program was started: by its name where it is installed, otherwise from its build. */
function asTyped(script = ''): string {
  if (path.basename(script) !== 'cli.js') return 'attention-inspector';
  return `node ${path.relative(process.cwd(), script)}`;
}

/** Runs with Ctrl-C caught, and prints what comes out; null says that nothing did. */
async function interruptibly(
  { bundleFolder, stdout, stderr }: Context,
  run: (tools: Omit<Laboratory, 'behave'>) => Promise<string | null>,
): Promise<void> {
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
    const result = await run({
      files: {
        kernelFolder: path.join(bundleFolder, 'kernels'),
        workerPath: path.join(bundleFolder, 'lab.js'),
      },
      reporter: progress,
      signal: interrupt.signal,
    });
    progress.stop();
    if (result === null) throw new InputError('interrupted: nothing was written');
    await write(stdout, `${result.split('\n').map(visibleLine).join('\n')}\n`);
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
