/**
 * What a network of this family is made of: sizes, variants, and the names and shapes of its parameters. Free of any
 * library, so that every engine and the trainer read the same description.
 *
 * Letters: V words of the vocabulary, E embedding size, H hidden units of one direction, S width of the states that
 * leave a layer (H, or 2H when it reads both ways), A attention units, C classes.
 */

/**
 * How a state h becomes its score e: `linear`: tanh(h·W + b)·v; `tanh`: a further tanh of that, as in the article;
 * `dot`: h·v.
 */
export type ScoreActivation = 'linear' | 'tanh' | 'dot';

/**
 * How the states of all words become the one vector that is decided upon (see attention.ts):
 * `soft`: their sum, weighted by attention; `attention-gru`: the last state of a second recurrence whose update gate
 * is the attention weight (Xiong, Merity, Socher 2016); `none`: the last state, of both directions where there are two.
 */
export type AttentionKind = 'soft' | 'attention-gru' | 'none';

/**
 * The update gate of an attention GRU: `scalar`: one attention weight of each word, for all hidden units; `vector`: one
 * for each unit, each with a softmax of its own. What is shown of a word is then the mean over the units.
 */
export type AttentionGate = 'scalar' | 'vector';

export interface Architecture {
  readonly vocabulary: number; // V
  readonly embedding: number; // E
  readonly hidden: number; // H
  readonly attention: number; // A; not used by the kind `none`, nor by `dot` scores
  readonly scoreActivation: ScoreActivation;
  /** Recurrent layers, one on the states of the other; 1 where not given. */
  readonly layers?: number;
  /** Whether every layer also reads from the last word to the first; false where not given. */
  readonly bidirectional?: boolean;
  /** `soft` where not given. */
  readonly attentionKind?: AttentionKind;
  /** Of the kind `attention-gru` alone; `scalar` where not given. */
  readonly attentionGate?: AttentionGate;
  readonly classes?: number; // C; 2 where not given
  /**
   * Positions that the softmax of attention runs over, PADs (whose states are zero) included, as in the article; 0 where
   * not given: PADs are masked. Texts beyond it are cut.
   */
  readonly positions?: number;
  /**
   * Ids of words that end a stretch: after each of them the recurrence begins anew from zeros, so that no state knows of
   * words outside its own stretch, and a word that is taken out changes no state beyond it. None where not given.
   */
  readonly restartAfter?: readonly number[];
}

/** The article's form, for folders and programs that say nothing of variants. */
const DEFAULTS = {
  layers: 1,
  bidirectional: false,
  attentionKind: 'soft',
  attentionGate: 'scalar',
  classes: 2,
  positions: 0,
  restartAfter: [],
} as const;

export function complete(architecture: Architecture): Required<Architecture> {
  return { ...DEFAULTS, ...architecture };
}

/** 1 at each word with which the recurrence begins anew, else 0; (T·B), in the order of the words. */
export interface Restarts {
  /** At words that follow one of `restartAfter`. */
  readonly forward: Uint8Array;
  /** Read from the last word on: at these themselves. */
  readonly backward: Uint8Array;
}

/**
 * Where the recurrence begins anew.
 * @param ids (T·B), time-major; of one text just its words
 * @returns null where it never does
 */
export function restartsIn(
  { restartAfter = [] }: Pick<Architecture, 'restartAfter'>,
  ids: Int32Array,
  batch = 1,
): Restarts | null {
  if (restartAfter.length === 0) return null;
  const ends = new Set(restartAfter);
  const backward = Uint8Array.from(ids, (id) => (ends.has(id) ? 1 : 0));
  const forward = new Uint8Array(ids.length);
  for (let at = batch; at < ids.length; at++) forward[at] = backward[at - batch]!;
  return { forward, backward };
}

/** Added to the variance by layer norm; the kernels have the same. */
export const LAYER_NORM_EPSILON = 1e-5;

type GruField = 'kernel' | 'gates' | 'candidate' | 'bias' | 'gamma' | 'beta';
type AttentionGruField = 'kernel' | 'reset' | 'candidate' | 'bias' | 'gamma' | 'beta';

