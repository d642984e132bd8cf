import assert from 'node:assert/strict';
import explained from '../../../scripts/audit/explained.json';
import { bundledPlaces, findings, type AuditReport } from '../../../scripts/audit/judge';

const advisory = (name: string, id: string) => ({
  ...{ name, title: `${name} is at fault`, url: `https://github.com/advisories/${id}` },
  ...{ severity: 'high', range: '<9' },
});
const report: AuditReport = {
  vulnerabilities: {
    tar: {
      name: 'tar',
      via: [advisory('tar', 'GHSA-1'), advisory('tar', 'GHSA-2')],
      nodes: ['node_modules/tar'],
    },
    gyp: { name: 'gyp', via: ['tar'], nodes: ['node_modules/gyp'] },
    mocha: { name: 'mocha', via: [advisory('mocha', 'GHSA-3')], nodes: ['node_modules/mocha'] },
  },
};

describe('an audit', () => {
  it('has a finding for each advisory on what ships, explained or not', () => {
    const why = 'never unpacks anything';
    const found = findings(
      report,
      [{ package: 'tar', advisories: ['GHSA-1'], why }],
      (place) => place !== 'node_modules/mocha',
    );
    assert.deepEqual(
      found.map((one) => [one.package, one.advisory, one.why]),
      [
        ['tar', 'GHSA-1', why],
        ['tar', 'GHSA-2', null],
      ],
    );
    assert.deepEqual(
      findings({}, [], () => true),
      [],
    );
  });

  it('knows what is bundled by the sources of the bundles', () => {
    assert.deepEqual(
      bundledPlaces([
        ...['../src/cli.ts', '../node_modules/diff/lib/index.mjs', '../node_modules/diff/lib/a.mjs'],
        ...['../../node_modules/@vscode/l10n/dist/main.js', '../node_modules/a/node_modules/@b/c/x.js'],
      ]),
      ['node_modules/@vscode/l10n', 'node_modules/a/node_modules/@b/c', 'node_modules/diff'],
    );
  });

  it('has an explanation in words for every advisory that it lets pass', () => {
    for (const { package: name, advisories, why } of explained) {
      assert.ok(name !== '' && why.length > 80);
      for (const id of advisories) assert.match(id, /^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/);
    }
  });
});
