import assert from 'node:assert/strict';
import path from 'node:path';
import { renderBatch } from '../../../src/cli/sampleRows';
import { createShader } from '../../../src/cli/shader';
import { cellsOf } from '../../../src/cli/width';
import { sampleOf } from '../../../src/model/sample';
import { Vocab } from '../../../src/model/vocab';
import { installCli, type Installation } from './support';

const DATA = path.resolve('test', 'fixtures', 'data');

interface Row {
  readonly id: string;
  readonly label?: string;
  readonly class?: number;
  readonly length: number;
  readonly words: number;
  readonly ids: number[];
  readonly text: string;
  readonly unknown: { at: number; text: string }[];
}

describe('a batch for people', () => {
  const vocab = Vocab.fromCounts(new Map([...'abcdefghij'].map((word, i) => [word, 100 - i])), 12);
  const shader = createShader(0, 'dark');

  it('has ids above the tokens that they stand for', () => {
    const sample = { id: 'row 1', label: 'pos', class: 1, ...sampleOf('b \u001b zorg a d', vocab, 7) };
    assert.equal(
      renderBatch('batch, 1 × 7', [sample], shader),
      [
        '\nbatch, 1 × 7\n',
        'row 1  label pos (class 1), true length 4 of 7',
        '  3      1  2  5',
        '  b  <unk>  a  d',
        '  … then 3 × 0 (<pad>)',
        '  read as <unk>: zorg\n',
      ].join('\n'),
    );
  });

  it('breaks lines before they are too long, loses no token and says what was cut', () => {
    const text = Array.from({ length: 90 }, (_, i) => 'abcdefghij'[i % 10]).join(' ');
    const lines = renderBatch('batch', [{ id: 'x', ...sampleOf(text, vocab, 80) }], shader).split('\n');
    assert.ok(lines.every((line) => cellsOf(line) <= 100));
    assert.ok(lines.includes('x  true length 80 of 80, 10 more are cut'));
    const tokens = lines
      .filter((line) => /^ {2,}[a-j]/.test(line))
      .flatMap((line) => line.trim().split(/ +/));
    assert.equal(tokens.join(' '), text.slice(0, 159));
    assert.ok(!lines.some((line) => line.includes('<pad>')));
  });
});

describe('the sample command, bundled', function () {
  this.timeout(120_000);
  let cli: Installation;
  before(async () => {
    cli = await installCli();
  });
  after(() => cli.remove());

  const sample = (...args: string[]) => cli.run(['sample', '--model', 'tiny', ...args]);
  async function batches(...args: string[]): Promise<Row[][]> {
    const { code, stdout, stderr } = await sample('--json', ...args);
    assert.deepEqual([code, stderr], [0, '']);
    return (JSON.parse(stdout) as { batches: Row[][] }).batches;
  }

  it('shows a text of the arguments, the default width being 300', async () => {
    const [[row]] = (await batches('The film', 'was not bad.')) as [[Row]];
    assert.deepEqual([row.id, row.length, row.words, row.ids.length], ['TEXT', 6, 6, 300]);
    assert.equal(row.text, 'the film was not bad .');
    assert.equal(row.label, undefined);
    assert.ok(row.ids.slice(6).every((id) => id === 0));
    const { stdout } = await sample('The film was zorgly');
    assert.match(stdout, /^tiny: vocabulary of \d+\n\nbatch, 1 × 300\n\nTEXT {2}true length 4 of 300\n/);
    assert.match(stdout, /\n {2}… then 296 × 0 \(<pad>\)\n {2}read as <unk>: zorgly\n$/);
  });

  it('draws the same texts with the same seed, in batches, with their labels', async () => {
    const data = [
      '--data',
      path.join(DATA, 'aclImdb'),
      '--split',
      'test',
      '--count',
      '3',
      '--positions',
      '4',
    ];
    const [drawn, again, other] = await Promise.all([
      batches(...data, '--batch', '2'),
      batches(...data),
      batches(...data, '--seed', '2'),
    ]);
    assert.deepEqual(
      drawn.map((rows) => rows.length),
      [2, 1],
    );
    assert.deepEqual(again.flat(), drawn.flat());
    assert.notDeepEqual(other.flat(), drawn.flat());
    for (const { id, label, class: place, ids, length, words } of drawn.flat()) {
      assert.equal(label, id.includes('/pos/') ? 'positive' : 'negative');
      assert.equal(place, label === 'positive' ? 1 : 0);
      assert.deepEqual([ids.length, length], [4, Math.min(4, words)]);
    }
  });

  it('finds a text by its id, in full or by the file name', async () => {
    const data = ['--data', path.join(DATA, 'aclImdb'), '--split', 'test'];
    const all = (await batches(...data, '--count', '99')).flat();
    assert.equal(new Set(all.map(({ id }) => id)).size, 5);
    const { id, text } = all[2]!;
    for (const asked of [id, id.split('/').at(-1)!]) {
      const [[found]] = (await batches(...data, '--id', asked)) as [[Row]];
      assert.deepEqual([found.id, found.text], [id, text]);
    }
    const { code, stderr } = await sample(...data, '--id', 'nowhere.txt');
    assert.equal(code, 1);
    assert.match(stderr, /^error: --id "nowhere\.txt": expected the id of a text of /);
  });

  it('asks for a text or data, not both', async () => {
    for (const args of [[], ['text', '--data', DATA]]) {
      const { code, stderr } = await sample(...args);
      assert.equal(code, 2);
      assert.match(stderr, /expected either TEXT or --data PATH/);
    }
  });
});
