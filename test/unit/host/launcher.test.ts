import assert from 'node:assert/strict';
import path from 'node:path';
import { INSTALL, packagesOf, parseFlags } from '../../../scripts/host/launcher';

describe('the launcher of the server', () => {
  it('understands the flags of the desktop build, and passes over those for Electron', () => {
    const opening = parseFlags([
      '/some/folder',
      '--user-data-dir=/tmp/profile',
      '--no-sandbox',
      '--extensionTestsPath=/out/index.js',
      '--extensionDevelopmentPath=/one',
      '--extensionDevelopmentPath=/two',
    ]);
    assert.deepEqual(opening, {
      folder: path.resolve('/some/folder'),
      extensions: [path.resolve('/one'), path.resolve('/two')],
      tests: path.resolve('/out/index.js'),
    });
  });

  it('finds the packages to install, which no other flag is', () => {
    assert.deepEqual(packagesOf(['/folder', '--no-sandbox']), []);
    assert.deepEqual(packagesOf(['/folder', `${INSTALL}/a b.vsix`, '--x=1.vsix']), [
      path.resolve('/a b.vsix'),
    ]);
  });

  it('says what is missing', () => {
    assert.throws(() => parseFlags(['/folder']), /--extensionTestsPath=… is missing/);
    assert.throws(() => parseFlags(['--extensionTestsPath=/out/index.js']), /folder to open is missing/);
  });
});
