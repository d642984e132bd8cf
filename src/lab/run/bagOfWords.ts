/** A run that trains a bag of words: seconds, so that there is nothing to go on with. */
import path from 'node:path';
import { loadModelFolder } from '../../model/node/files';
import { writeModelFolder } from '../../model/node/writeModelFolder';
import type { Vocab } from '../../model/vocab';
import type { TrainConfig } from '../config/schema';
import type { LabData } from '../data/read';
import { trainBagOfWords } from '../linear';
import { linearCard } from '../report/linearCard';
import { figuresOf } from './figures';
import { modelName, openModel, type Behave } from './finish';
import { describeMachine } from './machine';
import { Clock, type Reporter } from './progress';

/** Words that it reads in one run; it has no other limit. */
const MAX_TOKENS = 1000;

export interface BagOfWordsOptions {
  readonly config: TrainConfig;
  readonly data: LabData;
  readonly command: string;
  readonly kernelFolder: string;
  readonly reporter: Reporter;
  readonly behave: Behave;
}

/** Trains, measures the model as it will be stored, and writes its folder with its card. */
export async function runBagOfWords(options: BagOfWordsOptions): Promise<void> {
  const { config, data, reporter } = options;
  const clock = new Clock();
  const name = modelName(config.out);
  const { files, fit, tokens } = trainBagOfWords(
    data,
    { name, maxTokens: MAX_TOKENS, seed: config.splitSeed, ...(await vocabularyOf(config)) },
    (line) => reporter.line(line),
  );
  const seconds = clock.seconds();
  const analyzer = await openModel(files, options);
  const classes = data.labels.length;
  const validation = await figuresOf(analyzer, data.validation, classes);
  reporter.line(`validation of the model as stored: accuracy ${(100 * validation.accuracy).toFixed(2)} %`);
  const test = config.test && data.test ? await figuresOf(analyzer, data.test, classes) : null;
  if (test) {
    const { accuracy, loss } = test;
    reporter.line(`test: accuracy ${(100 * accuracy).toFixed(2)} %, loss ${loss.toFixed(4)}`);
  }
  const card = linearCard({
    ...{
      name,
      config,
      labels: data.labels,
      data: data.account,
      command: options.command,
      seconds,
      validation,
      test,
    },
    description: config.description ?? analyzer.info.description,
    size: Object.values(files).reduce((sum, file) => sum + file.length, 0),
    vocabulary: analyzer.info.vocabularySize,
    tokens,
    penalty: fit.penalty,
    temperature: fit.validation.temperature,
    machine: describeMachine(),
    behaviour: await options.behave(analyzer),
  });
  await writeModelFolder(config.out, { ...files, 'README.md': card });
}

interface Vocabulary {
  readonly vocabulary: number | Vocab;
  readonly vocabularyFile?: string;
}

async function vocabularyOf({ vocabulary, embeddingFrom, share }: TrainConfig): Promise<Vocabulary> {
  if (embeddingFrom === undefined) return { vocabulary };
  const { vocab } = await loadModelFolder(embeddingFrom);
  const sibling = path.basename(path.resolve(embeddingFrom));
  return { vocabulary: vocab, ...(share ? { vocabularyFile: `../${sibling}/vocab.txt` } : {}) };
}
