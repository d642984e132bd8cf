/** Of which texts something is to be found out, and in which order. */
import { isStale, type Entry, type Unit } from '../../editor/store';
import type { ShadingSource } from '../../webview/protocol';
import type { Subject, Surface } from '../feature';
import { keyOf } from './findings';
import { Memory } from './memory';

/** Words up to which a text is examined without being asked for. */
export const AUTOMATIC_WORDS = 1000;
/** In a document of many texts, words of those beside the charted one that are examined to be shaded. */
const BESIDE_WORDS = 5000;
const ASKED = 256;

export interface Job {
  readonly entry: Entry;
  readonly unit: Unit;
}

export class Plan {
  /** Texts that were asked for by hand. */
  private readonly asked = new Memory<true>(ASKED);

  constructor(private readonly surface: Pick<Surface, 'config' | 'kept'>) {}

  get source(): ShadingSource {
    const { shadingSource } = this.surface.config();
    return shadingSource === 'integratedGradients' ? 'integrated-gradients' : shadingSource;
  }

  /** This text is to be examined, however large. */
  ask({ entry, unit }: Job): void {
    this.asked.set(keyOf(entry, unit), true);
  }

  /**
   * The next text of which something is to be found out: the charted one, then, where all are to be shaded, those beside
   * it; null: there is none.
   */
  next({ entry, unit }: Subject, all: boolean, known: (job: Job) => boolean): Job | null {
    const charted = { entry, unit };
    if (!known(charted)) return this.wants(charted) ? charted : null;
    let words = 0;
    for (const beside of all ? entry.units : []) {
      if (isStale(beside)) continue;
      words += beside.analysis.tokens.length;
      if (words > BESIDE_WORDS) return null;
      const job = { entry, unit: beside };
      if (!known(job) && this.automatic(beside)) return job;
    }
    return null;
  }

  /** Whether it is examined without being asked for; whoever chose to have words shaded by it has asked. */
  automatic({ analysis }: Unit): boolean {
    const asked = this.surface.config().examine === 'automatic' || this.source !== 'attention';
    return asked && analysis.tokens.length <= AUTOMATIC_WORDS;
  }

  private wants({ entry, unit }: Job): boolean {
    if (this.asked.get(keyOf(entry, unit))) return true;
    const edited = this.surface.kept() === null && isStale(unit);
    return !edited && this.automatic(unit);
  }
}
