import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { CHECKOUT_ONLY, packagedReadme, withoutSections } from '../../../scripts/package/readme';

const PAGE = [
  'Intro [all](docs/all.md#part), [out](https://example.org), [here](#here).\n\n',
  ...CHECKOUT_ONLY.map((title) => `## ${title}\n\n![gone](docs/gone.png)\n\n### Below\n\n`),
  '## Here\n\n![A | picture](docs/a.png)\n\n| ![film](docs/film.gif) | ![again](docs/a.png) |\n',
].join('');

describe('the README in the package', () => {
  it('is without the sections on a checkout, and the rest as it was', () => {
    const page = '# A\n\ntext\n\n## One\n\n1\n\n### Two\n\n2\n\n## Three\n\n3\n';
    assert.equal(withoutSections(page, ['One']), '# A\n\ntext\n\n## Three\n\n3\n');
    assert.equal(withoutSections(page, []), page);
    assert.throws(() => withoutSections(page, ['Two']), /README\.md has no section "Two"/);
  });

  it('holds its pictures itself where no repository could, once asked for each', async () => {
    const asked: string[] = [];
    const page = await packagedReadme(PAGE, false, async (place) => {
      asked.push(place);
      return place.endsWith('.gif') ? null : `data:image/png;base64,${asked.length}`;
    });
    assert.deepEqual(asked, ['docs/a.png', 'docs/film.gif']);
    assert.equal(
      page,
      'Intro all, [out](https://example.org), [here](#here).\n\n' +
        '## Here\n\n![A | picture](data:image/png;base64,1)\n\n|  | ![again](data:image/png;base64,1) |\n',
    );
  });

  it('keeps its links where there is one, for vsce to complete', async () => {
    const page = await packagedReadme(PAGE, true, () => assert.fail('a picture was asked for'));
    assert.ok(page.includes('[all](docs/all.md#part)') && page.includes('![film](docs/film.gif)'));
    assert.ok(!page.includes('gone.png'));
  });

  it('of this project leads nowhere but to files that are there, and has every section that is left out', async () => {
    const readme = readFileSync('README.md', 'utf8');
    const pictures: string[] = [];
    const page = await packagedReadme(readme, false, async (place) => {
      pictures.push(place);
      return null;
    });
    assert.ok(pictures.length > 2);
    for (const [, place] of readme.matchAll(/\]\((?!\w+:|#)([^)\s]+)\)/g)) {
      assert.ok(existsSync(place!.split('#')[0]!), `README.md: ${place} is not there`);
    }
    assert.doesNotMatch(page, /\]\((?!\w+:|#)/);
    assert.match(page, /^# Attention Inspector\n/);
  });
});
