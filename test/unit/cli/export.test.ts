import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { TextResult } from '../../../src/cli/result';
import { elementsOf, parseXml } from '../../fixtures/xml';
import { installCli, type Installation } from './support';

const MODEL = ['--model', 'tiny', '--backend', 'cpu'];
const TEXT = 'I loved this <b>great</b> film, =1+1';

interface Exported {
  title: string;
  scope: string;
  texts: { place: string; text: string; readings: TextResult[] }[];
  unread: { place: string; reason: string }[];
}

describe('analyze into a file, bundled', function () {
  this.timeout(120_000);
  let cli: Installation;
  let folder: string;

  before(async () => {
    cli = await installCli();
    folder = path.join(await realpath(cli.folder), 'out');
    await mkdir(folder);
  });
  after(() => cli.remove());

  const analyze = (args: readonly string[], input = '') => cli.run(['analyze', ...MODEL, ...args], { input });
  const at = (name: string) => path.join(folder, name);

  async function fine(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await analyze(args, input);
    assert.deepEqual([code, stderr], [0, '']);
    return stdout;
  }

  async function json(args: readonly string[], input?: string): Promise<Exported> {
    return JSON.parse(await fine(['--format', 'json', ...args], input)) as Exported;
  }

  it('writes every form, by its name or by the ending of the file, and prints nothing then', async () => {
    for (const [format, beginning] of Object.entries({
      html: '<!DOCTYPE html>',
      svg: '<?xml version="1.0"',
      json: '{"format":"attention-inspector","version":1',
      csv: 'text,place,model,',
      md: '# TEXT',
    })) {
      assert.equal(await fine([TEXT, '-o', at(`a.${format}`)]), '');
      const byEnding = await readFile(at(`a.${format}`), 'utf8');
      assert.ok(byEnding.startsWith(beginning), byEnding.slice(0, 60));
      // Only the time that it took differs.
      const withoutTime = (content: string) => content.replace(/"ms":[\d.]+/g, '');
      const named = await fine(['--format', format, TEXT]);
      assert.equal(withoutTime(named), withoutTime(byEnding));
      assert.equal(withoutTime(await fine(['--format', format, TEXT, '--output', '-'])), withoutTime(named));
    }
  });

  it('holds in JSON what --json prints, and in CSV the same weights', async () => {
    const result = JSON.parse(await fine(['--json', TEXT])) as TextResult;
    const exported = await json([TEXT]);
    assert.deepEqual([exported.title, exported.scope, exported.unread], ['TEXT', 'text', []]);
    const [{ text, readings }] = exported.texts as [Exported['texts'][number]];
    assert.equal(text, TEXT);
    const { truncated, ...printed } = { ...result, backend: 'cpu', ms: readings[0]!.ms };
    assert.equal(truncated, false);
    assert.deepEqual(readings[0], printed);
    const rows = parse<{ token: string; weight: string }>(await fine(['--format', 'csv', TEXT]), {
      columns: true,
    });
    assert.deepEqual(
      rows.map(({ token, weight }) => [token.replace(/^'(?=[=+])/, ''), Number(weight)]),
      result.tokens.map(({ text, weight }) => [text, weight]),
    );
  });

  it('takes the colours of --theme', async () => {
    const ground = async (theme: string) => {
      const root = parseXml(await fine(['--format', 'svg', '--theme', theme, TEXT]));
      return elementsOf(root).find(({ attributes }) => attributes['class'] === 'ground')?.attributes['fill'];
    };
    assert.deepEqual([await ground('dark'), await ground('light')], ['#1f1f1f', '#ffffff']);
  });

  it('names file and lines of every part, and of what was not read', async () => {
    const paragraph = `${'a great film '.repeat(9)}!`;
    const review = at('review.txt');
    await writeFile(review, [paragraph, paragraph, 'bad film', paragraph].join('\r\n\r\n'));
    const exported = await json(['--file', review, '--max-words', '60']);
    assert.deepEqual([exported.title, exported.scope], ['review.txt', 'document']);
    assert.deepEqual(
      exported.texts.map(({ place }) => place),
      ['review.txt:1', 'review.txt:3', 'review.txt:5'],
    );
    assert.deepEqual(exported.unread, [{ place: 'review.txt:7', reason: 'limit' }]);
    for (const { text, readings } of exported.texts) {
      for (const token of readings[0]!.tokens) assert.equal(text.slice(token.start, token.end), token.text);
    }
    const html = await fine(['--file', review, '--max-words', '60', '--format', 'html']);
    assert.match(html, /Not read: review\.txt:7, above the limit on words/);
  });

  it('writes what people read and --json into a file too, without colours', async () => {
    await fine([TEXT, '-o', at('plain.txt')]);
    const plain = await readFile(at('plain.txt'), 'utf8');
    assert.match(plain, /^(?:positive|negative) \d/);
    assert.ok(!plain.includes('\u001b'));
    await fine([TEXT, '--json', '-o', at('result.data')]);
    assert.equal((JSON.parse(await readFile(at('result.data'), 'utf8')) as TextResult).model, 'tiny');
  });

  it('replaces a file that is there, through a link too, and leaves nothing beside it', async () => {
    await mkdir(at('own'));
    await writeFile(at('own/a.md'), 'before');
    await symlink(at('own/a.md'), at('link.md'));
    await fine([TEXT, '-o', at('link.md')]);
    assert.match(await readFile(at('own/a.md'), 'utf8'), /^# TEXT/);
    assert.deepEqual(await readdir(at('own')), ['a.md']);
  });

  it('says in one line why a file cannot be written, and leaves an older one as it was', async () => {
    await writeFile(at('file'), 'before');
    const refused = async (to: string, reason: RegExp) => {
      const { code, stdout, stderr } = await analyze([TEXT, '--format', 'svg', '-o', to]);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, reason);
      assert.equal(stderr.trim().split('\n').length, 1);
    };
    await refused(
      at('missing/a.svg'),
      /^error: --output .*missing.a\.svg: cannot be written \(there is no folder .*missing\)/,
    );
    await refused(folder, /expected a file, found a folder/);
    await refused(at('file/a.svg'), /cannot be written/);
    const empty = await analyze([' ', '-o', at('a.md')]);
    assert.equal(empty.code, 1);
    assert.match(empty.stderr, /at least one word or sign/);
    assert.match(await readFile(at('a.md'), 'utf8'), /great/);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  it('refuses, before it reads anything, what does not go together', async () => {
    for (const [args, reason] of [
      [['--format', 'svg', '--json', TEXT], /--format .* cannot be used with option '--json'/],
      [['--format', 'csv', '--jsonl', 'x'], /'--format <format>' cannot be used with option '--jsonl <in>'/],
      [['--format', 'csv', '--epochs', TEXT], /cannot be used with option '--epochs'/],
      [
        ['-o', at('x.csv'), '--jsonl', 'x'],
        /'-o, --output <file>' cannot be used with option '--jsonl <in>'/,
      ],
      [['-o', at('x.csv'), '--epochs', TEXT], /'-o, --output <file>' cannot be used with option '--epochs'/],
      [['--format', 'png', TEXT], /Allowed choices are html, svg, json, csv, md, text/],
      [['-o', at('x.png'), TEXT], /expected a name that ends in \.html, .* PNG is made in the editor/],
      [['-o', at('x'), TEXT], /expected a name that ends in/],
    ] as const) {
      const { code, stdout, stderr } = await analyze(args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, reason);
    }
  });
});
