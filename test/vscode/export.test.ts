/** Exports in a real VS Code: every form, into folders and file systems of every kind, and onto the clipboard. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { FORMATS, TEXT_FORMATS, type ExportParts, type Format } from '../../src/export/document';
import { Exporter } from '../../src/features/export/exporter';
import type { Surface } from '../../src/features/feature';
import { HOSTILE } from '../fixtures/exports';
import { elementsOf, parseXml, textOf as contentOf } from '../fixtures/xml';
import { MemoryFiles } from './memoryFiles';
import { clear, closeAll, inspect, PAN, read, REVIEW, setSetting, show } from './support';

const BEGINNINGS: Readonly<Record<Format, RegExp>> = {
  png: /^\u0089PNG/,
  svg: /^<\?xml version="1\.0"/,
  html: /^<!DOCTYPE html>/,
  json: /^\{"format":"attention-inspector","version":1,/,
  csv: /^text,place,model,index,token,/,
  md: /^# text-\d+\\\.txt/,
};

const exportTo = (request: unknown) =>
  vscode.commands.executeCommand<vscode.Uri | undefined>('attentionInspector.export', request);
const copy = (request?: unknown) =>
  vscode.commands.executeCommand<string | undefined>('attentionInspector.copyMarkdown', request);

describe('an export', () => {
  let folder: string;
  const files = new MemoryFiles();
  let provider: vscode.Disposable;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-export-'));
    provider = vscode.workspace.registerFileSystemProvider('memory-export', files);
  });
  afterEach(async () => {
    files.reset();
    await setSetting('gamma', undefined);
    await clear();
    await closeAll();
  });
  after(async () => {
    provider.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const inMemory = (name: string) => vscode.Uri.from({ scheme: 'memory-export', path: `/${name}` });

  it('is written in every form into a folder and into a file system that is none of the disk’s', async () => {
    const editor = await show(REVIEW);
    const [unit] = (await read(editor, REVIEW)).units;
    for (const format of FORMATS) {
      const to = vscode.Uri.file(path.join(folder, `a.${format}`));
      assert.equal((await exportTo({ format, scope: 'text', to }))?.toString(), to.toString());
      const content = await readFile(to.fsPath);
      assert.match(content.toString('latin1'), BEGINNINGS[format], format);
      const there = inMemory(`b.${format}`);
      assert.ok(await exportTo({ format, scope: 'text', to: there.toString() }));
      assert.match(Buffer.from(files.content(there)).toString('latin1'), BEGINNINGS[format]);
      if (format === 'png' || format === 'csv' || format === 'md') continue;
      assert.ok(content.toString().includes('superb'));
    }
    assert.deepEqual(await readdir(folder), FORMATS.map((format) => `a.${format}`).sort());
    assert.deepEqual(files.names(), FORMATS.map((format) => `/b.${format}`).sort());
    const { texts } = JSON.parse(await readFile(path.join(folder, 'a.json'), 'utf8')) as {
      texts: { text: string; readings: { tokens: object[] }[] }[];
    };
    assert.equal(texts[0]?.text, REVIEW);
    assert.deepEqual(texts[0]?.readings[0]?.tokens, unit?.analysis.tokens);
  });

  it('as PNG is the SVG’s picture, twice as fine', async () => {
    await read(await show(REVIEW), REVIEW);
    for (const format of ['png', 'svg']) {
      await exportTo({ format, scope: 'text', to: path.join(folder, `size.${format}`) });
    }
    const root = parseXml(await readFile(path.join(folder, 'size.svg'), 'utf8'));
    const image = sharp(await readFile(path.join(folder, 'size.png')));
    const { width, height } = await image.metadata();
    assert.deepEqual(
      [width, height],
      [2 * Number(root.attributes['width']), 2 * Number(root.attributes['height'])],
    );
    const ground = elementsOf(root).find(({ attributes }) => attributes['class'] === 'ground');
    const corner = await image
      .extract({ left: 2, top: 2, width: 1, height: 1 })
      .removeAlpha()
      .raw()
      .toBuffer();
    assert.equal(`#${corner.toString('hex')}`, ground?.attributes['fill']);
  });

  it('of the whole document has every text, what became stale and the settings’ shading', async () => {
    await setSetting('gamma', 2);
    const editor = await show(`${REVIEW}\n\n${PAN}\n`);
    await read(editor, REVIEW, PAN);
    const place = new vscode.Position(0, 3);
    assert.ok(await editor.edit((edit) => edit.insert(place, 'x')));
    const to = inMemory('all.json');
    assert.ok(await exportTo({ format: 'json', scope: 'document', to }));
    const { scope, shading, texts } = JSON.parse(Buffer.from(files.content(to)).toString()) as {
      scope: string;
      shading: object;
      texts: { text: string; stale: boolean }[];
    };
    assert.equal(scope, 'document');
    assert.deepEqual(shading, { gamma: 2, scale: 'relative', emphasis: 'auto' });
    assert.deepEqual(
      texts.map(({ text, stale }) => [text, stale]),
      [
        [REVIEW, true],
        [PAN, false],
      ],
    );
  });

  it('looks as its theme does, without the panel too', async () => {
    await read(await show(REVIEW), REVIEW);
    const to = inMemory('dark.svg');
    await exportTo({ format: 'svg', scope: 'text', to });
    const root = parseXml(Buffer.from(files.content(to)).toString());
    const ground = elementsOf(root).find(({ attributes }) => attributes['class'] === 'ground');
    const red = parseInt(ground?.attributes['fill']?.slice(1, 3) ?? '', 16);
    const { kind } = vscode.window.activeColorTheme;
    const isDark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
    assert.equal(red < 128, isDark);
    assert.match(contentOf(root), /of the attention, rank 1 of/);
  });

  it('is copied as Markdown, which no renderer makes more of than text', async () => {
    const editor = await show(HOSTILE.join('\n\n'));
    await read(editor, editor.document.getText());
    const markdown = await copy({ scope: 'document' });
    assert.ok(markdown);
    assert.equal(await vscode.env.clipboard.readText(), markdown);
    const render = (text: string) => vscode.commands.executeCommand<string>('markdown.api.render', text);
    const rendered = await render(markdown);
    // An extension of VS Code's own puts its settings in front, whatever the text.
    const html = rendered.replace(/<span id="markdown-mermaid"[^>]*><\/span>/, '');
    const tags = new Set(Array.from(html.matchAll(/<([a-z][a-z\d]*)/g), ([, tag]) => tag));
    const allowed = [
      'h1',
      'h2',
      'p',
      'strong',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'blockquote',
      'br',
    ];
    // The renderer of an older VS Code (1.96) makes a link of an address however it is escaped; it leads where it says.
    if ((await render('https\\://example\\.org')).includes('<a ')) {
      allowed.push('a');
      const links = [...html.matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g)];
      assert.equal(links.length, html.split('<a ').length - 1);
      for (const [, target, said] of links)
        assert.match(target!, new RegExp(`^(https?://|mailto:)?${said!.replace(/[^a-z0-9]/gi, '\\$&')}$`));
    }
    assert.deepEqual(
      [...tags].filter((tag) => !allowed.includes(tag ?? '')),
      [],
    );
    assert.ok(tags.has('strong') && tags.has('table') && tags.has('blockquote'));
    assert.match(html, /&lt;script&gt;intrude\(\)&lt;\/script&gt;/);
    const headings = Array.from(html.matchAll(/<h[1-6][^>]*>(.*?)<\/h/g), ([, text]) => text);
    assert.ok(headings.length >= 1 && headings.every((text) => text?.startsWith('text-')), headings.join());
  });

  it('leaves what was there, and nothing half, when it cannot be written', async () => {
    await read(await show(REVIEW), REVIEW);
    const kept = inMemory('kept.md');
    await vscode.workspace.fs.writeFile(kept, new TextEncoder().encode('before'));
    for (const fails of ['write', 'rename'] as const) {
      for (const to of [kept, inMemory('new.md')]) {
        files.fails = fails;
        assert.equal(await exportTo({ format: 'md', scope: 'text', to }), undefined);
      }
    }
    files.fails = null;
    assert.deepEqual(files.names(), ['/kept.md']);
    assert.equal(Buffer.from(files.content(kept)).toString(), 'before');
    assert.ok(await exportTo({ format: 'md', scope: 'text', to: kept }));
    assert.match(Buffer.from(files.content(kept)).toString(), /^# /);

    const onDisk = await readdir(folder);
    for (const to of [folder, path.join(folder, 'missing', 'a.md')]) {
      assert.equal(await exportTo({ format: 'md', scope: 'text', to }), undefined);
    }
    assert.deepEqual(await readdir(folder), onDisk);
    const readOnly = vscode.workspace.registerFileSystemProvider('memory-fixed', files, { isReadonly: true });
    const to = vscode.Uri.parse('memory-fixed:/a.md');
    assert.equal(await exportTo({ format: 'md', scope: 'text', to }), undefined);
    readOnly.dispose();
    assert.deepEqual(files.names(), ['/kept.md']);
  });

  it('onto the disk replaces a file, through a link too, and leaves nothing beside it', async () => {
    await read(await show(REVIEW), REVIEW);
    const own = await mkdtemp(path.join(folder, 'own-'));
    await writeFile(path.join(own, 'a.md'), 'before');
    await symlink(path.join(own, 'a.md'), path.join(own, 'link.md'));
    assert.ok(await exportTo({ format: 'md', scope: 'text', to: path.join(own, 'link.md') }));
    assert.match(await readFile(path.join(own, 'a.md'), 'utf8'), /^# /);
    assert.deepEqual((await readdir(own)).sort(), ['a.md', 'link.md']);
    await rm(own, { recursive: true });
  });

  it('is refused with arguments that mean nothing, and without anything to export', async () => {
    const to = inMemory('none.md');
    assert.equal(await exportTo({ format: 'md', to }), undefined);
    assert.equal(await copy(), undefined);
    await read(await show(REVIEW), REVIEW);
    for (const request of [
      { format: 'pdf', to },
      { format: 'md', scope: 'everything', to },
      { format: 'md', to: 3 },
      'md',
    ]) {
      assert.equal(await exportTo(request), undefined);
    }
    assert.equal(await exportTo({ format: 'md', scope: 'comparison', to }), undefined);
    assert.deepEqual(files.names(), []);
  });

  it('of a comparison is what a feature offers, as long as it has something', async () => {
    await read(await show(REVIEW), REVIEW);
    const [entry] = (await inspect()).analyses();
    assert.ok(entry);
    const { active } = entry;
    const errors: string[] = [];
    const log = { info: () => {}, error: (line: string) => void errors.push(line), show: () => {} };
    const none = () => new vscode.Disposable(() => {});
    const config = () => ({ gamma: 1, scale: 'relative', emphasis: 'auto' });
    const surface = {
      log,
      config,
      subject: () => undefined,
      post: () => false,
      onMessage: none,
      onPanelReady: none,
      onPanelHidden: none,
    };
    const exporter = new Exporter(surface as unknown as Surface, {
      generator: 'Test 1',
      loadBundle: () => import('../../src/export/main'),
      replaceOnDisk: null,
    });
    const reading = { model: entry.model, backend: entry.backend, analysis: active.analysis };
    let parts: ExportParts | null = null;
    const offer = exporter.offer('comparison', () => parts);
    const to = inMemory('comparison.csv');
    const request = { format: 'csv', scope: 'comparison', to };
    assert.equal(await exporter.export(request), undefined);
    parts = {
      title: 'Compared',
      texts: [{ place: 'here', text: active.text, readings: [reading, { ...reading, name: 'other' }] }],
    };
    assert.ok(await exporter.export(request));
    const rows = Buffer.from(files.content(to)).toString().trimEnd().split('\n');
    assert.equal(rows.length, 1 + 2 * active.analysis.tokens.length);
    assert.match(
      (await exporter.copyMarkdown({ scope: 'comparison' })) ?? '',
      /\| Word \| imdb-attention \| other \|/,
    );
    assert.deepEqual(errors, []);
    offer.dispose();
    assert.equal(await exporter.export(request), undefined);
    exporter.dispose();
  });

  it('has no form that the command does not know', async () => {
    await read(await show(REVIEW), REVIEW);
    for (const format of TEXT_FORMATS) {
      assert.ok(await exportTo({ format, scope: 'text', to: inMemory(`again.${format}`) }));
    }
    assert.equal(files.names().length, TEXT_FORMATS.length);
  });
});
