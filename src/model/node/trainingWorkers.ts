/** Shards in threads of their own, for the trainer. */
import { Worker } from 'node:worker_threads';
import type { ShardLoss } from '../training/gradients';
import type { Shard, ShardSettings, UpdateTask } from '../training/shard';
import type { ShardTask } from '../training/tasks';

export type ToShard =
  | { readonly type: 'gradients'; readonly task: ShardTask }
  | { readonly type: 'merge' }
  | { readonly type: 'update'; readonly task: UpdateTask };

export type FromShard =
  | { readonly type: 'gradients'; readonly result: ShardLoss }
  | { readonly type: 'merge'; readonly result: number }
  | { readonly type: 'update'; readonly result: void }
  | { readonly type: 'error'; readonly message: string };

/** @param workerPath trainingWorker.ts, or what it was bundled to */
export function workerShard(workerPath: string): (settings: ShardSettings) => Shard {
  // From sources a thread needs their loader, whatever the process was started with.
  const execArgv = workerPath.endsWith('.ts') ? ['--require', 'tsx/cjs'] : [];
  return (settings) => new WorkerShard(new Worker(workerPath, { workerData: settings, execArgv }));
}

interface Pending {
  readonly resolve: (message: FromShard) => void;
  readonly reject: (error: Error) => void;
}

/** One request at a time, as the engine makes them. */
class WorkerShard implements Shard {
  private pending: Pending | null = null;
  private failure: Error | null = null;

  constructor(private readonly worker: Worker) {
    worker.on('message', (message: FromShard) => {
      if (message.type === 'error') this.fail(new Error(message.message));
      else this.settle()?.resolve(message);
    });
    worker.on('error', (error) => this.fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => this.fail(new Error(`A training thread ended with code ${code}.`)));
  }

  async gradients(task: ShardTask): Promise<ShardLoss> {
    const { result } = (await this.request({ type: 'gradients', task })) as { result: ShardLoss };
    return result;
  }

  async merge(): Promise<number> {
    const { result } = (await this.request({ type: 'merge' })) as { result: number };
    return result;
  }

  async update(task: UpdateTask): Promise<void> {
    await this.request({ type: 'update', task });
  }

  async dispose(): Promise<void> {
    await this.worker.terminate();
  }

  private request(message: ToShard): Promise<FromShard> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject };
      this.worker.postMessage(message);
    });
  }

  private settle(): Pending | null {
    const { pending } = this;
    this.pending = null;
    return pending;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.settle()?.reject(this.failure);
  }
}
