/** The section on training from the extension's side: when a text is read, with what, and what the panel is told. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readConfig, type Config } from '../../src/config';
import { Controller, type Panel } from '../../src/controller';
import { MODELS_WITH_EPOCHS, offersOf, TrainingFeature } from '../../src/features/training';
import { InputError } from '../../src/model/types';
import type { PanelEvents } from '../../src/webview/link';
import type { ToWebview, TrainingView } from '../../src/webview/protocol';
import { analysisOf, epochsOf, FakeService, type FakeOptions } from '../unit/editor/fakes';
import { closeAll, inspect, PAN, REVIEW, select, show, until, untilEqual } from './support';

class FakePanel implements Panel {
  visible = true;
  shown = 0;
  readonly sent: ToWebview[] = [];

  constructor(readonly events: PanelEvents) {}

  show = () => void this.shown++;
  clear = () => undefined;
  setState = () => undefined;
  mark = () => undefined;
  send = (message: ToWebview) => this.sent.push(message) > 0;
}

const EPOCHS = [0, 1, 2];

class Bench {
  readonly services = new Map<string, FakeService[]>();
  panel!: FakePanel;
  config: Config = readConfig({ get: () => undefined }).config;
  readonly controller: Controller;
  readonly feature: TrainingFeature;
  /** What every step of every service waits for. */
  hold: (() => Promise<void>) | undefined;

  /** @param options of the service of each model; like the settings' where not given */
  constructor(options: Record<string, FakeOptions>) {
    const ignore = () => undefined;
    this.controller = new Controller({
      config: () => this.config,
      createService: ({ model }) => {
        const service = new FakeService({ ...options[model], hold: async () => this.hold?.() });
        this.services.set(model, [...(this.services.get(model) ?? []), service]);
        return service;
      },
      createPanel: (events) => (this.panel = new FakePanel(events)),
      log: { info: ignore, error: ignore, show: ignore },
    });
    this.feature = new TrainingFeature(this.controller);
  }

  /** Texts that a model's services were asked to read, with one network or all. */
  asked(model = 'imdb-attention'): string[] {
    return (this.services.get(model) ?? []).flatMap(({ requests }) => requests);
  }

  unfold(open: boolean): void {
    this.panel.events.onFeature({ type: 'unfold', section: 'training', open });
  }

  views(): TrainingView[] {
    return this.panel.sent.flatMap((message) => (message.type === 'training' ? [message.training] : []));
  }

  view(): TrainingView | undefined {
    return this.views().at(-1);
  }

  async read(editor: vscode.TextEditor, text: string): Promise<number> {
    select(editor, text);
    await this.controller.analyze();
    return this.controller.subject()!.unit.id;
  }
}

class Gate {
  open!: () => void;
  readonly reached: Promise<void>;
  readonly wait: () => Promise<void>;

  constructor() {
    const opened = new Promise<void>((resolve) => (this.open = resolve));
    let reach!: () => void;
    this.reached = new Promise((resolve) => (reach = resolve));
    this.wait = () => (reach(), opened);
  }
}

