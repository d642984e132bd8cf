/** A pretrained encoder on disk: `encoder.json`, its weights in single precision, and the vocabulary. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { MODEL_FILES } from '../../model/artifacts';
import { isBagOfWords } from '../../model/load';
import { loadModelFolder } from '../../model/node/files';
import { writeModelFolder, type FolderKind } from '../../model/node/writeModelFolder';
import type { Values } from '../../model/training/engine';
import { isEncoder } from '../../model/training/objective';
import { parseWith, whole } from '../../model/schema';
import { InputError } from '../../model/types';
import { Vocab } from '../../model/vocab';
import { decodeWeights, type WeightSpec } from '../../model/weightFiles';

const FORMAT = 'attention-inspector-encoder/1';
export const ENCODER_FILE = 'encoder.json';
const WEIGHTS_FILE = 'encoder.bin';
export const ENCODER_FOLDER: FolderKind = { what: 'encoder', manifest: ENCODER_FILE };

const encoderSchema = v.object({
  format: v.literal(FORMAT),
  /** How it came to be, for the cards of models that begin with it. */
  origin: v.string(),
  weights: v.array(
    v.object({
      name: v.string(),
      shape: v.array(whole(1, 2_000_000)),
    }),
  ),
});

export interface Encoder {
  readonly origin: string;
  readonly vocab: Vocab;
  /** Of the embedding and the recurrent layers. */
  readonly values: Values;
}

/**
 * Writes the folder as model folders are: half of one is never found.
 * @throws InputError when something else than an encoder stands there
 */
export async function writeEncoder(
  folder: string,
  { origin, vocab, values }: Encoder,
  shapes: Readonly<Record<string, readonly number[]>>,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const weights = Object.keys(values).map((name) => ({ name, shape: shapes[name] }));
  const bytes = Buffer.concat(
    Object.values(values).map((x) => Buffer.from(x.buffer, x.byteOffset, x.byteLength)),
  );
  const json = JSON.stringify({ format: FORMAT, origin, weights, facts }, null, 2);
  const files = {
    [WEIGHTS_FILE]: bytes,
    [MODEL_FILES.vocabulary]: vocab.toString(),
    [ENCODER_FILE]: `${json}\n`,
  };
  await writeModelFolder(folder, files, ENCODER_FOLDER);
}

export async function hasEncoder(folder: string): Promise<boolean> {
  return stat(path.join(folder, ENCODER_FILE)).then(
    () => true,
    () => false,
  );
}

/**
 * The encoder of a folder that `pretrain` wrote, or of a model.
 * @throws InputError naming the folder and what is wrong there.
 */
export async function readEncoder(folder: string): Promise<Encoder> {
  return (await hasEncoder(folder)) ? readPretrained(folder) : encoderOfModel(folder);
}

async function readPretrained(folder: string): Promise<Encoder> {
  const file = (name: string) => path.join(folder, name);
  const read = (name: string) =>
    readFile(file(name)).catch((error: Error) => {
      throw new InputError(`${file(name)}: cannot be read (${error.message})`);
    });
  const json = String(await read(ENCODER_FILE));
  const { origin, weights } = parseWith(encoderSchema, json, file(ENCODER_FILE));
  const specs = weights.map((spec) => ({ ...spec, dtype: 'float32' }) as WeightSpec);
  const decoded = decodeWeights(await read(WEIGHTS_FILE), specs, file(WEIGHTS_FILE));
  const values = Object.fromEntries(Object.entries(decoded).map(([name, weight]) => [name, weight.floats()]));
  const vocab = Vocab.parse(String(await read(MODEL_FILES.vocabulary)), file(MODEL_FILES.vocabulary));
  return { origin, vocab, values };
}

async function encoderOfModel(folder: string): Promise<Encoder> {
  const model = await loadModelFolder(folder);
  if (isBagOfWords(model)) throw new InputError(`${folder}: a bag of words has no encoder to begin with`);
  const weights = Object.entries(model.weights).filter(([name]) => isEncoder(name));
  return {
    origin: `the encoder of the model ${model.manifest.name}.`,
    vocab: model.vocab,
    values: Object.fromEntries(weights.map(([name, weight]) => [name, weight.floats().slice()])),
  };
}

/**
 * Puts an encoder's values where a network has the same parameters. An encoder that reads both ways also serves a
 * network that reads one way.
 * @throws InputError for a parameter of the network's encoder that it lacks, or has in another size.
 */
export function beginWith(initial: Values, { values }: Encoder, folder: string): Values {
  const begun = { ...initial };
  for (const name of Object.keys(initial).filter(isEncoder)) {
    const found = values[name];
    if (found?.length !== initial[name]!.length) {
      const there = found ? `has ${found.length} numbers there` : 'has none';
      throw new InputError(
        `--init: the network's ${name} has ${initial[name]!.length} numbers, the encoder in ${folder} ${there}; are hidden, layers and bidirectional the same?`,
      );
    }
    begun[name] = found;
  }
  return begun;
}
