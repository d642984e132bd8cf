/** What tfjs-node needs around it, wherever it is loaded. */
import util from 'node:util';

/**
 * tfjs-node 4.22 calls helpers that Node 23 removed from node:util; without them its kernels throw.
 * Older Nodes still have them and print a deprecation warning at the first call.
 */
export function restoreRemovedUtilities(): void {
  const utilities = util as unknown as Record<string, unknown>;
  utilities['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  utilities['isArray'] = Array.isArray;
}

/** The C++ library reads these when it loads, and prints its advice past Node's streams unless they are set. */
export function quietTensorFlow(): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '0';
}
