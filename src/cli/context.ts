/** What a command needs of the process it runs in, and the model it runs. */
import { once } from 'node:events';
import path from 'node:path';
import type { ReadStream, WriteStream } from 'node:tty';
import { Analyzer } from '../model/analyzer';
import type { Engine } from '../model/engines/engine';
import type { AnyModel } from '../model/load';
import { openEngine } from '../model/node/engines';
import { loadModelFolder } from '../model/node/files';
import { createClassifierPool, type ClassifierPool } from '../model/node/pool';
import type { BackendChoice } from '../model/types';
import { findModel } from './models';
import { visibleLine } from './safeText';

export interface Context {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The bundle's folder, with the kernels and TensorFlow.js's .wasm binaries. */
  readonly bundleFolder: string;
  /** Holds one folder per shipped model. */
  readonly modelsFolder: string;
}

/** Options that every command has. */
export interface ModelOptions {
  /** The model as it was after so many epochs of training; as it became where not given. */
  readonly epoch?: number;
  readonly model: string;
  readonly backend: BackendChoice;
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

/** A model in this thread. */
export interface OpenModel {
  readonly model: AnyModel;
  readonly engine: Engine;
  /** Disposes of the engine too. */
  readonly analyzer: Analyzer;
}

/**
 * Loads the model and opens what computes it.
 * @throws InputError when the model is unknown or its folder damaged.
 */
export async function openModel(options: Omit<ModelOptions, 'color'>, context: Context): Promise<OpenModel> {
  const folder = await findModel(options.model, context.modelsFolder);
  const { backend: prefer } = options;
  const model = await loadModelFolder(folder, options.epoch);
  const { engine, passedOver } = await openEngine(model, { prefer, bundleFolder: context.bundleFolder });
  notePassedOver(context, prefer, engine.backend, passedOver);
  return { model, engine, analyzer: new Analyzer(model, engine, passedOver) };
}

/** @throws InputError when the model is unknown or its folder damaged. */
export async function openAnalyzer(options: ModelOptions, context: Context): Promise<Analyzer> {
  return (await openModel(options, context)).analyzer;
}

/**
 * The same model in worker threads, for many texts.
 * @param threads as many as the machine has cores where not given
 * @throws InputError when the model is unknown or its folder damaged.
 */
export async function openPool(
  options: Pick<ModelOptions, 'model' | 'backend'>,
  context: Context,
  threads?: number,
): Promise<ClassifierPool> {
  const { backend } = options;
  const pool = createClassifierPool(
    {
      workerPath: path.join(context.bundleFolder, 'worker.js'),
      modelFolder: await findModel(options.model, context.modelsFolder),
      wasmFolder: context.bundleFolder,
      backend,
      log: () => undefined,
    },
    // Native TensorFlow uses all cores by itself.
    backend === 'tfjs-node' ? 1 : threads,
  );
  try {
    const info = await pool.info();
    notePassedOver(context, backend, info.backend, info.passedOver);
    return pool;
  } catch (error) {
    pool.dispose();
    throw error;
  }
}

/** Who asked for something particular is told when it is something else that computes. */
function notePassedOver(
  context: Context,
  asked: BackendChoice,
  backend: string,
  passedOver: readonly string[],
): void {
  if (asked === 'auto' || passedOver.length === 0) return;
  note(context, `note: using backend ${backend}; ${passedOver.join('; ')}`);
}
