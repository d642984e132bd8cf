/** What an epoch costs on all shards: reviews of a fixed length, masks, Adam over the whole vocabulary and all. */
import path from 'node:path';
import type { CompiledModule } from '../../src/model/kernels/trainingModule';
import type { Architecture } from '../../src/model/network';
import { workerShard } from '../../src/model/node/trainingWorkers';
import { Random } from '../../src/model/random';
import { shardTasks } from '../../src/model/training/tasks';
import { ParallelEngine } from '../../src/model/training/parallelEngine';
import { initialValues } from '../../src/model/training/trainer';
import { normals } from '../../test/fixtures/random';

export const EPOCH = { reviews: 25_000, words: 230, batch: 64 } as const;
const ARCHITECTURE: Architecture = {
  vocabulary: 25_000,
  embedding: 100,
  hidden: 128,
  attention: 128,
  scoreActivation: 'linear',
};
const WARM_UP = 5;

export interface EpochRow {
  readonly shards: number;
  /** Seconds for all reviews, from the mean of the steps that were timed. */
  readonly seconds: number;
  readonly stepsTimed: number;
  readonly stepsOfAnEpoch: number;
  /** Microseconds a word, all shards together. */
  readonly microseconds: number;
  /** Microseconds of processor time a word, which a busy machine changes less. */
  readonly processor: number;
}

/** Words as frequent as in a language: the rank's logarithm is uniform. */
function words(count: number, random: Random): Int32Array {
  const range = Math.log(ARCHITECTURE.vocabulary - 2);
  return Int32Array.from({ length: count }, () => 2 + Math.floor(Math.exp(range * random.uniform()) - 1));
}

export async function measureEpoch(
  compiled: CompiledModule,
  shards: number,
  steps: number,
): Promise<EpochRow> {
  const { batch, words: time, reviews } = EPOCH;
  const table = normals(ARCHITECTURE.vocabulary * ARCHITECTURE.embedding, 0.4, 1);
  const worker = path.resolve(__dirname, '../../src/model/node/trainingWorker.ts');
  const options = { clipNorm: 1, embeddingDropout: 0.1, contextDropout: 0.5 };
  const engine = new ParallelEngine(
    compiled,
    ARCHITECTURE,
    options,
    initialValues(ARCHITECTURE, table, 1),
    shards,
    workerShard(worker),
  );
  const random = new Random(1);
  const run = async (count: number) => {
    for (let step = 0; step < count; step++) {
      const texts = {
        ids: words(batch * time, random),
        lengths: new Array<number>(batch).fill(time),
        targets: Float32Array.from({ length: 2 * batch }, (_, i) => Number(i % 4 === 0 || i % 4 === 3)),
        batch,
        time,
      };
      const { loss } = await engine.step(shardTasks(texts, shards, 0, 1, step), 1e-3);
      if (!Number.isFinite(loss)) throw new Error(`the loss became ${loss}`);
      if (step % 5 === 4) await engine.average(0.99);
    }
  };
  await run(WARM_UP);
  const used = process.cpuUsage();
  const started = performance.now();
  await run(steps);
  const perReview = (performance.now() - started) / steps / batch;
  const { user, system } = process.cpuUsage(used);
  await engine.dispose();
  return {
    shards,
    seconds: (perReview * reviews) / 1000,
    stepsTimed: steps,
    stepsOfAnEpoch: Math.ceil(reviews / batch),
    microseconds: (perReview * 1000) / time,
    processor: (user + system) / (steps * batch * time),
  };
}
