/**
 * The network that all are measured on: random weights of the article's kind (20,000 words, E = 100, H = A = 128), in
 * the order and spread that the native program of the reference folder reads.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parameterShapes, type Architecture, type ParameterName } from '../../src/model/architecture';
import type { NetworkData } from '../../src/model/engines/engine';
import { Random } from '../../src/model/random';
import { weightOf, type Weight } from '../../src/model/weights';

export const LENGTHS = [20, 200, 1000] as const;

export const ARCHITECTURE: Architecture = {
  vocabulary: 20_000,
  embedding: 100,
  hidden: 128,
  attention: 128,
  scoreActivation: 'linear',
};

/** Mean and standard deviation of each parameter's random values. */
const SPREAD: Partial<Record<ParameterName, readonly [mean: number, deviation: number]>> = {
  'embedding/table': [0, 0.5],
  'gru/gamma': [1, 0.1],
  'attention/score': [0, 0.5],
  'decoder/kernel': [0, 0.3],
};

export function randomNetwork(): NetworkData {
  const random = new Random(12345);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const entries = Object.entries(parameterShapes(ARCHITECTURE)).map(([name, shape]) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const [mean, deviation] = SPREAD[name as ParameterName] ?? [
      0,
      shape.length === 2 ? 1 / Math.sqrt(shape[0]!) : 0.1,
    ];
    return [
      name,
      weightOf(
        Float32Array.from({ length }, () => mean + deviation * normal()),
        shape,
      ),
    ];
  });
  return {
    architecture: ARCHITECTURE,
    temperature: 1,
    weights: Object.fromEntries(entries) as Record<ParameterName, Weight>,
  };
}

export function randomIds(words: number): Int32Array {
  const random = new Random(7919 + words);
  return Int32Array.from({ length: words }, () => Math.floor(random.uniform() * ARCHITECTURE.vocabulary));
}

/** weights.bin and idsN.bin as the native program wants them. */
export async function writeForNative(folder: string, { weights }: NetworkData): Promise<void> {
  const parts = Object.values(weights).map((weight) => {
    const values = weight.floats();
    return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  });
  await writeFile(path.join(folder, 'weights.bin'), Buffer.concat(parts));
  for (const words of LENGTHS) {
    await writeFile(path.join(folder, `ids${words}.bin`), Buffer.from(randomIds(words).buffer));
  }
}
