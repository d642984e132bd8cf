import assert from 'node:assert/strict';
import { run } from '../../../../src/features/native/processes';

/** Runs JavaScript in a Node of its own. */
const script = (source: string, signal = new AbortController().signal, onLine?: (line: string) => void) =>
  run(process.execPath, ['-e', source], { signal, ...(onLine ? { onLine } : {}) });

describe('features/native/processes', function () {
  this.timeout(60_000);

  it('gives what a program wrote, line by line, and how it ended', async () => {
    const lines: string[] = [];
    const { code, output } = await script(
      'process.stdout.write("one\\r\\ntwo"); setTimeout(() => { console.error(" and a half"); process.exit(3); }, 50)',
      undefined,
      (line) => lines.push(line),
    );
    assert.equal(code, 3);
    assert.match(output, /one\r\ntwo/);
    assert.equal(lines[0], 'one');
  });

  it('rejects when there is no such program', async () => {
    const { signal } = new AbortController();
    await assert.rejects(run('/nowhere/npm', [], { signal }), /ENOENT/);
  });

  it('ends a program with all that it has started', async function () {
    if (process.platform === 'win32') this.skip();
    const end = new AbortController();
    // The child of the child neither ends with it nor when asked to.
    const grandchild =
      'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000)';
    const source = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" })`;
    let started = 0;
    // It settles once nobody holds the streams any longer, so that the grandchild is gone, too.
    const { signal } = await script(source, end.signal, (line) => {
      started = Number(line);
      end.abort();
    });
    assert.equal(signal, 'SIGTERM');
    assert.ok(started > 0);
  });
});
