import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { analyzeJsonLines } from '../../../src/cli/analyze';
import type { Context } from '../../../src/cli/context';
import type { TextResult } from '../../../src/cli/result';
import { writeTinyModel } from '../../fixtures/tinyModel';
import { installCli, type Installation } from './support';

const MODEL = ['--model', 'tiny', '--backend', 'cpu'];

describe('the analyze command, bundled', function () {
  this.timeout(120_000);
  let cli: Installation;

  before(async () => {
    cli = await installCli();
  });
  after(() => cli.remove());

  const analyze = (args: readonly string[], options?: Parameters<Installation['run']>[1]) =>
    cli.run(['analyze', ...MODEL, ...args], options);

  async function json(args: readonly string[], input?: string | Uint8Array): Promise<TextResult> {
    const { code, stdout, stderr } = await analyze(['--json', ...args], input === undefined ? {} : { input });
    assert.deepEqual([code, stderr], [0, '']);
    return JSON.parse(stdout) as TextResult;
  }

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const to = path.join(cli.folder, name);
    await writeFile(to, content);
    return to;
  }

  describe('as JSON', () => {
    it('has the promised fields, exact offsets and weights that sum to 1', async () => {
      const text = 'I loved this film 👩‍👩‍👧,\r\nit is n\'t "bad"!';
      const result = await json([text]);
      assert.deepEqual(Object.keys(result), [
        ...['model', 'label', 'probability', 'classes', 'kind', 'tokens', 'truncated', 'ms'],
      ]);
      assert.deepEqual(Object.keys(result.tokens[0]!), ['text', 'start', 'end', 'weight', 'known']);
      assert.equal(result.model, 'tiny');
      assert.equal(result.label, result.probability >= 0.5 ? 'positive' : 'negative');
      assert.equal(result.truncated, false);
      for (const token of result.tokens) assert.equal(text.slice(token.start, token.end), token.text);
      const sum = result.tokens.reduce((total, { weight }) => total + weight, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
      const known = new Map(result.tokens.map((token) => [token.text, token.known]));
      assert.deepEqual([known.get('loved'), known.get('this'), known.get('!')], [true, false, true]);
    });

    it('is the same from arguments, a file and standard input', async () => {
      const text = 'A great film, and fun.';
      const review = await file('review.txt', `\uFEFF${text}`);
      const results = [
        await json([text]),
        await json(['A', 'great', 'film,', 'and', 'fun.']),
        await json(['--file', review]),
        await json(['-'], text),
        await json([], text),
      ];
      for (const { ms, ...result } of results) {
        assert.ok(ms >= 0);
        assert.deepEqual({ ...result, ms: 0 }, { ...results[0], ms: 0 });
      }
    });

    it('has parts for a text beyond the length of the model, and reads all of it', async () => {
      const paragraph = `${'a great film '.repeat(9)}!`;
      const text = [paragraph, paragraph, paragraph].join('\n\n');
      const result = await json(['-'], text);
      assert.deepEqual(
        result.parts!.map(({ start, end }) => text.slice(start, end)),
        [paragraph, paragraph, paragraph],
      );
      assert.equal(result.tokens.length, 3 * 28);
      assert.equal(result.truncated, false);
      const sum = result.tokens.reduce((total, { weight }) => total + weight, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
    });

    it('says when --max-words left something out', async () => {
      const text = `${'good '.repeat(30)}\n\n${'bad '.repeat(30)}`;
      const result = await json(['--max-words', '30'], text);
      assert.equal(result.tokens.length, 30);
      assert.equal(result.truncated, true);
    });

    it('reads more than 20,000 words when nothing limits it', async () => {
      const result = await json(['--backend', 'wasm'], 'the film was bad. '.repeat(5000));
      assert.equal(result.tokens.length, 25_000);
      assert.equal(result.truncated, false);
    });
  });

  describe('for people', () => {
    const text = 'I loved it';

    it('has the verdict and the top words, without escapes, in a file or pipe', async () => {
      const { code, stdout, stderr } = await analyze([text]);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(
        stdout,
        /^(positive|negative) \d+\.\d % · (positive|negative) \d+\.\d % {2}tiny on cpu, 3 words/,
      );
      assert.match(stdout, /\n {3}1 {2}\w+ +\d+\.\d % {2}#{24} {2}word \d\n/);
      assert.ok(!stdout.includes('\x1b'));
    });

    it('shades the words where colours are wanted, and not with NO_COLOR or --no-color', async () => {
      const forced = { FORCE_COLOR: '3' };
      const shaded = await analyze([text], { environment: forced });
      assert.match(shaded.stdout, /\x1b\[48;2;\d+;\d+;\d+m/);
      const plain = await Promise.all([
        analyze([text], { environment: { ...forced, NO_COLOR: '1' } }),
        analyze([text, '--no-color'], { environment: forced }),
        cli.run(['--no-color', 'analyze', ...MODEL, text], { environment: forced }),
      ]);
      for (const { code, stdout } of plain) {
        assert.equal(code, 0);
        assert.ok(!stdout.includes('\x1b'));
      }
    });

    it('passes no escape of the text on', async () => {
      const hostile = await analyze([
        '--file',
        await file('hostile.txt', 'good \x1b[2J\x1b]0;own\x07 \x9b film'),
      ]);
      assert.equal(hostile.code, 0);
      assert.doesNotMatch(hostile.stdout, /(?!\n)\p{Cc}/u);
    });

    it('says which backend it fell back from when one was asked for', async () => {
      const { code, stdout, stderr } = await cli.run([
        'analyze',
        '--model',
        'tiny',
        '--backend',
        'tfjs-node',
        text,
      ]);
      assert.equal(code, 0);
      assert.match(stdout, /tiny on wasm/);
      assert.match(stderr, /^note: using backend wasm; tfjs-node: .*not installed\.\n$/);
    });
  });

  describe('with bad input', () => {
    it('tells what and where in one line and exits with 1', async () => {
      await writeTinyModel(path.join(cli.folder, 'models', 'cut'));
      await writeFile(path.join(cli.folder, 'models', 'cut', 'weights.bin'), new Uint8Array(10));
      const cases: [args: string[], message: RegExp][] = [
        [[''], /^error: TEXT: expected a text with at least one word or sign, found none\n$/],
        [['--json', ' \n\t'], /^error: TEXT: expected a text/],
        [[], /^error: standard input: expected a text/],
        [
          ['--file', '/nowhere/at all'],
          /^error: \/nowhere\/at all: cannot be read \(ENOENT.*expected a text file\n$/,
        ],
        [['--file', cli.folder], /: expected a text file, found a folder\n$/],
        [['--file', await file('a.bin', Uint8Array.of(71, 0, 1))], /a\.bin: expected text, found a NUL byte/],
        [['--file', await file('l.txt', Uint8Array.of(71, 0xe9, 71))], /l\.txt: expected UTF-8 text/],
        [
          ['--model', 'none', 'hi'],
          /^error: --model "none": expected a model of .*models \(there: cut, tiny\)/,
        ],
        [['--model', 'cut', 'hi'], /weights\.bin: 10 bytes, expected \d+/],
        [['--model', path.join(cli.folder, 'dist'), 'hi'], /model\.json/],
        [['--jsonl', '/nowhere/a.jsonl'], /^error: \/nowhere\/a\.jsonl: cannot be read/],
      ];
      const outcomes = await Promise.all(cases.map(([args]) => analyze(args)));
      for (const [i, { code, stdout, stderr }] of outcomes.entries()) {
        assert.match(stderr, cases[i]![1]);
        assert.match(stderr, /^error: [^\n]*\n$/);
        assert.deepEqual([code, stdout], [1, ''], stderr);
      }
    });

    it('keeps escapes of a file name out of the error', async () => {
      const { stderr } = await analyze(['--file', '/nowhere/\x1b[31m']);
      assert.ok(stderr.includes('␛[31m') && !stderr.includes('\x1b'));
    });
  });

  describe('as JSON Lines', () => {
    const lines = (stdout: string) =>
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as TextResult & { id: unknown });

    it('gives one result a line in order, with its id', async () => {
      const input =
        '{"id":"a","text":"I loved it"}\r\n\n{"id":7,"text":"boring \\ud83d\\ude00"}\n{"text":"fun"}';
      const { code, stdout, stderr } = await analyze(['--jsonl', '-'], { input });
      assert.deepEqual([code, stderr], [0, '']);
      const results = lines(stdout);
      assert.deepEqual(
        results.map(({ id }) => id),
        ['a', 7, 4],
      );
      assert.deepEqual({ ...results[0], ms: 0 }, { id: 'a', ...(await json(['I loved it'])), ms: 0 });
    });

    it('stops at the first bad line, naming it, with the results so far already out', async () => {
      const good = '{"id":"a","text":"fun"}';
      const bad: [string, RegExp][] = [
        ['{"id":"b",', /expected a JSON object, found "\{/],
        ['{"id":"b"}', /expected a string field "text"/],
        ['{"id":[],"text":"x"}', /expected a string or number as "id"/],
        ['{"id":"b","text":" "}', /expected a text with at least one word/],
      ];
      for (const [i, [line, message]] of bad.entries()) {
        const from = await file(`bad${i}.jsonl`, [good, '', good, line, good].join('\n'));
        const { code, stdout, stderr } = await analyze(['--jsonl', from]);
        assert.equal(code, 1);
        assert.match(stderr, message);
        assert.ok(stderr.startsWith(`error: ${from}, line 4: `), stderr);
        assert.equal(lines(stdout).length, 2);
      }
    });

    it('answers each line before the next one is there', async () => {
      const child = cli.start(['analyze', ...MODEL, '--jsonl', '-']);
      const results = createInterface(child.stdout)[Symbol.asyncIterator]();
      for (const id of [1, 2, 3]) {
        child.stdin.write(`${JSON.stringify({ id, text: 'I loved it' })}\n`);
        const { value } = await results.next();
        assert.equal((JSON.parse(value as string) as { id: number }).id, id);
      }
      child.stdin.end();
      assert.deepEqual(await once(child, 'close'), [0, null]);
    });

    it('reads no further than its reader keeps up', async () => {
      let pulled = 0;
      let taken = 0;
      let furthest = 0;
      const line = Buffer.from(`${JSON.stringify({ text: 'fun and great' })}\n`);
      const stdin = Readable.from(
        (function* () {
          for (; pulled < 200; pulled++) yield line;
        })(),
        { highWaterMark: 1 },
      );
      const stdout = new Writable({
        highWaterMark: 1,
        write(_chunk, _encoding, done) {
          furthest = Math.max(furthest, pulled - taken);
          setImmediate(done);
        },
      });
      stdout.on('drain', () => (taken = pulled));
      const context = {
        stdin,
        stdout,
        stderr: process.stderr,
        environment: {},
        bundleFolder: path.join(cli.folder, 'dist'),
        modelsFolder: path.join(cli.folder, 'models'),
      } as unknown as Context;
      await analyzeJsonLines(
        '-',
        { model: 'tiny', backend: 'cpu', color: false, maxWords: Infinity },
        context,
      );
      assert.equal(pulled, 200);
      assert.ok(furthest <= 4, `${furthest} lines ahead of the reader`);
    });

    it('ends quietly when its reader goes away', async () => {
      const child = cli.start(['analyze', ...MODEL, '--jsonl', '-']);
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.stdin.on('error', () => undefined);
      const line = `${JSON.stringify({ id: 1, text: 'a really boring film '.repeat(50) })}\n`;
      child.stdin.write(line);
      await once(child.stdout, 'data');
      child.stdout.destroy();
      const feed = setInterval(() => child.stdin.write(line.repeat(20)), 5);
      const [code] = (await once(child, 'close')) as [number];
      clearInterval(feed);
      assert.deepEqual([code, stderr], [0, '']);
    });
  });
});
