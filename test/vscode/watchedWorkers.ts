/** The extension's worker threads seen from outside: which there are, what is open on them, what they hold in memory. */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import workerThreads, { BroadcastChannel, type Worker } from 'node:worker_threads';

/** What a thread holds after its garbage was collected. */
export interface Held {
  readonly heap: number;
  /** Bytes of all WebAssembly memories in use. */
  readonly wasm: number;
  /** Tensors of TensorFlow.js; 0 where it is not loaded. */
  readonly tensors: number;
}

export interface Watched {
  readonly worker: Worker;
  /** Requests that no answer has come to. */
  readonly open: ReadonlySet<number>;
  /** The most that were open at one time. */
  mostOpen: number;
  /** Requests so far, by type. */
  readonly asked: Map<string, number>;
  ended: boolean;
}

const CHANNEL = 'attention-inspector-probe';
const PATIENCE_MS = 60_000;

/** Runs before the worker's own code: counts WebAssembly memories and answers to the probe. */
const PRELUDE = `
  const { BroadcastChannel, threadId } = require('node:worker_threads');
  require('node:v8').setFlagsFromString('--expose-gc');
  const gc = require('node:vm').runInNewContext('gc');
  const memories = new Set();
  const seen = (found) => {
    if (found instanceof WebAssembly.Memory) memories.add(new WeakRef(found));
  };
  const { Instance, instantiate, Memory } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, given) { const made = new target(...given); seen(made); return made; },
  });
  WebAssembly.Instance = class extends Instance {
    constructor(...given) { super(...given); Object.values(this.exports).forEach(seen); }
  };
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    Object.values((made.instance ?? made).exports).forEach(seen);
    return made;
  };
  const channel = new BroadcastChannel('${CHANNEL}');
  channel.unref();
  channel.onmessage = async ({ data }) => {
    if (data.asked === undefined) return;
    for (let i = 0; i < 3; i++) { gc(); await new Promise((resolve) => setTimeout(resolve, 20)); }
    const held = [...memories].flatMap((one) => one.deref() ?? []);
    channel.postMessage({
      answers: data.asked,
      thread: threadId,
      heap: process.memoryUsage().heapUsed,
      wasm: held.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      tensors: globalThis._tfengine?.memory().numTensors ?? 0,
    });
  };
`;

export class WorkerWatch {
  readonly all: Watched[] = [];
  private readonly channel = new BroadcastChannel(CHANNEL);
  private readonly original = workerThreads.Worker;
  private probes = 0;

  /** From now on; threads that are there already are not seen. */
  constructor() {
    const file = path.join(os.tmpdir(), `attention-inspector-probe-${process.pid}.cjs`);
    const { all, original } = this;
    this.channel.unref();
    workerThreads.Worker = class extends original {
      constructor(filename: string, options: workerThreads.WorkerOptions) {
        writeFileSync(file, `${PRELUDE}\nrequire(${JSON.stringify(filename)});\n`);
        super(file, options);
        const open = new Set<number>();
        const watched: Watched = { worker: this, open, mostOpen: 0, asked: new Map(), ended: false };
        all.push(watched);
        this.on('exit', () => (watched.ended = true));
        this.on('message', ({ id, type }: { id?: number; type: string }) => {
          if (id !== undefined && type !== 'progress') open.delete(id);
        });
        const post = this.postMessage.bind(this);
        this.postMessage = (message: { id: number; type: string }, ...rest: []) => {
          open.add(message.id);
          watched.mostOpen = Math.max(watched.mostOpen, open.size);
          watched.asked.set(message.type, 1 + (watched.asked.get(message.type) ?? 0));
          post(message, ...rest);
        };
      }
    };
  }

  /** Threads that have not ended. */
  get living(): readonly Watched[] {
    return this.all.filter(({ ended }) => !ended);
  }

  /** Collects the garbage of all threads that live, this one not, and gives what they hold together. */
  async held(): Promise<Held> {
    const asked = ++this.probes;
    const answers = new Map<number, Held>();
    this.channel.onmessage = (event) => {
      const { data } = event as { data: Held & { answers?: number; thread: number } };
      if (data.answers === asked) answers.set(data.thread, data);
    };
    this.channel.postMessage({ asked });
    const end = Date.now() + PATIENCE_MS;
    while (!this.living.every(({ worker }) => answers.has(worker.threadId))) {
      if (Date.now() > end) throw new Error('A worker thread does not answer.');
      await sleep(10);
    }
    const sum = (pick: (held: Held) => number) =>
      [...answers.values()].reduce((total, held) => total + pick(held), 0);
    return { heap: sum(({ heap }) => heap), wasm: sum(({ wasm }) => wasm), tensors: sum((h) => h.tensors) };
  }

  restore(): void {
    workerThreads.Worker = this.original;
    this.channel.close();
  }
}

let gc: (() => void) | undefined;

/** Bytes that this thread's heap holds once its garbage has been collected. */
export async function heapHeld(): Promise<number> {
  if (!gc) {
    v8.setFlagsFromString('--expose-gc');
    gc = vm.runInNewContext('gc') as () => void;
  }
  // What was just let go of may hang on a timer or a message under way.
  for (let i = 0; i < 4; i++) {
    gc();
    await sleep(50);
  }
  gc();
  return process.memoryUsage().heapUsed;
}
