import assert from 'node:assert/strict';
import { Analyzer } from '../../../src/model/analyzer';
import { loadModel, type LoadedModel } from '../../../src/model/artifacts';
import { loadCheckpoint } from '../../../src/model/checkpoints';
import { PlainEngine } from '../../../src/model/engines/plain';
import { ARTICLE_POSITIONS, EpochReader } from '../../../src/model/epochs';
import { InputError } from '../../../src/model/types';
import { spreadOf } from '../../../src/spread';
import { bagFiles } from '../../fixtures/bagOfWords';
import { loadAnyModel } from '../../../src/model/load';
import { filesReader, tinyModelFiles, TINY_EPOCHS, TINY_MAX_TOKENS } from '../../fixtures/tinyModel';

const FILES = tinyModelFiles('tiny', 1, { checkpoints: true });
const TEXT = 'I loved this film, and it was not bad!';
const PARAGRAPHS = `${'good film '.repeat(12)}\n\n${'bad boring '.repeat(15)}`;

/** The tiny model with checkpoints, changed as a folder could be. */
async function tiny(change: (json: Record<string, unknown>) => void = () => undefined): Promise<{
  readonly model: LoadedModel;
  readonly open: (epoch: number) => Promise<Analyzer>;
  readonly opened: number[];
  readonly disposed: number[];
}> {
  const json = JSON.parse(new TextDecoder().decode(FILES['model.json'])) as Record<string, unknown>;
  change(json);
  const read = filesReader({ ...FILES, 'model.json': new TextEncoder().encode(JSON.stringify(json)) });
  const model = await loadModel(read);
  const opened: number[] = [];
  const disposed: number[] = [];
  return {
    model,
    opened,
    disposed,
    open: async (epoch) => {
      opened.push(epoch);
      const checkpoint = await loadCheckpoint(model, epoch, read);
      const engine = new PlainEngine(checkpoint);
      engine.dispose = () => void disposed.push(epoch);
      return new Analyzer(checkpoint, engine);
    },
  };
}

const architecture = (json: Record<string, unknown>, changes: object) =>
  Object.assign(json['architecture'] as object, changes);

