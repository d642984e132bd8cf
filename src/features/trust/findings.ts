/** What was found out about texts, as hover, status bar and shading have it. */
import { t } from '@vscode/l10n';
import type { Insight, Whose, WordShading } from '../../editor/insight';
import type { Unit } from '../../editor/store';
import type { Attribution, Examination, TrustVerdict } from '../../model/trust/types';
import type { AnalyzerService } from '../../model/types';
import { sleep } from '../../pause';
import { sourceName, withoutText } from '../../trustWording';
import type { ShadingSource, StabilityView } from '../../webview/protocol';
import { signed, stance } from '../../wording';
import { Background } from './background';
import { carriedValues, ownEffects, withoutEffect, type Valued } from './effects';
import { Memory } from './memory';

/** Texts of which results are kept; a text of 1,000 words takes some 30 KB. */
const TEXTS = 64;
/** Words that were tried one by one. */
const WORDS = 2000;
/** A hover waits no longer than this for a word to be tried. */
const PATIENCE_MS = 250;

export interface Means {
  source(): ShadingSource;
  /** Whether a word may be tried for a hover without anybody having asked for it. */
  tries(unit: Unit): boolean;
  /** The service that reads as this model did. */
  service(model: string): Promise<AnalyzerService>;
  /** More is known, less is under way, or something failed. */
  changed(kind: 'examination' | 'attribution' | 'stability', key: string): void;
}

/** The same text read by the same model is the same to whoever asks. */
export const keyOf = ({ model }: Whose, { text }: Pick<Unit, 'text'>): string => `${model}\n${text}`;

export class Findings implements Insight {
  readonly examinations: Background<Examination>;
  readonly attributions: Background<Attribution>;
  readonly stabilities: Background<StabilityView>;
  /** P(label) without a word, by text and word. */
  private readonly tried = new Memory<number>(WORDS);
  /** By what a text was shaded last, while it is being written and changes under its number. */
  private readonly shaded = new Memory<Valued>(TEXTS);

  constructor(private readonly means: Means) {
    this.examinations = new Background((key) => means.changed('examination', key), TEXTS);
    this.attributions = new Background((key) => means.changed('attribution', key), TEXTS);
    this.stabilities = new Background((key) => means.changed('stability', key), TEXTS);
  }

  verdictOf(entry: Whose, unit: Unit): TrustVerdict | null {
    // Where the weights are effects themselves, there is nothing to be believed.
    if (unit.analysis.kind !== 'attention') return null;
    return this.examinationOf(entry, unit)?.faithfulness.verdict ?? null;
  }

  examinationOf(entry: Whose, unit: Unit): Examination | null {
    return this.examinations.known(keyOf(entry, unit)) ?? null;
  }

  shadingOf(entry: Whose, unit: Unit): WordShading | null {
    const source = this.means.source();
    if (source === 'attention') return null;
    const words = unit.analysis.tokens.map(({ text }) => text);
    const place = `${source}\n${entry.model}\n${unit.id}`;
    const known = this.valuesOf(source, entry, unit);
    if (known) this.shaded.set(place, { words, values: known });
    const before = known ? undefined : this.shaded.get(place);
    const values = known ?? (before && carriedValues(before, words));
    return values ? { source, values } : null;
  }

  linesOf(entry: Whose, unit: Unit, token: number): readonly string[] | Promise<readonly string[]> {
    const key = keyOf(entry, unit);
    const { label, probability, tokens, kind } = unit.analysis;
    const rest = [...this.partLines(entry, unit, token), ...this.rankLines(key, token)];
    const said = (before: number, after: number) => [this.without(unit, before, after), ...rest];
    const examined = this.examinations.known(key);
    if (examined?.label === label) return said(examined.probability, examined.without[token]!);
    const effect = kind === 'deletion' ? tokens[token]?.effect : undefined;
    if (effect !== undefined) return said(probability, withoutEffect(probability, effect));
    const tried = this.tried.get(`${token}\n${key}`);
    if (tried !== undefined) return said(probability, tried);
    if (unit.carried || !this.means.tries(unit)) return rest;
    return this.tryWord(entry, unit, token).then((after) =>
      after === null ? rest : said(probability, after),
    );
  }

  /** Ends what is under way. */
  stop(): void {
    for (const work of [this.examinations, this.attributions, this.stabilities]) work.stop();
  }

  private valuesOf(source: WordShading['source'], entry: Whose, unit: Unit): readonly number[] | null {
    const key = keyOf(entry, unit);
    const values =
      source === 'deletion'
        ? (ownEffects(unit.analysis) ?? this.examinations.known(key)?.effects)
        : this.attributions.known(key)?.values;
    return values && !unit.carried ? values : null;
  }

  private without({ analysis }: Unit, before: number, after: number): string {
    const labels = analysis.classes.map(({ label }) => label);
    return withoutText(analysis.label, before, after, labels);
  }

  /** What the word is shaded by, where nothing else says it. */
  private partLines(entry: Whose, unit: Unit, token: number): string[] {
    const source = this.means.source();
    const value = source === 'integrated-gradients' ? this.valuesOf(source, entry, unit)?.[token] : undefined;
    if (value === undefined) return [];
    return [`${sourceName(source)}: ${signed(value)} (${stance(value, unit.analysis.label)})`];
  }

  private rankLines(key: string, token: number): string[] {
    const stability = this.stabilities.known(key);
    if (!stability?.unstable.includes(token)) return [];
    const [best, worst] = stability.ranks[token]!;
    return [t('Rank differs between seeds of the model: {0} to {1}', best, worst)];
  }

  /** One run of the network without the word; null where it takes too long, or fails. */
  private async tryWord(entry: Whose, unit: Unit, token: number): Promise<number | null> {
    const abort = new AbortController();
    const { signal } = abort;
    const late = sleep(PATIENCE_MS, { signal }).then(
      () => null,
      () => null,
    );
    try {
      const work = this.means
        .service(entry.model)
        .then((service) => service.occlude(unit.text, [[token, token + 1]], { signal }));
      const found = await Promise.race([work, late]);
      const after = found?.label === unit.analysis.label ? found.without[0] : undefined;
      if (after === undefined) return null;
      this.tried.set(`${token}\n${keyOf(entry, unit)}`, after);
      return after;
    } catch {
      // Without the line the hover is as good as it ever was; what is wrong is said where somebody asks for it.
      return null;
    } finally {
      abort.abort();
    }
  }
}
