/** The sessions of the texts read last, so that a text that was edited goes on from its unchanged beginning. */
import { commonPrefix, type Engine, type Outcome, type Session } from './engine';

/** Texts that are remembered at the same time: more than a person edits at once. */
const SESSIONS = 4;

interface Remembered {
  readonly session: Session;
  ids: Int32Array;
}

export class SessionPool {
  /** The one used last at the end. */
  private readonly remembered: Remembered[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly most = SESSIONS,
  ) {}

  /** Reads with the session whose text begins most alike; an unlike text takes the place of the one unused longest. */
  read(ids: Int32Array): Outcome {
    const chosen = this.best(ids) ?? this.free();
    this.remembered.splice(this.remembered.indexOf(chosen), 1);
    this.remembered.push(chosen);
    chosen.ids = ids;
    return chosen.session.read(ids);
  }

  close(): void {
    for (const { session } of this.remembered.splice(0)) session.close();
  }

  private best(ids: Int32Array): Remembered | undefined {
    const kept = this.remembered.map((entry) => commonPrefix(entry.ids, ids));
    const most = Math.max(0, ...kept);
    // Texts often begin with the same word or two: only a good part of a text is the same text.
    return most > Math.min(ids.length, 16) / 2 ? this.remembered[kept.indexOf(most)] : undefined;
  }

  private free(): Remembered {
    if (this.remembered.length === this.most) return this.remembered[0]!;
    const added = { session: this.engine.open(), ids: new Int32Array() };
    this.remembered.push(added);
    return added;
  }
}
