/**
 * What a model folder may ask for at most. A folder is data from outside: what is over a limit is refused by name before
 * anything is read or reserved for it. They leave room for models a hundred times the size of the shipped ones.
 */

const MIB = 1024 * 1024;

export const LIMITS = {
  /** `model.json`, in bytes. */
  manifestBytes: 4 * MIB,
  /** `vocab.txt`, in bytes; its tokens are as many as the manifest says, 2,000,000 at most. */
  vocabularyBytes: 64 * MIB,
  /** All weights of a model as they are stored, in bytes. */
  weightBytes: 1024 * MIB,
  /** Numbers that the weights stand for, however they are stored. */
  parameters: 256 * MIB,
  /** Files that weights stand in. */
  weightFiles: 1024,
  /** Stages of training that a folder keeps. */
  checkpoints: 1000,
} as const;