/** Parameters that the default architecture has. */
export const PARAMETER_NAMES = [
  'embedding/table',
  'gru/kernel',
  'gru/gates',
  'gru/candidate',
  'gru/bias',
  'gru/gamma',
  'gru/beta',
  'attention/kernel',
  'attention/bias',
  'attention/score',
  'decoder/kernel',
  'decoder/bias',
] as const;

/** Of any variant: further layers are `gru2/…`, `gru3/…`, the direction from the last word to the first `…/backward/…`. */
export type ParameterName =
  | (typeof PARAMETER_NAMES)[number]
  | `gru/backward/${GruField}`
  | `gru${number}/${GruField}`
  | `gru${number}/backward/${GruField}`
  | `attention/gru/${AttentionGruField}`;

/** What the names of a direction of a layer (counted from 0) begin with. */
export function gruPrefix(layer: number, backward: boolean): string {
  return `gru${layer === 0 ? '' : layer + 1}${backward ? '/backward' : ''}`;
}

/** S: how many numbers a layer gives for each word. */
export function stateWidth(architecture: Architecture): number {
  return architecture.hidden * (architecture.bidirectional ? 2 : 1);
}

/** How many numbers the decoder reads. */
export function contextWidth(architecture: Architecture): number {
  return architecture.attentionKind === 'attention-gru' ? architecture.hidden : stateWidth(architecture);
}

/** Whether each hidden unit of an attention GRU has attention weights of its own. */
export function hasVectorGate({ attentionKind, attentionGate }: Architecture): boolean {
  return attentionKind === 'attention-gru' && attentionGate === 'vector';
}

/** How many scores a word has: one, or one for each hidden unit. */
export function scoreWidth(architecture: Architecture): number {
  return hasVectorGate(architecture) ? architecture.hidden : 1;
}

/** Names and shapes of one recurrence. */
export function gruShapes(prefix: string, input: number, hidden: number): Record<string, number[]> {
  return {
    [`${prefix}/kernel`]: [input, 3 * hidden],
    [`${prefix}/gates`]: [hidden, 2 * hidden],
    [`${prefix}/candidate`]: [hidden, hidden],
    [`${prefix}/bias`]: [3 * hidden],
    [`${prefix}/gamma`]: [3 * hidden],
    [`${prefix}/beta`]: [3 * hidden],
  };
}

function attentionShapes(a: Required<Architecture>): Record<string, number[]> {
  if (a.attentionKind === 'none') return {};
  const soft: Record<string, number[]> =
    a.scoreActivation === 'dot'
      ? { 'attention/score': [stateWidth(a), scoreWidth(a)] }
      : {
          'attention/kernel': [stateWidth(a), a.attention],
          'attention/bias': [a.attention],
          'attention/score': [a.attention, scoreWidth(a)],
        };
  if (a.attentionKind === 'soft') return soft;
  return {
    ...soft,
    'attention/gru/kernel': [stateWidth(a), 2 * a.hidden],
    'attention/gru/reset': [a.hidden, a.hidden],
    'attention/gru/candidate': [a.hidden, a.hidden],
    'attention/gru/bias': [2 * a.hidden],
    'attention/gru/gamma': [2 * a.hidden],
    'attention/gru/beta': [2 * a.hidden],
  };
}

/** Names and shapes of all parameters, in the order of the weights file. */
export function parameterShapes(architecture: Architecture): Record<ParameterName, number[]> {
  const a = complete(architecture);
  let shapes: Record<string, number[]> = { 'embedding/table': [a.vocabulary, a.embedding] };
  for (let layer = 0; layer < a.layers; layer++) {
    const input = layer === 0 ? a.embedding : stateWidth(a);
    for (const backward of a.bidirectional ? [false, true] : [false]) {
      shapes = { ...shapes, ...gruShapes(gruPrefix(layer, backward), input, a.hidden) };
    }
  }
  return {
    ...shapes,
    ...attentionShapes(a),
    'decoder/kernel': [contextWidth(a), a.classes],
    'decoder/bias': [a.classes],
  } as Record<ParameterName, number[]>;
}

/** Names of all parameters, in the order of the weights file. */
export function parameterNames(architecture: Architecture): ParameterName[] {
  return Object.keys(parameterShapes(architecture)) as ParameterName[];
}
