/** What Node makes of the texts that the tests in the browser read: the numbers there must be these. */
import path from 'node:path';
import { checkout } from '../../scripts/host/processes';
import { createAnalyzerClient } from '../../src/model/node/client';
import { classifierNames } from '../../src/model/node/modelFolders';
import type { EpochsReport, Report } from '../../src/model/types';
import type { Attribution, Examination } from '../../src/model/trust/types';
import { REVIEW, REVIEW_200 } from './texts';

export interface Expected {
  readonly backend: string;
  readonly models: readonly string[];
  /** Of the default model and of others, by their names. */
  readonly reports: Readonly<Record<string, Report>>;
  readonly examination: Examination | null;
  readonly attribution: Attribution | null;
  readonly epochs: EpochsReport;
  /** Times of readings of a text of 200 words, ms, after the first. */
  readonly ms: readonly number[];
}

export const MODELS = ['imdb-attention', 'imdb-last-state', 'imdb-bag-of-words', 'imdb-article'] as const;

export async function expectations(): Promise<Expected> {
  const dist = path.join(checkout, 'dist');
  const models = path.join(checkout, 'models');
  const open = (model: string) =>
    createAnalyzerClient({
      workerPath: path.join(dist, 'worker.js'),
      modelFolder: path.join(models, model),
      wasmFolder: dist,
      backend: 'auto',
      log: () => undefined,
    });
  const reports: Record<string, Report> = {};
  for (const model of MODELS) {
    const service = open(model);
    reports[model] = await service.analyze(REVIEW, { fresh: true });
    service.dispose();
  }
  const service = open(MODELS[0]);
  try {
    const { backend } = await service.info();
    const ms: number[] = [];
    for (let i = 0; i < 11; i++)
      ms.push((await timed(() => service.analyze(REVIEW_200, { fresh: true }))).ms);
    return {
      ...{ backend, reports, models: await classifierNames(models) },
      examination: await service.examine(REVIEW),
      attribution: await service.attribute(REVIEW, 'integrated-gradients'),
      epochs: await service.epochs(REVIEW),
      ms: ms.slice(1),
    };
  } finally {
    service.dispose();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now();
  const result = await work();
  return { result, ms: performance.now() - started };
}
