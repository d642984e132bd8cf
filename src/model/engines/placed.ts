/** The parameters of a network in a kernel module's memory, centred, padded and packed once at load. */
import { complete, gruPrefix, hasVectorGate, stateWidth, type Architecture } from '../architecture';
import type { Heap } from '../kernels/heap';
import { BLOCK_PANEL, padded, roundUp, transposed, UNIT_STEP, VECTOR_PANEL } from '../kernels/pack';
import { STATE_SCALE, type InputScale } from '../kernels/quantise';
import type { NetworkData } from './engine';
import { placeAttention, placeGate, type PlacedAttention, type PlacedGate } from './placedAttention';
import { placeTable, type PlacedTable } from './placedTable';
import { Source } from './source';

/**
 * What products are computed in: single precision, which is exact to its rounding, or 16-bit integers, which are faster
 * and round weights and inputs to some 13 bits.
 */
export type Precision = 'single' | 'integer';

/** Addresses of a matrix; `scales` of its integer form, 0 in single precision. */
export interface PlacedMatrix {
  readonly weights: number;
  readonly scales: number;
}

/** Addresses of the parameters of one recurrence. */
export interface PlacedGru {
  readonly kernel: PlacedMatrix;
  readonly bias: number;
  readonly gates: PlacedMatrix;
  readonly candidate: PlacedMatrix;
  readonly gamma: number;
  readonly beta: number;
}

export interface PlacedLayer {
  /** Numbers that it reads of each word, padded. */
  readonly inputs: number;
  /** Forward first. */
  readonly directions: readonly PlacedGru[];
}

export interface PlacedNetwork {
  readonly architecture: Required<Architecture>;
  readonly precision: Precision;
  /** Hidden units of one direction, padded. */
  readonly units: number;
  /** Numbers that a layer gives for each word, padded. */
  readonly width: number;
  readonly table: PlacedTable;
  readonly layers: readonly PlacedLayer[];
  /** Where a word has one score. */
  readonly attention: PlacedAttention | null;
  /** Where it has one for each hidden unit. */
  readonly gate: PlacedGate | null;
  /** Always in single precision; `gates` holds the reset gate's weights alone. */
  readonly attentionGru: PlacedGru | null;
  /** Numbers that the decoder reads, padded. */
  readonly contextWidth: number;
  readonly decoder: { readonly kernel: number; readonly bias: number };
}

export function placeNetwork(data: NetworkData, heap: Heap, precision: Precision): PlacedNetwork {
  const architecture = complete(data.architecture);
  const { hidden, attentionKind, layers, bidirectional, classes } = architecture;
  const gated = hasVectorGate(architecture);
  const units = roundUp(hidden, UNIT_STEP);
  const width = (units / hidden) * stateWidth(architecture);
  const source = new Source(data, heap, hidden, units, precision);
  const table = placeTable(data, heap, precision);
  const decoderKernel = padded(source.matrix('decoder/kernel'), classes, classes, hidden, units);
  return {
    architecture,
    precision,
    units,
    width,
    table,
    layers: Array.from({ length: layers }, (_, layer) => ({
      inputs: layer === 0 ? table.inputs : width,
      directions: (bidirectional ? [false, true] : [false]).map((backward) =>
        layer === 0
          ? placeGru(source, gruPrefix(layer, backward), false, table.scale, table.shift)
          : placeGru(source, gruPrefix(layer, backward), true, STATE_SCALE, 0),
      ),
    })),
    attention: attentionKind === 'none' || gated ? null : placeAttention(source, architecture),
    gate: gated ? placeGate(source, architecture) : null,
    attentionGru: attentionKind === 'attention-gru' ? placeAttentionGru(source.single()) : null,
    contextWidth: decoderKernel.rows,
    decoder: {
      kernel: heap.place(transposed(decoderKernel)),
      bias: heap.place(source.matrix('decoder/bias').values),
    },
  };
}

/** @param shift what the inputs' integer form leaves out of each input */
function placeGru(
  source: Source,
  prefix: string,
  readsStates: boolean,
  input: InputScale,
  shift: number,
): PlacedGru {
  const kernel = source.centredGates(`${prefix}/kernel`, readsStates);
  const bias = source.centredGates(`${prefix}/bias`, false).values.map((value, column) => {
    let sum = 0;
    for (let at = column; at < kernel.values.length; at += kernel.columns) sum += kernel.values[at]!;
    return value + shift * sum;
  });
  return {
    kernel: source.place(kernel, BLOCK_PANEL, input),
    bias: source.heap.place(bias),
    ...placeRecurrence(source, prefix, 'gates'),
  };
}

function placeAttentionGru(source: Source): PlacedGru {
  const prefix = 'attention/gru';
  return {
    kernel: source.place(source.centredGates(`${prefix}/kernel`, true), BLOCK_PANEL, STATE_SCALE),
    bias: source.heap.place(source.centredGates(`${prefix}/bias`, false).values),
    ...placeRecurrence(source, prefix, 'reset'),
  };
}

function placeRecurrence(
  source: Source,
  prefix: string,
  gates: 'gates' | 'reset',
): Omit<PlacedGru, 'kernel' | 'bias'> {
  const recurrent = (name: string) =>
    source.place(source.centredGates(`${prefix}/${name}`, true), VECTOR_PANEL, STATE_SCALE);
  const vector = (name: string) =>
    source.heap.place(source.gates(source.matrix(`${prefix}/${name}`), false).values);
  return {
    gates: recurrent(gates),
    candidate: recurrent('candidate'),
    gamma: vector('gamma'),
    beta: vector('beta'),
  };
}
