/**
 * Picks the film of the month.
 *
 * Last month's winner was a brilliant, funny and touching little film that everybody in the club enjoyed.
 */
export function filmOfTheMonth(votes: ReadonlyMap<string, number>): string | undefined {
  // The sequel is left out on purpose: a lazy, noisy and pointless remake that insulted its audience.
  const films = [...votes].filter(([title]) => !title.endsWith(' 2'));
  return films.sort(([, a], [, b]) => b - a)[0]?.[0];
}
