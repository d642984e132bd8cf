import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runBehaviour, SAME, type Judge } from '../../../../src/model/evaluation/behaviour';
import { parseSuite, TEST_TYPES, type BehaviourCase } from '../../../../src/model/evaluation/behaviourSuite';
import { readSuite } from '../../../../src/model/node/behaviour';
import { InputError } from '../../../../src/model/types';

const SUITE = path.resolve('test', 'behaviour');

/** A judge that knows the probability of some texts and is undecided about the others. */
const knows =
  (probabilities: Record<string, number>): Judge =>
  async (texts) =>
    texts.map((text) => probabilities[text] ?? 0.5);

const always =
  (probability: number): Judge =>
  async (texts) =>
    texts.map(() => probability);

function suiteOf(tests: object[], words?: object): BehaviourCase[] {
  return parseSuite(
    JSON.stringify({ capability: 'c', about: 'a', ...(words && { words }), tests }),
    'c.json',
  );
}

describe('templates of behavioural tests', () => {
  it('are filled with every combination, or with as many as asked for, the same each time', () => {
    const words = { film: ['film', 'movie'], good: ['good', 'fine', 'great'] };
    const test = { name: 't', type: 'minimum', expect: 'positive', cases: ['A {good} {film}.'] };
    const all = suiteOf([test], words).map(({ texts }) => texts[0]!);
    assert.deepEqual([...all].sort(), [
      'A fine film.',
      'A fine movie.',
      'A good film.',
      'A good movie.',
      'A great film.',
      'A great movie.',
    ]);
    const some = suiteOf([{ ...test, sample: 3 }], words).map(({ texts }) => texts[0]!);
    assert.equal(new Set(some).size, 3);
    assert.ok(some.every((text) => all.includes(text)));
    assert.deepEqual(
      suiteOf([{ ...test, sample: 3 }], words).map(({ texts }) => texts[0]),
      some,
    );
  });

  it('take the same item in all texts of a case, in parts and in other letters', () => {
    const [first] = suiteOf(
      [
        {
          name: 't',
          type: 'invariance',
          cases: [['In {y.0}: {s}', 'in {y.1}: {s|upper}', '{s|lower}', '{s|title}']],
        },
      ],
      { y: [['1950', '2001']], s: ["It isn't Bad."] },
    );
    assert.deepEqual(first!.texts, [
      "In 1950: It isn't Bad.",
      "in 2001: IT ISN'T BAD.",
      "it isn't bad.",
      "It Isn't Bad.",
    ]);
    assert.deepEqual(
      [first!.capability, first!.test, first!.type, first!.expect],
      ['c', 't', 'invariance', 'same'],
    );
  });

  it('name the file and what is wrong in it', () => {
    const minimum = { name: 't', type: 'minimum', expect: 'positive', cases: ['Good.'] };
    const wrong: [tests: object[], message: RegExp][] = [
      [[{ ...minimum, cases: ['A {film}.'] }], /^c\.json, t: expected a list "film" in words$/],
      [[{ ...minimum, expect: 'up' }], /^c\.json: tests\.0\.expect/],
      [[{ ...minimum, expected: 'positive' }], /^c\.json: tests\.0\.expected/],
      [[{ ...minimum, cases: [] }], /^c\.json: tests\.0\.cases/],
      [[{ ...minimum, type: 'direction', expect: 'up', cases: [['Good.']] }], /^c\.json: tests\.0\.cases/],
      [[], /^c\.json: tests/],
    ];
    for (const [tests, message] of wrong) {
      assert.throws(
        () => suiteOf(tests),
        (error) => error instanceof InputError && message.test(error.message),
        JSON.stringify(tests),
      );
    }
    assert.throws(() => parseSuite('{', 'c.json'), /^InputError: c\.json: not valid JSON/);
  });

  it('are read from one file or a folder of them', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'suite-'));
    try {
      await assert.rejects(readSuite(folder), /expected \.json files of behavioural tests, found none/);
      await assert.rejects(readSuite(path.join(folder, 'nowhere')), InputError);
      for (const name of ['b', 'a']) {
        const tests = [{ name: 't', type: 'minimum', expect: 'positive', cases: ['Good.'] }];
        await writeFile(
          path.join(folder, `${name}.json`),
          JSON.stringify({ capability: name, about: 'a', tests }),
        );
      }
      assert.deepEqual(
        (await readSuite(folder)).map(({ capability }) => capability),
        ['a', 'b'],
      );
      assert.equal((await readSuite(path.join(folder, 'b.json')))[0]!.capability, 'b');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('running behavioural tests', () => {
  const cases = suiteOf([
    { name: 'plain', type: 'minimum', expect: 'positive', cases: ['good', 'fine'] },
    { name: 'plain', type: 'minimum', expect: 'negative', cases: ['bad'] },
    { name: 'case', type: 'invariance', cases: [['good', 'GOOD', 'Good']] },
    { name: 'more', type: 'direction', expect: 'up', cases: [['good', 'very good']] },
    { name: 'less', type: 'direction', expect: 'down', cases: [['bad', 'very bad']] },
  ]);
  const right = { good: 0.8, fine: 0.7, bad: 0.2, GOOD: 0.6, Good: 0.9, 'very good': 0.81, 'very bad': 0.1 };
  const failed = async (change: Record<string, number>) =>
    (await runBehaviour(cases, knows({ ...right, ...change }))).failures.map(
      ({ test, texts }) => `${test}: ${texts}`,
    );

  it('passes who is right everywhere', async () => {
    const report = await runBehaviour(cases, knows(right));
    assert.deepEqual([report.cases, report.passed, report.rate, report.failures], [6, 6, 1, []]);
  });

  it('fails each type by its own measure, and says which case and why', async () => {
    assert.deepEqual(await failed({ fine: 0.5 }), ['plain: fine']);
    assert.deepEqual(await failed({ bad: 0.5 }), ['plain: bad']);
    assert.deepEqual(await failed({ Good: 0.49 }), ['case: good,GOOD,Good']);
    assert.deepEqual(await failed({ 'very good': 0.8 }), ['more: good,very good']);
    assert.deepEqual(await failed({ 'very bad': 0.2 }), ['less: bad,very bad']);
    const { failures } = await runBehaviour(cases, knows({ ...right, Good: 0.3 }));
    assert.deepEqual(
      failures.map(({ capability, type, probabilities }) => [capability, type, probabilities]),
      [['c', 'invariance', [0.8, 0.6, 0.3]]],
    );
  });

  it('lets a probability waver about 0.5 by no more than is said', async () => {
    const near = { good: 0.55, 'very good': 0.9 };
    assert.deepEqual(await failed({ ...near, GOOD: 0.55 - SAME + 0.001 }), []);
    assert.deepEqual(await failed({ ...near, GOOD: 0.55 - SAME - 0.001 }), ['case: good,GOOD,Good']);
  });

  it('asks for each text once, and needs an answer to each', async () => {
    const asked: string[] = [];
    await runBehaviour(cases, (texts) => {
      asked.push(...texts);
      return Promise.resolve(texts.map(() => 0.5));
    });
    assert.deepEqual([...asked].sort(), Object.keys(right).sort());
    await assert.rejects(
      runBehaviour(cases, async () => [0.5]),
      RangeError,
    );
    await assert.rejects(runBehaviour([], always(0.5)), RangeError);
  });

  it('counts by capability and type', async () => {
    const other = cases.slice(0, 3).map((one) => ({ ...one, capability: 'd' }) as BehaviourCase);
    const { types, capabilities } = await runBehaviour([...cases, ...other], always(0.9));
    assert.deepEqual(types, {
      minimum: { cases: 6, passed: 4, rate: 4 / 6 },
      invariance: { cases: 1, passed: 1, rate: 1 },
      direction: { cases: 2, passed: 0, rate: 0 },
    });
    assert.deepEqual(
      capabilities.map(({ capability, passed, cases }) => [capability, passed, cases]),
      [
        ['c', 3, 6],
        ['d', 2, 3],
      ],
    );
    assert.deepEqual(Object.keys(capabilities[1]!.types), ['minimum']);
  });
});

describe('the suite of behavioural tests', () => {
  let cases: readonly BehaviourCase[];
  before(async () => {
    cases = await readSuite(SUITE);
  });

  it('holds several hundred different cases, every type among them', () => {
    assert.ok(cases.length >= 600, `${cases.length} cases`);
    assert.deepEqual([...new Set(cases.map(({ type }) => type))].sort(), [...TEST_TYPES].sort());
    const keys = cases.map(({ type, texts }) => JSON.stringify([type, texts]));
    const twice = keys.filter((key, i) => keys.indexOf(key) !== i);
    assert.deepEqual(twice, []);
  });

  it('leaves no place unfilled and compares no text with itself', () => {
    for (const { texts } of cases) {
      assert.equal(new Set(texts).size, texts.length, `${texts}`);
      for (const text of texts) assert.doesNotMatch(text, /\{[\w.|]+\}/u);
    }
  });

  it('cannot be passed by one and the same answer', async () => {
    const negative = cases.filter(({ expect }) => expect === 'negative').length;
    for (const [probability, expected] of [
      [0.9, 'positive'],
      [0.1, 'negative'],
    ] as const) {
      const { types } = await runBehaviour(cases, always(probability));
      assert.equal(types.minimum!.passed, cases.filter(({ expect }) => expect === expected).length);
      assert.equal(types.direction!.rate, 0);
      assert.equal(types.invariance!.rate, 1);
    }
    // As many of one verdict as of the other, or nearly so.
    const minimum = cases.filter(({ type }) => type === 'minimum').length;
    assert.ok(Math.abs(negative / minimum - 0.5) < 0.05, `${negative} of ${minimum}`);
  });
});
