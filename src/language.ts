/**
 * The language of every visible string, in the extension host and in the page: `t` of `@vscode/l10n` finds a sentence's
 * translation, and numbers are written as the language has them. English until `speak` was called, and always in the
 * terminal, the worker thread and the log.
 */
import { config } from '@vscode/l10n';

/** Translations by their English sentence, as `vscode.l10n.bundle` holds them. */
export type Bundle = Readonly<Record<string, string>>;

/** What has to be known to speak a language; what the extension hands to its page. */
export interface Speech {
  /** BCP 47, e.g. "de". */
  readonly language: string;
  /** None where the extension has no translation: then English is spoken, numbers included. */
  readonly bundle?: Bundle | undefined;
}

const ENGLISH = 'en';

let spoken: Speech = { language: ENGLISH };
let decimalSign = '.';
/** Counts the changes of language. */
let changes = 0;

/** From now on, strings and numbers are in this language. To be called before anything visible is built. */
export function speak({ language, bundle }: Speech): void {
  spoken = bundle ? { language: known(language), bundle } : { language: ENGLISH };
  config({ contents: { ...bundle } });
  decimalSign = new Intl.NumberFormat(spoken.language).format(1.5).replace(/\p{Nd}/gu, '') || '.';
  changes++;
}

/** What `speak` was last told, as far as it holds. */
export function speech(): Speech {
  return spoken;
}

/** With exactly so many decimals and no grouping, e.g. "4.20", in German "4,20". */
export function decimal(value: number, digits: number): string {
  return localised(value.toFixed(digits));
}

/** With so many significant digits, e.g. "4.2". */
export function significant(value: number, digits: number): string {
  return localised(value.toPrecision(digits));
}

/** A whole number in groups, e.g. "1,234", in German "1.234". */
export function whole(n: number): string {
  return n.toLocaleString(spoken.language === ENGLISH ? 'en-GB' : spoken.language);
}

/** Builds something of translated strings when it is first asked for, and anew once another language is spoken. */
export function perLanguage<T>(build: () => T): () => T {
  let builtAt = -1;
  let built: T;
  return () => {
    if (builtAt !== changes) {
      built = build();
      builtAt = changes;
    }
    return built;
  };
}

const localised = (digits: string): string =>
  decimalSign === '.' ? digits : digits.replace('.', decimalSign);

/** The language where `Intl` takes its name, else English for the numbers. */
function known(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? ENGLISH;
  } catch {
    return ENGLISH;
  }
}
