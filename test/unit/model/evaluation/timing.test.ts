import assert from 'node:assert/strict';
import type { Analyzer } from '../../../../src/model/analyzer';
import { stretchesOf, TIMED_WORDS, timeReading } from '../../../../src/model/evaluation/timing';
import { tokenize } from '../../../../src/model/tokenizer';
import { Vocab } from '../../../../src/model/vocab';

async function* texts(...all: string[]): AsyncGenerator<{ text: string }> {
  for (const text of all) yield { text };
}

const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `w${from + i}`).join(' ');
const lengths = (stretches: readonly string[]) => stretches.map((text) => tokenize(text).length);

describe('stretches to be timed', () => {
  it('follow on one another through the texts, each as long', async () => {
    // "w12" is a letter and a number, so a word here is two tokens.
    const stretches = await stretchesOf(texts(words(0, 150), words(150, 10), words(160, 190)));
    assert.deepEqual(lengths(stretches), [TIMED_WORDS, TIMED_WORDS, TIMED_WORDS]);
    assert.equal(stretches.join(' '), words(0, 300));
  });

  it('repeat what is shorter, and need a word', async () => {
    const stretches = await stretchesOf(texts('not bad', '<br />'));
    assert.ok(stretches.length > 0);
    assert.deepEqual(new Set(lengths(stretches)), new Set([TIMED_WORDS]));
    await assert.rejects(stretchesOf(texts('<br />')), RangeError);
  });

  it('are no more than are needed', async () => {
    const read: number[] = [];
    async function* many() {
      for (let i = 0; i < 1000; i++) {
        read.push(i);
        yield { text: words(0, TIMED_WORDS) };
      }
    }
    const stretches = await stretchesOf(many());
    assert.ok(stretches.length < 100 && read.length < 100);
  });
});

describe('timing models', () => {
  it('asks each in turn for verdicts and words, and gives medians', async () => {
    const asked: string[] = [];
    const vocab = Vocab.parse('<pad> 0\n<unk> 0\nfilm 3\n');
    const timed = (name: string, ms: number) => ({
      vocab,
      engine: {
        run: (ids: readonly Int32Array[]) => {
          asked.push(`${name} ${ids[0]!.join()}`);
          return [];
        },
      },
      analyzer: { analyze: async () => ({ analyses: [{ ms }, { ms: 1 }] }) } as unknown as Analyzer,
    });
    const [a, b] = await timeReading([timed('a', 3), timed('b', 5)], ['film noir', 'film']);
    assert.deepEqual([a!.words, b!.words], [4, 6]);
    assert.ok(a!.verdict >= 0 && b!.verdict >= 0);
    assert.deepEqual(asked.slice(0, 5), ['a 2,1', 'a 2', 'b 2,1', 'b 2', 'a 2,1']);
  });
});
