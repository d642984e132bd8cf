/** Options that exclude each other, or need each other. */
import path from 'node:path';
import { InputError } from '../../model/types';
import type { TrainConfig, TrainKey } from './schema';

/**
 * @param given keys that somebody wrote, not filled in
 * @param place how an error calls a key
 * @throws InputError for the first combination that cannot be.
 */
export function checkTogether(
  config: TrainConfig,
  given: ReadonlySet<string>,
  place: (key: TrainKey) => string,
): void {
  const refuse = (key: TrainKey, why: string): never => {
    throw new InputError(`${place(key)}: ${why}`);
  };
  if (config.embedding === 'glove' && config.vectors === undefined) {
    refuse('embedding', '"glove" needs a file of vectors');
  }
  if (config.embedding === 'random' && config.vectors !== undefined) {
    refuse('vectors', 'not read when embedding is "random"; leave one of them out');
  }
  if (config.validation !== undefined && config.validationData !== undefined) {
    refuse('validationData', 'nothing is split off for validation then; leave validation out');
  }
  if (config.attentionKind === 'none') {
    for (const key of ['attention', 'scoreActivation', 'positions'] as const) {
      if (given.has(key)) refuse(key, 'means nothing when attentionKind is "none"');
    }
  }
  if (config.attentionKind !== 'soft' && config.positions > 0) {
    refuse('positions', 'only soft attention runs over a fixed number of positions');
  }
  if (config.scoreActivation === 'dot' && given.has('attention')) {
    refuse('attention', 'means nothing when scoreActivation is "dot"');
  }
  if (config.positions > 0 && config.length > config.positions) {
    refuse('length', `${config.length} is beyond the ${config.positions} positions that the network has`);
  }
  if (config.batch < config.shards) {
    refuse('batch', `${config.batch} texts cannot be divided into ${config.shards} shards`);
  }
  if (config.init !== undefined && (given.has('vectors') || given.has('embedding'))) {
    refuse('init', 'brings its own vocabulary and word vectors; leave vectors and embedding out');
  }
  if (config.work !== undefined && inside(config.work, config.out)) {
    refuse('work', 'expected a folder outside the model folder, which is only written when all is done');
  }
}

function inside(file: string, folder: string): boolean {
  const relative = path.relative(path.resolve(folder), path.resolve(file));
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
