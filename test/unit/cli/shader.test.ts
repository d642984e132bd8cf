import assert from 'node:assert/strict';
import { colourLevel, createShader, themeOf } from '../../../src/cli/shader';

const environment = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };

describe('colours of the terminal', () => {
  it('follow the terminal, and are off for files and pipes', () => {
    const level = (env: Record<string, string>) =>
      colourLevel({ wanted: true, environment: env, isTerminal: true });
    assert.equal(level(environment), 3);
    assert.equal(level({ TERM: 'xterm-256color' }), 2);
    assert.equal(level({ TERM: 'xterm' }), 1);
    assert.equal(level({ TERM: 'dumb' }), 0);
    assert.equal(colourLevel({ wanted: true, environment, isTerminal: false }), 0);
  });

  it('are switched off by --no-color and NO_COLOR, and on by FORCE_COLOR', () => {
    const level = (wanted: boolean, env: Record<string, string>, isTerminal = true) =>
      colourLevel({ wanted, environment: { ...environment, ...env }, isTerminal });
    assert.equal(level(false, {}), 0);
    assert.equal(level(true, { NO_COLOR: '1' }), 0);
    assert.equal(level(true, { NO_COLOR: '' }), 3);
    assert.equal(level(true, { FORCE_COLOR: '2' }, false), 2);
    assert.equal(level(true, { FORCE_COLOR: '0' }), 0);
    assert.equal(level(true, { FORCE_COLOR: '3', NO_COLOR: '1' }), 0);
  });

  it('start from the background that the terminal tells of', () => {
    assert.equal(themeOf({}), 'dark');
    assert.equal(themeOf({ COLORFGBG: '15;0' }), 'dark');
    assert.equal(themeOf({ COLORFGBG: '0;default;15' }), 'light');
  });
});

describe('shading of a word', () => {
  /** Brightness of a 24-bit background, from 0 to 765. */
  function brightness(shaded: string): number {
    const match = /\x1b\[48;2;(\d+);(\d+);(\d+)m/.exec(shaded);
    assert.ok(match, JSON.stringify(shaded));
    return match.slice(1).reduce((sum, channel) => sum + Number(channel), 0);
  }

  it('is stronger the larger the weight, in 24-bit colour', () => {
    for (const [theme, sign] of [
      ['dark', 1],
      ['light', -1],
    ] as const) {
      const { shade } = createShader(3, theme);
      const steps = Array.from({ length: 90 }, (_, i) => sign * brightness(shade('x', (i + 10) / 100)));
      assert.deepEqual(
        steps,
        [...steps].sort((a, b) => a - b),
      );
      assert.ok(new Set(steps).size > 32, `${new Set(steps).size} steps`);
    }
  });

  it('degrades to a ramp of 256 colours and to four steps of 16', () => {
    for (const [level, least] of [
      [2, 5],
      [1, 4],
    ] as const) {
      const { shade } = createShader(level, 'dark');
      const steps = Array.from({ length: 101 }, (_, i) => shade('x', i / 100));
      const changes = steps.filter((step, i) => i > 0 && step !== steps[i - 1]).length;
      assert.equal(changes + 1, new Set(steps).size, 'no step comes back');
      assert.ok(changes + 1 >= least);
      assert.ok(!steps.some((step) => step.includes('8;2;')));
    }
  });

  it('tells what speaks against the verdict by an underline besides another colour', () => {
    for (const theme of ['dark', 'light'] as const) {
      for (const level of [1, 2, 3] as const) {
        const { shade, accent } = createShader(level, theme);
        for (const share of [0.2, 0.5, 0.9]) {
          const [pro, against] = [shade('x', share), shade('x', share, 'against')];
          const underlined = (shaded: string) => shaded.includes('\x1b[4m');
          const backed = (shaded: string) => /\x1b\[(4[0-7]|48;[^m]*|10[0-7])m/.test(shaded);
          assert.ok(underlined(against) && backed(against));
          assert.ok(!(underlined(pro) && backed(pro)));
        }
        assert.notEqual(accent('x'), accent('x', 'against'));
      }
    }
    assert.equal(createShader(0, 'dark').shade('x', 1, 'against'), 'x');
  });

  it('leaves the faintest words and everything without colours as they are', () => {
    assert.equal(createShader(3, 'dark').shade('x', 0.01), 'x');
    assert.equal(createShader(3, 'dark').shade('x', NaN), 'x');
    assert.equal(createShader(0, 'dark').shade('x', 1), 'x');
    assert.equal(createShader(0, 'dark').accent('x'), 'x');
  });
});
