/** One labelled text of a data set. */
export interface Example {
  /** Stable within the data set, e.g. "test/pos/123_9.txt" or "row 17". */
  readonly id: string;
  readonly text: string;
  /** 1 = positive. */
  readonly label: 0 | 1;
  /** The reviewer's stars, 1 to 10, where the data set tells them. */
  readonly rating?: number;
}
