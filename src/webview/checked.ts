/**
 * What the panel's page says, checked: a page draws words from outside, and nothing that it could be made to say may do more
 * than its buttons. Pure.
 */
import * as v from 'valibot';
import type { FromWebview } from './protocol';

const MOST_MODELS = 1000;
/** A picture of a book has some tens of millions. */
const MOST_BYTES = 1024 ** 3;

const number = v.pipe(v.number(), v.safeInteger());
const index = v.pipe(number, v.minValue(0));
const pixels = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(10_000));
const font = v.object({ family: text, size: pixels });
const section = v.picklist(['trust', 'training', 'compare', 'run', 'edits', 'pinned']);

const look = v.object({
  kind: text,
  colours: v.record(text, text),
  ui: font,
  text: font,
  widths: v.array(pixels),
  order: v.picklist(['reading', 'sorted']),
});

const schema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('mark'), id: number, token: v.nullable(index) }),
  v.object({ type: v.literal('reveal'), id: number, token: index }),
  v.object({ type: v.literal('select'), id: number, from: index, to: index }),
  v.object({ type: v.literal('activate'), id: number }),
  v.object({
    type: v.literal('command'),
    command: v.picklist(['analyze', 'clear', 'showLog', 'showSample']),
  }),
  v.object({ type: v.literal('jump'), id: number }),
  v.object({ type: v.literal('chooseSegments') }),
  v.object({ type: v.literal('unfold'), section, open: v.boolean() }),
  v.object({ type: v.literal('edits'), action: v.picklist(['apply', 'undo', 'discard', 'seen']) }),
  v.object({
    type: v.literal('editWord'),
    action: v.picklist(['without', 'replace', 'negate']),
    token: index,
  }),
  v.object({ type: v.literal('trainingModel'), model: text }),
  v.object({ type: v.literal('export'), what: v.picklist(['file', 'markdown']) }),
  v.object({ type: v.literal('exportLook'), request: number, look }),
  v.object({
    type: v.literal('exportPng'),
    request: number,
    bytes: v.nullable(
      v.pipe(
        v.instance(Uint8Array),
        v.check((bytes) => bytes.length <= MOST_BYTES),
      ),
    ),
    error: v.nullable(text),
  }),
  v.object({ type: v.literal('chooseModels'), models: v.pipe(v.array(text), v.maxLength(MOST_MODELS)) }),
  v.object({ type: v.literal('chooseText'), key: v.nullable(text) }),
  v.object({
    type: v.literal('shadeBy'),
    source: v.picklist(['attention', 'deletion', 'integrated-gradients']),
  }),
  v.object({ type: v.literal('examine') }),
  v.object({ type: v.literal('stability') }),
  v.object({ type: v.literal('pin') }),
  v.object({ type: v.literal('openPin'), id: number }),
  v.object({ type: v.literal('removePin'), id: number }),
  v.object({ type: v.literal('removePins') }),
  v.object({ type: v.literal('leavePin') }),
]);

/** The message with its own fields alone; null: it is none that a page of ours sends. Never throws. */
export function checkedMessage(message: unknown): FromWebview | null {
  try {
    const parsed = v.safeParse(schema, message);
    return parsed.success ? (parsed.output satisfies FromWebview) : null;
  } catch {
    return null;
  }
}

type Checked = v.InferOutput<typeof schema>;
/** Never where a message was added to the protocol and not here. */
type Missing = Exclude<FromWebview['type'], Checked['type']>;
const complete: [Missing] extends [never] ? true : Missing = true;
void complete;
