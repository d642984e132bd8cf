import assert from 'node:assert/strict';
import path from 'node:path';
import { parseFlags } from '../../../scripts/host/launcher';

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

  it('says what is missing', () => {
    assert.throws(() => parseFlags(['/folder']), /--extensionTestsPath=… is missing/);
    assert.throws(() => parseFlags(['--extensionTestsPath=/out/index.js']), /folder to open is missing/);
  });
});
