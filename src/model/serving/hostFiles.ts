/** Files that only the client can read, as the model code asks for files. */
import type { ReadFile } from '../types';
import { receivedError, type FileSource, type FromWorker, type Settled, type ToWorker } from './messages';

/** Reads what only the client can read, by asking it. */
export class HostFiles {
  private readonly waiting = new Map<number, (result: Settled<Uint8Array>) => void>();
  private asked = 0;

  constructor(private readonly send: (message: FromWorker) => void) {}

  /** The reader of one source. Rejects with the client's own error. */
  reader(source: FileSource): ReadFile {
    return async (name, most = Infinity) => {
      const id = this.asked++;
      const answer = new Promise<Settled<Uint8Array>>((resolve) => this.waiting.set(id, resolve));
      this.send({ type: 'read', id, source, name, most });
      const result = await answer;
      if ('err' in result) throw receivedError(result.err);
      return result.ok;
    };
  }

  hear({ id, result }: Extract<ToWorker, { type: 'file' }>): void {
    this.waiting.get(id)?.(result);
    this.waiting.delete(id);
  }
}
