/** Arithmetic of flat arrays, time-major, that the way through a network and back needs beside the kernels. */

/** The log-odds f of a class against all others together, of logits z divided by a temperature, and ∂f/∂z (C). */
export function oddsOf(logits: Float64Array, label: number, temperature: number) {
  const others = logits.map((z, j) => (j === label ? -Infinity : z / temperature));
  const most = others.reduce((a, b) => Math.max(a, b));
  const powers = others.map((z) => Math.exp(z - most));
  const sum = powers.reduce((a, b) => a + b);
  return {
    value: logits[label]! / temperature - most - Math.log(sum),
    gradient: powers.map((power, j) => (j === label ? 1 : -power / sum) / temperature),
  };
}

/** Σ a[i + k]·b[j + k] over `count` numbers. */
export function dot(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += a[i + k]! * b[j + k]!;
  return sum;
}

export function added(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i]!);
}

/** The same from the last word to the first. */
export function reversed(values: Float32Array, time: number): Float32Array {
  const width = values.length / time;
  const out = new Float32Array(values.length);
  for (let t = 0; t < time; t++) out.set(values.subarray(t * width, (t + 1) * width), (time - 1 - t) * width);
  return out;
}

/** Rows of `width` numbers each from both parts, side by side. */
export function interleaved(parts: readonly [Float32Array, Float32Array], width: number): Float32Array {
  const out = new Float32Array(2 * parts[0].length);
  parts.forEach((part, p) => {
    for (let from = 0; from < part.length; from += width) {
      out.set(part.subarray(from, from + width), 2 * from + p * width);
    }
  });
  return out;
}

/** The inverse of `interleaved`. */
export function separated(rows: Float32Array, width: number): [Float32Array, Float32Array] {
  const part = (p: number) => {
    const out = new Float32Array(rows.length / 2);
    for (let from = 0; from < out.length; from += width) {
      out.set(rows.subarray(2 * from + p * width, 2 * from + (p + 1) * width), from);
    }
    return out;
  };
  return [part(0), part(1)];
}
