/**
 * Vector helpers that both kernel modules share. Four single-precision lanes; `relaxed-simd` builds fuse multiply
 * and add, which may differ from the plain build in the last bit.
 *
 * tanh is the rational function of odd degree 13 over even degree 6 that Eigen and XLA use, within 9 of zero
 * (beyond, single precision rounds to ±1): a few units in the last place from the exact value.
 */

/** The address of a single-precision number of an array. */
// @ts-ignore: decorator
@inline
export function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** a·b + c */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function laneSum(a: v128): f32 {
  const pairs = f32x4.add(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.splat(9), f32x4.pmax(f32x4.splat(-9), x));
  const square = f32x4.mul(clamped, clamped);
  let p = madd(square, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = madd(p, square, f32x4.splat(-8.60467152213735e-11));
  p = madd(p, square, f32x4.splat(5.12229709037114e-8));
  p = madd(p, square, f32x4.splat(1.48572235717979e-5));
  p = madd(p, square, f32x4.splat(6.37261928875436e-4));
  p = madd(p, square, f32x4.splat(4.89352455891786e-3));
  let q = madd(square, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  q = madd(q, square, f32x4.splat(2.268434632439e-3));
  q = madd(q, square, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(p, clamped), q);
}

/** 1/(1 + e^−x) = (1 + tanh(x/2))/2 */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return madd(tanh4(f32x4.mul(x, half)), half, half);
}

// @ts-ignore: decorator
@inline
export function tanh1(x: f32): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(x)), 0);
}

/**
 * e^x for x ≤ 0 (softmax subtracts the maximum first): 2^n times a polynomial in the remainder within ±ln(2)/2
 * (Cody and Waite's two-part ln 2, Cephes' coefficients). Below −87 the result is 0.
 */
export function exponential(x: f32): f32 {
  if (x < -87) return 0;
  const n = nearest<f32>(x * 1.44269504);
  const r = x - n * 0.693359375 + n * 2.1219444e-4;
  let p: f32 = 1.98756915e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  p = p * r * r + r + 1;
  return p * reinterpret<f32>((<i32>n + 127) << 23);
}
