/** Pairs of neighbouring words that a bag of words knows, each with a number of its own. */

/**
 * Kept in rows of the first word: the second words of the pairs that begin with word `a` stand, ascending, from
 * `starts[a]` to `starts[a + 1]`; where a pair stands is its number. Letters: V words, N pairs.
 */
export class BigramIndex {
  private constructor(
    private readonly starts: Uint32Array, // (V + 1)
    readonly seconds: Uint16Array | Uint32Array, // (N)
  ) {}

  /**
   * @param counts pairs that begin with each word (V)
   * @param seconds second words (N), ascending within a row
   */
  static fromRows(counts: ArrayLike<number>, seconds: Uint16Array | Uint32Array): BigramIndex {
    const starts = new Uint32Array(counts.length + 1);
    for (let a = 0; a < counts.length; a++) starts[a + 1] = starts[a]! + counts[a]!;
    return new BigramIndex(starts, seconds);
  }

  /** @param pairs pairs as `first · vocabulary + second`, ascending, none twice */
  static fromPairs(pairs: Float64Array, vocabulary: number): BigramIndex {
    const counts = new Uint32Array(vocabulary);
    for (const pair of pairs) counts[Math.floor(pair / vocabulary)]!++;
    const seconds = Uint32Array.from(pairs, (pair) => pair % vocabulary);
    return BigramIndex.fromRows(counts, seconds);
  }

  /** N */
  get size(): number {
    return this.seconds.length;
  }

  /** Pairs that begin with each word (V). */
  counts(): Uint32Array {
    return this.starts.slice(1).map((end, a) => end - this.starts[a]!);
  }

  /** All pairs by their numbers, as `first · V + second` (N). */
  pairs(): Float64Array {
    const pairs = new Float64Array(this.size);
    const vocabulary = this.starts.length - 1;
    for (let a = 0; a < vocabulary; a++) {
      for (let i = this.starts[a]!; i < this.starts[a + 1]!; i++)
        pairs[i] = a * vocabulary + this.seconds[i]!;
    }
    return pairs;
  }

  /** The number of a pair, in [0, N); −1 where it is not known. */
  find(first: number, second: number): number {
    let low = this.starts[first]!;
    let high = this.starts[first + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.seconds[middle]!;
      if (found === second) return middle;
      if (found < second) low = middle + 1;
      else high = middle;
    }
    return -1;
  }
}
