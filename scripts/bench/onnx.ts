/**
 * The network as ONNX files, for ONNX Runtime: with its GRU operation, which knows no layer norm, and with layer norm as
 * a Scan over ordinary operations. Field numbers are those of onnx.proto.
 */
import type { NetworkData } from '../../src/model/engines/engine';
import { bytes, float, integer, message, type Bytes } from './protobuf';

const FLOAT = 1;
const INT64 = 7;

type Attribute = number | { readonly float: number } | { readonly graph: Bytes } | readonly number[];

function attribute(name: string, value: Attribute): Bytes {
  const named = bytes(1, name);
  if (typeof value === 'number') return message(named, integer(3, value), integer(20, 2));
  if ('float' in value) return message(named, float(2, value.float), integer(20, 1));
  if ('graph' in value) return message(named, bytes(6, value.graph), integer(20, 5));
  return message(named, ...value.map((one) => integer(8, one)), integer(20, 7));
}

function node(
  operation: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Record<string, Attribute> = {},
): Bytes {
  return bytes(
    1,
    message(
      ...inputs.map((name) => bytes(1, name)),
      ...outputs.map((name) => bytes(2, name)),
      bytes(4, operation),
      ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
    ),
  );
}

function tensor(name: string, shape: readonly number[], values: Float32Array | readonly number[]): Bytes {
  const isFloat = values instanceof Float32Array;
  const raw = isFloat
    ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    : new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return bytes(
    5,
    message(
      ...shape.map((size) => integer(1, size)),
      integer(2, isFloat ? FLOAT : INT64),
      bytes(8, name),
      bytes(9, raw),
    ),
  );
}

/** An input (11) or output (12) of a graph; a size given by name is free. */
function value(field: 11 | 12, name: string, type: number, shape: readonly (number | string)[]): Bytes {
  const sizes = shape.map((size) => bytes(1, typeof size === 'number' ? integer(1, size) : bytes(2, size)));
  return bytes(
    field,
    message(bytes(1, name), bytes(2, bytes(1, message(integer(1, type), bytes(2, message(...sizes)))))),
  );
}

function model(graph: Bytes): Bytes {
  const opset = bytes(8, message(bytes(1, ''), integer(2, 17)));
  return message(integer(1, 8), bytes(7, graph), opset);
}

/** The columns of gates reset, update, candidate as rows of update, reset, candidate, which is ONNX's order. */
function gateRows(
  values: Float32Array,
  rows: number,
  hidden: number,
  gates: readonly number[],
  columns: number,
): Float32Array {
  const out = new Float32Array(gates.length * hidden * rows);
  let at = 0;
  for (const gate of gates) {
    for (let i = 0; i < hidden; i++) {
      for (let k = 0; k < rows; k++) out[at++] = values[k * columns + gate * hidden + i]!;
    }
  }
  return out;
}

/** Word vectors before, attention and decoder after the recurrence; `states` is (T, H). */
function around(data: NetworkData, recurrence: readonly Bytes[]): Bytes {
  const { vocabulary, embedding, hidden, attention } = data.architecture;
  const weight = (name: keyof NetworkData['weights']) => data.weights[name]!.floats();
  return model(
    message(
      bytes(2, 'network'),
      node('Gather', ['table', 'ids'], ['x']),
      ...recurrence,
      node('MatMul', ['states', 'attentionKernel'], ['z0']),
      node('Add', ['z0', 'attentionBias'], ['z1']),
      node('Tanh', ['z1'], ['z']),
      node('MatMul', ['z', 'score'], ['e']),
      node('Softmax', ['e'], ['a'], { axis: 0 }),
      node('Transpose', ['a'], ['aRow'], { perm: [1, 0] }),
      node('MatMul', ['aRow', 'states'], ['context']),
      node('MatMul', ['context', 'decoderKernel'], ['l0']),
      node('Add', ['l0', 'decoderBias'], ['logits']),
      tensor('table', [vocabulary, embedding], weight('embedding/table')),
      tensor('attentionKernel', [hidden, attention], weight('attention/kernel')),
      tensor('attentionBias', [attention], weight('attention/bias')),
      tensor('score', [attention, 1], weight('attention/score')),
      tensor('decoderKernel', [hidden, 2], weight('decoder/kernel')),
      tensor('decoderBias', [2], weight('decoder/bias')),
      value(11, 'ids', INT64, ['T']),
      value(12, 'logits', FLOAT, [1, 2]),
    ),
  );
}

