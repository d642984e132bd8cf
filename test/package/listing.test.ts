/** What is in the file that people install, and what is not. */
import assert from 'node:assert/strict';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from '@vscode/vsce';
import sharp from 'sharp';
import { LIMIT_BYTES, makePackage, packagePath } from '../../scripts/package';
import { type Entry, entriesOf } from '../../scripts/package/entries';
import { librariesOf, page } from '../../scripts/package/licences';
import { buildInto } from '../../scripts/package/stage';
import { checkout, makeFolder, removeFolder } from '../../scripts/host/processes';
import { modelFolderReader } from '../../src/model/node/files';
import { unpacking } from '../../src/model/packed';

const WITHIN = 'extension/';

/** All there is, by its first part; `vsce` adds the two without a folder. */
const EXPECTED = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'LICENSE.txt',
  'NOTICE.md',
  'THIRD_PARTY_NOTICES.md',
  'changelog.md',
  'dist',
  'l10n',
  'media',
  'models',
  'package.json',
  'package.nls.de.json',
  'package.nls.json',
  'readme.md',
  'samples',
];

/** Beginnings of programs: ELF, PE, Mach-O of both orders and sizes, and of several in one file. */
const NATIVE = ['7f454c46', '4d5a', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'];

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly files: readonly string[];
  readonly [field: string]: unknown;
}

