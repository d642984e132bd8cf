/** Sole reader of the settings under `attentionInspector.`: a frozen object in, problems in words out. */
import { t } from '@vscode/l10n';
import type { Segments } from './editor/segments';
import type { Scale } from './editor/shading';
import type { BackendChoice } from './model/types';

export interface Config {
  readonly gamma: number;
  readonly scale: Scale;
  readonly emphasis: 'auto' | 'always' | 'never';
  readonly showVerdictNote: boolean;
  /** What the words are shaded by. */
  readonly shadingSource: 'attention' | 'deletion' | 'integratedGradients';
  /** Whether it is found out by itself how far attention can be believed. */
  readonly examine: 'automatic' | 'whenAsked';
  /** What one analysis covers. */
  readonly segments: Segments;
  /** Whether the verdict stands above each analysed text. */
  readonly codeLens: boolean;
  /** Marks for the strongest words beside the scroll bar. */
  readonly rulerMarks: boolean;
  /** Words read in one request at most. */
  readonly maxWords: number;
  /** Name of a folder in models/, an absolute path, or the address of a folder on another file system. */
  readonly model: string;
  readonly backend: BackendChoice;
}

/** The part of `vscode.WorkspaceConfiguration` that is needed, relative to `attentionInspector`. */
export interface Settings {
  get(key: string): unknown;
}

export interface ReadConfig {
  readonly config: Config;
  /** One sentence for each setting that was not usable and fell back to its default. */
  readonly problems: readonly string[];
}

interface Rule<T> {
  readonly fallback: T;
  /** In words; only asked for once the language is known. */
  expected(): string;
  accepts(value: unknown): value is T;
}

const number = (fallback: number, least: number, most: number, whole = false): Rule<number> => ({
  fallback,
  expected: () =>
    whole ? t('a whole number from {0} to {1}', least, most) : t('a number from {0} to {1}', least, most),
  accepts: (value): value is number =>
    typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value)),
});

const oneOf = <T extends string>(fallback: T, ...others: T[]): Rule<T> => ({
  fallback,
  expected: () => [fallback, ...others].map((value) => `"${value}"`).join(', '),
  accepts: (value): value is T => [fallback, ...others].includes(value as T),
});

const yesOrNo = (fallback: boolean): Rule<boolean> => ({
  fallback,
  expected: () => t('true or false'),
  accepts: (value): value is boolean => typeof value === 'boolean',
});

const RULES: { readonly [Key in keyof Config]: Rule<Config[Key]> } = {
  gamma: number(1, 0.2, 5),
  scale: oneOf<Scale>('relative', 'absolute'),
  emphasis: oneOf<Config['emphasis']>('auto', 'always', 'never'),
  showVerdictNote: yesOrNo(true),
  shadingSource: oneOf<Config['shadingSource']>('attention', 'deletion', 'integratedGradients'),
  examine: oneOf<Config['examine']>('automatic', 'whenAsked'),
  segments: oneOf<Segments>('selection', 'sentence', 'line', 'paragraph', 'document'),
  codeLens: yesOrNo(false),
  rulerMarks: yesOrNo(false),
  maxWords: number(20_000, 1, 1_000_000, true),
  model: {
    fallback: 'imdb-attention',
    expected: () => t('the name of a folder in models/, an absolute path, or the address of a folder'),
    // A relative path would mean another folder on every machine.
    accepts: (value): value is string =>
      typeof value === 'string' &&
      (isAbsolutePath(value) || isAddress(value) || /^[\w-][\w.-]*$/.test(value)),
  },
  backend: oneOf<Config['backend']>('auto', 'kernels', 'plain', 'tfjs-node', 'wasm', 'cpu'),
};

/** On whatever system the extension runs, which in a browser is none. */
export function isAbsolutePath(value: string): boolean {
  return /^(?:[\\/]|[a-z]:[\\/])/i.test(value);
}

/** Whether something is written as the address of a folder: a scheme of two letters or more, as drives have one. */
export function isAddress(value: string): boolean {
  return /^[a-z][a-z\d+.-]+:\//i.test(value);
}

/** Where a setting has another name than here, under `attentionInspector`. */
export const SETTING_NAMES = {
  shadingSource: 'shading.source',
  examine: 'trust.examine',
} as const satisfies Partial<Record<keyof Config, string>>;

const nameOf = (key: keyof Config): string =>
  key in SETTING_NAMES ? SETTING_NAMES[key as keyof typeof SETTING_NAMES] : key;

/** The settings as they stand: what is missing or wrong has its default, and wrong ones are told. Never throws. */
export function readConfig(settings: Settings): ReadConfig {
  const problems: string[] = [];
  const read = <Key extends keyof Config>(key: Key): Config[Key] => {
    const rule: Rule<Config[Key]> = RULES[key];
    const value = settings.get(nameOf(key));
    if (rule.accepts(value)) return value;
    if (value !== undefined) {
      problems.push(
        t(
          'The setting {0} is {1}, expected {2}. The default {3} is used.',
          `attentionInspector.${nameOf(key)}`,
          JSON.stringify(value),
          rule.expected(),
          JSON.stringify(rule.fallback),
        ),
      );
    }
    return rule.fallback;
  };
  const config = Object.freeze({
    gamma: read('gamma'),
    scale: read('scale'),
    emphasis: read('emphasis'),
    showVerdictNote: read('showVerdictNote'),
    shadingSource: read('shadingSource'),
    examine: read('examine'),
    segments: read('segments'),
    codeLens: read('codeLens'),
    rulerMarks: read('rulerMarks'),
    maxWords: read('maxWords'),
    model: read('model'),
    backend: read('backend'),
  });
  return { config, problems };
}

/** The settings, read when first asked for and again after every change; each wrong value is told once. */
export class LiveConfig {
  private latest: Config | null = null;
  private told: readonly string[] = [];

  /**
   * @param open gives the settings as they stand
   * @param warn shows one problem to the person
   */
  constructor(
    private readonly open: () => Settings,
    private readonly warn: (problem: string) => void,
  ) {}

  get current(): Config {
    return (this.latest ??= this.read());
  }

  /** The settings were changed. */
  reload(): void {
    this.latest = this.read();
  }

  private read(): Config {
    const { config, problems } = readConfig(this.open());
    for (const problem of problems) if (!this.told.includes(problem)) this.warn(problem);
    this.told = problems;
    return config;
  }
}
