/** What the panel's page could be made to say. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkedMessage } from '../../src/webview/checked';
import { PanelLink } from '../../src/webview/link';
import type { FromWebview } from '../../src/webview/protocol';
import { EVIL, evilText, fuzzed } from './property';

const font = { family: 'serif', size: 12 };

/** One of each kind. */
export const MESSAGES: readonly FromWebview[] = [
  { type: 'ready' },
  { type: 'mark', id: 1, token: null },
  { type: 'mark', id: 1, token: 3 },
  { type: 'reveal', id: 1, token: 0 },
  { type: 'select', id: -2, from: 0, to: 4 },
  { type: 'activate', id: 2 },
  { type: 'command', command: 'clear' },
  { type: 'jump', id: 1 },
  { type: 'chooseSegments' },
  { type: 'unfold', section: 'trust', open: true },
  { type: 'edits', action: 'apply' },
  { type: 'editWord', action: 'negate', token: 1 },
  { type: 'trainingModel', model: 'imdb-article' },
  { type: 'export', what: 'markdown' },
  {
    type: 'exportLook',
    request: 1,
    look: { kind: 'dark', colours: { line: 'red' }, ui: font, text: font, widths: [1, 2], order: 'sorted' },
  },
  { type: 'exportPng', request: 1, bytes: Uint8Array.of(1), error: null },
  { type: 'chooseModels', models: ['a', 'b'] },
  { type: 'chooseText', key: null },
  { type: 'shadeBy', source: 'deletion' },
  { type: 'examine' },
  { type: 'stability' },
  { type: 'pin' },
  { type: 'openPin', id: 1 },
  { type: 'removePin', id: 1 },
  { type: 'removePins' },
  { type: 'leavePin' },
];

const nonsense = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withTypedArray: true,
    withNullPrototype: true,
  }),
  evilText,
  fc.constantFrom<unknown>(...EVIL, 1e999, NaN, -1, 0.5, 2 ** 60, [], {}, null, undefined),
);

const message = fc.oneof(
  nonsense,
  fc.record({
    type: fc.oneof(fc.constantFrom(...MESSAGES.map(({ type }) => type)), evilText),
    id: nonsense,
    token: nonsense,
  }),
  fc.tuple(fc.constantFrom(...MESSAGES), fc.nat(10), nonsense).map(([one, at, value]) => {
    const keys = Object.keys(one);
    return { ...one, [keys[at % keys.length]!]: value };
  }),
  fc
    .tuple(fc.constantFrom(...MESSAGES), evilText, nonsense)
    .map(([one, key, value]) => ({ ...one, [key]: value })),
);

export const protocolProperties = [
  fuzzed(
    'protocol',
    'what the page says is one of its messages, its own fields alone, or nothing',
    3000,
    message,
    (said) => {
      const heard = checkedMessage(said);
      if (!heard) return;
      const example = MESSAGES.find(({ type }) => type === heard.type);
      assert.ok(example);
      assert.deepEqual(Object.keys(heard).sort(), Object.keys(example).sort());
    },
  ),
  fuzzed(
    'protocol',
    'the extension lives through whatever the page says, and whatever comes of it',
    2000,
    message,
    (said) => {
      const troubles: string[] = [];
      const fails = () => {
        throw new Error('a feature failed');
      };
      const link = new PanelLink(
        {
          ...{ onMark: fails, onReveal: fails, onActivate: fails, onCommand: fails },
          ...{ onReady: fails, onHidden: fails, onFeature: fails },
          onTrouble: (what) => void troubles.push(what),
        },
        () => undefined,
      );
      link.receive(said);
      assert.equal(troubles.length, 1);
      assert.ok(troubles[0]!.length < 10_000);
    },
  ),
];
