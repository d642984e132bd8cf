/** A document as JSON: a documented shape with a version, each reading as `analyze --json` prints it. */
import type { ExportDocument, Reading } from './document';
import { told } from './told';

/** Raised whenever a reader of the last version could misread what is written. */
export const JSON_VERSION = 1;

const TOKENS_PER_PIECE = 4096;

/**
 * Pieces of
 *
 *     {"format": "attention-inspector", "version": 1, "generator", "created"?, "title", "scope",
 *      "shading": {"gamma", "scale", "emphasis"},
 *      "texts": [{"place", "text", "stale", "readings": [
 *        {"name"?, "model", "backend", "parameters"?, "label", "probability", "classes": [{"label", "probability"}],
 *         "kind", "padding"?, "bias"?, "tokens": [{"text", "start", "end", "weight", "effect"?, "known"}], "ms",
 *         "trust"?: {"occlusion", "without", "effects", "faithfulness", "ms"}}]}],
 *      "unread": [{"place", "reason"}]}
 *
 * Offsets are UTF-16 units into the `text` beside them; `probability` is that of positive by a model of sentiment, else
 * that of the label. `trust` is what `model/trust/types.ts` says of an examination; its arrays have a number for each token.
 */
export function* jsonOf(document: ExportDocument): Generator<string> {
  const { generator, created, title, scope, shading, texts, unread = [] } = document;
  const { gamma, scale, emphasis } = shading;
  const head = {
    ...{ format: 'attention-inspector', version: JSON_VERSION, generator },
    ...(created === undefined ? {} : { created }),
    ...{ title, scope, shading: { gamma, scale, emphasis } },
  };
  yield `${JSON.stringify(head).slice(0, -1)},"texts":[`;
  for (const [index, { place, text, stale = false, readings }] of texts.entries()) {
    const before = JSON.stringify({ place, text, stale }).slice(0, -1);
    yield `${index > 0 ? ',' : ''}\n${before},"readings":[`;
    for (const [at, reading] of readings.entries()) {
      if (at > 0) yield ',';
      yield* readingJson(reading);
    }
    yield ']}';
  }
  yield `],\n"unread":${JSON.stringify(unread.map(({ place, reason }) => ({ place, reason })))}}\n`;
}

function* readingJson({ name, model, backend, parameters, analysis, trust }: Reading): Generator<string> {
  const { label, classes, kind, padding, bias, tokens, ms } = analysis;
  const head = {
    ...(name === undefined ? {} : { name }),
    ...{ model, backend },
    ...(parameters === undefined ? {} : { parameters }),
    ...{ label, probability: told(classes, label), classes, kind },
    ...(padding === undefined ? {} : { padding }),
    ...(bias === undefined ? {} : { bias }),
  };
  yield `\n${JSON.stringify(head).slice(0, -1)},"tokens":[`;
  for (let i = 0; i < tokens.length; i += TOKENS_PER_PIECE) {
    const piece = tokens
      .slice(i, i + TOKENS_PER_PIECE)
      .map(({ text, start, end, weight, effect, known }) => ({
        ...{ text, start, end, weight },
        ...(effect === undefined ? {} : { effect }),
        known,
      }));
    yield `${i > 0 ? ',' : ''}${JSON.stringify(piece).slice(1, -1)}`;
  }
  yield `],"ms":${hundredths(ms)}`;
  if (trust) {
    const { occlusion, without, effects, faithfulness } = trust;
    const found = { occlusion, without, effects, faithfulness, ms: hundredths(trust.ms) };
    yield `,"trust":${JSON.stringify(found)}`;
  }
  yield '}';
}

const hundredths = (ms: number): number => Math.round(ms * 100) / 100;
