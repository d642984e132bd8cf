/** TensorFlow.js as an engine. A bundle of its own, loaded only when one of its backends is asked for. */
import type { NetworkData } from '../engines/engine';
import { TfjsEngine } from '../engines/tfjs';
import { openBackend, type BackendOptions } from './backends';
import type { OpenedEngine } from './engines';

export async function openTfjsEngine(data: NetworkData, options: BackendOptions): Promise<OpenedEngine> {
  const { backend, passedOver } = await openBackend(options);
  return { engine: new TfjsEngine(backend, data), passedOver };
}