describe('a text through training', () => {
  let bench: Bench;
  let editor: vscode.TextEditor;

  const start = async (options: Record<string, FakeOptions> = { 'imdb-attention': { epochs: EPOCHS } }) => {
    bench = new Bench(options);
    editor = await show(`${REVIEW}\n${PAN}`);
  };
  const toBeRead = (id: number) =>
    until('the text to be read through training', () => {
      const view = bench.view();
      return view?.state === 'read' && view.id === id ? view : undefined;
    });

  afterEach(async () => {
    bench.feature.dispose();
    bench.controller.clear();
    bench.controller.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  it('is read once the section is unfolded, and not before', async () => {
    await start();
    const id = await bench.read(editor, REVIEW);
    assert.deepEqual([bench.asked(), bench.views()], [[REVIEW], []]);
    bench.unfold(true);
    const view = await toBeRead(id);
    assert.deepEqual(view.report, epochsOf(REVIEW, EPOCHS));
    assert.deepEqual(
      bench.views().map((one) => (one.state === 'reading' ? [one.done, one.total] : one.state)),
      [[0, 0], [1, 3], [2, 3], [3, 3], 'read'],
    );
    assert.deepEqual(bench.asked(), [REVIEW, REVIEW]);
  });

  it('follows the text that is charted while the section is open, and no longer', async () => {
    await start();
    bench.unfold(true);
    await toBeRead(await bench.read(editor, REVIEW));
    await toBeRead(await bench.read(editor, PAN));
    bench.unfold(false);
    const asked = bench.asked().length;
    await bench.read(editor, REVIEW);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(bench.asked().length, asked + 1, 'the analysis alone');
  });

  it('follows a text that is being written, whose id stays', async () => {
    await start();
    bench.unfold(true);
    const id = await bench.read(editor, REVIEW);
    await toBeRead(id);
    const { entry, unit } = bench.controller.subject()!;
    const text = REVIEW.slice(0, 40);
    const shorter = { ...unit, text, analysis: analysisOf(text) };
    bench.controller.present(entry.uri, { ...entry, units: [shorter], active: shorter, live: true });
    const view = await until('the text as it is now', () => {
      const view = bench.view();
      return view?.state === 'read' && view.text === text ? view : undefined;
    });
    assert.deepEqual([view.id, view.report], [id, epochsOf(text, EPOCHS)]);
  });

  it('is not read anew for changes that are none to it', async () => {
    await start();
    bench.unfold(true);
    await toBeRead(await bench.read(editor, REVIEW));
    const asked = bench.asked().length;
    bench.config = { ...bench.config, gamma: 2 };
    bench.controller.reconfigure(false);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(bench.asked().length, asked);
  });

  it('of a later request wins, and nothing more is said of the earlier one', async () => {
    await start();
    const first = await bench.read(editor, REVIEW);
    const gate = new Gate();
    bench.hold = gate.wait;
    bench.unfold(true);
    await gate.reached;
    bench.hold = undefined;
    const second = await bench.read(editor, PAN);
    await toBeRead(second);
    const told = bench.views().length;
    gate.open();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(bench.views().length, told);
    assert.ok(bench.views().every(({ id, state }) => id === second || (id === first && state === 'reading')));
  });

  it('is let go when the section is folded up, and read when it is open again', async () => {
    await start();
    const id = await bench.read(editor, REVIEW);
    const gate = new Gate();
    bench.hold = gate.wait;
    bench.unfold(true);
    await gate.reached;
    bench.unfold(false);
    bench.hold = undefined;
    gate.open();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(bench.view()!.state, 'reading');
    bench.unfold(true);
    await toBeRead(id);
  });

  it('is told anew to a page that was loaded again, without being read again', async () => {
    await start();
    bench.unfold(true);
    const view = await toBeRead(await bench.read(editor, REVIEW));
    const [asked, told] = [bench.asked().length, bench.views().length];
    bench.panel.events.onReady();
    assert.equal(bench.views().length, told, 'the section may be folded up now');
    bench.unfold(true);
    assert.deepEqual(bench.views().slice(told), [view]);
    assert.equal(bench.asked().length, asked);
  });

  it('is not read while the panel is out of sight', async () => {
    await start();
    bench.unfold(true);
    bench.panel.visible = false;
    await bench.read(editor, REVIEW);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(bench.views(), []);
    bench.panel.visible = true;
    bench.panel.events.onReady();
    bench.unfold(true);
    await toBeRead(bench.controller.subject()!.unit.id);
  });

  it('is read with another model where the settings’ one keeps no epochs', async () => {
    await start({
      'imdb-last-state': { name: 'imdb-last-state' },
      'imdb-article': { name: 'imdb-article', epochs: [0, 5, 20] },
    });
    bench.config = { ...bench.config, model: 'imdb-last-state' };
    const id = await bench.read(editor, REVIEW);
    bench.unfold(true);
    await untilEqual(() => bench.view(), {
      id,
      text: REVIEW,
      model: 'imdb-last-state',
      offers: MODELS_WITH_EPOCHS.map((model) => ({ model, name: model })),
      state: 'none',
    });
    bench.panel.events.onFeature({ type: 'trainingModel', model: 'imdb-article' });
    const view = await toBeRead(id);
    assert.equal(view.model, 'imdb-article');
    assert.deepEqual(view.report, epochsOf(REVIEW, [0, 5, 20], 'imdb-article'));
    assert.deepEqual(bench.asked('imdb-article'), [REVIEW]);
  });

  it('that cannot be read says why in the section, and is tried again', async () => {
    const damaged = new InputError('checkpoints/epoch-01.bin: its checksum is 1, expected 2');
    await start({ 'imdb-article': { error: damaged }, 'imdb-attention': { epochs: EPOCHS } });
    const id = await bench.read(editor, REVIEW);
    bench.unfold(true);
    await toBeRead(id);
    bench.panel.events.onFeature({ type: 'trainingModel', model: 'imdb-article' });
    const failed = await until('an error', () => {
      const view = bench.view();
      return view?.state === 'failed' ? view : undefined;
    });
    assert.equal(failed.message, damaged.message);
    assert.equal(failed.offers.length, MODELS_WITH_EPOCHS.length, 'another model can be chosen');
    const told = bench.views().length;
    bench.unfold(true);
    await until('another try', () =>
      bench
        .views()
        .slice(told)
        .some(({ state }) => state === 'failed'),
    );
    bench.panel.events.onFeature({ type: 'trainingModel', model: 'imdb-attention' });
    await toBeRead(id);
  });

  it('is read with the model that the settings name now', async () => {
    await start({ 'imdb-attention': { epochs: EPOCHS }, mine: { name: 'mine', epochs: [0, 1] } });
    bench.unfold(true);
    const id = await bench.read(editor, REVIEW);
    await toBeRead(id);
    bench.config = { ...bench.config, model: 'mine' };
    bench.controller.reconfigure(true);
    await until('the other model', () => bench.view()?.state === 'read' && bench.view()?.model === 'mine');
  });

  it('comes into sight by the command, also where the page is loaded by it', async () => {
    await start();
    await bench.read(editor, REVIEW);
    const opened = () => bench.panel.sent.filter(({ type }) => type === 'openSection').length;
    bench.feature.show();
    assert.deepEqual([bench.panel.shown, opened()], [1, 1]);
    bench.panel.events.onReady();
    assert.equal(opened(), 2);
    bench.unfold(true);
    bench.panel.events.onReady();
    assert.equal(opened(), 2, 'it was there already');
  });
});

describe('models that keep the epochs of their training', () => {
  it('are those that the folder of models says', () => {
    const folder = path.resolve(__dirname, '../../models');
    const keeping = readdirSync(folder).filter((name) => {
      const manifest = JSON.parse(readFileSync(path.join(folder, name, 'model.json'), 'utf8')) as {
        checkpoints?: readonly unknown[];
      };
      return (manifest.checkpoints?.length ?? 0) > 0;
    });
    assert.deepEqual([...MODELS_WITH_EPOCHS].sort(), keeping.sort());
  });

  it('are offered, the settings’ own first and once', () => {
    assert.deepEqual(
      offersOf('imdb-article', { name: 'imdb-article', epochs: [0] }).map(({ model }) => model),
      ['imdb-article', 'imdb-attention'],
    );
    assert.deepEqual(offersOf('/my/model', { name: 'mine', epochs: [0] })[0], {
      model: '/my/model',
      name: 'mine',
    });
    assert.equal(offersOf('/my/model', { name: 'mine' }).length, MODELS_WITH_EPOCHS.length);
  });

  it('have a command for the palette that is there once something is analysed', async () => {
    await inspect();
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('attentionInspector.showTraining'));
  });
});
