import assert from 'node:assert/strict';
import fc from 'fast-check';
import { piecesOf } from '../../../src/webview/client/heatData';
import { analysisOf } from '../../browser/panelSamples';

const normal = (text: string) => text.replace(/\r\n?/g, '\n');

describe('pieces of the heat map', () => {
  it('are the text, token by token', () => {
    const pieces = piecesOf(analysisOf(1, '  Not bad,\r\n\tnot  good. '));
    assert.deepEqual(
      pieces.map(({ text, token }) => [text, token]),
      [
        ['  ', null],
        ['Not', 0],
        [' ', null],
        ['bad', 1],
        [',', 2],
        ['\n\t', null],
        ['not', 3],
        ['  ', null],
        ['good', 4],
        ['.', 5],
        [' ', null],
      ],
    );
  });

  it('begin with the indentation of the first line, which is not part of the text', () => {
    const pieces = piecesOf({ ...analysisOf(1, 'Not\n\tbad'), indent: '\t' });
    assert.deepEqual(pieces[0], { text: '\t', token: null });
    assert.equal(pieces.map(({ text }) => text).join(''), '\tNot\n\tbad');
  });

  it('join to the text, whatever it holds', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'ß', ' ', '\n', '\r', '\t', '<', '!', '\ud83d', '好'),
    });
    fc.assert(
      fc.property(text, (given) => {
        const pieces = piecesOf(analysisOf(1, given));
        assert.equal(pieces.map((piece) => piece.text).join(''), normal(given));
      }),
    );
  });
});
