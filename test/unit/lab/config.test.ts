import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { flagList } from '../../../src/lab/config/flags';
import { flagOf, readConfigFile, resolveConfig } from '../../../src/lab/config/load';
import { TRAIN, trainOptions } from '../../../src/lab/config/schema';
import { PRETRAIN } from '../../../src/lab/config/stages';
import { InputError } from '../../../src/model/types';
import { COMMANDS, publishedSchema, schemaFile } from '../../../scripts/schema';

/** What configurations leave to flags. */
const VECTORS: Readonly<Record<string, object>> = { 'imdb-article.json': { vectors: 'vectors.json' } };

const NEEDED = { data: 'reviews.csv', out: 'models/mine' };

function complaint(flags: Record<string, unknown>, file?: Record<string, unknown>): string {
  const sources = file ? { flags, file: { name: 'my.json', given: file } } : { flags };
  try {
    resolveConfig(TRAIN, sources);
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return error.message;
  }
  return assert.fail('was taken without complaint');
}

describe('configuration of a training run', () => {
  it('takes the file, then flags, then defaults', () => {
    const config = resolveConfig(TRAIN, {
      flags: { ...NEEDED, epochs: 3 },
      file: { name: 'my.json', given: { $schema: '../schemas/x.json', epochs: 9, hidden: 16 } },
    });
    assert.equal(config.epochs, 3);
    assert.equal(config.hidden, 16);
    assert.equal(config.batch, 64);
    assert.ok(!('$schema' in config));
  });

  it('complains about unknown keys, and guesses what was meant', () => {
    assert.equal(
      complaint(NEEDED, { learning_rate: 1 }),
      'my.json: learning_rate: there is no such option; did you mean learningRate?',
    );
    assert.equal(
      complaint(NEEDED, { epoch: 1 }),
      'my.json: epoch: there is no such option; did you mean epochs?',
    );
    assert.equal(complaint(NEEDED, { colour: 1 }), 'my.json: colour: there is no such option');
  });

  it('complains about wrong values where they stand, in the file or as a flag', () => {
    assert.match(
      complaint(NEEDED, { epochs: 2.5 }),
      /^my\.json: epochs: expected a whole number from 1 .* 2\.5$/,
    );
    assert.match(
      complaint({ ...NEEDED, learningRate: 'fast' }),
      /^--learning-rate: expected a number .* "fast"$/,
    );
    assert.match(complaint({ ...NEEDED, epochs: 4 }, { epochs: 'x' }), /^my\.json: epochs: /);
    assert.match(
      complaint({ ...NEEDED, labels: ['a', 'a'] }),
      /^--labels: expected a list of different names/,
    );
    assert.match(
      complaint({ ...NEEDED, attentionKind: 'hard' }),
      /one of soft, attention-gru, none, found "hard"$/,
    );
  });

  it('complains about what is missing', () => {
    assert.equal(complaint({ out: 'x' }), '--data: expected a value, found none');
    assert.equal(
      complaint({ data: 'x' }, { epochs: 1 }),
      '--out: expected here or as "out" in my.json, found none',
    );
  });

  const IMPOSSIBLE: [Record<string, unknown>, RegExp][] = [
    [{ embedding: 'glove' }, /^my\.json: embedding: "glove" needs/],
    [{ embedding: 'random', vectors: 'v.json' }, /^my\.json: vectors: not read/],
    [{ validation: 10, validationData: 'v.csv' }, /^my\.json: validationData: /],
    [{ attentionKind: 'none', attention: 5 }, /^my\.json: attention: means nothing/],
    [{ attentionKind: 'none', positions: 300 }, /^my\.json: positions: /],
    [{ attentionKind: 'attention-gru', positions: 300 }, /^my\.json: positions: /],
    [{ attentionGate: 'vector' }, /^my\.json: attentionGate: means nothing unless/],
    [{ scoreActivation: 'dot', attention: 5 }, /^my\.json: attention: /],
    [{ positions: 300, length: 301 }, /^my\.json: length: 301 is beyond/],
    [{ batch: 1, shards: 2 }, /^my\.json: batch: 1 /],
    [{ init: 'encoder', vectors: 'v.json' }, /^my\.json: init: /],
    [{ kind: 'bag-of-words', epochs: 3 }, /^my\.json: epochs: means nothing/],
    [{ checkpoints: true }, /^my\.json: checkpoints: /],
    [{ decay: 'article', warmup: 5 }, /^my\.json: warmup: /],
    [{ share: true }, /^my\.json: share: needs embeddingFrom/],
    [{ share: true, embeddingFrom: 'others/theirs' }, /^my\.json: share: only folders side by side/],
    [{ embeddingFrom: 'models/theirs', vectors: 'v.json' }, /^my\.json: embeddingFrom: .* leave vectors out/],
    [{ warm: true }, /^my\.json: warm: needs init/],
    [{ attentionTie: 1 }, /^my\.json: attentionTie: needs warm/],
    [
      { attentionTie: 1, init: 'models/theirs', warm: true, attentionKind: 'none' },
      /^my\.json: attentionTie: means nothing/,
    ],
    [{ evidenceTie: 1 }, /^my\.json: evidenceTie: means nothing without attentionTie/],
    [{ work: 'models/mine/work' }, /^my\.json: work: /],
  ];
  for (const [given, message] of IMPOSSIBLE) {
    it(`complains about ${JSON.stringify(given)}`, () => assert.match(complaint(NEEDED, given), message));
  }

  it('reads a config file, or says what is wrong with it', async () => {
    await assert.rejects(readConfigFile('nowhere.json'), /nowhere\.json: cannot be read/);
    await assert.rejects(readConfigFile('README.md'), /README\.md: not valid JSON/);
    const folder = path.join('configs');
    const seen = new Set<string | undefined>();
    for (const name of await readdir(folder)) {
      const given = await readConfigFile(path.join(folder, name));
      const file = { name, given };
      const flags = { ...NEEDED, ...VECTORS[name] };
      const [command] = /[a-z]+(?=-config\.schema\.json$)/.exec(String(given['$schema'])) ?? [];
      if (command === 'train') resolveConfig(TRAIN, { flags, file });
      if (command === 'pretrain') resolveConfig(PRETRAIN, { flags, file });
      seen.add(command);
    }
    assert.ok(seen.has('train') && seen.has('pretrain'));
  });
});

describe('flags of a training run', () => {
  it('are there for every option, with a description', () => {
    const flags = flagList(TRAIN);
    assert.deepEqual(
      flags.map(({ key }) => key),
      Object.keys(trainOptions),
    );
    assert.ok(flags.every(({ description }) => description.length > 10));
    assert.equal(flagOf('learningRate'), '--learning-rate');
  });

  it('become values of the kind that the schema wants', () => {
    const parse = (key: string, text: string) =>
      flagList(TRAIN)
        .find((flag) => flag.key === key)!
        .parse(text);
    assert.equal(parse('epochs', '12'), 12);
    assert.equal(parse('epochs', 'twelve'), 'twelve');
    assert.equal(parse('seed', ''), '');
    assert.deepEqual(parse('ratings', '1,10'), [1, 10]);
    assert.deepEqual(parse('labels', 'bad, so-so,good'), ['bad', 'so-so', 'good']);
    assert.equal(parse('out', '12'), '12');
  });
});

describe('the published schemas', () => {
  for (const command of Object.keys(COMMANDS)) {
    it(`are what the options say: ${command} (run \`npm run schema\` when this fails)`, async () => {
      assert.equal(await readFile(schemaFile(command), 'utf8'), await publishedSchema(command));
    });
  }
});
