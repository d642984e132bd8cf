/**
 * Whether attention can be believed on the charted text: examined in the background once nobody types, and told to the
 * panel; hover, status bar and shading ask `Findings`.
 */
import { InputError } from '../../model/types';
import type { ShadingSource, TrustView } from '../../webview/protocol';
import type { Subject, Surface } from '../feature';
import { ownEffects } from './effects';
import { Findings, keyOf } from './findings';
import { Plan, type Job } from './plan';
import { othersOf, readSeeds } from './seeds';
import { serviceOf } from './service';
import { messageOf, same, viewOf } from './view';

/** Milliseconds without another change before a text is examined: typing would start it for nothing. */
export const QUIET_MS = 150;
type Kind = 'examination' | 'attribution' | 'stability';

export class Trust {
  readonly findings: Findings;
  private readonly plan: Plan;
  private readonly subscriptions: readonly { dispose(): void }[];
  /** The text that models of other seeds are to read. */
  private seeds: string | null = null;
  /** How many models of other seeds there are, by model. */
  private readonly siblings = new Map<string, number>();
  /** The section is unfolded. */
  private open = false;
  /** The command wants the section in sight, and the page has not answered yet. */
  private wanted = false;
  private soon: NodeJS.Timeout | undefined;
  /** What the panel was told last. */
  private told: TrustView | null = null;
  /** The model whose words could not be shaded as was chosen: that is said once. */
  private refused: string | null = null;

  constructor(
    private readonly surface: Surface,
    private readonly quietMs = QUIET_MS,
  ) {
    this.plan = new Plan(surface);
    this.findings = new Findings({
      source: () => this.source,
      tries: (unit) => this.plan.automatic(unit),
      service: (model) => serviceOf(surface, model),
      changed: (kind, key) => this.found(kind, key),
    });
    surface.enrich(this.findings);
    this.subscriptions = [
      surface.onDidChange(() => this.look()),
      surface.onDidClear(() => this.findings.stop()),
      surface.onPanelReady(() => this.pageLoaded()),
      surface.onMessage('unfold', ({ section, open }) => {
        if (section === 'trust') this.unfolded(open);
      }),
      surface.onMessage('examine', () => this.examine()),
      surface.onMessage('stability', () => this.readSeeds()),
    ];
  }

  get source(): ShadingSource {
    return this.plan.source;
  }

  /** Examines the charted text now, however large; what failed is tried again. Says whether there is one. */
  examine(): boolean {
    const subject = this.surface.subject();
    if (!subject) return false;
    const key = keyOf(subject.entry, subject.unit);
    this.plan.ask(subject);
    if (this.findings.examinations.standing(key)?.error) this.findings.examinations.stop();
    this.look(0);
    return true;
  }

  /** Opens the panel with the section unfolded and in sight. */
  show(): void {
    this.wanted = true;
    this.surface.showPanel();
    // A page that is not there yet hears it once it is.
    this.surface.post({ type: 'openSection', section: 'trust' });
  }

