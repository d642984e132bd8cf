/** Numbers and names as the card writes them. */
import path from 'node:path';

/** 25000 as "25,000". */
export function count(value: number): string {
  return value.toLocaleString('en');
}

export function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** "3.2 MB" or "48 kB". */
export function bytes(size: number): string {
  return size >= 1e6 ? `${(size / 1e6).toFixed(1)} MB` : `${Math.ceil(size / 1e3)} kB`;
}

/** "45 s", "28 minutes" or "2 h 10 min". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "a, b and c". */
export function textList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Where something stands on this machine is nobody else's business: of absolute paths the last name is left. */
export function shortPath(file: string): string {
  return path.isAbsolute(file) || file.startsWith('..') ? path.basename(file) : file;
}

/** As a cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
