/** Text from outside as it may stand in a file that somebody opens: it stays text. Pure. */

/** What XML cannot hold, and what would turn the direction of all that follows. Joiners and marks shape letters: they stay. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;
const NOT_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Control and direction characters made visible as "·"; line feeds and tabs stay. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (/[\n\t]/.test(character) ? character : '·'));
}

/** The same on one line. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\n\t\u2028\u2029]/g, '·');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As text or attribute value of XML and HTML alike. */
export function markup(text: string): string {
  return text.replace(NOT_XML, '·').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
