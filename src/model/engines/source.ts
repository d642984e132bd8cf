/** Parameters by name, as matrices in the shape that the kernels want, and the placing of matrices in memory. */
import type { ParameterName } from '../architecture';
import type { Heap } from '../kernels/heap';
import { centred, inPanels, padded, type Matrix } from '../kernels/pack';
import { quantised, type InputScale } from '../kernels/quantise';
import type { NetworkData } from './engine';
import type { PlacedMatrix, Precision } from './placed';

export class Source {
  /**
   * @param hidden units of one direction
   * @param units the same, padded
   */
  constructor(
    private readonly data: NetworkData,
    readonly heap: Heap,
    readonly hidden: number,
    readonly units: number,
    private readonly precision: Precision,
  ) {}

  /** The same in single precision. */
  single(): Source {
    return new Source(this.data, this.heap, this.hidden, this.units, 'single');
  }

  /** A bias is one row. */
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

  /** @param input how the inputs that it is multiplied with become integers */
  place(matrix: Matrix, panel: number, input: InputScale): PlacedMatrix {
    if (this.precision === 'single') return { weights: this.heap.place(inPanels(matrix, panel)), scales: 0 };
    const { values, scales } = quantised(matrix, panel, input);
    return { weights: this.heap.place(values), scales: this.heap.place(scales) };
  }
}
