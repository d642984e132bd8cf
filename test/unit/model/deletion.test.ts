import assert from 'node:assert/strict';
import { Analyzer } from '../../../src/model/analyzer';
import { logOdds } from '../../../src/model/classes';
import { withEffects } from '../../../src/model/deletion';
import type { Engine } from '../../../src/model/engines/engine';
import { PlainEngine } from '../../../src/model/engines/plain';
import type { Analysis } from '../../../src/model/types';
import { onEveryEngine } from '../../fixtures/engines';
import { randomIds } from '../../fixtures/networks';
import { variantOf } from '../../fixtures/variants';

const LABELS = ['bad', 'so-so', 'good'];
const WORDS = 'the film was not good , really boring and i hated it'.split(' ');

/** Log-odds of a class, by an analyzer that reads the words joined by blanks. */
async function oddsOf(analyzer: Analyzer, words: readonly string[], label: string): Promise<number> {
  const [classified] = await analyzer.classify([words.join(' ')]);
  return logOdds(classified!.probabilities, LABELS.indexOf(label));
}

onEveryEngine('words left out', (open, { rounded }) => {
  for (const bidirectional of [false, true]) {
    it(`say what each brings to the verdict, ${bidirectional ? 'both ways' : 'one way'}`, async () => {
      const model = await variantOf({ attentionKind: 'none', bidirectional }, LABELS);
      const analyzer = new Analyzer(model, await open(model));
      assert.equal(analyzer.info.kind, 'deletion');
      const report = await analyzer.analyze(WORDS.join(' '));
      const { label, kind, tokens } = report.analyses[0] as Analysis;
      assert.equal(kind, 'deletion');
      const whole = await oddsOf(analyzer, WORDS, label);
      const sum = tokens.reduce((total, { effect }) => total + Math.abs(effect!), 0);
      for (const [i, { effect, weight }] of tokens.entries()) {
        const expected = whole - (await oddsOf(analyzer, WORDS.toSpliced(i, 1), label));
        assert.ok(Math.abs(effect! - expected) < (rounded ? 1e-2 : 1e-4), `${effect} for ${expected}`);
        assert.ok(Math.abs(weight - Math.abs(effect!) / sum) < 1e-6);
      }
      assert.ok(tokens.some(({ effect }) => effect! > 0.01) && tokens.some(({ effect }) => effect! < -0.01));
      const [one] = (await analyzer.analyze('good')).analyses;
      assert.equal(one!.tokens[0]!.weight, 1);
      analyzer.dispose();
    });
  }
});

describe('words left out', () => {
  it('end at a pause that says so, and leave the text unread', async () => {
    const model = await variantOf({ attentionKind: 'none' });
    const engine = new PlainEngine(model);
    let texts = 0;
    const session = engine.open();
    const slow: Engine = {
      open: () => ({
        ...session,
        read(ids: Int32Array) {
          texts += 1;
          const until = performance.now() + 30;
          while (performance.now() < until);
          return session.read(ids);
        },
      }),
      ...{ backend: engine.backend, keepsStates: true, dispose: () => undefined },
      run: (all: readonly Int32Array[]) => engine.run(all),
    };
    const ids = randomIds(9, 20, 1);
    const pauses: number[] = [];
    const outcome = engine.run([ids])[0]!;
    const pause = (done: number) => {
      pauses.push(done);
      return Promise.resolve(pauses.length < 3);
    };
    const ended = await withEffects(slow, ids, outcome, { cancelled: () => false, pause });
    assert.equal(ended, null);
    assert.deepEqual([texts, pauses], [3, [1, 2, 3]]);

    texts = 0;
    const analyzer = new Analyzer(model, slow);
    const report = await analyzer.analyze(WORDS.join(' '), { cancelled: () => texts > 3 });
    assert.deepEqual(report.analyses, []);
    assert.deepEqual(report.unread, [{ start: 0, end: WORDS.join(' ').length }]);
    assert.equal(texts, 4);
  });
});
