/** What is learnt, and which parameters that takes. */
import { alignmentShapes, type AlignmentArchitecture } from '../alignment/architecture';
import { parameterShapes, type Architecture } from '../network';

/** An alignment architecture has an objective of its own: the characters to be written. */
export type AnyArchitecture = Architecture | AlignmentArchitecture;

function isAlignment(architecture: AnyArchitecture): architecture is AlignmentArchitecture {
  return 'outputs' in architecture;
}

/** `classify`: the class of a text; `language`: the words before and after each word, to pretrain an encoder. */
export type Objective = 'classify' | 'language';

/** Output rows of the language objective, (V, H): one for every word, whichever direction asks. */
export const OUTPUT_TABLE = 'language/output';

export interface Parametrisation {
  /** By name, in the order in which gradients come. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Those of which a batch reads some rows only; each (rows, width). */
  readonly tables: readonly string[];
}

/** Whether a parameter belongs to what turns words into states. */
export function isEncoder(name: string): boolean {
  return name.startsWith('embedding/') || name.startsWith('gru');
}

export function parametrisation(objective: Objective, architecture: AnyArchitecture): Parametrisation {
  if (isAlignment(architecture)) {
    return { shapes: alignmentShapes(architecture), tables: ['embedding/table', 'output/table'] };
  }
  const shapes = parameterShapes(architecture);
  if (objective === 'classify') return { shapes, tables: ['embedding/table'] };
  const encoder = Object.entries(shapes).filter(([name]) => isEncoder(name));
  const { vocabulary, hidden } = architecture;
  return {
    shapes: { ...Object.fromEntries(encoder), [OUTPUT_TABLE]: [vocabulary, hidden] },
    tables: ['embedding/table', OUTPUT_TABLE],
  };
}
