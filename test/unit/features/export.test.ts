import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_INSIGHT } from '../../../src/editor/insight';
import type { Entry, Unit } from '../../../src/editor/store';
import {
  completed,
  documentParts,
  fileName,
  nameOf,
  textParts,
} from '../../../src/features/export/documents';
import { scaleOf } from '../../../src/features/export/png';
import { analysisOf, examinationOf } from '../../browser/panelSamples';

function unitOf(id: number, text: string, live = true): Unit {
  const { analysis, title } = analysisOf(id, text, { title: `review.txt:${id}` });
  return { id, text, analysis, place: title, largest: 1, span: live ? { start: 0, end: text.length } : null };
}

function entryOf(): Entry {
  const units = [unitOf(1, 'Good'), unitOf(2, 'Bad', false)];
  return {
    ...{ uri: 'file:///home/me/a%20review.txt', units, active: units[0]!, model: 'm', backend: 'plain' },
    unread: [{ span: null, reason: 'limit', place: 'review.txt:9' }],
    ...{ passedOver: [], ms: 1, maxWords: 100 },
  };
}

describe('what is exported', function () {
  this.timeout(60_000);

  it('is the charted text, or all that was read, with what went stale and what was left', () => {
    const entry = entryOf();
    const [active, unit] = entry.units as [Unit, Unit];
    assert.deepEqual(textParts({ entry, unit, stale: true }, NO_INSIGHT), {
      title: 'review.txt:2',
      texts: [
        {
          ...{ place: 'review.txt:2', text: 'Bad', stale: true },
          readings: [{ model: 'm', backend: 'plain', analysis: unit.analysis }],
        },
      ],
    });
    const { title, texts, unread } = documentParts({ entry, unit: active, stale: false }, NO_INSIGHT);
    assert.equal(title, 'a review.txt');
    assert.deepEqual(
      texts.map(({ place, stale }) => [place, stale]),
      [
        ['review.txt:1', false],
        ['review.txt:2', true],
      ],
    );
    const known = documentParts({ entry, unit, stale: false }, NO_INSIGHT);
    assert.equal(
      known.texts[1]?.stale,
      false,
      'one that was pinned has no place, and may stand there all the same',
    );
    assert.deepEqual(unread, [{ place: 'review.txt:9', reason: 'limit' }]);
  });

  it('has what is known of whether the attention can be believed, and nothing of a text that is being written', () => {
    const entry = entryOf();
    const view = analysisOf(1, 'Good');
    const trust = examinationOf(view, 'short');
    const asked: string[] = [];
    const known = {
      examinationOf: (_: unknown, { text }: Pick<Unit, 'text'>) => {
        asked.push(text);
        return text === 'Good' ? trust : null;
      },
    };
    const { texts } = documentParts({ entry, unit: entry.active, stale: false }, known);
    assert.deepEqual(
      texts.map(({ readings }) => readings[0]!.trust),
      [trust, undefined],
    );
    assert.deepEqual(asked, ['Good', 'Bad']);
    const carried = { ...entry.active, carried: true as const };
    const { texts: live } = textParts({ entry, unit: carried, stale: false }, known);
    assert.equal(live[0]!.readings[0]!.trust, undefined);
  });

  it('has the settings’ shading and no other of them', () => {
    const config = { gamma: 2, scale: 'absolute' as const, emphasis: 'never' as const, model: 'm' };
    const entry = entryOf();
    const parts = documentParts({ entry, unit: entry.active, stale: false }, NO_INSIGHT);
    const document = completed(parts, 'document', {
      ...{ config, generator: 'g', created: '2026-01-01', language: 'de', order: 'sorted' },
    });
    assert.deepEqual(document.shading, { gamma: 2, scale: 'absolute', emphasis: 'never' });
    assert.deepEqual([document.scope, document.language, document.order], ['document', 'de', 'sorted']);
    assert.ok(!('config' in document));
  });

  it('is named after the document', () => {
    assert.equal(nameOf('untitled:Untitled-1'), 'untitled:Untitled-1');
    assert.equal(nameOf('vscode-vfs://github/a/b/read%20me.md?x#y'), 'read me.md');
    assert.equal(nameOf('file:///a/100%'), '100%');
  });

  it('has a file name that every file system takes', () => {
    assert.equal(fileName('review.txt:3–9', 'svg'), 'review-3–9-attention.svg');
    assert.equal(fileName('a.b.md', 'md'), 'a.b-attention.md');
    assert.equal(fileName('///', 'png'), 'text-attention.png');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const name = fileName(title, 'md');
        assert.doesNotMatch(name, /[\\/:*?"<>|\u0000-\u001f]|^\.|\.\./);
        assert.ok(name.length < 120 && name.endsWith('-attention.md'));
      }),
    );
  });

  it('as PNG is twice as fine, less where a browser could not draw it, and refused beyond that', () => {
    assert.equal(scaleOf({ width: 960, height: 1200 }), 2);
    const tall = scaleOf({ width: 960, height: 12_000 })!;
    assert.ok(tall > 1 && tall < 2 && tall * 12_000 <= 16_384);
    assert.equal(scaleOf({ width: 960, height: 20_000 }), null);
    assert.equal(scaleOf({ width: 16_000, height: 16_000 }), null);
  });
});
