/** Figures in a terminal. */

/** "99.5 %", never rounded up to certainty. */
export function percent(share: number, digits = 1): string {
  const limit = 10 ** -digits;
  const value = share * 100;
  if (share < 1 && value > 100 - limit / 2) return `>${(100 - limit).toFixed(digits)} %`;
  if (share > 0 && value < limit / 2) return `<${limit.toFixed(digits)} %`;
  return `${value.toFixed(digits)} %`;
}
