/** The parameters of a network in a kernel module's memory, centred, padded and packed once at load. */
import { complete, gruPrefix, stateWidth, type Architecture, type ParameterName } from '../architecture';
import type { Heap } from '../kernels/heap';
import {
  ATTENTION_STEP,
  centred,
  forBlockedProduct,
  forVectorProduct,
  padded,
  roundUp,
  transposed,
  UNIT_STEP,
  type Matrix,
} from '../kernels/pack';
import type { NetworkData } from './engine';

/** Addresses of the parameters of one recurrence. */
export interface PlacedGru {
  readonly kernel: number;
  readonly bias: number;
  readonly gates: number;
  readonly candidate: number;
  readonly gamma: number;
  readonly beta: number;
}

export interface PlacedLayer {
  /** Numbers that it reads of each word: E, or the padded width of the states below. */
  readonly inputs: number;
  /** Forward first. */
  readonly directions: readonly PlacedGru[];
}

export interface PlacedNetwork {
  readonly architecture: Required<Architecture>;
  /** Hidden units of one direction, padded. */
  readonly units: number;
  /** Numbers that a layer gives for each word, padded. */
  readonly width: number;
  /** Attention units, padded. */
  readonly attentionUnits: number;
  readonly table: number;
  /** What the table's 8-bit codes stand for; null where it is in single precision. */
  readonly tableValues: number | null;
  readonly layers: readonly PlacedLayer[];
  readonly attention: { readonly kernel: number; readonly bias: number; readonly score: number } | null;
  /** `gates` holds the reset gate's weights alone. */
  readonly attentionGru: PlacedGru | null;
  /** Numbers that the decoder reads, padded. */
  readonly contextWidth: number;
  readonly decoder: { readonly kernel: number; readonly bias: number };
}

/** Reads parameters by name as matrices; a bias is one row. */
class Source {
  constructor(
    private readonly data: NetworkData,
    readonly hidden: number,
    readonly units: number,
  ) {}

  matrix(name: string): Matrix {
    const weight = this.data.weights[name as ParameterName];
    if (!weight) throw new Error(`The network has no parameter "${name}".`);
    const columns = weight.shape.at(-1)!;
    const values = weight.floats();
    return { values, rows: values.length / columns, columns };
  }

  /** Columns per gate, and rows per direction where they stand for states, widened to whole vectors. */
  gates(matrix: Matrix, fromStates: boolean): Matrix {
    const { hidden, units } = this;
    return fromStates ? padded(matrix, hidden, units, hidden, units) : padded(matrix, hidden, units);
  }

  /** The same less the mean of each gate's columns, which layer norm takes away. */
  centredGates(name: string, fromStates: boolean): Matrix {
    return this.gates(centred(this.matrix(name), this.hidden), fromStates);
  }
}

export function placeNetwork(data: NetworkData, heap: Heap): PlacedNetwork {
  const architecture = complete(data.architecture);
  const { hidden, attentionKind } = architecture;
  const units = roundUp(hidden, UNIT_STEP);
  const width = (units / hidden) * stateWidth(architecture);
  const source = new Source(data, hidden, units);
  const table = data.weights['embedding/table'];
  const decoderKernel = padded(source.matrix('decoder/kernel'), 2, 2, hidden, units);
  return {
    architecture,
    units,
    width,
    attentionUnits: roundUp(architecture.attention, ATTENTION_STEP),
    table: heap.place(table.codes?.bytes ?? table.floats()),
    tableValues: table.codes && heap.place(table.codes.values),
    layers: Array.from({ length: architecture.layers }, (_, layer) => ({
      inputs: layer === 0 ? architecture.embedding : width,
      directions: (architecture.bidirectional ? [false, true] : [false]).map((backward) =>
        placeGru(source, heap, gruPrefix(layer, backward), 'gates', layer > 0),
      ),
    })),
    attention: attentionKind === 'none' ? null : placeAttention(source, heap, architecture.attention),
    attentionGru:
      attentionKind === 'attention-gru' ? placeGru(source, heap, 'attention/gru', 'reset', true) : null,
    contextWidth: decoderKernel.rows,
    decoder: {
      kernel: heap.place(transposed(decoderKernel)),
      bias: heap.place(source.matrix('decoder/bias').values),
    },
  };
}

function placeGru(
  source: Source,
  heap: Heap,
  prefix: string,
  gates: 'gates' | 'reset',
  readsStates: boolean,
): PlacedGru {
  const scale = (name: string) => source.gates(source.matrix(`${prefix}/${name}`), false).values;
  const recurrent = (name: string) => forVectorProduct(source.centredGates(`${prefix}/${name}`, true));
  return {
    kernel: heap.place(forBlockedProduct(source.centredGates(`${prefix}/kernel`, readsStates))),
    bias: heap.place(source.centredGates(`${prefix}/bias`, false).values),
    gates: heap.place(recurrent(gates)),
    candidate: heap.place(recurrent('candidate')),
    gamma: heap.place(scale('gamma')),
    beta: heap.place(scale('beta')),
  };
}

function placeAttention(source: Source, heap: Heap, size: number): NonNullable<PlacedNetwork['attention']> {
  const wide = roundUp(size, ATTENTION_STEP);
  const kernel = padded(source.matrix('attention/kernel'), size, wide, source.hidden, source.units);
  return {
    kernel: heap.place(forBlockedProduct(kernel)),
    bias: heap.place(padded(source.matrix('attention/bias'), size, wide).values),
    score: heap.place(
      padded({ ...source.matrix('attention/score'), rows: 1, columns: size }, size, wide).values,
    ),
  };
}
