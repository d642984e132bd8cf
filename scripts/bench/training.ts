/**
 * `tsx scripts/bench/training.ts [--json]`: training by our kernels against TensorFlow.js, in one run. All gradients are
 * compared before anything is timed, the engines alternate, figures are medians.
 */
import path from 'node:path';
import { Command } from 'commander';
import { openBackend } from '../../src/model/node/backends';
import { readTrainingKernels } from '../../src/model/node/trainingKernels';
import type { TfjsBackend } from '../../src/model/types';
import { builtKernel } from '../kernels.mjs';
import { EPOCH, measureEpoch, type EpochRow } from './trainingEpoch';
import { measureSteps, STEP, type StepRow } from './trainingSteps';

export interface TrainingFigures {
  readonly steps: readonly StepRow[];
  readonly epoch: readonly EpochRow[];
  /** Backends that did not load, one line each. */
  readonly skipped: readonly string[];
}

const REGISTERED: Record<TfjsBackend, string> = { 'tfjs-node': 'tensorflow', wasm: 'wasm', cpu: 'cpu' };

/**
 * @param rounds of single steps
 * @param steps of an epoch to time
 */
export async function measureTraining(rounds: number, steps: number): Promise<TrainingFigures> {
  const compiled = await readTrainingKernels(await builtKernel('training'));
  const opened: Partial<Record<TfjsBackend, string>> = {};
  const skipped: string[] = [];
  for (const backend of ['tfjs-node', 'wasm', 'cpu'] as const) {
    const wasmFolder = path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist');
    const result = await openBackend({ prefer: backend, wasmFolder });
    if (result.backend === backend) opened[backend] = REGISTERED[backend];
    else skipped.push(result.passedOver[0]!);
  }
  const epoch = [];
  for (const shards of [1, 2]) epoch.push(await measureEpoch(compiled, shards, steps));
  return { steps: measureSteps(compiled, opened, rounds), epoch, skipped };
}

export function printTraining({ steps, epoch, skipped }: TrainingFigures): void {
  const line = (cells: string[]) =>
    console.log(cells.map((c, i) => (i ? c.padStart(14) : c.padEnd(32))).join(''));
  line([`step, ${STEP.batch} texts of ${STEP.time} words`, 'µs a word', 'processor µs', '× kernels']);
  for (const { engine, microseconds, processor, ratio } of steps) {
    line([engine, microseconds.toFixed(1), processor.toFixed(1), ratio.toFixed(1)]);
  }
  line([`epoch, ${EPOCH.reviews} reviews of ${EPOCH.words} words`, 'µs a word', 'processor µs', 'seconds']);
  for (const { shards, microseconds, processor, seconds, stepsTimed, stepsOfAnEpoch } of epoch) {
    const from = `  from ${stepsTimed} of ${stepsOfAnEpoch} steps`;
    line([
      `${shards} thread${shards > 1 ? 's' : ''}`,
      microseconds.toFixed(1),
      processor.toFixed(1),
      seconds.toFixed(0),
      from,
    ]);
  }
  for (const reason of skipped) console.log(`skipped: ${reason}`);
}

if (require.main === module) {
  const options = new Command('bench training')
    .option('--json', 'print figures only, as JSON')
    .option('--rounds <n>', 'rounds of single steps', Number, 5)
    .option('--steps <n>', 'steps of an epoch to time', Number, 30)
    .parse()
    .opts<{ json?: boolean; rounds: number; steps: number }>();
  void measureTraining(options.rounds, options.steps).then((figures) =>
    options.json ? console.log(JSON.stringify(figures)) : printTraining(figures),
  );
}
