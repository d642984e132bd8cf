/** A server of the analyzer in a browser: in a thread of its own, or in the extension host where there can be none. */
import { chooseEngine } from '../engines/choose';
import { loadEpochOf, loadFolder } from '../namedFolder';
import { openAttributor } from '../serving/attributor';
import { HostFiles } from '../serving/hostFiles';
import type { FromWorker, ToWorker } from '../serving/messages';
import { AnalyzerServer } from '../serving/server';
import type { BackendChoice } from '../types';

export interface WebSettings {
  /** What the model's folder is called; the client reads it. */
  readonly where: string;
  readonly backend: BackendChoice;
}

type Send = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

/** What is used of a worker's global. */
interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

/** What a thread says first, so that it is known to run. */
export const READY = 'ready';

/** Serves; what it gives is to be called with every message. */
export function serve({ where, backend: prefer }: WebSettings, send: Send): (message: ToWorker) => void {
  const host = new HostFiles(send);
  const folder = { where, read: host.reader('model') };
  const readKernel = host.reader('kernels');
  const server = new AnalyzerServer({
    loadModel: () => loadFolder(folder),
    loadEpoch: (model, epoch) => loadEpochOf(folder, model, epoch),
    openEngine: (model, log) => chooseEngine(model, { prefer, readKernel, log }),
    openAttributor: (model, engine) => openAttributor(model, engine, readKernel),
    send,
  });
  return (message) => {
    if (message.type === 'file') host.hear(message);
    else void server.hear(message);
  };
}

/** Serves as a thread: the first message holds the settings. */
export function listen(scope: WorkerScope): void {
  scope.onmessage = ({ data }) => {
    const hear = serve(data as WebSettings, (message, transfer = []) => scope.postMessage(message, transfer));
    scope.onmessage = (event) => hear(event.data as ToWorker);
  };
  scope.postMessage(READY, []);
}
