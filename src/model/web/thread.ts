/** A thread in a browser, made of a script's text; without one the same script serves between other work. */
import type { Thread, ThreadEvents } from '../serving/client';
import type { FromWorker, ToWorker } from '../serving/messages';
import { evaluate, scriptCalling } from './bundle';
import type { READY, WebSettings } from './worker';

/** A thread that can run says so within moments; one whose script a policy refuses may say nothing at all. */
const START_MS = 10_000;

type WorkerBundle = typeof import('./worker');

/** What is used of a browser's workers, which Node's types do not have. */
interface WebWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
  addEventListener(type: 'error', listener: (event: { message?: string }) => void): void;
}

type WorkerClass = new (url: string, options: { name: string }) => WebWorker;

export interface ThreadOptions {
  readonly settings: WebSettings;
  /** Reads the bundle of worker.ts. */
  readonly readScript: () => Promise<string>;
  readonly log: (line: string) => void;
}

/** Starts at once; what is posted before it runs is kept. */
export function startThread(options: ThreadOptions, events: ThreadEvents): Thread {
  let waiting: ToWorker[] | null = [];
  let running: Running | null = null;
  let ended = false;
  const begin = (opened: Running) => {
    if (ended) return opened.end();
    running = opened;
    for (const message of waiting ?? []) opened.post(message);
    waiting = null;
  };
  open(options, events).then(begin, (error: unknown) =>
    events.onLost(`The analysis could not be started: ${describe(error)}`),
  );
  return {
    post: (message) => void (running ? running.post(message) : waiting?.push(message)),
    busy: () => undefined,
    end: () => {
      ended = true;
      running?.end();
    },
  };
}

type Running = Pick<Thread, 'post' | 'end'>;

async function open(options: ThreadOptions, events: ThreadEvents): Promise<Running> {
  const script = await options.readScript();
  try {
    return await openWorker(script, options.settings, events);
  } catch (error) {
    options.log(
      `No thread for the model here (${describe(error)}); the extension host computes it between other work.`,
    );
    return openHere(script, options.settings, events);
  }
}

function openWorker(script: string, settings: WebSettings, events: ThreadEvents): Promise<Running> {
  const { Worker } = globalThis as unknown as { Worker?: WorkerClass };
  if (!Worker) throw new Error('there are no workers');
  const url = URL.createObjectURL(new Blob(scriptCalling('listen', script), { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'attention-inspector' });
  return new Promise<Running>((resolve, reject) => {
    let ready = false;
    const settled = (settle: () => void) => {
      clearTimeout(timer);
      URL.revokeObjectURL(url);
      settle();
    };
    const fail = (reason: string) => {
      if (ready) return events.onLost(reason);
      worker.terminate();
      settled(() => reject(new Error(reason)));
    };
    const timer = setTimeout(() => fail(`no answer within ${START_MS / 1000} s`), START_MS);
    worker.addEventListener('message', ({ data }) => {
      if (ready) return events.onMessage(data as FromWorker);
      ready = data === ('ready' satisfies typeof READY);
      if (!ready) return;
      worker.postMessage(settings);
      settled(() =>
        resolve({ post: (message) => worker.postMessage(message), end: () => worker.terminate() }),
      );
    });
    worker.addEventListener('messageerror', () => fail('The analysis sent something unreadable.'));
    worker.addEventListener('error', ({ message }) =>
      fail(`The analysis stopped with an error: ${message ?? 'none is told'}`),
    );
  });
}

/** The same in this thread; whatever computes long lets others have their turn between slices. */
function openHere(script: string, settings: WebSettings, events: ThreadEvents): Running {
  let ended = false;
  const hear = evaluate<WorkerBundle>(script).serve(settings, (message) => {
    if (!ended) events.onMessage(message);
  });
  return { post: hear, end: () => void (ended = true) };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
