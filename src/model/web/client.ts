/** The analyzer in a browser: in a worker where one can be made. */
import type { NamedFolder } from '../namedFolder';
import { AnalyzerClient } from '../serving/client';
import type { AnalyzerService, BackendChoice, ReadFile } from '../types';
import { startThread } from './thread';

export interface WebClientOptions {
  /** Reads the bundle of worker.ts. */
  readonly readScript: () => Promise<string>;
  readonly modelFolder: NamedFolder;
  /** Reads a kernel's binary by its name. */
  readonly readKernel: ReadFile;
  readonly backend: BackendChoice;
  readonly log: (line: string) => void;
}

/** Starts nothing before the first request. */
export function createWebClient(options: WebClientOptions): AnalyzerService {
  const { readScript, modelFolder, readKernel, backend, log } = options;
  const settings = { where: modelFolder.where, backend };
  return new AnalyzerClient({
    start: (events) => startThread({ settings, readScript, log }, events),
    // Only pages that are isolated from others share memory with their workers.
    sharesMemory: false,
    readFile: (source, name, most) => (source === 'model' ? modelFolder.read(name, most) : readKernel(name)),
    log,
  });
}
