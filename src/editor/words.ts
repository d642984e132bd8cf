/** How verdicts and weights are said, in every place of the editor alike. Pure. */
import type { Analysis } from '../model/types';

type Verdict = Pick<Analysis, 'label' | 'probability'>;

/** A share as a percentage with two significant figures below 10, e.g. "4.2 %", "0.038 %", "97 %". */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return '0 %';
  if (value < 0.001) return 'below 0.001 %';
  const digits = value >= 9.95 ? 0 : value >= 0.995 ? 1 : 1 - Math.floor(Math.log10(value));
  return `${value.toFixed(digits)} %`;
}

/** E.g. "97 %"; what is not certain is never rounded up to 100 %. */
export function certaintyText(verdict: Verdict): string {
  return `${Math.min(99.9, Math.round(verdict.probability * 1000) / 10).toFixed(1)} %`;
}

/** E.g. "positive, 97.3 %". */
export function verdictText(verdict: Verdict): string {
  return `${verdict.label}, ${certaintyText(verdict)}`;
}

/** "1 word", "1,234 words". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;
}
