/** Every way by which words of texts, models and files reach a person, and what none of them may become there. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderReport } from '../../src/cli/render';
import { createShader } from '../../src/cli/shader';
import { visible, visibleLine } from '../../src/cli/safeText';
import { hoverText } from '../../src/editor/hoverText';
import { statusText } from '../../src/editor/statusText';
import type { Entry, Unit } from '../../src/editor/store';
import { describeEntry } from '../../src/features/description';
import { answerText } from '../../src/features/explain/answer';
import { iconless, linkless, logged, markless, plainLine } from '../../src/harmless';
import { messageShort, quoteShort } from '../../src/model/quote';
import type { Analysis } from '../../src/model/types';
import { classesText, labelName, labelText, stance, verdictText } from '../../src/wording';
import { evilText, fuzzed } from './property';

interface Words {
  readonly word: string;
  readonly labels: readonly [string, string, string];
  readonly place: string;
}

const words: fc.Arbitrary<Words> = fc.record({
  word: evilText.map((text) => text.replace(/\s/gu, '') || 'x'),
  labels: fc.tuple(evilText, evilText, evilText),
  place: evilText,
});

function analysisOf({ word, labels }: Words): Analysis {
  const classes = labels.map((label, i) => ({ label, probability: [0.6, 0.3, 0.1][i]! }));
  const token = { text: word, start: 0, end: word.length, weight: 1, known: false };
  return {
    ...{ start: 0, end: word.length, kind: 'attention', ms: 1 },
    ...classes[0]!,
    classes,
    tokens: [token],
  };
}

function entryOf(given: Words): Entry {
  const analysis = analysisOf(given);
  const { place, word } = given;
  const unit: Unit = { id: 1, text: word, analysis, largest: 1, span: null, place };
  const facts = {
    uri: 'file:///x',
    model: 'm',
    backend: 'plain' as const,
    passedOver: [],
    ms: 1,
    maxWords: 9,
  };
  return { ...facts, units: [unit], unread: [{ span: null, place, reason: 'limit' }], active: unit };
}

/** Escapes, commands of terminals, and what turns or breaks lines. */
const CONTROLS = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;
const ICON = /(?<!\\)\$\((?!eye\)|warning\)|pass\)|question\)|circle-slash\))/;
const LINK = /\[[^\]]+\]\((?:https?:|command:|file:)/i;
/** What CommonMark or VS Code reads as more than words, its backslash taken away. */
const MARKS = /[`*_[\]<>|~&!$@/]|\.(?=\S)|^\s*(?:[-+=]|\d+[.)]\s)/m;
const unescaped = (markdown: string) => markdown.replace(/\\[!-/:-@[-`{-~]/g, 'x');

/**
 * An outlet: the files that it is in, and what it makes of words. A file that shows words in another way is found by
 * `outlets.test.ts`, and belongs here.
 */
export const OUTLETS: Readonly<Record<string, (given: Words) => void>> = {
  'hover (editor/hover.ts)': (given) => {
    for (const line of hoverText(analysisOf(given), 0, [given.place]).lines) {
      assert.doesNotMatch(unescaped(markless(line)), MARKS);
      assert.doesNotMatch(markless(line), CONTROLS);
      assert.doesNotMatch(markless(line), /\n/);
    }
  },
  'status bar (editor/statusBar.ts)': (given) => {
    const { text, tooltip, spoken } = statusText(entryOf(given));
    assert.doesNotMatch(text, ICON);
    for (const said of [text, tooltip, spoken]) assert.doesNotMatch(said, CONTROLS);
    assert.equal(tooltip.split('\n').length, 6);
  },
  'messages, progress and the status line (notice.ts, editor/progress.ts)': ({ word, place }) => {
    for (const said of [linkless(`Could not read ${place}: ${word}`), linkless(word + place)]) {
      assert.doesNotMatch(said, LINK);
      assert.doesNotMatch(said, CONTROLS);
      assert.doesNotMatch(said, /\n/);
    }
    assert.doesNotMatch(iconless(place + word), /(?<!\\)\$\(/);
  },
  'log (notice.ts)': ({ place, word }) => {
    const lines = logged(`${place}\n${word}`).split('\n');
    assert.ok(lines.slice(1).every((line) => line.startsWith('    ')));
    assert.doesNotMatch(lines.join(''), CONTROLS);
  },
  'lenses, lists and titles (codeLenses.ts, replacement.ts, said.ts)': (given) => {
    for (const label of [iconless(verdictText(analysisOf(given))), iconless(given.word)]) {
      assert.doesNotMatch(label, /(?<!\\)\$\(/);
      assert.doesNotMatch(label, CONTROLS);
      assert.doesNotMatch(label, /\n/);
    }
    assert.doesNotMatch(plainLine(given.word), CONTROLS);
  },
  'note behind a text, panel, spoken words (wording.ts)': (given) => {
    const { classes, label } = analysisOf(given);
    for (const said of [classesText(classes), labelText(label), labelName(label), stance(1, label)]) {
      assert.doesNotMatch(said, CONTROLS);
      assert.doesNotMatch(said, /\n/);
      assert.notEqual(said, '');
    }
  },
  'description, on the clipboard too (features/describe.ts)': (given) =>
    assert.doesNotMatch(describeEntry(entryOf(given), given.place), CONTROLS),
  'answer to a chat (features/explain)': (given) => {
    const piece = { text: given.word, analysis: analysisOf(given) };
    const facts = { model: 'm', place: given.place, unread: null, stale: false, trust: null, top: 3 };
    for (const pieces of [[piece], [piece, piece]]) {
      const answer = answerText({ ...facts, pieces });
      assert.doesNotMatch(answer, CONTROLS);
      assert.ok(answer.length < 3000);
    }
  },
  'terminal (cli)': (given) => {
    const { word, place } = given;
    for (const text of [word, place]) {
      assert.doesNotMatch(visible(text), /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
      assert.doesNotMatch(visibleLine(text), /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
    }
  },
  'terminal, a whole report (cli/render.ts)': (given) => {
    const report = {
      ...({ model: 'm', backend: 'plain', ms: 1, unread: [] } as const),
      analyses: [analysisOf(given)],
    };
    assert.doesNotMatch(renderReport(given.word, report, createShader(0, 'dark')) ?? '', CONTROLS);
    const coloured = renderReport(given.word, report, createShader(3, 'dark')) ?? '';
    assert.doesNotMatch(coloured.replace(/\u001b\[[\d;]*m/g, ''), CONTROLS);
  },
  'messages of errors (model/quote.ts)': ({ word, place }) => {
    for (const said of [quoteShort(word), quoteShort({ [place]: word }), messageShort(`${place}: ${word}`)]) {
      assert.doesNotMatch(said, CONTROLS);
      assert.doesNotMatch(said, /\n/);
      assert.ok(said.length < 1000);
    }
  },
};

export const outletProperties = Object.entries(OUTLETS).map(([name, holds]) =>
  fuzzed('outlets', `words stay words: ${name}`, 300, words, holds),
);
