import assert from 'node:assert/strict';
import { failureOf, NativeFailure, type FailureKind } from '../../../../src/features/native/failures';
import { consentText, failureText, progressText } from '../../../../src/features/native/texts';

describe('features/native/texts', () => {
  it('say before anything is fetched what comes from where, how much, and that no text is sent', () => {
    const { detail } = consentText();
    for (const part of [
      '@tensorflow/tfjs-node 4.22.0',
      'storage.googleapis.com',
      '60 MB',
      '100 MB',
      'no text is ever sent',
    ])
      assert.ok(detail.includes(part), part);
  });

  it('say of every failure what it is, and what the program said where that helps', () => {
    const kinds: FailureKind[] = [
      ...(['npmMissing', 'busy', 'disk', 'permission', 'locked', 'network', 'registry'] as const),
      ...(['download', 'platform', 'libc', 'crash', 'load', 'stalled', 'other'] as const),
    ];
    const texts = kinds.map((kind) => failureText(new NativeFailure(kind, '4711')));
    assert.equal(new Set(texts).size, kinds.length);
    assert.ok(texts.every((text) => !text.includes('{')));
    assert.match(
      failureText(new NativeFailure('download', 'Error: refused')),
      /What was said: Error: refused$/,
    );
    assert.doesNotMatch(failureText(new NativeFailure('other', '')), /What was said/);
  });

  it('say how far it is', () => {
    assert.match(progressText({ step: 'packages', count: 12 }), /^Step 1 of 3: .*60 MB.*12 so far$/);
    assert.match(progressText({ step: 'library', bytes: 212e6 }), /^Step 2 of 3: .*212 MB unpacked so far$/);
  });

  it('keep the reason to one line of bearable length', () => {
    const { detail } = failureOf('check', `Error: ${'x'.repeat(5000)}\n    at somewhere`);
    assert.ok(detail.length < 310);
    assert.equal(failureOf('packages', '').detail, '');
  });
});
