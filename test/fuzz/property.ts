/** Properties that hold for any input, tried briefly by `npm test` and for long by `npm run fuzz`. */
import fc from 'fast-check';

export interface Fuzzed {
  /** What is fuzzed, e.g. "model files". */
  readonly area: string;
  /** What holds, as a sentence. */
  readonly name: string;
  /** Inputs of one short run. */
  readonly runs: number;
  /** @param path of a failure that is to be tried again, as fast-check gives it */
  check(runs: number, seed: number, path?: string): Promise<fc.RunDetails<unknown>>;
}

export function fuzzed<T>(
  area: string,
  name: string,
  runs: number,
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => void | Promise<void>,
): Fuzzed {
  const property = fc.asyncProperty(inputs, async (input) => holds(input));
  return {
    ...{ area, name, runs },
    check: async (numRuns, seed, path) =>
      fc.check(property as unknown as fc.IAsyncProperty<unknown>, {
        numRuns,
        seed,
        ...(path === undefined ? {} : { path }),
      }),
  };
}

/** What tries to be more than text somewhere, and names that objects have by themselves. */
export const EVIL: readonly string[] = [
  '[x](command:workbench.action.quit)',
  'https://a[x](command:workbench.action.quit)',
  '![x](https://example.org/x.png)',
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '$(trash) $(sync~spin)',
  '\u001b[2J\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007',
  '\u009b31m\r\n2026-01-01 00:00:00.000 [info] forged',
  '\u202etxt.exe\u202c \u2066isolated',
  '=HYPERLINK("https://example.org")',
  '@SUM(1+1)*cmd|calc',
  '- list\n1. one\n# head\n> quote',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '\ud800 lone \udc00',
  '\ufeffbom\u0000nul\u2028line\u2029paragraph',
  '&lt;b&gt; &#x3c;b&#x3e;',
  '',
];

/** Any string at all, often an evil one, or one with such inside. */
export const evilText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...EVIL) },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
      { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '\r\n', '\t', '.', 'film', 'good', '</', '`') },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));
