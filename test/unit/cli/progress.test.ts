import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { createProgressBar, duration } from '../../../src/cli/progress';

/** A stream that keeps what is written to it. */
function screen(isTTY: boolean): { stream: WriteStream; written: () => string } {
  const stream = new PassThrough();
  const terminal = Object.assign(stream, {
    isTTY,
    columns: 80,
    rows: 24,
    cursorTo: () => true,
    clearLine: () => true,
  });
  return { stream: terminal as unknown as WriteStream, written: () => String(stream.read() ?? '') };
}

describe('the progress bar', () => {
  it('writes nothing where there is no terminal', () => {
    const { stream, written } = screen(false);
    const bar = createProgressBar(stream, 'texts', 0);
    bar.show(1, 10);
    bar.stop();
    assert.equal(written(), '');
  });

  it('shows how far the work is on a terminal', () => {
    const { stream, written } = screen(true);
    const bar = createProgressBar(stream, 'texts', 0);
    bar.show(40, 100);
    bar.stop();
    assert.match(written(), /40 % · 40 of 100 texts · \d+ s left/);
  });

  it('knows nothing of the time left before anything is done', () => {
    const { stream, written } = screen(true);
    const bar = createProgressBar(stream, 'texts', 0);
    bar.show(0, 100);
    bar.stop();
    assert.match(written(), / 0 % · 0 of 100 texts · starting/);
  });

  it('writes times for people', () => {
    assert.deepEqual([400, 59_400, 65_000, 3_599_000, 7_860_000].map(duration), [
      '0 s',
      '59 s',
      '1 min 05 s',
      '59 min 59 s',
      '2 h 11 min',
    ]);
  });

  it('stays away for work that is done at once', () => {
    const { stream, written } = screen(true);
    const bar = createProgressBar(stream, 'texts', 60_000);
    bar.show(40, 100);
    bar.show(100, 100);
    bar.stop();
    assert.equal(written(), '');
  });
});
