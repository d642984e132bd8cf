/** `behave`: what models make of the behavioural tests. */
import path from 'node:path';
import { runBehaviour, type BehaviourReport, type Failure } from '../model/evaluation/behaviour';
import { TEST_TYPES } from '../model/evaluation/behaviourSuite';
import { readSuite } from '../model/node/behaviour';
import type { BackendChoice } from '../model/types';
import { openPool, write, type Context } from './context';
import { chosenModels } from './models';
import { percent } from './render';
import { visibleLine } from './safeText';
import { judgeOf } from './sentiment';
import { columns } from './table';

export interface BehaveOptions {
  readonly model: readonly string[];
  readonly backend: BackendChoice;
  /** A folder or file of tests; those of the project where not given. */
  readonly suite?: string;
  /** Failing cases to print of one model. */
  readonly failures: number;
  readonly json?: boolean;
}

/** What one model made of it; `--json` prints {"suite", "models": [this, …]}. */
export interface ModelBehaviour extends BehaviourReport {
  readonly model: string;
  readonly backend: string;
}

/** @throws InputError when the suite or a model is missing or damaged. */
export async function behave(options: BehaveOptions, context: Context): Promise<void> {
  const suite = options.suite ?? path.join(context.bundleFolder, '..', 'test', 'behaviour');
  const cases = await readSuite(suite);
  const models: ModelBehaviour[] = [];
  for (const model of await chosenModels(options.model, context.modelsFolder)) {
    const pool = await openPool({ model, backend: options.backend }, context);
    try {
      const info = await pool.info();
      const report = await runBehaviour(cases, judgeOf(info, pool));
      models.push({ model: info.name, backend: info.backend, ...report });
    } finally {
      pool.dispose();
    }
  }
  if (options.json)
    return write(context.stdout, `${JSON.stringify({ suite: path.basename(suite), models })}\n`);
  const [first, ...others] = models;
  const shown = others.length === 0 ? oneModel(first!, options.failures) : severalModels(models);
  await write(context.stdout, shown);
}

/** Capabilities by types, and some of what fails. */
export function oneModel(report: ModelBehaviour, failures: number): string {
  const { model, backend, cases, capabilities, types, rate } = report;
  const rates = (all: number, by: BehaviourReport['types']) => [
    percent(all),
    ...TEST_TYPES.map((type) => (by[type] ? percent(by[type].rate) : '')),
  ];
  const table = columns([
    ['capability', 'cases', 'passed', ...TEST_TYPES],
    ...capabilities.map((one) => [one.capability, String(one.cases), ...rates(one.rate, one.types)]),
    ['all', String(cases), ...rates(rate, types)],
  ]);
  const examples = spread(report.failures).slice(0, failures).map(describeFailure).join('');
  const heading = examples === '' ? '' : `\nFailing, ${report.failures.length} in all, for example:\n`;
  return `${visibleLine(model)}, backend ${backend}\n\n${table}${heading}${examples}`;
}

/** Capabilities by models. */
export function severalModels(models: readonly ModelBehaviour[]): string {
  return columns([
    ['passed', ...models.map(({ model }) => visibleLine(model))],
    ...models[0]!.capabilities.map(({ capability }, i) => [
      capability,
      ...models.map(({ capabilities }) => percent(capabilities[i]!.rate)),
    ]),
    ['all', ...models.map(({ rate }) => percent(rate))],
  ]);
}

/** The first failure of every test, then the second of every test, and so on. */
function spread(failures: readonly Failure[]): Failure[] {
  const turns = new Map<string, number>();
  const ranked = failures.map((failure) => {
    const key = `${failure.capability}\n${failure.test}`;
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return { failure, turn };
  });
  return ranked.sort((a, b) => a.turn - b.turn).map(({ failure }) => failure);
}

function describeFailure({ capability, test, expect, texts, probabilities }: Failure): string {
  const lines = texts.map(
    (text, i) => `    ${percent(probabilities[i]!).padStart(7)}  ${visibleLine(text)}\n`,
  );
  return `  ${capability}, ${test}: expected ${expect}, P(positive) was\n${lines.join('')}`;
}
