/** What a command needs of the process it runs in, and the model it runs. */
import { once } from 'node:events';
import type { ReadStream, WriteStream } from 'node:tty';
import { Analyzer } from '../model/analyzer';
import { openBackend } from '../model/node/backends';
import { loadModelFolder } from '../model/node/files';
import type { Backend } from '../model/types';
import { findModel } from './models';
import { visibleLine } from './safeText';

export interface Context {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where TensorFlow.js's .wasm binaries are: the bundle's folder. */
  readonly bundleFolder: string;
  /** Holds one folder per shipped model. */
  readonly modelsFolder: string;
}

/** Options that every command has. */
export interface ModelOptions {
  readonly model: string;
  readonly backend: 'auto' | Backend;
  readonly color: boolean;
}

/** Writes and waits until the reader on the other side keeps up. */
export async function write(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

/** A line beside the answer, on stderr. */
export function note(context: Context, line: string): void {
  context.stderr.write(`${visibleLine(line)}\n`);
}

/**
 * Opens the backend and loads the model.
 * @throws InputError when the model is unknown or its folder damaged.
 */
export async function openAnalyzer(options: ModelOptions, context: Context): Promise<Analyzer> {
  const folder = await findModel(options.model, context.modelsFolder);
  const opened = await openBackend({ prefer: options.backend, wasmFolder: context.bundleFolder });
  if (options.backend !== 'auto' && opened.backend !== options.backend) {
    note(context, `note: using backend ${opened.backend}; ${opened.passedOver.join('; ')}`);
  }
  return new Analyzer(await loadModelFolder(folder), opened);
}
