/**
 * Counterfactual pairs (Kaushik et al. 2020) and contrast sets (Gardner et al. 2020): a text and its minimal edits, whose
 * true class differs. Who knows why is right about all of them; who goes by the topic is right about one.
 */
export interface PairScores {
  /** Pairs (or larger groups) counted: those of two texts or more. */
  readonly n: number;
  /** Share of them with every text right, in [0, 1]. */
  readonly bothRight: number;
}

export class Pairs {
  private readonly groups = new Map<string, { texts: number; right: number }>();

  /** Counts a text of a pair; a text of no pair is passed over. */
  add(pair: string | undefined, right: boolean): void {
    if (pair === undefined) return;
    const group = this.groups.get(pair) ?? { texts: 0, right: 0 };
    group.texts += 1;
    group.right += Number(right);
    this.groups.set(pair, group);
  }

  /** Undefined where no two texts belong together. */
  scores(): PairScores | undefined {
    const joined = [...this.groups.values()].filter(({ texts }) => texts > 1);
    if (joined.length === 0) return undefined;
    const right = joined.filter((group) => group.right === group.texts).length;
    return { n: joined.length, bothRight: right / joined.length };
  }
}
