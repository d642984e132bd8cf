/** Runs a suite of behavioural tests over a classifier and counts what it passes. */
import { TEST_TYPES, type BehaviourCase, type TestType } from './behaviourSuite';

/** P(positive) of each text, in order. */
export type Judge = (texts: readonly string[]) => Promise<readonly number[]>;

/** A probability that moves by no more is the same, also where it passes 0.5 (CheckList's tolerance). */
export const SAME = 0.1;

export interface Tally {
  readonly cases: number;
  readonly passed: number;
  /** passed / cases. */
  readonly rate: number;
}

export type Failure = BehaviourCase & {
  /** P(positive) of each text. */
  readonly probabilities: readonly number[];
};

export interface CapabilityReport extends Tally {
  readonly capability: string;
  /** Only the types that the capability is tried by. */
  readonly types: Readonly<Partial<Record<TestType, Tally>>>;
}

export interface BehaviourReport extends Tally {
  readonly types: Readonly<Partial<Record<TestType, Tally>>>;
  /** In the order of the suite. */
  readonly capabilities: readonly CapabilityReport[];
  readonly failures: readonly Failure[];
}

/** @throws RangeError when there is no case at all, or the judge gives other than one number a text. */
export async function runBehaviour(cases: readonly BehaviourCase[], judge: Judge): Promise<BehaviourReport> {
  if (cases.length === 0) throw new RangeError('Expected at least one case');
  const texts = [...new Set(cases.flatMap((one) => one.texts))];
  const judged = await judge(texts);
  if (judged.length !== texts.length)
    throw new RangeError(`${texts.length} texts, ${judged.length} verdicts`);
  const byText = new Map(texts.map((text, i) => [text, judged[i]!]));
  const results = cases.map((one) => {
    const probabilities = one.texts.map((text) => byText.get(text)!);
    return { one, probabilities, passed: passes(one, probabilities) };
  });
  const capabilities = [...new Set(cases.map(({ capability }) => capability))];
  return {
    ...tally(results),
    types: byType(results),
    capabilities: capabilities.map((capability) => {
      const own = results.filter(({ one }) => one.capability === capability);
      return { capability, ...tally(own), types: byType(own) };
    }),
    failures: results.flatMap(({ one, probabilities, passed }) =>
      passed ? [] : [{ ...one, probabilities }],
    ),
  };
}

/** Exactly 0.5 is no verdict: where one is asked for, it is wrong. */
function passes({ type, expect }: BehaviourCase, [first, ...others]: readonly number[]): boolean {
  switch (type) {
    case 'minimum':
      return expect === 'positive' ? first! > 0.5 : first! < 0.5;
    case 'invariance':
      return others.every((p) => p >= 0.5 === first! >= 0.5 || Math.abs(p - first!) <= SAME);
    case 'direction':
      return expect === 'up' ? others[0]! > first! : others[0]! < first!;
  }
}

interface Result {
  readonly one: BehaviourCase;
  readonly passed: boolean;
}

function tally(results: readonly Result[]): Tally {
  const passed = results.filter((result) => result.passed).length;
  return { cases: results.length, passed, rate: passed / results.length };
}

function byType(results: readonly Result[]): Partial<Record<TestType, Tally>> {
  const tallies = TEST_TYPES.map((type) => [type, results.filter(({ one }) => one.type === type)] as const);
  return Object.fromEntries(
    tallies.filter(([, own]) => own.length > 0).map(([type, own]) => [type, tally(own)]),
  );
}