describe('the package', function () {
  this.timeout(240_000);

  let file: string;
  let entries: ReadonlyMap<string, Entry>;
  let names: readonly string[];
  let manifest: Manifest;

  before(async () => {
    file = await packagePath();
    entries = await entriesOf(file);
    names = [...entries.keys()]
      .filter((name) => name.startsWith(WITHIN))
      .map((name) => name.slice(WITHIN.length));
    manifest = JSON.parse(textOf('package.json')) as Manifest;
  });

  const contentOf = (name: string): Buffer => {
    const entry = entries.get(WITHIN + name);
    assert.ok(entry, `${name} is missing`);
    return entry.content;
  };
  const textOf = (name: string) => contentOf(name).toString('utf8');

  it('has at most 12 MB', async () => {
    const { size } = await stat(file);
    assert.ok(size <= LIMIT_BYTES, `${size} bytes`);
    const parts = new Map<string, number>();
    for (const [name, { stored }] of entries) {
      const part = name
        .replace(WITHIN, '')
        .split('/')
        .slice(0, name.includes('/models/') ? 2 : 1)
        .join('/');
      parts.set(part, (parts.get(part) ?? 0) + stored);
    }
    const lines = [...parts]
      .sort((a, b) => b[1] - a[1])
      .map(([part, bytes]) => `${part} ${(bytes / 1e3).toFixed(0)} kB`);
    console.log(`      ${(size / 1e6).toFixed(2)} MB: ${lines.join(', ')}`);
  });

  it('holds nothing but what it is to hold', () => {
    const tops = names.map((name) => name.split('/')[0]!);
    const rest = [...entries.keys()].filter((name) => !name.startsWith(WITHIN));
    assert.deepEqual([...new Set([...rest, ...tops])].sort(), [...EXPECTED].sort());
    const wrong =
      /(^|\/)(src|test|scripts|docs|configs|schemas|node_modules|\.[^/]+)(\/|$)|\.(map|ts|mts|tsx|node|so|dll|dylib|exe|vsix|log)$|tsconfig|eslint|esbuild|(cli|lab)\.js$/;
    assert.deepEqual(
      names.filter((name) => wrong.test(name)),
      [],
    );
  });

  it('is what the manifest’s own list names, of the files of a built checkout', async () => {
    const listed = await listFiles({ cwd: checkout, packageManager: 2 });
    // As vsce renames them, and as checkpoints are packed.
    const same = (name: string) =>
      ({ 'README.md': 'readme.md', 'CHANGELOG.md': 'changelog.md', LICENSE: 'LICENSE.txt' })[name] ??
      name.replace(/(checkpoints\/.*)\.(bin|delta)$/, '$1');
    assert.deepEqual([...new Set(names.map(same))].sort(), [...new Set(listed.map(same))].sort());
  });

  it('holds no native program, and no entry that could be run or is a link', () => {
    for (const [name, { content, mode }] of entries) {
      const start = content.subarray(0, 4).toString('hex');
      assert.ok(!NATIVE.some((magic) => start.startsWith(magic)), `${name} is a program`);
      assert.equal(mode & 0o170111, 0o100000, `${name} has mode ${mode.toString(8)}`);
    }
  });

  it('holds minified bundles that name neither a folder of this machine nor a source map', async () => {
    const bundles = names.filter((name) => /^dist\/.*\.js$/.test(name));
    assert.ok(bundles.includes(path.posix.normalize(manifest.main)));
    for (const name of bundles) {
      const text = textOf(name);
      assert.ok(!text.includes(checkout) && !text.includes('sourceMappingURL'), name);
      assert.ok(text.length / text.split('\n').length > 200, `${name} is not minified`);
    }
  });

  it('holds all models, each file as it is in the checkout, checkpoints once unpacked', async () => {
    const read = (model: string) => {
      const reader = modelFolderReader(path.join(checkout, 'models', model));
      return (name: string) => reader(name);
    };
    const models = await readdir(path.join(checkout, 'models'));
    for (const model of models) {
      const whole = (
        await readdir(path.join(checkout, 'models', model), { recursive: true, withFileTypes: true })
      )
        .filter((entry) => entry.isFile())
        .map((entry) =>
          path.relative(path.join(checkout, 'models', model), path.join(entry.parentPath, entry.name)),
        );
      const packed = unpacking(async (name) => contentOf(`models/${model}/${name}`));
      for (const name of whole.map((place) => place.split(path.sep).join('/'))) {
        assert.ok(Buffer.from(await packed(name)).equals(await read(model)(name)), `${model}/${name}`);
      }
    }
    const shipped = new Set(
      names.filter((name) => name.startsWith('models/')).map((name) => name.split('/')[1]),
    );
    assert.deepEqual([...shipped].sort(), models.sort());
  });

  it('holds no picture or style that nobody uses', async () => {
    const sources = await readdir(path.join(checkout, 'src'), { recursive: true });
    const code = await Promise.all(
      sources
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFile(path.join(checkout, 'src', name), 'utf8')),
    );
    const all = [...code, textOf('package.json')].join('\n');
    for (const name of names.filter((one) => one.startsWith('media/'))) {
      const mentioned = all.includes(path.posix.basename(name)) || /panel-(dark|light)\.svg/.test(name);
      assert.ok(mentioned, `${name} is used nowhere`);
    }
  });

  it('tells the shop window all it asks for, and nothing that is not so', async () => {
    const { width, height, format } = await sharp(contentOf(manifest.icon)).metadata();
    assert.ok(format === 'png' && width === height && width >= 128);
    for (const field of [
      'publisher',
      'displayName',
      'description',
      'categories',
      'keywords',
      'galleryBanner',
      'license',
    ]) {
      assert.ok(manifest[field], `package.json has no ${field}`);
    }
    assert.ok((manifest['keywords'] as string[]).length <= 30);
    for (const field of ['scripts', 'devDependencies', 'bin', 'sponsor', 'badges', 'preview']) {
      assert.equal(manifest[field], undefined, `package.json has ${field}`);
    }
    const vsix = entries.get('extension.vsixmanifest')!.content.toString('utf8');
    assert.ok(vsix.includes('<DisplayName>Attention Inspector</DisplayName>') && !vsix.includes('%'));
    for (const asset of ['Content.Details', 'Content.Changelog', 'Content.License', 'Icons.Default']) {
      assert.ok(vsix.includes(`Microsoft.VisualStudio.Services.${asset}`), asset);
    }
  });

  it('has a page whose pictures and links lead somewhere', () => {
    const readme = textOf('readme.md');
    assert.ok(readme.length > 10_000);
    const places = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, place]) => place!);
    // Without a repository nothing that is relative could.
    assert.deepEqual(
      places.filter((place) => !/^(https:|#)/.test(place)),
      [],
    );
  });

  it('comes out the same, byte by byte, when made again', async () => {
    const folder = await makeFolder();
    try {
      const again = path.join(folder, 'again.vsix');
      await makePackage(again);
      assert.ok((await readFile(again)).equals(await readFile(file)));
    } finally {
      await removeFolder(folder);
    }
  });

  it('carries the licence of every library that its bundles hold', async () => {
    const folder = await makeFolder();
    try {
      const meta = path.join(folder, 'meta.json');
      await buildInto(path.join(folder, 'dist'), meta);
      const libraries = librariesOf(meta, manifest.files);
      assert.ok(libraries.some(({ name }) => name === '@observablehq/plot'));
      const said = 'THIRD_PARTY_NOTICES.md is not what the bundles hold: npm run licences';
      assert.equal(textOf('THIRD_PARTY_NOTICES.md'), page(libraries), said);
    } finally {
      await removeFolder(folder);
    }
  });
});
