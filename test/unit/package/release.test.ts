import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  nextSteps,
  nextVersion,
  obstacles,
  releasedChangelog,
  unreleased,
  withVersion,
} from '../../../scripts/release/plan';

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0\n\nFirst.\n';

describe('a release', () => {
  it('has a version of three numbers above the last', () => {
    for (const [current, next] of [
      ['0.1.0', '0.1.1'],
      ['0.1.9', '0.1.10'],
      ['0.9.9', '1.0.0'],
    ] as const) {
      assert.equal(nextVersion(current, next), next);
    }
    for (const next of ['', '1', 'v1.0.0', '1.0', '1.0.0-beta', '01.0.0', '1.0.0.0', ' 1.0.0', 'latest']) {
      assert.throws(() => nextVersion('0.1.0', next), /is no version: three numbers are/, next);
    }
    for (const next of ['0.1.0', '0.0.9', '0.0.10']) {
      assert.throws(() => nextVersion('0.1.0', next), /is not above 0\.1\.0/, next);
    }
    assert.throws(() => nextVersion('0.1', '1.0.0'), /package\.json: "0\.1"/);
  });

  it('moves what is unreleased under the version and the day, and leaves room for what comes', () => {
    assert.equal(unreleased(CHANGELOG), '- New.');
    assert.equal(
      releasedChangelog(CHANGELOG, '0.2.0', '2026-11-26'),
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-26)\n\n- New.\n\n## 0.1.0\n\nFirst.\n',
    );
    const own = readFileSync('CHANGELOG.md', 'utf8');
    assert.ok(own.includes('\n## Unreleased\n'));
  });

  it('is refused with a changelog that says nothing, or has that version', () => {
    const release = (changelog: string, version = '0.2.0') =>
      releasedChangelog(changelog, version, '2026-11-26');
    assert.throws(() => release('# Changelog\n'), /no section "Unreleased"/);
    assert.throws(() => release(CHANGELOG.replace('- New.', ' ')), /nothing is unreleased/);
    assert.throws(() => release('## Unreleased\n'), /nothing is unreleased/);
    assert.throws(() => release(CHANGELOG, '0.1.0'), /has a section 0\.1\.0 already/);
    assert.ok(release(CHANGELOG, '0.1.01').includes('## 0.1.01 (2026-11-26)'));
  });

  it('changes the version and not a letter more', () => {
    const manifest = readFileSync('package.json', 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    const changed = withVersion(manifest, version, '77.0.0');
    assert.equal(changed.replace('77.0.0', version), manifest);
    const lock = readFileSync('package-lock.json', 'utf8');
    const locked = withVersion(lock, version, '77.0.0', 2);
    const { version: own, packages } = JSON.parse(locked) as {
      version: string;
      packages: Record<string, { version: string }>;
    };
    assert.deepEqual([own, packages['']?.version], ['77.0.0', '77.0.0']);
    assert.equal(locked.replaceAll('77.0.0', version), lock);
    assert.throws(() => withVersion(manifest, '9.9.9', '10.0.0'), /its version is .*, not 9\.9\.9/);
    assert.throws(
      () => withVersion('{\n  "version": "1.0.0"\n}', '1.0.0', '1.0.1', 2),
      /says its version 1 times/,
    );
  });

  it('is made on a clean main without that tag, else says everything that is in the way', () => {
    const state = { branch: 'main', status: '', tags: ['v0.1.0', ''], version: '0.2.0' };
    assert.deepEqual(obstacles(state), []);
    const all = obstacles({
      branch: 'web',
      status: ' M a.ts\n?? b.ts\n',
      tags: ['v0.2.0'],
      version: '0.2.0',
    });
    assert.equal(all.length, 3);
    assert.match(all[0]!, /on main; the branch is web/);
    assert.match(all[1]!, / M a\.ts\n\?\? b\.ts$/);
    assert.match(all[2]!, /v0\.2\.0 is there already/);
    assert.match(obstacles({ ...state, branch: '' })[0]!, /no branch is checked out/);
  });

  it('ends with what is left to a person', () => {
    const steps = nextSteps('0.2.0', 'dist-package/a-0.2.0.vsix');
    assert.match(steps, /git tag -a v0\.2\.0/);
    assert.match(steps, /vsce publish --packagePath dist-package\/a-0\.2\.0\.vsix/);
  });
});
