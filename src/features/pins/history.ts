/** The pinned analyses of this workspace: kept in its own storage and nowhere else, since their texts are private. */
import { t } from '@vscode/l10n';
import { whole } from '../../language';
import { InputError } from '../../model/types';
import { fromStored, toStored, type Pin } from './pin';

/** The part of `vscode.Memento` that is needed. */
export interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'attentionInspector.pins';
const VERSION = 1;

export const LIMITS = {
  pins: 50,
  /** Of all of them together, as JSON: VS Code holds a workspace's storage in memory. */
  characters: 2_000_000,
};

/** One that is as long as it is when written down. */
interface Sized {
  readonly pin: Pin;
  readonly size: number;
}

export class PinHistory {
  /** The latest first. */
  private kept: readonly Sized[];
  private nextId: number;

  /** @param log takes a line for what was damaged or could not be written */
  constructor(
    private readonly storage: Memento,
    private readonly log: (line: string) => void,
    private readonly limits = LIMITS,
  ) {
    const found = this.read();
    this.nextId = 1 + found.reduce((most, { id }) => Math.max(most, id), 0);
    this.kept = within(
      found.map((pin) => sized(pin)),
      limits,
    );
  }

  /** The latest first. */
  get pins(): readonly Pin[] {
    return this.kept.map(({ pin }) => pin);
  }

  get(id: number): Pin | undefined {
    return this.pins.find((pin) => pin.id === id);
  }

  /**
   * Keeps one more; the same reading of the same text takes its own place, and where it gets too much the oldest go.
   * @throws InputError when it alone is too large
   */
  add(pin: Omit<Pin, 'id'>): Pin {
    const added = sized({ ...pin, id: this.nextId });
    if (added.size > this.limits.characters) {
      const words = whole(pin.analysis.tokens.length);
      throw new InputError(t('A text of {0} words is too long to pin. Select a part of it.', words));
    }
    this.nextId++;
    const others = this.kept.filter((one) => !isSame(one.pin, added.pin));
    this.replace(within([added, ...others], this.limits));
    return added.pin;
  }

  remove(id: number): void {
    this.replace(this.kept.filter(({ pin }) => pin.id !== id));
  }

  clear(): void {
    this.replace([]);
  }

  private replace(kept: readonly Sized[]): void {
    this.kept = kept;
    const pins = this.pins.map(toStored);
    const value = pins.length === 0 ? undefined : { version: VERSION, pins };
    this.storage.update(KEY, value).then(undefined, (error: unknown) => {
      this.log(`The pinned analyses could not be written down: ${String(error)}`);
    });
  }

  private read(): readonly Pin[] {
    const value = this.storage.get(KEY);
    if (value === undefined) return [];
    const list = listIn(value);
    if (!list) {
      this.log('The pinned analyses are damaged, or written by another version: none was read.');
      return [];
    }
    const ids = new Set<number>();
    return list.flatMap((one, index) => {
      const pin = fromStored(one);
      const damaged = 'damaged' in pin ? pin.damaged : ids.has(pin.id) ? 'id' : null;
      if (damaged === null && !('damaged' in pin)) {
        ids.add(pin.id);
        return [pin];
      }
      this.log(`Pinned analysis ${index + 1} of ${list.length} is damaged (${damaged}) and was left out.`);
      return [];
    });
  }
}

function listIn(value: unknown): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const { version, pins } = value as { version?: unknown; pins?: unknown };
  return version === VERSION && Array.isArray(pins) ? pins : null;
}

function sized(pin: Pin): Sized {
  return { pin, size: JSON.stringify(toStored(pin)).length };
}

/** The first ones, as many as the limits allow. */
function within(all: readonly Sized[], { pins, characters }: typeof LIMITS): readonly Sized[] {
  let left = characters;
  let fits = true;
  return all.slice(0, pins).filter(({ size }) => {
    left -= size;
    fits &&= left >= 0;
    return fits;
  });
}

function isSame(a: Pin, b: Pin): boolean {
  return (
    a.uri === b.uri &&
    a.model === b.model &&
    a.text === b.text &&
    a.analysis.probability === b.analysis.probability
  );
}
