/** Where models differ most about a text: the spread of each word's share. Pure. */

/** A model's shares by word; null: not read. */
export type Shares = readonly (number | null)[];

export interface Difference {
  /** Index of the token. */
  readonly token: number;
  /** Largest minus smallest share among the models that read it, in [0, 1]. */
  readonly spread: number;
  /** Which model (by place) gives it most, and which least. */
  readonly most: number;
  readonly least: number;
}

/**
 * The words with the largest spread, falling; equal ones in reading order. Words that fewer than two models read, or
 * that all give the same, are left out.
 */
export function differences(models: readonly Shares[], words: number, count: number): Difference[] {
  const found: Difference[] = [];
  for (let token = 0; token < words; token++) {
    let most = -1;
    let least = -1;
    models.forEach((shares, model) => {
      const share = shares[token];
      if (share == null) return;
      if (most < 0 || share > models[most]![token]!) most = model;
      if (least < 0 || share < models[least]![token]!) least = model;
    });
    const spread = most < 0 ? 0 : models[most]![token]! - models[least]![token]!;
    if (spread > 0) found.push({ token, spread, most, least });
  }
  return found.sort((a, b) => b.spread - a.spread || a.token - b.token).slice(0, count);
}

/** The shares of words that both have read, in reading order. */
export function bothRead(a: Shares, b: Shares): readonly [number[], number[]] {
  const common = a.flatMap((_, token) => (a[token] != null && b[token] != null ? [token] : []));
  return [common.map((token) => a[token]!), common.map((token) => b[token]!)];
}
