import assert from 'node:assert/strict';
import manifest from '../../package.json';
import {
  ENGLISH_BUNDLE,
  ENGLISH_MANIFEST,
  gapsOf,
  keyOf,
  placeholders,
  readTexts,
  translations,
  visibleTexts,
} from '../../scripts/l10n/catalogue';
import { callsIn, englishBundle, readSources } from '../../scripts/l10n/strings';

const source = (contents: string) => [{ file: 'src/a.ts', contents }];
const IMPORT = `import { t } from '@vscode/l10n';\n`;

describe('the sentences of the code', function () {
  // The extraction starts a parser in WebAssembly.
  this.timeout(60_000);
  it('are literals, and asked for once the language is known', async () => {
    const calls = callsIn(await readSources());
    assert.ok(calls.length > 100, `only ${calls.length} calls were found`);
    const wrong = calls.filter(({ sentence, atLoad }) => sentence === null || atLoad);
    assert.deepEqual(
      wrong.map(({ place }) => place),
      [],
    );
  });

  it('are given exactly the values that they have places for', async () => {
    const calls = callsIn(await readSources());
    const wrong = calls.filter(
      ({ sentence, values }) =>
        values !== null && String(placeholders(sentence!)) !== String([...Array(values).keys()]),
    );
    assert.deepEqual(wrong, []);
  });

  it('are extracted whole by l10n-dev, and stand in the English bundle', async () => {
    const sources = await readSources();
    const bundle = await englishBundle(sources);
    const sentences = new Set(callsIn(sources).map(({ sentence }) => sentence));
    assert.deepEqual(Object.keys(bundle), [...sentences].sort());
    assert.deepEqual(await readTexts(ENGLISH_BUNDLE), bundle, 'run "npm run l10n"');
  });

  it('are found with quotes, escapes and line breaks around them, and only where t is the translator', async () => {
    const sources = [
      ...source(`${IMPORT}export const a = () => t(\n  'It’s "{0}"\\n\\u00d7', 1,\n);`),
      ...source(`import { t } from './elsewhere';\nt(name);`),
    ];
    assert.deepEqual(Object.keys(await englishBundle(sources)), ['It’s "{0}"\n×']);
    assert.deepEqual(callsIn(sources), [
      { place: 'src/a.ts:2', sentence: 'It’s "{0}"\n×', values: 1, atLoad: false },
    ]);
  });

  it('are noticed when they are put together, or said too early', () => {
    const calls = callsIn(
      source(
        `${IMPORT}const early = t('x');\nclass A { static b = t('y'); c = t('z'); d = () => t(early + 'w', ...e); }`,
      ),
    );
    assert.deepEqual(
      calls.map(({ sentence, values, atLoad }) => [sentence, values, atLoad]),
      [
        ['x', 0, true],
        ['y', 0, true],
        ['z', 0, false],
        [null, null, false],
      ],
    );
  });
});

describe('the languages', () => {
  it('are at least English and German', async () => {
    const { bundles, manifests } = await translations();
    assert.ok(bundles.some((file) => file.endsWith('bundle.l10n.de.json')));
    assert.ok(manifests.includes('package.nls.de.json'));
  });

  it('have every sentence, with its places for values, and no other', async () => {
    const english = await readTexts(ENGLISH_BUNDLE);
    for (const file of (await translations()).bundles) {
      const gaps = gapsOf(file, english, await readTexts(file));
      assert.deepEqual(gaps, { file, missing: {}, leftOver: [], wrong: [] });
    }
  });

  it('have every text of the manifest, which holds none itself', async () => {
    const texts = visibleTexts(manifest);
    assert.ok(texts.length > 30);
    assert.deepEqual(
      texts.filter(({ text }) => keyOf(text) === null),
      [],
    );
    const english = await readTexts(ENGLISH_MANIFEST);
    const asked = new Set(texts.map(({ text }) => keyOf(text)!));
    assert.deepEqual(new Set(Object.keys(english)), asked);
    for (const file of (await translations()).manifests) {
      const gaps = gapsOf(file, english, await readTexts(file));
      assert.deepEqual(gaps, { file, missing: {}, leftOver: [], wrong: [] });
    }
  });

  it('are held to what is missing, left over, empty or without a value', () => {
    const english = { a: 'A {0}', b: 'B', c: 'C', d: 'D {0} {1}' };
    const gaps = gapsOf('x.json', english, { a: 'Ä', c: ' ', d: '{1} D {0}', e: 'E' });
    assert.deepEqual(gaps, { file: 'x.json', missing: { b: 'B' }, leftOver: ['e'], wrong: ['a', 'c'] });
  });
});
