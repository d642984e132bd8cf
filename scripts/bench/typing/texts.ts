/** What is typed into, and how times are printed. */

const SENTENCES = [
  'I went in with low expectations, and the first half hour did nothing to raise them.',
  'The dialogue is wooden; the camera never quite knows where to look.',
  'Then Ms. Varga enters, and suddenly everything is wonderful: funny, sad, perfectly timed.',
  'I have rarely seen a terrible script saved by one brilliant performance like this.',
  'Still, at 142 minutes it is far too long, and the last act drags badly.',
  'My neighbour cried twice.',
];

/** Prose of about so many words (marks count), in paragraphs of some hundred. */
export function prose(words: number): string {
  const paragraphs: string[] = [];
  let sentence = 0;
  for (let left = words; left > 0;) {
    const paragraph: string[] = [];
    for (let room = Math.min(100, left); room > 0;) {
      const next = SENTENCES[sentence++ % SENTENCES.length]!;
      const length = next.match(/\w+|[^\s\w]/g)!.length;
      paragraph.push(next);
      room -= length;
      left -= length;
    }
    paragraphs.push(paragraph.join(' '));
  }
  return paragraphs.join('\n\n');
}

/** What is typed, character by character. */
export const TYPED = ' and it was truly, deeply awful';

export function summary(times: readonly number[]): string {
  const rising = [...times].sort((a, b) => a - b);
  const at = (share: number) => rising[Math.min(rising.length - 1, Math.floor(share * rising.length))]!;
  const figures = { least: rising[0]!, median: at(0.5), p95: at(0.95), most: rising.at(-1)! };
  return Object.entries(figures)
    .map(([name, ms]) => `${name} ${ms.toFixed(1).padStart(6)}`)
    .join('  ');
}
