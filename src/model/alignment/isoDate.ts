/** Whether a text is YYYY-MM-DD and that day is in the calendar. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Some engines carry 31 February over into March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
