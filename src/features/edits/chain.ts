/** Edits tried on one text, each on top of the one before; nothing of it touches the document. */
import { t } from '@vscode/l10n';
import type { Analysis, AnalyzerService } from '../../model/types';
import { whole } from '../../wording';
import { applyChange, changedText, draftOf, type Change, type Draft } from './draft';

/** One edit and what the model makes of the text that it left. */
export interface Step {
  /** In words, e.g. "Without “great”". */
  readonly said: string;
  readonly draft: Draft;
  readonly reading: Reading;
}

/** What the model made of one text. */
interface Reading {
  readonly analysis: Analysis;
  /** Words after which the text was cut because the model reads no more; null where it was not. */
  readonly cutAfter: number | null;
}

/** A change to be tried, and how it is called. */
export interface Edit {
  readonly change: Change;
  readonly said: string;
}

type Service = Pick<AnalyzerService, 'analyze' | 'info'>;

/** The texts before and after every step; grown by whole steps only. */
export class Chain {
  private constructor(
    readonly original: string,
    /** Name of the model that all analyses are by. */
    readonly model: string,
    private readonly first: Reading,
    readonly steps: readonly Step[],
  ) {}

  /** @throws EditRefused when there is nothing to read, or more than the model reads at once */
  static async start(text: string, service: Service, signal?: AbortSignal): Promise<Chain> {
    const { name } = await service.info();
    return new Chain(text, name, await readWhole(text, service, signal), []);
  }

  get draft(): Draft {
    return this.steps.at(-1)?.draft ?? draftOf(this.original);
  }

  get text(): string {
    return changedText(this.draft);
  }

  get before(): Analysis {
    return this.first.analysis;
  }

  get after(): Analysis {
    return this.latest.analysis;
  }

  /** See Reading. */
  get cutAfter(): number | null {
    return this.latest.cutAfter;
  }

  /**
   * One step more. By another model than so far, everything is read anew, so that before and after can be compared.
   * @throws EditRefused as `start` does; this chain stays as it is
   */
  async with({ change, said }: Edit, service: Service, signal?: AbortSignal): Promise<Chain> {
    const { name } = await service.info();
    const chain = name === this.model ? this : await this.readBy(service, name, signal);
    const draft = applyChange(chain.draft, change);
    const reading = await readWhole(changedText(draft), service, signal);
    return new Chain(chain.original, name, chain.first, [...chain.steps, { said, draft, reading }]);
  }

  /** Without the last step; null where it was the only one. */
  undone(): Chain | null {
    if (this.steps.length < 2) return null;
    return new Chain(this.original, this.model, this.first, this.steps.slice(0, -1));
  }

  private get latest(): Reading {
    return this.steps.at(-1)?.reading ?? this.first;
  }

  private async readBy(service: Service, model: string, signal?: AbortSignal): Promise<Chain> {
    const first = await readWhole(this.original, service, signal);
    const steps: Step[] = [];
    for (const { said, draft } of this.steps) {
      steps.push({ said, draft, reading: await readWhole(changedText(draft), service, signal) });
    }
    return new Chain(this.original, model, first, steps);
  }
}

/** Work was ended by the person; there is nothing to say. */
export class Cancelled extends Error {}

/** The edit cannot be tried: the message says why, for the person to read. */
export class EditRefused extends Error {}

async function readWhole(text: string, service: Service, signal?: AbortSignal): Promise<Reading> {
  const { analyses, unread, cutAfter } = await service.analyze(text, signal ? { signal } : {});
  if (signal?.aborted) throw new Cancelled();
  const [analysis] = analyses;
  if (!analysis) throw new EditRefused(t('With this edit nothing would be left to read.'));
  if (analyses.length > 1 || (unread.length > 0 && cutAfter === undefined)) {
    const { maxTokens } = await service.info();
    throw new EditRefused(
      t(
        'With this edit the text would be longer than the {0} words that the model reads at once.',
        whole(maxTokens),
      ),
    );
  }
  return { analysis, cutAfter: cutAfter ?? null };
}