describe('a text through training', () => {
  it('is read after every epoch, with what training measured, and last as the model itself reads it', async () => {
    const { model, open } = await tiny((json) => {
      json['training'] = {
        texts: 10,
        softlyLabelled: 0,
        validationTexts: 4,
        curve: [{ epoch: 0, trainAccuracy: null }, { epoch: 1, trainAccuracy: 0.75 }, { epoch: 9 }],
      };
    });
    const report = await new EpochReader(model, open).read(TEXT);
    assert.deepEqual(
      report.epochs.map(({ epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy }) => [
        ...[epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy],
      ]),
      [
        [0, null, null, 0.7, 0.5],
        [1, 1, 0.75, 0.7, 0.5],
        [2, 0.5, null, 0.7, 0.5],
      ],
    );
    assert.deepEqual(report.trainedOn, { texts: 10, validationTexts: 4 });
    const { analyses } = await new Analyzer(model, new PlainEngine(model)).analyze(TEXT);
    const { tokens, label, probability, classes } = analyses[0]!;
    const last = report.epochs.at(-1)!;
    assert.deepEqual(
      [last.weights, last.label, last.probability, last.classes],
      [tokens.map(({ weight }) => weight), label, probability, classes],
    );
    assert.deepEqual([report.model, report.kind, report.words], ['tiny', 'attention', tokens.length]);
    for (const { weights, entropy, effectiveWords } of report.epochs) {
      assert.deepEqual({ entropy, effectiveWords }, spreadOf(weights.map((weight) => ({ weight }))));
    }
    assert.notDeepEqual(report.epochs[0]!.weights, last.weights);
  });

  it('is, where it is longer than the model reads in one run, its first stretch', async () => {
    const { model, open } = await tiny();
    const report = await new EpochReader(model, open).read(PARAGRAPHS);
    const { analyses } = await new Analyzer(model, new PlainEngine(model)).analyze(PARAGRAPHS);
    assert.ok(analyses.length > 1 && report.words < TINY_MAX_TOKENS);
    assert.deepEqual(
      report.epochs.at(-1)!.weights,
      analyses[0]!.tokens.map(({ weight }) => weight),
    );
  });

  it('loads every network once, however many texts there are, also at the same time', async () => {
    const { model, open, opened } = await tiny();
    const reader = new EpochReader(model, open);
    const [a, b] = await Promise.all([reader.read(TEXT), reader.read('boring')]);
    await reader.read('great fun');
    assert.deepEqual(opened, TINY_EPOCHS);
    assert.notEqual(a.words, b.words);
  });

  it('keeps no more networks than it may, and gives the same', async () => {
    const { model, open, opened, disposed } = await tiny();
    const few = new EpochReader(model, open, 1);
    const [first, second] = [await few.read(TEXT), await few.read(TEXT)];
    assert.deepEqual(
      [opened, disposed],
      [
        [0, 1, 2, 1, 2],
        [1, 2, 1, 2],
      ],
    );
    const all = await new EpochReader(model, open).read(TEXT);
    assert.deepEqual([first.epochs, second.epochs], [all.epochs, all.epochs]);
    few.dispose();
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(disposed, [1, 2, 1, 2, 0]);
  });

  it('tells how far it is, and when cancelled gives what there is', async () => {
    const { model, open } = await tiny();
    const reader = new EpochReader(model, open);
    const seen: number[][] = [];
    await reader.read(TEXT, { onProgress: (...progress) => seen.push(progress) });
    assert.deepEqual(seen, [
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    let stop = false;
    const part = await reader.read(TEXT, { cancelled: () => stop, onProgress: () => (stop = true) });
    assert.deepEqual(
      part.epochs.map(({ epoch }) => epoch),
      [0],
    );
    const none = await reader.read(TEXT, { cancelled: () => true });
    assert.deepEqual([none.epochs, none.words], [[], 0]);
  });

  it('tries a network anew that could not be loaded', async () => {
    const { model, open } = await tiny();
    let fails = true;
    const reader = new EpochReader(model, (epoch) =>
      fails && epoch === 1 ? Promise.reject(new InputError('epoch-01.bin: damaged')) : open(epoch),
    );
    await assert.rejects(reader.read(TEXT), /epoch-01\.bin: damaged/);
    fails = false;
    assert.equal((await reader.read(TEXT)).epochs.length, 3);
  });

  it('is refused by a model that keeps no epochs, and where there is no word', async () => {
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      assert.rejects(promise, (error) => error instanceof InputError && message.test(error.message));
    const { model, open } = await tiny();
    await refused(new EpochReader(model, open).read(' \n'), /^The text holds no word that could be read\.$/);
    const without = await loadModel(filesReader(tinyModelFiles()));
    await refused(
      new EpochReader(without, open).read(TEXT),
      /^The model tiny keeps no epochs of its training\.$/,
    );
    const bag = await loadAnyModel(filesReader(bagFiles()));
    await refused(new EpochReader(bag, open).read(TEXT), /keeps no epochs of its training/);
  });

  it('survives whatever a training run wrote about itself', async () => {
    for (const training of [{ curve: 'none', texts: '10' }, { curve: [{ epoch: 'x' }] }, {}]) {
      const { model, open } = await tiny((json) => (json['training'] = training));
      const { trainedOn, epochs } = await new EpochReader(model, open).read(TEXT);
      assert.deepEqual(trainedOn, {});
      assert.deepEqual(
        epochs.map(({ trainAccuracy }) => trainAccuracy),
        [null, null, null],
      );
    }
  });

  it('tells the analyzer’s callers which epochs there are', async () => {
    const { model } = await tiny();
    assert.deepEqual(new Analyzer(model, new PlainEngine(model)).info.epochs, TINY_EPOCHS);
    const without = await loadModel(filesReader(tinyModelFiles()));
    assert.ok(!('epochs' in new Analyzer(without, new PlainEngine(without)).info));
  });
});

describe('PADs through training', () => {
  it('get what the model’s own softmax gives them, where it sees them', async () => {
    const { model, open } = await tiny((json) => {
      architecture(json, { positions: 20, scoreActivation: 'tanh' });
      json['maxTokens'] = 20;
    });
    const { pads, words, epochs } = await new EpochReader(model, open).read(TEXT);
    assert.deepEqual(pads, { positions: 20, count: 20 - words, seen: true, bounded: true });
    for (const { epoch, padding } of epochs) {
      const { analyses } = await (await open(epoch)).analyze(TEXT);
      assert.equal(padding, analyses[0]!.padding);
      const least = pads.count / (pads.count + words * Math.E ** 2);
      assert.ok(padding! > least && padding! < 1, `${padding} is not above ${least}`);
    }
  });

  it('get, where they are masked, what the same network would give them if it saw them', async () => {
    const { model, open } = await tiny();
    const { pads, words, epochs } = await new EpochReader(model, open).read(TEXT);
    const count = ARTICLE_POSITIONS - words;
    assert.deepEqual(pads, { positions: 300, count, seen: false, bounded: false });
    const seeing = await tiny((json) => architecture(json, { positions: ARTICLE_POSITIONS }));
    for (const { epoch, padding } of epochs) {
      const { analyses } = await (await seeing.open(epoch)).analyze(TEXT);
      assert.ok(padding! > 0 && padding! < 1);
      assert.equal(padding, analyses[0]!.padding);
    }
  });

  it('are none where the text fills all positions, and none of a model without attention', async () => {
    const full = await tiny((json) => {
      architecture(json, { positions: 5 });
      json['maxTokens'] = 5;
    });
    const { pads, words } = await new EpochReader(full.model, full.open).read(TEXT);
    assert.deepEqual([pads!.count, words], [0, 5]);
    const { model } = await tiny();
    const blind = { ...model, architecture: { ...model.architecture, attentionKind: 'none' as const } };
    const open = async () => new Analyzer(blind, new PlainEngine(blind));
    const report = await new EpochReader(blind, open).read(TEXT);
    assert.deepEqual([report.pads, report.kind], [null, 'deletion']);
    for (const { effects, weights, padding } of report.epochs) {
      assert.equal(padding, undefined);
      assert.equal(effects!.length, report.words);
      const sum = effects!.reduce((total, effect) => total + Math.abs(effect), 0);
      weights.forEach((weight, i) => assert.ok(Math.abs(weight - Math.abs(effects![i]!) / sum) < 1e-6));
    }
  });
});
