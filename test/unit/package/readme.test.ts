import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { CHECKOUT_ONLY, packagedReadme, withoutSections } from '../../../scripts/package/readme';

const PAGE = [
  'Intro [all](docs/all.md#part), [out](https://example.org), [here](#here).\n\n',
  ...CHECKOUT_ONLY.map((title) => `## ${title}\n\n![gone](docs/gone.png)\n\n### Below\n\n`),
  '## Here\n\n![A | picture](docs/a.png)\n\n| a | b |\n| - | - |\n| ![film](docs/film.gif) | text |\n\n',
  'The end, with ![a badge](https://example.org/a.png).\n',
].join('');

describe('the README in the package', () => {
  it('is without the sections on a checkout, and the rest as it was', () => {
    const page = '# A\n\ntext\n\n## One\n\n1\n\n### Two\n\n2\n\n## Three\n\n3\n';
    assert.equal(withoutSections(page, ['One']), '# A\n\ntext\n\n## Three\n\n3\n');
    assert.equal(withoutSections(page, []), page);
    assert.throws(() => withoutSections(page, ['Two']), /README\.md has no section "Two"/);
  });

  it('is without pictures and links that could lead nowhere, where there is no repository', () => {
    assert.equal(
      packagedReadme(PAGE, false),
      'Intro all, [out](https://example.org), [here](#here).\n\n' +
        '## Here\n\nThe end, with ![a badge](https://example.org/a.png).\n',
    );
  });

  it('keeps them where there is one, for vsce to complete', () => {
    const page = packagedReadme(PAGE, true);
    assert.ok(page.includes('[all](docs/all.md#part)') && page.includes('![film](docs/film.gif)'));
    assert.ok(!page.includes('gone.png'));
  });

  it('of this project leads nowhere but to files that are there, and has every section that is left out', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const [, place] of readme.matchAll(/\]\((?!\w+:|#)([^)\s]+)\)/g)) {
      assert.ok(existsSync(place!.split('#')[0]!), `README.md: ${place} is not there`);
    }
    const page = packagedReadme(readme, false);
    assert.doesNotMatch(page, /\]\((?!\w+:|#)/);
    assert.match(page, /^# Attention Inspector\n/);
    assert.ok(page.length > readme.length / 2);
  });
});
