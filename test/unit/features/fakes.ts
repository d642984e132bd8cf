/** A surface that keeps what features tell it, and lets a test say what the person and the panel do. */
import type * as vscode from 'vscode';
import { readConfig, type Config } from '../../../src/config';
import { NO_INSIGHT, type Insight } from '../../../src/editor/insight';
import { AnalysisStore, type Entry, type Unit } from '../../../src/editor/store';
import type { Kept, Subject, Surface } from '../../../src/features/feature';
import type { AnalyzerService } from '../../../src/model/types';
import type { FeatureMessage, ToWebview } from '../../../src/webview/protocol';
import { analysisOf, FakeService } from '../editor/fakes';

class Emitter {
  private readonly heard = new Set<() => void>();
  readonly event = ((listener: () => void) => {
    this.heard.add(listener);
    return { dispose: () => this.heard.delete(listener) };
  }) as unknown as vscode.Event<void>;
  fire(): void {
    for (const listener of this.heard) listener();
  }
  get size(): number {
    return this.heard.size;
  }
}

export class FakeSurface {
  readonly store = new AnalysisStore();
  readonly posted: ToWebview[] = [];
  readonly errors: string[] = [];
  readonly dropped: AnalyzerService[] = [];
  readonly services = new Map<string, FakeService>();
  readonly log = {
    info: () => undefined,
    error: (line: string | Error) => void this.errors.push(String(line)),
    show: () => undefined,
  };
  settings: Config = readConfig({ get: () => undefined }).config;
  shownPanel = 0;
  failures: unknown[] = [];
  subjectUri = '';
  /** Whether words were to be shaded anew, each time that something was found out. */
  readonly enrichments: boolean[] = [];
  private found = NO_INSIGHT;
  private shownKept: Kept | null = null;
  private readonly changes = new Emitter();
  private readonly ready = new Emitter();
  private readonly hidden = new Emitter();
  private readonly cleared = new Emitter();
  private readonly handlers = new Map<string, Set<(message: FeatureMessage) => void>>();
  readonly onDidChange = this.changes.event;
  readonly onPanelReady = this.ready.event;
  readonly onPanelHidden = this.hidden.event;
  readonly onDidClear = this.cleared.event;

  /** @param make the service of a model; one that reads, unless given */
  constructor(private readonly make: (model: string) => FakeService = () => new FakeService()) {}

  get surface(): Surface {
    return this as unknown as Surface;
  }
  config = (): Config => this.settings;
  service(model = this.settings.model): AnalyzerService {
    const service = this.services.get(model) ?? this.make(model);
    this.services.set(model, service);
    return service;
  }
  dropService(service: AnalyzerService): void {
    for (const [model, one] of this.services) if (one === service) this.services.delete(model);
    this.dropped.push(service);
    service.dispose();
  }
  subject(): Subject | undefined {
    const entry = this.shownKept?.entry ?? this.store.get(this.subjectUri);
    return entry && { entry, unit: entry.active, document: undefined, stale: false };
  }
  kept = (): Kept | null => this.shownKept;
  showKept(kept: Kept | null): void {
    this.shownKept = kept;
    this.changes.fire();
  }
  activate(id: number): void {
    const found = this.store.find(id)!;
    this.shownKept = null;
    this.subjectUri = found.entry.uri;
    found.entry.active = found.unit;
    this.changes.fire();
  }
  post(message: ToWebview): boolean {
    this.posted.push(message);
    return true;
  }
  insight = (): Insight => this.found;
  enrich(insight: Insight): void {
    this.found = insight;
  }
  enriched(shading: boolean): void {
    this.enrichments.push(shading);
    if (shading) this.changes.fire();
  }
  showPanel(): void {
    this.shownPanel++;
  }
  fail(error: unknown): void {
    this.failures.push(error);
  }
  onMessage(type: string, handle: (message: FeatureMessage) => void): { dispose(): void } {
    const group = this.handlers.get(type) ?? new Set();
    this.handlers.set(type, group.add(handle));
    return { dispose: () => group.delete(handle) };
  }

  /** What the panel says. */
  say(message: FeatureMessage): void {
    for (const handle of this.handlers.get(message.type) ?? []) handle(message);
  }
  change = (): void => this.changes.fire();
  loadPage = (): void => this.ready.fire();
  hidePage = (): void => this.hidden.fire();
  /** Everything that still listens. */
  get listeners(): number {
    const handlers = [...this.handlers.values()].reduce((sum, { size }) => sum + size, 0);
    return this.changes.size + this.ready.size + this.hidden.size + handlers;
  }

  /** Texts that were read in a document; the first is spoken of. */
  put(uri: string, texts: readonly string[], { model = 'plain', id = 1 } = {}): Entry {
    let start = 0;
    const units = texts.map((text, index): Unit => {
      const analysis = analysisOf(text);
      const span = { start, end: start + text.length };
      start += text.length + 2;
      return { id: id + index, text, analysis, largest: 1, span, place: `${uri}:${index + 1}` };
    });
    const facts = { uri, model, backend: 'cpu', passedOver: [], ms: 1, maxWords: 100 } as const;
    const entry: Entry = { ...facts, units, unread: [], active: units[0]! };
    this.store.put(entry);
    this.subjectUri = uri;
    this.changes.fire();
    return entry;
  }

  /** The latest message of a type. */
  latest<Type extends ToWebview['type']>(type: Type): Extract<ToWebview, { type: Type }> | undefined {
    return this.posted.findLast((message) => message.type === type) as
      Extract<ToWebview, { type: Type }> | undefined;
  }
}

export class FakeMemory {
  readonly values = new Map<string, unknown>();
  failing = false;
  get = (key: string): unknown => this.values.get(key);
  async update(key: string, value: unknown): Promise<void> {
    if (this.failing) throw new Error('no room');
    if (value === undefined) this.values.delete(key);
    // As VS Code writes it.
    else this.values.set(key, JSON.parse(JSON.stringify(value)));
  }
}

/** Waits until something is there. */
export async function until<T>(look: () => T): Promise<NonNullable<T>> {
  for (let tries = 0; tries < 500; tries++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('Waited in vain');
}
