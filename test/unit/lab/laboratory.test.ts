import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { train } from '../../../src/lab/laboratory';
import { Analyzer } from '../../../src/model/analyzer';
import { openEngine } from '../../../src/model/node/engines';
import { isBagOfWords } from '../../../src/model/load';
import { loadModelFolder } from '../../../src/model/node/files';
import { InputError } from '../../../src/model/types';
import { MOODS, openLabFolder, TINY_NETWORK, type LabFolder } from '../../fixtures/laboratory';

const TWO_SHARDS = { data: MOODS, ...TINY_NETWORK, attention: 6, batch: 9, epochs: 3, learningRate: 0.02 };

/** For tests to which it is all the same. */
const TINY = { ...TWO_SHARDS, shards: 1 };

describe('the laboratory', function () {
  this.timeout(60_000);
  let lab: LabFolder;

  before(async () => {
    lab = await openLabFolder();
  });
  after(() => lab.remove());

  const fresh = () => lab.fresh();

  async function run(
    flags: Record<string, unknown>,
    options: { resume?: boolean; force?: boolean; configFile?: string } = {},
    onStep?: (steps: number, interrupt: () => void) => void,
  ) {
    const tools = lab.tools(onStep);
    const outcome = await train({ flags, resume: false, force: false, ...options }, tools);
    return { ...tools.watched, ...outcome };
  }

  const complaint = (...args: Parameters<typeof run>) =>
    run(...args).then(
      () => assert.fail('ran without complaint'),
      (error: unknown) => {
        assert.ok(error instanceof InputError, String(error));
        return error.message.replaceAll(lab.folder + path.sep, '');
      },
    );

  const bytes = (out: string, name: string) => readFile(path.join(out, name));

  async function sameModel(a: string, b: string): Promise<void> {
    for (const name of ['weights.bin', 'embedding.bin', 'vocab.txt']) {
      assert.ok((await bytes(a, name)).equals(await bytes(b, name)), `${name} differs`);
    }
    const curve = async (out: string) => {
      const { kept, epochs } = JSON.parse(String(await bytes(out, 'curves.json'))) as {
        kept: number;
        epochs: { seconds: number }[];
      };
      return { kept, epochs: epochs.map((epoch) => ({ ...epoch, seconds: 0 })) };
    };
    assert.deepEqual(await curve(a), await curve(b));
  }

  let plain: string;
  let whole: string;

  it('trains a model of three classes that reads them, and leaves nothing else', async () => {
    plain = fresh();
    const { lines, steps, goOn } = await run({
      ...TINY,
      out: plain,
      epochs: 12,
      contextDropout: 0.1,
      warmup: 2,
    });
    assert.equal(goOn, null);
    assert.deepEqual((await readdir(plain)).sort(), [
      'README.md',
      'curves.csv',
      'curves.json',
      'curves.svg',
      'embedding.bin',
      'model.json',
      'vocab.txt',
      'weights.bin',
    ]);
    assert.deepEqual(
      (await readdir(lab.folder)).filter((name) => name.includes('training')),
      [],
    );
    assert.ok(lines.some((line) => line.startsWith('epoch 12/12 · training: loss')));
    assert.deepEqual([steps.at(-1)!.epoch, steps.at(-1)!.done, steps.at(-1)!.secondsLeft], [12, 6, 0]);
    const model = await loadModelFolder(plain);
    const { engine } = await openEngine(model, { prefer: 'plain', bundleFolder: '' });
    const analyzer = new Analyzer(model, engine, []);
    const rows = (await readFile(MOODS, 'utf8')).trim().split('\n').slice(1);
    const read = await analyzer.classify(rows.map((row) => row.split('"')[1]!));
    const right = read.filter(({ probabilities }, i) => {
      const label = analyzer.info.labels[probabilities.indexOf(Math.max(...probabilities))]!;
      return rows[i]!.split(',')[1] === label;
    });
    assert.ok(right.length >= 55, `${right.length} of ${rows.length} right`);
  });

  it('writes a card of what happened', async () => {
    const card = String(await bytes(plain, 'README.md'));
    for (const part of [
      `# Model card: ${path.basename(plain)}`,
      '| classes | glad, mad and sad |',
      '54 texts (18 glad, 18 mad and 18 sad)',
      'moods.csv, which has 60 training texts',
      '**Validation**: 6 texts, chosen at random with seed 1',
      'peak learning rate 0.02 (2 steps of warm-up',
      `--embedding-size 8 --hidden 10 --attention 6 --batch 9 --epochs 12 --learning-rate 0.02 --shards 1`,
      'validation (6)',
      'Test texts were not looked at.',
      '![Loss and accuracy of every epoch](curves.svg)',
    ]) {
      assert.ok(card.includes(part), `${part}\n\nis not in\n\n${card}`);
    }
    assert.ok(!card.includes(lab.folder), 'says where things stand on this machine');
  });

  it('gives the same weights to the bit for the same seed, and others for another', async () => {
    const [again, other] = [fresh(), fresh()];
    whole = fresh();
    await run({ ...TWO_SHARDS, out: whole });
    await run({ ...TWO_SHARDS, out: again });
    await sameModel(whole, again);
    await run({ ...TWO_SHARDS, out: other, seed: 2 });
    assert.ok(!(await bytes(whole, 'weights.bin')).equals(await bytes(other, 'weights.bin')));
  });

  describe('that ties attention to what words do', () => {
    const tied = () => ({
      ...{ ...TWO_SHARDS, init: plain, embeddingFrom: plain, warm: true, epochs: 2, epochTexts: 36 },
      ...{ attentionTie: 1, evidenceTie: 0.3, examined: 12, reduced: 10 },
    });
    let faithful: string;

    it('begins with the whole network, leaves words out before each epoch, and says so in the card', async () => {
      faithful = fresh();
      const { lines, steps } = await run({ ...tied(), out: faithful });
      assert.equal(lines.filter((line) => line.startsWith('leaving words out of 12 stretches')).length, 2);
      assert.deepEqual([steps.at(-1)!.epoch, steps.at(-1)!.total], [2, Math.floor((36 + 12 + 10) / 9)]);
      const untrained = lines.find((line) => line.startsWith('untrained'))!;
      const before = (await run({ ...TWO_SHARDS, out: fresh(), epochs: 1 })).lines;
      assert.notEqual(
        untrained,
        before.find((line) => line.startsWith('untrained')),
      );
      const card = String(await bytes(faithful, 'README.md'));
      for (const part of [
        `all of the network began with ${path.basename(plain)}.`,
        '36 texts drawn for each epoch',
        'before each epoch 12 stretches of texts, whose words were left out one by one, and 10 texts with words gone',
      ]) {
        assert.ok(card.includes(part), `${part}\n\nis not in\n\n${card}`);
      }
    });

    it('goes on after an interruption as if there had been none', async () => {
      const cut = fresh();
      const { goOn } = await run({ ...tied(), out: cut }, {}, (steps, interrupt) => {
        if (steps === 8) interrupt();
      });
      assert.ok(goOn);
      await run({ out: cut }, { resume: true });
      await sameModel(faithful, cut);
    });

    it('goes on both ways, anew after ends of sentences, with a network that read one way', async () => {
      const begin = { ...TWO_SHARDS, init: plain, embeddingFrom: plain, warm: true, epochs: 1 };
      const anew = { restartAfter: ['the', ','] };
      const untrained = async (flags: Record<string, unknown>) => {
        const { lines } = await run({ ...begin, out: fresh(), ...flags });
        return lines.find((line) => line.startsWith('untrained'))!;
      };
      const oneWay = await untrained(anew);
      assert.notEqual(oneWay, await untrained({}));
      const out = fresh();
      assert.equal(await untrained({ ...anew, bidirectional: true, out }), oneWay);
      const model = await loadModelFolder(out);
      assert.ok(!isBagOfWords(model));
      assert.deepEqual(
        model.architecture.restartAfter,
        ['the', ','].map((word) => model.vocab.id(word)),
      );
      assert.match(String(await bytes(out, 'README.md')), /both ways, anew after each "the" and ","\)/);
      const tiedToo = await run({ ...tied(), ...anew, bidirectional: true, out: fresh() });
      assert.ok(tiedToo.lines.some((line) => line.startsWith('leaving words out')));
      assert.match(
        await complaint({ ...begin, out: fresh(), restartAfter: ['.', 'nowhere'] }),
        /^--restart-after: "nowhere" is not in the vocabulary/,
      );
    });

    it('complains about a network of another making', async () => {
      const message = await complaint({ ...tied(), out: fresh(), attention: 7 });
      assert.match(message, /^--warm: run-\d+ is of another making: its attention\/kernel/);
    });
  });

  for (const [when, step] of [
    ['in the first epoch', 2],
    ['in the middle of a later one', 9],
    ['at the end of one', 12],
  ] as const) {
    it(`goes on after an interruption ${when} as if there had been none`, async () => {
      const cut = fresh();
      const { goOn } = await run(
        { ...TWO_SHARDS, out: cut },
        {},
        (steps, interrupt) => steps === step && interrupt(),
      );
      assert.equal(goOn, `attention-inspector train --resume --out ${cut}`);
      await assert.rejects(readdir(cut), /ENOENT/);
      const { lines, steps } = await run({ out: cut }, { resume: true });
      assert.ok(lines.includes(`going on after epoch ${Math.floor(step / 6)}`));
      assert.equal(steps.length, 18 - 6 * Math.floor(step / 6));
      await sameModel(whole, cut);
    });
  }

  it('refuses to go on with other options or other texts, and says which', async () => {
    const out = fresh();
    const data = lab.at('changing.csv');
    await cp(MOODS, data);
    await run({ ...TINY, data, out }, {}, (_, interrupt) => interrupt());
    const resume = { resume: true };
    assert.match(
      await complaint({ out, hidden: 12 }, resume),
      /^--hidden: 12 now, and 10 when the run in .* begun/,
    );
    const configFile = lab.at('other.json');
    await writeFile(configFile, '{"seed": 3}');
    assert.match(await complaint({ out }, { ...resume, configFile }), /^--seed: 3 now, and 1 when/);
    await writeFile(data, `${await readFile(MOODS, 'utf8')}m61,sad,One more.\n`);
    assert.match(await complaint({ out }, resume), /^changing\.csv: not the texts that the run/);
    assert.match(
      await complaint({ out: fresh() }, resume),
      /^--resume: there is no run to go on with in run-\d+\.training/,
    );
    assert.match(await complaint({}, resume), /^--out: expected the folder of the run/);
    await writeFile(path.join(`${out}.training`, 'state.bin'), 'no state');
    await cp(MOODS, data);
    assert.match(await complaint({ out }, resume), /state\.bin: damaged/);
  });

  it('replaces neither a model nor an unfinished run, unless told to', async () => {
    assert.match(await complaint({ ...TINY, out: plain }), /^--out: a result stands in run-1; .*--force/);
    const out = fresh();
    await run({ ...TINY, out }, {}, (_, interrupt) => interrupt());
    assert.match(await complaint({ ...TINY, out }), /an unfinished run stands there; .*--resume/);
    const { goOn } = await run({ ...TINY, out, epochs: 1 }, { force: true });
    assert.equal(goOn, null);
    assert.ok((await readdir(out)).includes('model.json'));
  });

  it('keeps what was trained when the model cannot be written, says how to go on, and does', async () => {
    const out = path.join(lab.fresh(), 'model');
    const parent = path.dirname(out);
    const message = await complaint({ ...TWO_SHARDS, out, work: `${parent}.training` }, {}, (steps) => {
      // Where the model's folder belongs, there is no folder any longer, but a file.
      if (steps === 18) writeFileSync(parent, 'in the way');
    });
    assert.match(
      message,
      /^Model folder .*: cannot be written \(.*\); what was trained is kept, and .* --resume /,
    );
    await rm(parent);
    assert.equal((await run({ out, work: `${parent}.training` }, { resume: true })).goOn, null);
    for (const name of ['weights.bin', 'embedding.bin', 'vocab.txt']) {
      assert.ok((await bytes(whole, name)).equals(await bytes(out, name)), `${name} differs`);
    }
  });

  it('tells before training of a folder that is no model', async () => {
    const out = fresh();
    await mkdir(out);
    await writeFile(path.join(out, 'thesis.docx'), '');
    const message = await complaint({ ...TINY, out });
    assert.match(message, /^Model folder run-\d+: "thesis\.docx" stands there, which is no model's/);
  });

  it('stops when validation gets no better, and keeps the best epoch', async () => {
    const out = fresh();
    const { lines } = await run({
      ...TINY,
      out,
      epochs: 40,
      patience: 1,
      learningRate: 0.5,
      decay: 'article',
    });
    const { kept, epochs } = JSON.parse(String(await bytes(out, 'curves.json'))) as {
      kept: number;
      epochs: { validationLoss: number }[];
    };
    assert.ok(epochs.length < 41, 'never stopped');
    const losses = epochs.slice(1).map(({ validationLoss }) => validationLoss);
    assert.equal(kept, 1 + losses.indexOf(Math.min(...losses)));
    assert.equal(kept, epochs.length - 2);
    assert.match(String(await bytes(out, 'README.md')), new RegExp(`stopped after epoch ${kept + 1} of 40`));
    assert.ok(lines.length > 3);
  });

  it('keeps checkpoints of every epoch where word vectors are frozen, each the model of its epoch', async () => {
    const out = fresh();
    await run({ ...TINY, out, trainEmbedding: false, checkpoints: true, keep: 'last', averageDecay: 0 });
    const { manifest } = await network(out);
    assert.deepEqual(
      manifest.checkpoints!.map(({ epoch }) => epoch),
      [0, 1, 2, 3],
    );
    const shorter = fresh();
    // The article's rate does not depend on how many epochs there are to come.
    const options = { ...TINY, trainEmbedding: false, checkpoints: true, keep: 'last', decay: 'article' };
    const longer = fresh();
    await run({ ...options, out: longer });
    await run({ ...options, out: shorter, epochs: 2 });
    const [early, last] = [await network(longer, 2), await network(shorter)];
    for (const [name, weight] of Object.entries(last.weights)) {
      assert.deepEqual(early.weights[name as keyof typeof early.weights]!.floats(), weight.floats(), name);
    }
  });

  it('trains a bag of words as well, with a card of its own', async () => {
    const out = fresh();
    await run({ data: MOODS, out, kind: 'bag-of-words' });
    const model = await loadModelFolder(out);
    assert.ok(isBagOfWords(model));
    const card = String(await bytes(out, 'README.md'));
    for (const part of [
      'logistic regression',
      '54 texts (18 glad',
      'validation (6)',
      '--kind bag-of-words',
    ]) {
      assert.ok(card.includes(part), `${part}\n\nis not in\n\n${card}`);
    }
    assert.ok(!card.includes('curves.svg'));
  });

  it('looks at test texts only when told to', async () => {
    const out = fresh();
    await run({ ...TINY, out, testData: MOODS, data: await withoutCopies(), test: true, epochs: 1 });
    assert.match(String(await bytes(out, 'README.md')), /test \(60\) \|/);
  });

  async function network(out: string, epoch?: number) {
    const model = await loadModelFolder(out, epoch);
    return isBagOfWords(model) ? assert.fail('a bag of words') : model;
  }

  /** Other texts than the fixture's. */
  async function withoutCopies(): Promise<string> {
    const file = lab.at('others.csv');
    await writeFile(file, (await readFile(MOODS, 'utf8')).replaceAll('until the end', 'for a while'));
    return file;
  }
});
