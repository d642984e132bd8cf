/**
 * One contender in a process of its own, for as long as the bench runs: each line `{"words", "ms"}` on standard input
 * is answered by one line with the times of as many runs as fit into `ms` milliseconds.
 */
import { createInterface } from 'node:readline';
import { CONTENDERS } from './contenders';
import { randomIds, randomNetwork } from './network';

const [name, cache] = process.argv.slice(2) as [string, string];

async function main(): Promise<void> {
  const run = await CONTENDERS[name]!.open(randomNetwork(), cache);
  console.log(JSON.stringify({ ready: true }));
  for await (const line of createInterface({ input: process.stdin })) {
    const { words, ms } = JSON.parse(line) as { words: number; ms: number };
    const ids = randomIds(words);
    const odds = await run(ids);
    const times: number[] = [];
    const end = performance.now() + ms;
    // One run at least: the slowest take seconds for a long text.
    while (performance.now() < end || times.length < 1) {
      const before = performance.now();
      const result = run(ids);
      if (typeof result !== 'number') await result;
      times.push((performance.now() - before) * 1000);
    }
    times.sort((a, b) => a - b);
    const rss = process.memoryUsage().rss / 2 ** 20;
    console.log(JSON.stringify({ median: times[times.length >> 1], least: times[0], odds, rss }));
  }
}

main().catch((error: Error) => {
  console.log(JSON.stringify({ reason: error.message.split('\n')[0] }));
  process.exit(1);
});
