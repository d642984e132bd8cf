import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { train } from '../../../src/lab/laboratory';
import { readEncoder } from '../../../src/lab/stages/encoder';
import { label, stretchOf } from '../../../src/lab/stages/label';
import { pretrain } from '../../../src/lab/stages/pretrain';
import { readSoftLabels } from '../../../src/lab/stages/softLabels';
import { Random } from '../../../src/model/random';
import { InputError } from '../../../src/model/types';
import { MOODS, openLabFolder, TINY_NETWORK, type LabFolder } from '../../fixtures/laboratory';

const ENCODER = {
  ...{
    data: MOODS,
    ...TINY_NETWORK,
    bidirectional: false,
    passes: 4,
    parts: 1,
    batch: 4,
    chunk: 12,
    drawn: 8,
  },
  ...{ learningRate: 0.02, warmup: 2, shards: 1 },
};
const MODEL = { data: MOODS, hidden: 10, attention: 6, batch: 9, epochs: 2, learningRate: 0.02, shards: 1 };
const ONCE = { resume: false, force: false };

describe('stages before training', function () {
  this.timeout(60_000);
  let lab: LabFolder;
  let encoder: string;
  let teacher: string;
  let plain: string;
  let unlabelled: string;

  before(async () => {
    lab = await openLabFolder();
    unlabelled = lab.at('more.txt');
    const lines = [
      'The cat was glad. The dog seemed sad and gloomy today.',
      'A bright morning.',
      '',
      'Rain. Dark. Rain.',
    ];
    await writeFile(unlabelled, lines.join('\n'));
  });
  after(() => lab.remove());

  const card = async (out: string) => String(await readFile(path.join(out, 'README.md')));

  async function complaint(run: Promise<unknown>): Promise<string> {
    const error = await run.then(
      () => assert.fail('ran without complaint'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof InputError, String(error));
    return error.message.replaceAll(lab.folder + path.sep, '');
  }

  it('pretrain an encoder that foresees words better and better', async () => {
    encoder = lab.fresh();
    const tools = lab.tools();
    const { goOn } = await pretrain({ flags: { ...ENCODER, unlabelled, out: encoder }, ...ONCE }, tools);
    assert.equal(goOn, null);
    const { facts } = JSON.parse(await readFile(path.join(encoder, 'encoder.json'), 'utf8')) as {
      facts: { losses: number[] };
    };
    assert.equal(facts.losses.length, 4);
    assert.ok(facts.losses[3]! < facts.losses[0]! - 0.2, String(facts.losses));
    const { vocab, values } = await readEncoder(encoder);
    assert.ok(vocab.has('cat'), 'unlabelled texts are read');
    assert.equal(values['embedding/table']!.length, 8 * vocab.size);
    assert.ok(tools.watched.lines.some((line) => line.startsWith('54 labelled texts and 3 without labels')));
  });

  it('go on after an interruption with the numbers of a run that was not cut', async () => {
    const cut = lab.fresh();
    const flags = { ...ENCODER, unlabelled, out: cut };
    const { goOn } = await pretrain(
      { flags, ...ONCE },
      lab.tools((steps, interrupt) => steps === 20 && interrupt()),
    );
    assert.equal(goOn, `attention-inspector pretrain --resume --out ${cut}`);
    await pretrain({ flags: { out: cut }, resume: true, force: false }, lab.tools());
    const [a, b] = [await readEncoder(encoder), await readEncoder(cut)];
    assert.deepEqual(b.values, a.values);
  });

  it('refuse to pretrain over what is no encoder, before they begin, and what kernels would get wrong', async () => {
    const out = lab.fresh();
    await mkdir(out, { recursive: true });
    await writeFile(path.join(out, 'thesis.doc'), 'years of work');
    const over = (flags: object) =>
      complaint(pretrain({ flags: { ...ENCODER, ...flags }, resume: false, force: true }, lab.tools()));
    assert.match(await over({ out }), /"thesis\.doc" stands there, which is no encoder's/);
    assert.deepEqual(await readdir(out), ['thesis.doc']);
    assert.match(await over({ out: lab.fresh(), drawn: 12 }), /^--drawn: expected a multiple of 8, found 12/);
  });

  it('give training its vocabulary and first values, and its card a sentence', async () => {
    teacher = lab.fresh();
    await train({ flags: { ...MODEL, init: encoder, out: teacher }, ...ONCE }, lab.tools());
    assert.equal(
      await readFile(path.join(teacher, 'vocab.txt'), 'utf8'),
      await readFile(path.join(encoder, 'vocab.txt'), 'utf8'),
    );
    assert.match(
      await card(teacher),
      /\*\*Stage before\*\*: .*pretrained to foresee the next word .* 54 labelled and 3 unlabelled/,
    );
    plain = lab.fresh();
    await train({ flags: { ...MODEL, embeddingSize: 8, out: plain }, ...ONCE }, lab.tools());
    const weights = (out: string) => readFile(path.join(out, 'weights.bin'));
    assert.ok(!(await weights(plain)).equals(await weights(teacher)));
    const wider = train(
      { flags: { ...MODEL, hidden: 12, init: encoder, out: lab.fresh() }, ...ONCE },
      lab.tools(),
    );
    assert.match(
      await complaint(wider),
      /^--init: the network's gru\/kernel has 288 numbers, the encoder in .* has 240/,
    );
  });

  it('label texts and stretches by models, and training learns from these labels', async () => {
    const soft = lab.at('soft.jsonl');
    const flags = {
      data: MOODS,
      unlabelled,
      models: [teacher, plain],
      weights: [2, 1],
      windows: 1,
      out: soft,
    };
    const tools = { ...lab.tools(), kernelFolder: lab.at('kernels'), onProgress: () => undefined };
    assert.equal(await label({ flags }, tools), soft);
    const labels = ['sad', 'glad', 'mad'];
    const { texts } = await readSoftLabels(soft, labels);
    assert.ok(texts.length > 50);
    assert.equal(texts[0]!.text, 'The cat was glad. The dog seemed sad and gloomy today.');
    const inFile = JSON.parse((await readFile(soft, 'utf8')).split('\n')[1]!) as { probabilities: number[] };
    const [glad, mad, sad] = inFile.probabilities as [number, number, number];
    texts[0]!.probabilities.forEach((p, i) => assert.ok(Math.abs(p - [sad, glad, mad][i]!) < 1e-5));

    const student = lab.fresh();
    const learning = { ...MODEL, init: encoder, softLabels: soft, out: student };
    await train({ flags: learning, ...ONCE }, lab.tools());
    const { training } = JSON.parse(await readFile(path.join(student, 'model.json'), 'utf8')) as {
      training: { softlyLabelled: number };
    };
    assert.equal(training.softlyLabelled, texts.length);
    assert.match(
      await card(student),
      /soft labels instead of people's: 3 whole texts and \d+ stretches .* \(weight 2\)/,
    );
    assert.match(
      await complaint(readSoftLabels(soft, ['sad', 'glad'])),
      /^soft\.jsonl, line 1: soft labels for the classes/,
    );
    await writeFile(
      soft,
      (await readFile(soft, 'utf8')).replace(/"probabilities":\[[^\]]*\]/, '"probabilities":[1,1,0]'),
    );
    assert.match(
      await complaint(readSoftLabels(soft, labels)),
      /^soft\.jsonl, line 2: expected 3 probabilities/,
    );
  });

  it('share word vectors with a model beside, and keep checkpoints then', async () => {
    const sharing = lab.fresh();
    const flags = {
      ...MODEL,
      embeddingFrom: teacher,
      share: true,
      checkpoints: true,
      keep: 'last',
      out: sharing,
    };
    await train({ flags, ...ONCE }, lab.tools());
    await assert.rejects(readFile(path.join(sharing, 'embedding.bin')), /ENOENT/);
    const manifest = JSON.parse(await readFile(path.join(sharing, 'model.json'), 'utf8')) as {
      vocabulary: string;
      checkpoints: unknown[];
    };
    assert.equal(manifest.vocabulary, `../${path.basename(teacher)}/vocab.txt`);
    assert.equal(manifest.checkpoints.length, 3);
    assert.match(await card(sharing), /vocabulary and word vectors are those of run-\d+, as stored/);
  });

  it('draw stretches of one to three sentences', () => {
    const random = new Random(1);
    const text = 'The first one is here. The second one is there! And a third one, too? The fourth ends it.';
    const drawn = Array.from({ length: 50 }, () => stretchOf(text, random)[0]!);
    for (const stretch of drawn) {
      assert.ok(text.includes(stretch));
      assert.match(stretch, /^(?:The|And) .*[.!?]$/);
      assert.ok(stretch.match(/[.!?]/g)!.length <= 3);
    }
    assert.ok(new Set(drawn).size >= 6);
    assert.deepEqual(stretchOf('Oh!', random), []);
  });
});