  /** The document has been edited: what is computed for it waits until nobody types. */
  edited(uri: string): void {
    if (this.surface.subject()?.entry.uri !== uri) return;
    this.findings.stop();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.look(0), this.quietMs);
  }

  dispose(): void {
    clearTimeout(this.soon);
    this.findings.stop();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private pageLoaded(): void {
    this.open = false;
    this.told = null;
    if (this.wanted) this.surface.post({ type: 'openSection', section: 'trust' });
    this.look();
  }

  private unfolded(open: boolean): void {
    this.open = open;
    if (open) this.wanted = false;
    this.look();
  }

  private readSeeds(): void {
    const subject = this.surface.subject();
    this.seeds = subject ? keyOf(subject.entry, subject.unit) : null;
    if (this.seeds !== null && this.findings.stabilities.standing(this.seeds)?.error)
      this.findings.stabilities.stop();
    this.look(0);
  }

  /** Sees to it that what is wanted is known, or on its way, and that the panel has it. */
  private look(quietMs = this.quietMs): void {
    const subject = this.surface.subject();
    if (!subject) {
      this.findings.stop();
      return this.tell(null);
    }
    // While its words are being written, nothing is begun; what was told of the text before them stays.
    if (subject.unit.carried) return this.findings.stop();
    this.begin(subject, quietMs);
    this.tell(viewOf(subject, this.source, this.findings, this.siblings.get(subject.entry.model)));
  }

  private begin(subject: Subject, quietMs: number): void {
    const { stabilities } = this.findings;
    this.beginExamination(subject, quietMs);
    this.beginAttribution(subject, quietMs);
    if (this.seeds !== keyOf(subject.entry, subject.unit)) stabilities.stop();
    else stabilities.want(this.seeds, 0, (signal) => readSeeds(this.surface, subject, signal));
  }

  private beginExamination(subject: Subject, quietMs: number): void {
    const { examinations } = this.findings;
    // Beside the charted text, only what words are shaded by is wanted.
    const known = ({ entry, unit }: Job) =>
      examinations.known(keyOf(entry, unit)) !== undefined ||
      (unit !== subject.unit && ownEffects(unit.analysis) !== null);
    const job = this.plan.next(subject, this.source === 'deletion', known);
    if (!job) return examinations.stop();
    examinations.want(keyOf(job.entry, job.unit), quietMs, async (signal, onProgress) => {
      const service = await serviceOf(this.surface, job.entry.model);
      const found = await service.examine(job.unit.text, { signal, onProgress });
      // The model is loaded by now: what it says of itself costs nothing.
      this.siblings.set(job.entry.model, othersOf(await service.info(), job.entry.model).length);
      return found && whole(job, found, found.effects);
    });
  }

  private beginAttribution(subject: Subject, quietMs: number): void {
    const { attributions } = this.findings;
    const shades = this.source === 'integrated-gradients';
    // Who chooses it again is told again.
    if (!shades) this.refused = null;
    const known = ({ entry, unit }: Job) => attributions.known(keyOf(entry, unit)) !== undefined;
    const job = shades || this.open ? this.plan.next(subject, shades, known) : null;
    if (!job) return attributions.stop();
    attributions.want(keyOf(job.entry, job.unit), quietMs, async (signal) => {
      const service = await serviceOf(this.surface, job.entry.model);
      const found = await service.attribute(job.unit.text, 'integrated-gradients', { signal });
      return found && whole(job, found, found.values);
    });
  }

  private found(kind: Kind, key: string): void {
    const { examinations, attributions, stabilities } = this.findings;
    const work = { examination: examinations, attribution: attributions, stability: stabilities }[kind];
    const standing = work.standing(key);
    if (standing?.error) this.failed(kind, key, standing.error);
    else if (!standing) {
      const shades = { examination: 'deletion', attribution: 'integrated-gradients', stability: null }[kind];
      this.surface.enriched(shades === this.source);
    }
    this.look();
  }

  private failed(kind: Kind, key: string, error: unknown): void {
    const unforeseen = error instanceof Error && !(error instanceof InputError) ? error.stack : undefined;
    this.surface.log.error(unforeseen ?? messageOf(error));
    // The panel says why a text could not be examined; of what somebody chose or asked for, everybody is told.
    if (kind === 'stability') return this.surface.fail(error);
    const [model] = key.split('\n');
    if (kind !== 'attribution' || this.source !== 'integrated-gradients' || this.refused === model) return;
    this.refused = model!;
    this.surface.fail(error);
  }

  private tell(view: TrustView | null): void {
    if (same(view, this.told)) return;
    if (this.surface.post({ type: 'trust', trust: view })) this.told = view;
  }
}

/** What was found out about a text has a value for each of its words. */
function whole<T>({ unit }: Job, found: T, values: readonly number[]): T {
  const words = unit.analysis.tokens.length;
  if (values.length !== words) throw new Error(`Of ${words} words, ${values.length} have been examined.`);
  return found;
}
