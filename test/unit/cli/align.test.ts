import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { doubts, renderAlignment } from '../../../src/cli/alignmentMatrix';
import { alignmentSvg } from '../../../src/cli/alignmentSvg';
import { createShader } from '../../../src/cli/shader';
import type { Alignment } from '../../../src/model/alignment/aligner';
import { writeTinyAlignment } from '../../fixtures/alignment';
import { installCli, type Installation } from './support';

/** "7<" read, "2017-05-03" written, all rows alike. */
const ALIGNMENT: Alignment = {
  model: 'tiny',
  output: '2017-05-03',
  probability: 0.987,
  characters: [
    { text: '7', start: 0, end: 1, known: true },
    { text: ' ', start: 1, end: 2, known: true },
    { text: '<', start: 2, end: 3, known: true },
    { text: '日', start: 3, end: 4, known: false },
  ],
  written: [...'2017-05-03'].map((text) => ({ text, probability: 0.9, weights: [0.67, 0.02, 0.31, 0] })),
  ms: 1.2,
};
const PLAIN = createShader(0, 'dark');

describe('alignment matrix in a terminal', () => {
  it('has rows of what was written and columns of what was read', () => {
    const lines = renderAlignment(
      { ...ALIGNMENT, characters: ALIGNMENT.characters.slice(0, 4) },
      PLAIN,
    ).split('\n');
    assert.equal(lines[0], '2017-05-03  98.7 %  tiny, 4 characters read, 1 ms');
    assert.equal(lines[2], '    7 ␣ < 日');
    assert.equal(lines[3], '2   7 · 3 ·   90.0 %');
    assert.equal(lines[12], '3   7 · 3 ·   90.0 %');
    assert.equal(lines.at(-2), 'Characters that the model does not know: 日');
  });

  it('shades cells by attention where there are colours', () => {
    const row = renderAlignment(ALIGNMENT, createShader(3, 'dark')).split('\n')[3]!;
    // 0.67 and 0.31 of the ramp's [217, 102, 0]; too little for a ground in the other two.
    const grounds = [...row.matchAll(/\u001b\[48;2;(\d+;\d+;\d+)m/gu)].map((match) => match[1]);
    assert.deepEqual(grounds, ['145;68;0', '67;32;0']);

    assert.equal(row.replace(/\u001b\[[\d;]*m/gu, ''), '2             90.0 %');
  });

  it('goes on below in lines that are too narrow', () => {
    const lines = renderAlignment(ALIGNMENT, PLAIN, 4 + 8 + 2 * 3).split('\n');
    assert.equal(lines[2], '    7 ␣ <');
    assert.equal(lines[14], '    日');
  });

  it('says why an answer is doubtful, and nothing of a good one', () => {
    const good = { ...ALIGNMENT, characters: ALIGNMENT.characters.slice(0, 3) };
    assert.deepEqual(doubts(good), []);
    assert.deepEqual(doubts({ ...good, output: '2017-02-31' }), ['2017-02-31 is no date of the calendar.']);
    assert.match(doubts({ ...good, probability: 0.4 })[0]!, /^Only 40\.0 % probable/u);
    assert.match(doubts({ ...good, output: '' })[0]!, /^Nothing is no date/u);
  });
});

describe('alignment matrix as SVG', () => {
  it('has a cell for each pair of characters, its weight as opacity, and no markup of the text', () => {
    const svg = alignmentSvg(ALIGNMENT);
    assert.equal([...svg.matchAll(/fill-opacity="0.67"/gu)].length, 10);
    assert.equal([...svg.matchAll(/<rect [^>]*fill-opacity/gu)].length, 40);
    assert.ok(svg.includes('<title>2 from &lt;, character 3: 31.0 %</title>'));
    assert.ok(!svg.includes('<<') && svg.includes('viewBox="0 0 '));
  });
});

describe('align', function () {
  this.timeout(60_000);
  let cli: Installation;
  before(async () => {
    cli = await installCli();
    await writeTinyAlignment(path.join(cli.folder, 'models', 'dates-alignment'));
  });
  after(() => cli.remove());

  it('prints what the model writes and its alignment', async () => {
    const { code, stdout, stderr } = await cli.run(['align', '3', 'May', '2017']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.ok(stdout.includes('\n    3 ␣ M a y ␣ 2 0 1 7\n'));
    assert.ok(stdout.includes('dates-alignment, 10 characters read'));
  });

  it('prints JSON, reads standard input and draws a file', async () => {
    const svg = path.join(cli.folder, 'matrix.svg');
    const { stdout } = await cli.run(['align', '--json', '--svg', svg], { input: '3 May\n' });
    const result = JSON.parse(stdout) as Alignment & { text: string; valid: boolean; doubts: string[] };
    assert.equal(result.text, '3 May\n');
    assert.equal(typeof result.valid, 'boolean');
    assert.equal(result.written.map(({ text }) => text).join(''), result.output);
    assert.ok(result.written.every(({ weights }) => weights.length === 5));
    assert.match(await readFile(svg, 'utf8'), /^<svg /u);
  });

  it('has one clear error for nothing, too much, a wrong folder and a file that cannot be', async () => {
    const errors: [string[], RegExp][] = [
      [[''], /^error: TEXT: expected a text to read, found none\n$/u],
      [['x'.repeat(61)], /^error: TEXT: expected at most 60 characters, found 61\n$/u],
      [['3 May', '--model', 'tiny'], /^error: Model folder .*tiny: model\.json: kind: /u],
      [['3 May', '--svg', path.join(cli.folder, 'none', 'a.svg')], /^error: --svg .*: cannot be written/u],
    ];
    for (const [args, message] of errors) {
      const { code, stderr } = await cli.run(['align', ...args]);
      assert.equal(code, 1);
      assert.match(stderr, message);
    }
  });
});
