/** Entry of a training thread: computes one shard's part of every step. */
import { parentPort, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { LocalShard, type ShardSettings } from '../training/shard';
import type { FromShard, ToShard } from './trainingWorkers';

/** Everything heavy is in the kernels; plain JavaScript takes their arrays without copying them. */
async function open(): Promise<LocalShard> {
  tf.enableProdMode();
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return new LocalShard(workerData as ShardSettings);
}

const opening = open();

async function answer(message: ToShard): Promise<FromShard> {
  const shard = await opening;
  switch (message.type) {
    case 'gradients':
      return { type: 'gradients', result: await shard.gradients(message.task) };
    case 'merge':
      return { type: 'merge', result: await shard.merge() };
    case 'update':
      return { type: 'update', result: await shard.update(message.task) };
    default:
      return message satisfies never;
  }
}

parentPort!.on('message', (message: ToShard) => {
  void answer(message)
    .catch((error: unknown): FromShard => {
      return {
        type: 'error',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    })
    .then((reply) => parentPort!.postMessage(reply));
});
