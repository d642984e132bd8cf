/** Many texts over all cores: one worker thread with the model per core, each taking the next stretch of the texts. */
import { availableParallelism } from 'node:os';
import type { Classified } from '../analyzer';
import type { AnalyzerService, ModelInfo } from '../types';
import { createAnalyzerClient, type AnalyzerClientOptions, type Classifier } from './client';

/** Texts handed out at a time: enough to outweigh the handing out, few enough for all to end at about the same time. */
const STRETCH = 64;

export interface ClassifierPool extends Classifier {
  /** What the first worker says of its model. */
  info(): Promise<ModelInfo>;
  /**
   * Work on each of many items by whichever worker is free; what comes out stands in the items' order, and is the same
   * for any number of workers. Rejects with the first error.
   * @param onDone called with how many items are done
   */
  each<Item, Result>(
    items: readonly Item[],
    work: (service: AnalyzerService, item: Item) => Promise<Result>,
    onDone?: (done: number) => void,
  ): Promise<Result[]>;
  dispose(): void;
}

/** @param workers threads; as many as the machine has cores where not given */
export function createClassifierPool(
  options: AnalyzerClientOptions,
  workers = availableParallelism(),
): ClassifierPool {
  const clients = Array.from({ length: workers }, () => createAnalyzerClient(options));
  return {
    info: () => clients[0]!.info(),
    async classify(texts) {
      const classified = new Array<Classified>(texts.length);
      let next = 0;
      const drain = async (client: Classifier): Promise<void> => {
        while (next < texts.length) {
          const from = next;
          next += STRETCH;
          const part = await client.classify(texts.slice(from, from + STRETCH));
          part.forEach((one, i) => (classified[from + i] = one));
        }
      };
      // A worker is only started when there is something left for it.
      await Promise.all(clients.slice(0, Math.ceil(texts.length / STRETCH)).map(drain));
      return classified;
    },
    async each<Item, Result>(
      items: readonly Item[],
      work: (service: AnalyzerService, item: Item) => Promise<Result>,
      onDone?: (done: number) => void,
    ) {
      const results = new Array<Result>(items.length);
      let next = 0;
      let done = 0;
      const drain = async (client: AnalyzerService): Promise<void> => {
        while (next < items.length) {
          const at = next++;
          try {
            results[at] = await work(client, items[at]!);
          } catch (error) {
            next = items.length;
            throw error;
          }
          onDone?.(++done);
        }
      };
      await Promise.all(clients.slice(0, items.length).map(drain));
      return results;
    },
    dispose: () => clients.forEach((client) => client.dispose()),
  };
}
