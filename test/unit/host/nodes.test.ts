import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findNode, nodePackage } from '../../../scripts/host/nodes';
import { NODES } from '../../../scripts/host/versions';

describe('findNode', () => {
  it('says which version cannot be had and why, and leaves nothing behind', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'nodes-test-'));
    const nowhere = {
      XDG_CACHE_HOME: folder,
      npm_config_cache: path.join(folder, 'npm'),
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
    };
    const before = Object.keys(nowhere).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, nowhere);
    try {
      const version = NODES[20];
      await assert.rejects(findNode(version), (error: Error) => {
        assert.ok(
          error.message.startsWith(`Node ${version} cannot be had here: \`npm install`),
          error.message,
        );
        assert.ok(error.message.includes(`${nodePackage()}@${version}`));
        assert.match(error.message, /ECONNREFUSED|127\.0\.0\.1:9/);
        return true;
      });
      const cache = path.join(folder, 'attention-inspector');
      assert.deepEqual(existsSync(cache) ? await readdir(cache) : [], []);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      await rm(folder, { recursive: true, force: true });
    }
  });
});
