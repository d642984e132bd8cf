import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visible, visibleLine } from '../../../src/cli/safeText';

describe('text for a terminal', () => {
  it('shows control characters and escapes instead of passing them through', () => {
    assert.equal(visible('\x1b[31mred\x07\x7f\x00'), '␛[31mred␇␡␀');
    assert.equal(visible('\x9b31m'), '<U+009B>31m');
  });

  it('shows what hides or reorders text', () => {
    assert.equal(
      visible('\u202Eevil\u202C\u200B\u2028\uFEFF'),
      '<U+202E>evil<U+202C><U+200B><U+2028><U+FEFF>',
    );
    assert.equal(visible('\uD83D alone'), '<U+D83D> alone');
  });

  it('keeps line breaks, tabs, emoji sequences, marks and other scripts', () => {
    const harmless = 'a\n\tb 👩‍👩‍👧 🇫🇷 e\u0301 日本語 שלום می\u200Cخواهم';
    assert.equal(visible(harmless), harmless);
    assert.equal(visible('one\r\ntwo\rthree'), 'one\ntwo␍three');
  });

  it('fits on one line where it has to', () => {
    assert.equal(visibleLine('a\nb\tc\r\nd'), 'a␊b␉c␊d');
  });

  it('lets nothing dangerous through, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(visible(text), /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u);
        assert.doesNotMatch(visibleLine(text), /\p{Cc}/u);
      }),
      { seed: 3 },
    );
  });
});
