/** The laboratory as a bundle of its own: what the command line loads to train, and the entry of its threads. */
import { isMainThread } from 'node:worker_threads';

export { validationTexts } from './data/validation';
export { withFaithfulness } from './report/faithfulnessSection';
export { train, type Laboratory } from './laboratory';
export { label } from './stages/label';
export { pretrain } from './stages/pretrain';
export type { RunRequest } from './run/request';

if (!isMainThread) void import('../model/node/trainingWorker');
