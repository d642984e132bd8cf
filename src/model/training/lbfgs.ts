/** Limited-memory BFGS (Liu and Nocedal 1989; Nocedal and Wright 2006, algorithm 7.4) for smooth convex functions. */

/** Value at x; writes the gradient. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** Ends when the gradient's norm has fallen to this. */
  readonly target: number;
  /** Ends after so many at the latest. */
  readonly iterations: number;
  /** Pairs of steps and gradient changes that are kept. */
  readonly memory?: number;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Whether the gradient fell to the target. */
  readonly converged: boolean;
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

const SUFFICIENT = 1e-4;
const SHORTEST = 2 ** -40;

/** @param start not written to */
export function minimise(objective: Objective, start: Float64Array, options: LbfgsOptions): Minimum {
  const { target, iterations, memory = 10 } = options;
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; ; iteration++) {
    const converged = norm(gradient) <= target;
    if (converged || iteration === iterations) return { x, value, iterations: iteration, converged };
    const direction = descent(gradient, pairs);
    const slope = dot(direction, gradient);
    // The first direction has the gradient's length, which says nothing of the distance.
    let step = pairs.length === 0 ? Math.min(1, 1 / norm(gradient)) : 1;
    const next = new Float64Array(x.length);
    const nextGradient = new Float64Array(x.length);
    let nextValue: number;
    for (;;) {
      for (let i = 0; i < x.length; i++) next[i] = x[i]! + step * direction[i]!;
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * step * slope) break;
      step /= 2;
      // Only rounding stands in the way of a shorter step.
      if (step < SHORTEST) return { x, value, iterations: iteration, converged };
    }
    remember(pairs, x, next, gradient, nextGradient, memory);
    [x, gradient, value] = [next, nextGradient, nextValue];
  }
}

/** Keeps a pair where the function curves upwards along it, as a convex one does but for rounding. */
function remember(
  pairs: Pair[],
  x: Float64Array,
  next: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
  memory: number,
): void {
  const s = next.map((value, i) => value - x[i]!);
  const y = nextGradient.map((value, i) => value - gradient[i]!);
  const curvature = dot(s, y);
  if (curvature <= 1e-12 * norm(s) * norm(y)) return;
  if (pairs.length === memory) pairs.shift();
  pairs.push({ s, y, rho: 1 / curvature });
}

/** −H·gradient by the two-loop recursion. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const d = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i]!;
    alphas[i] = rho * dot(s, d);
    add(d, y, -alphas[i]!);
  }
  const last = pairs.at(-1);
  if (last) scale(d, 1 / (last.rho * dot(last.y, last.y)));
  pairs.forEach(({ s, y, rho }, i) => add(d, s, alphas[i]! - rho * dot(y, d)));
  return d;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function scale(a: Float64Array, by: number): void {
  for (let i = 0; i < a.length; i++) a[i]! *= by;
}

/** a += factor·b */
function add(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
}
