import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { TrainingProgress } from '../../../src/cli/trainingProgress';

const STEP = {
  ...{ epoch: 2, epochs: 12, done: 30, total: 60, loss: 0.51234, accuracy: 0.8 },
  ...{ wordsPerSecond: 12_345, secondsLeft: 725 },
};

function streamOf(isTTY: boolean, columns = 80) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns }) as unknown as WriteStream & PassThrough;
  return { stream, text: () => String(stream.read() ?? '') };
}

describe('progress of training', () => {
  it('is a plain line now and then where there is no terminal', () => {
    const [out, err] = [streamOf(false), streamOf(false)];
    let now = 0;
    const progress = new TrainingProgress(out.stream, err.stream, () => now);
    progress.line('begun');
    progress.step(STEP);
    assert.equal(err.text(), '');
    now = 31_000;
    progress.step(STEP);
    progress.step(STEP);
    const line = '50 % of epoch 2/12 · loss 0.512 · 80 % right · 12K words/s · 12 min 05 s left\n';
    assert.equal(err.text(), line);
    assert.equal(out.text(), 'begun\n');
  });

  it('is a bar on a terminal, which makes room for lines', () => {
    const [out, err] = [streamOf(true), streamOf(true)];
    const progress = new TrainingProgress(out.stream, err.stream);
    progress.step(STEP);
    const bar = err.text();
    assert.match(bar, /50 % epoch 2\/12 · loss 0\.512/);
    progress.line('epoch 2 is done');
    assert.equal(out.text(), 'epoch 2 is done\n');
    assert.match(err.text(), /\x1b\[2K/);
    progress.step({ ...STEP, accuracy: null });
    assert.ok(!err.text().includes('right'));
    progress.stop();
  });

  it('shows what could move the cursor instead of writing it', () => {
    const out = streamOf(false);
    new TrainingProgress(out.stream, streamOf(false).stream).line('class \x1b[2J');
    assert.equal(out.text(), 'class ␛[2J\n');
  });
});
