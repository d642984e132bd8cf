/** The laboratory as a bundle of its own: what the command line loads to train, and the entry of its threads. */
import { isMainThread } from 'node:worker_threads';

export { train, type Laboratory, type Outcome, type TrainRequest } from './laboratory';

if (!isMainThread) void import('../model/node/trainingWorker');