/** Without layer norm, by the GRU operation. */
export function gruModel(data: NetworkData): Bytes {
  const { embedding, hidden } = data.architecture;
  const weight = (name: keyof NetworkData['weights']) => data.weights[name]!.floats();
  const recurrent = Buffer.concat([
    Buffer.from(gateRows(weight('gru/gates'), hidden, hidden, [1, 0], 2 * hidden).buffer),
    Buffer.from(gateRows(weight('gru/candidate'), hidden, hidden, [0], hidden).buffer),
  ]);
  const bias = new Float32Array(6 * hidden);
  bias.set(gateRows(weight('gru/bias'), 1, hidden, [1, 0, 2], 3 * hidden));
  return around(data, [
    node('Unsqueeze', ['x', 'one'], ['x3']),
    node('GRU', ['x3', 'W', 'R', 'B'], ['y'], { hidden_size: hidden }),
    node('Reshape', ['y', 'flat'], ['states']),
    tensor('one', [1], [1]),
    // The shape's −1 cannot be written as a non-negative integer; 0 keeps the size of the same place.
    tensor('flat', [2], [0, hidden]),
    tensor(
      'W',
      [1, 3 * hidden, embedding],
      gateRows(weight('gru/kernel'), embedding, hidden, [1, 0, 2], 3 * hidden),
    ),
    tensor(
      'R',
      [1, 3 * hidden, hidden],
      new Float32Array(recurrent.buffer, recurrent.byteOffset, 3 * hidden * hidden),
    ),
    tensor('B', [1, 6 * hidden], bias),
  ]);
}

/** With layer norm, by Scan: one projection of all words, then some 15 operations a word. */
export function scanModel(data: NetworkData): Bytes {
  const { embedding, hidden } = data.architecture;
  const weight = (name: keyof NetworkData['weights']) => data.weights[name]!.floats();
  const scale = (name: 'gru/gamma' | 'gru/beta', gate: number) =>
    weight(name).slice(gate * hidden, (gate + 1) * hidden);
  const norm = (input: string, output: string) =>
    node('LayerNormalization', [input, `gamma_${output}`, `beta_${output}`], [output], {
      axis: 1,
      epsilon: { float: 1e-5 },
    });
  const body = message(
    bytes(2, 'step'),
    node('Split', ['p', 'sizes'], ['pGates', 'pCandidate'], { axis: 0 }),
    node('MatMul', ['h', 'gates'], ['hGates']),
    node('Add', ['hGates', 'pGates'], ['pre']),
    node('Split', ['pre', 'halves'], ['preReset', 'preUpdate'], { axis: 1 }),
    norm('preReset', 'reset'),
    norm('preUpdate', 'update'),
    node('Sigmoid', ['reset'], ['r']),
    node('Sigmoid', ['update'], ['u']),
    node('Mul', ['r', 'h'], ['rh']),
    node('MatMul', ['rh', 'candidateWeights'], ['hCandidate']),
    node('Add', ['hCandidate', 'pCandidate'], ['preCandidate']),
    norm('preCandidate', 'candidate'),
    node('Tanh', ['candidate'], ['c']),
    node('Sub', ['h', 'c'], ['change']),
    node('Mul', ['u', 'change'], ['kept']),
    node('Add', ['c', 'kept'], ['next']),
    node('Squeeze', ['next', 'zero'], ['state']),
    tensor('sizes', [2], [2 * hidden, hidden]),
    tensor('halves', [2], [hidden, hidden]),
    tensor('zero', [1], [0]),
    tensor('gates', [hidden, 2 * hidden], weight('gru/gates')),
    tensor('candidateWeights', [hidden, hidden], weight('gru/candidate')),
    ...['reset', 'update', 'candidate'].flatMap((name, gate) => [
      tensor(`gamma_${name}`, [hidden], scale('gru/gamma', gate)),
      tensor(`beta_${name}`, [hidden], scale('gru/beta', gate)),
    ]),
    value(11, 'h', FLOAT, [1, hidden]),
    value(11, 'p', FLOAT, [3 * hidden]),
    value(12, 'next', FLOAT, [1, hidden]),
    value(12, 'state', FLOAT, [hidden]),
  );
  return around(data, [
    node('MatMul', ['x', 'kernel'], ['projected0']),
    node('Add', ['projected0', 'bias'], ['projected']),
    node('Scan', ['initial', 'projected'], ['last', 'states'], { body: { graph: body }, num_scan_inputs: 1 }),
    tensor('kernel', [embedding, 3 * hidden], weight('gru/kernel')),
    tensor('bias', [3 * hidden], weight('gru/bias')),
    tensor('initial', [1, hidden], new Float32Array(hidden)),
  ]);
}
