import assert from 'node:assert/strict';
import { checksum } from '../../../src/model/checksum';

describe('checksum', () => {
  it('is CRC-32: the check value of the standard, and what zlib says of other lengths', () => {
    const of = (text: string) => checksum(new TextEncoder().encode(text));
    assert.equal(of('123456789'), 'cbf43926');
    assert.equal(of(''), '00000000');
    assert.equal(of('a'), 'e8b7be43');
    assert.equal(of('abc'), '352441c2');
    assert.equal(of('The quick brown fox jumps over the lazy dog'), '414fa339');
    assert.equal(checksum(Uint8Array.of(0xff, 0xff, 0xff, 0xff)), 'ffffffff');
    assert.equal(checksum(Uint8Array.from({ length: 1000 }, (_, i) => i)), '74e3fb41');
  });
});
