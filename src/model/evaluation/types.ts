/** One labelled text of a data set. */
export interface Labelled {
  /** Stable within the data set, e.g. "test/pos/123_9.txt" or "row 17". */
  readonly id: string;
  readonly text: string;
  /** The class, in [0, C). */
  readonly label: number;
  /** The same for texts that are edits of one another, where the data set joins such. */
  readonly pair?: string;
}

/** The same, of sentiment. */
export interface Example extends Labelled {
  /** 1 = positive. */
  readonly label: 0 | 1;
  /** The reviewer's stars, 1 to 10, where the data set tells them. */
  readonly rating?: number;
}
