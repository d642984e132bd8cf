/** `faithfulness`: whether what models show of words can be believed, over sets of texts. */
import { RESAMPLES } from '../model/evaluation/bootstrap';
import type { Conditions, ModelReport, SetReport } from '../model/evaluation/faithfulnessReport';
import { reportOn, type Counts } from '../model/evaluation/setReport';
import type { Occlusion } from '../model/trust/types';
import type { BackendChoice } from '../model/types';
import { note, openPool, write, type Context } from './context';
import { findCard, storeFaithfulness } from './faithfulnessCard';
import { countWords, isRationale, readSets, type DataOptions, type TextSet } from './faithfulnessData';
import { attributionsOf, readTexts } from './faithfulnessReading';
import { faithfulnessTable } from './faithfulnessTable';
import { chosenModels } from './models';
import { createProgressBar, type ProgressBar } from './progress';

export interface FaithfulnessOptions extends DataOptions {
  readonly model: readonly string[];
  readonly backend: BackendChoice;
  readonly occlusion: Occlusion;
  readonly attributions?: boolean;
  readonly threads?: number;
  readonly perText?: boolean;
  readonly writeCard?: boolean;
  readonly json?: boolean;
}

/** What `--json` prints. */
export interface FaithfulnessReport extends Conditions {
  readonly models: readonly ModelReport[];
}

/** @throws InputError naming the model, or the file and line, and what was expected. */
export async function measureFaithfulness(options: FaithfulnessOptions, context: Context): Promise<void> {
  const names = await chosenModels(options.model, context.modelsFolder);
  const cards: string[] = [];
  if (options.writeCard) {
    for (const name of names) cards.push(await findCard(name, context.modelsFolder));
  }
  const data = new Data(options);
  const models: ModelReport[] = [];
  const bar = createProgressBar(context.stderr, 'texts', 0);
  try {
    for (const [i, name] of names.entries()) {
      const share = { before: i, models: names.length };
      models.push(await measure(name, options, context, data, bar, share));
    }
  } finally {
    bar.stop();
  }
  const conditions = { seed: options.seed, occlusion: options.occlusion, resamples: RESAMPLES };
  for (const [i, card] of cards.entries()) {
    await storeFaithfulness(card, { version: 1, ...conditions, ...models[i]! });
    note(context, `wrote ${card}, and faithfulness.json beside it`);
  }
  const report: FaithfulnessReport = { ...conditions, models };
  await write(context.stdout, options.json ? `${JSON.stringify(report)}\n` : faithfulnessTable(report));
}

/** What the models are measured on, read once for all of the same classes. */
class Data {
  private readonly sets = new Map<string, Promise<TextSet[]>>();
  private readonly counted = new Map<string, Promise<Counts>>();

  constructor(private readonly options: DataOptions) {}

  of(labels: readonly string[]): Promise<TextSet[]> {
    return kept(this.sets, JSON.stringify(labels), () => readSets(this.options, labels));
  }

  countsFor(set: TextSet, labels: readonly string[]): Promise<Counts> {
    const key = JSON.stringify([set.data, ...labels]);
    return kept(this.counted, key, () => countWords(this.options, set, labels));
  }
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

const NONE = { methods: [], refusals: [] };

async function measure(
  name: string,
  options: FaithfulnessOptions,
  context: Context,
  data: Data,
  bar: ProgressBar,
  { before, models }: { readonly before: number; readonly models: number },
): Promise<ModelReport> {
  const { backend, threads, occlusion, attributions, seed, perText = false } = options;
  const pool = await openPool({ model: name, backend }, context, threads);
  try {
    const info = await pool.info();
    const sets = await data.of(info.labels);
    const all = sets.reduce((sum, { texts }) => sum + texts.length, 0);
    const { methods, refusals } = attributions ? await attributionsOf(pool, info) : NONE;
    for (const line of refusals) note(context, `note: ${line}`);
    const reports: SetReport[] = [];
    let done = 0;
    for (const set of sets) {
      const onDone = (more: number) => bar.show(before * all + done + more, models * all);
      const readings = await readTexts(pool, set.texts, { occlusion, methods }, onDone);
      done += set.texts.length;
      const read = set.texts.flatMap((text, i) => (readings[i] ? [{ text, reading: readings[i] }] : []));
      const left = set.texts.length - read.length;
      if (left > 0)
        note(context, `note: ${info.name}: texts of ${set.data} without any word, left out: ${left}`);
      if (read.length === 0) continue;
      const counted = set.texts.some(isRationale) ? await data.countsFor(set, info.labels) : undefined;
      const { data: name, part } = set;
      reports.push(reportOn(read, { data: name, part, labels: info.labels, seed, counted, perText }));
    }
    return { model: info.name, backend: info.backend, kind: info.kind, sets: reports };
  } finally {
    pool.dispose();
  }
}
