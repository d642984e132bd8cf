/** The analyzer in a worker thread of Node. */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { NamedFolder } from '../namedFolder';
import { AnalyzerClient, type Classifier, type Thread, type ThreadEvents } from '../serving/client';
import type { FromWorker } from '../serving/messages';
import type { AnalyzerService, BackendChoice } from '../types';

export type { Classifier };

export interface AnalyzerClientOptions {
  /** The bundled worker, dist/worker.js. */
  readonly workerPath: string;
  /** On disk, or on another file system, which the worker has the client read. */
  readonly modelFolder: string | NamedFolder;
  /** Folder with the kernels' and TensorFlow.js's .wasm binaries: the bundle's. */
  readonly wasmFolder: string;
  /** The extension's global storage, where native TensorFlow may be installed. */
  readonly storage?: string;
  readonly backend: BackendChoice;
  readonly log: (line: string) => void;
}

/** What a worker is started with. */
export interface WorkerSettings {
  /** A folder on disk, or only what it is called: then the client reads it. */
  readonly modelFolder: string | { readonly where: string };
  /** With the kernels' and TensorFlow.js's .wasm binaries: the worker's own. */
  readonly wasmFolder: string;
  /** The extension's global storage, where native TensorFlow may be installed. */
  readonly storage?: string | undefined;
  readonly backend: BackendChoice;
}

/**
 * Starts nothing before the first request. A worker that dies fails its open requests with a clear
 * error, and the next request starts another. An idle worker keeps no process alive.
 */
export function createAnalyzerClient(options: AnalyzerClientOptions): AnalyzerService & Classifier {
  const { modelFolder, log } = options;
  const elsewhere = typeof modelFolder === 'string' ? null : modelFolder;
  return new AnalyzerClient({
    start: (events) => startWorker(options, events),
    sharesMemory: true,
    ...(elsewhere ? { readFile: (_source, name, most) => elsewhere.read(name, most) } : {}),
    log,
  });
}

function startWorker(options: AnalyzerClientOptions, { onMessage, onLost }: ThreadEvents): Thread {
  const { workerPath, modelFolder, wasmFolder, storage, backend } = options;
  const folder = typeof modelFolder === 'string' ? modelFolder : { where: modelFolder.where };
  const workerData: WorkerSettings = { modelFolder: folder, wasmFolder, storage, backend };
  // The C++ library reads the process's environment, which a worker's own copy never reaches. The
  // host's own Node flags are none of the worker's business.
  const worker = new Worker(workerPath, { workerData, env: SHARE_ENV, execArgv: [] });
  worker.on('message', (message: FromWorker) => onMessage(message));
  worker.on('messageerror', (error) => onLost(`The analysis sent something unreadable: ${error.message}`));
  worker.on('error', (error) => onLost(`The analysis stopped with an error: ${describe(error)}`));
  worker.on('exit', (code) => onLost(`The analysis stopped unexpectedly (exit code ${code}).`));
  return {
    post: (message) => worker.postMessage(message),
    busy: (busy) => void (busy ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
