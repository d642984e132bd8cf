/** The worker thread's entry: a server of the analyzer that reads its files itself, or has the client read them. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadEpochOf, loadFolder } from '../namedFolder';
import { HostFiles } from '../serving/hostFiles';
import type { FromWorker, ToWorker } from '../serving/messages';
import { AnalyzerServer } from '../serving/server';
import { openAttributor } from './attributor';
import type { WorkerSettings } from './client';
import { openEngine } from './engines';
import { folderOnDisk } from './files';

const { modelFolder, wasmFolder, storage, backend: prefer } = workerData as WorkerSettings;

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const host = new HostFiles(send);
const folder =
  typeof modelFolder === 'string'
    ? folderOnDisk(modelFolder)
    : { where: modelFolder.where, read: host.reader('model') };
const server = new AnalyzerServer({
  loadModel: () => loadFolder(folder),
  loadEpoch: (model, epoch) => loadEpochOf(folder, model, epoch),
  openEngine: (model, log) => openEngine(model, { prefer, bundleFolder: wasmFolder, storage, log }),
  openAttributor: (model, engine) => openAttributor(model, engine, wasmFolder),
  send,
});

// What libraries print belongs in the log. Reading these streams in the client instead would keep its process alive.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    const line = (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()).trimEnd();
    send({ type: 'log', line: `worker: ${line}` });
    const written = rest.at(-1);
    if (typeof written === 'function') written();
    return true;
  };
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'file') host.hear(message);
  else void server.hear(message);
});
