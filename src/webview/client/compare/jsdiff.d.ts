/** The part of jsdiff 7 that is used; that version brings no types of its own. */
declare module 'diff' {
  interface Change<T> {
    /** Of the second where both have it. */
    readonly value: T[];
    readonly added?: boolean;
    readonly removed?: boolean;
  }
  /** Undefined where more insertions and deletions are needed than `maxEditLength`. */
  export function diffArrays<T>(
    first: readonly T[],
    second: readonly T[],
    options: { readonly maxEditLength: number },
  ): Change<T>[] | undefined;
}
