/** From the weights that a run ends with to a model folder. */
import path from 'node:path';
import { Analyzer } from '../../model/analyzer';
import type { BehaviourReport } from '../../model/evaluation/behaviour';
import { loadAnyModel } from '../../model/load';
import type { Architecture, ParameterName } from '../../model/network';
import { openEngine } from '../../model/node/engines';
import { modelFolderReader } from '../../model/node/files';
import { writeModelFolder } from '../../model/node/writeModelFolder';
import { exportModel } from '../../model/training/export';
import { InputError } from '../../model/types';
import type { TrainConfig } from '../config/schema';
import type { LabData } from '../data/read';
import { modelCard, type CardFacts } from '../report/card';
import { curvesCsv, curvesJson } from '../report/curves';
import { curvesSvg } from '../report/svg';
import { figuresOf } from './figures';
import { describeMachine } from './machine';
import type { Corpus } from './network';
import type { Reporter } from './progress';
import { hyperparameters, maxTokensOf, type Finished, type RunFacts } from './train';

/** Tries a model on behavioural tests; null where there are none for its classes. */
export type Behave = (analyzer: Analyzer) => Promise<BehaviourReport | null>;

export interface FinishOptions {
  readonly config: TrainConfig;
  readonly data: LabData;
  readonly corpus: Corpus;
  readonly architecture: Architecture;
  readonly finished: Finished;
  readonly facts: RunFacts;
  readonly command: string;
  readonly kernelFolder: string;
  readonly reporter: Reporter;
  readonly behave: Behave;
}

/** The name of a model: the base name of its folder. Throws InputError for one that no model may have. */
export function modelName(out: string): string {
  const name = path.basename(path.resolve(out));
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) return name;
  throw new InputError(
    `--out: the folder's name ${JSON.stringify(name)} is the model's: expected letters, digits, ".", "_" and "-", 64 at most`,
  );
}

/** Measures the model as it will be stored, writes its card and then its folder, whole. */
export async function finish(options: FinishOptions): Promise<void> {
  const { config, data, finished, reporter } = options;
  const files: Record<string, Uint8Array | string> = modelFiles(options);
  const analyzer = await openModel(files as Record<string, Uint8Array>, options);
  const classes = data.labels.length;
  const validation = await figuresOf(analyzer, data.validation, classes);
  reporter.line(`validation of the model as stored: accuracy ${(100 * validation.accuracy).toFixed(2)} %`);
  const test = config.test && data.test ? await figuresOf(analyzer, data.test, classes) : null;
  if (test)
    reporter.line(`test: accuracy ${(100 * test.accuracy).toFixed(2)} %, loss ${test.loss.toFixed(4)}`);
  const { epochs, kept } = finished;
  files['curves.json'] = curvesJson(epochs, kept.epoch);
  files['curves.csv'] = curvesCsv(epochs);
  files['curves.svg'] = curvesSvg(epochs, kept.epoch);
  files['README.md'] = modelCard({
    ...cardFacts(options),
    size: Object.values(files).reduce((sum, file) => sum + Buffer.byteLength(file), 0),
    validation,
    test,
    behaviour: await options.behave(analyzer),
  });
  await writeModelFolder(config.out, files);
}

function description({ config, data, architecture }: FinishOptions): string {
  const { attentionKind = 'soft' } = architecture;
  const attention = { soft: 'soft attention', 'attention-gru': 'an attention GRU', none: 'its last state' }[
    attentionKind
  ];
  return (
    config.description ??
    `Layer-normalised GRU with ${attention}, trained on ${data.account.train} texts of ${data.labels.length} classes.`
  );
}

function modelFiles(options: FinishOptions): Record<string, Uint8Array> {
  const { config, data, corpus, architecture, finished, facts } = options;
  const { kept, epochs, checkpoints, seconds } = finished;
  const sibling = config.share ? path.basename(path.resolve(config.embeddingFrom!)) : null;
  return exportModel(
    kept.values as Record<ParameterName, Float32Array>,
    architecture,
    corpus.vocab,
    {
      name: modelName(config.out),
      description: description(options),
      labels: [...data.labels],
      maxTokens: maxTokensOf(architecture),
      temperature: kept.temperature,
      ...(config.seeds ? { seeds: config.seeds } : {}),
      training: {
        texts: data.account.train,
        softlyLabelled: corpus.train.length - data.train.length,
        tokens: corpus.tokens,
        leftOut: data.account.leftOut,
        validationTexts: data.account.validation,
        ...(facts.coverage === null ? {} : { vectorCoverage: facts.coverage }),
        hyperparameters: hyperparameters(config),
        curve: epochs,
        kept: kept.epoch,
        seconds: Math.round(seconds),
      },
    },
    {
      ...(facts.codes ? { codes: facts.codes } : {}),
      ...(checkpoints.length > 0 ? { checkpoints } : {}),
      ...(sibling === null ? {} : { shared: { embedding: sibling, vocabulary: sibling } }),
    },
  );
}

/** The model as anybody will load it; files that it shares are those of its sibling. */
export async function openModel(
  files: Readonly<Record<string, Uint8Array>>,
  { config, kernelFolder }: Pick<FinishOptions, 'config' | 'kernelFolder'>,
): Promise<Analyzer> {
  const siblings = modelFolderReader(config.out);
  const model = await loadAnyModel((name) => (files[name] ? Promise.resolve(files[name]) : siblings(name)));
  const { engine, passedOver } = await openEngine(model, { prefer: 'auto', bundleFolder: '', kernelFolder });
  return new Analyzer(model, engine, passedOver);
}

function cardFacts(options: FinishOptions): Omit<CardFacts, 'size' | 'validation' | 'test' | 'behaviour'> {
  const { config, data, corpus, architecture, finished, facts, command } = options;
  const sizes = Object.entries(finished.kept.values).map(([name, values]) => [name, values.length] as const);
  const embedding = architecture.vocabulary * architecture.embedding;
  return {
    name: modelName(config.out),
    description: description(options),
    labels: data.labels,
    architecture,
    parameters: { embedding, others: sizes.reduce((sum, [, size]) => sum + size, 0) - embedding },
    maxTokens: maxTokensOf(architecture),
    config,
    data: data.account,
    texts: corpus.train.length,
    tokens: corpus.tokens,
    coverage: facts.coverage,
    stages: facts.stages,
    epochs: finished.epochs,
    kept: finished.kept,
    stoppedEarly: finished.stoppedEarly,
    command,
    seconds: finished.seconds,
    machine: describeMachine(),
  };
}
