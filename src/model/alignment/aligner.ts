/** From a text to what the model writes of it, with the alignment matrix. */
import { InputError, type ReadFile, type Token } from '../types';
import { BOUNDARY } from './architecture';
import { charactersOf } from './characters';
import { loadAlignmentModel, type AlignmentModel } from './folder';
import { decodeGreedily } from './forward';

/** A character that was read; offsets into the given text. */
export interface AlignedCharacter extends Token {
  /** Whether the vocabulary holds it; unknown ones are read as `<unk>`. */
  readonly known: boolean;
}

/** A character that was written: one row of the alignment matrix. */
export interface WrittenCharacter {
  readonly text: string;
  /** Given what was written before it. */
  readonly probability: number;
  /** One for each character read; sum to 1. */
  readonly weights: readonly number[];
}

export interface Alignment {
  readonly model: string;
  /** What was written. */
  readonly output: string;
  /** Of the whole output, its end included. */
  readonly probability: number;
  /** In reading order, never empty. */
  readonly characters: readonly AlignedCharacter[];
  readonly written: readonly WrittenCharacter[];
  readonly ms: number;
}

export class Aligner {
  constructor(private readonly model: AlignmentModel) {}

  /** Rejects with InputError when the folder is damaged. */
  static async open(read: ReadFile): Promise<Aligner> {
    return new Aligner(await loadAlignmentModel(read));
  }

  /** @throws InputError for a text without characters, or with more than the model reads */
  align(text: string): Alignment {
    const began = performance.now();
    const { manifest, vocab } = this.model;
    const characters = charactersOf(text);
    const { mostRead, mostWritten, name } = manifest;
    if (characters.length === 0) throw new InputError('expected a text to read, found none');
    if (characters.length > mostRead) {
      throw new InputError(`expected at most ${mostRead} characters, found ${characters.length}`);
    }
    const ids = Int32Array.from(characters, ({ folded }) => vocab.id(folded));
    const steps = decodeGreedily(this.model, ids, mostWritten);
    const outputs = [...manifest.outputs];
    const written = steps
      .filter(({ id }) => id !== BOUNDARY)
      .map(({ id, probability, weights }) => ({
        text: outputs[id - 1]!,
        probability,
        weights,
      }));
    return {
      model: name,
      output: written.map((character) => character.text).join(''),
      probability: steps.reduce((product, step) => product * step.probability, 1),
      characters: characters.map(({ folded, ...place }) => ({ ...place, known: vocab.has(folded) })),
      written,
      ms: performance.now() - began,
    };
  }
}
