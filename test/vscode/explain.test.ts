/** The analysis as a tool of VS Code's chat, invoked as an agent does. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { prepared } from '../../src/features/explain/tool';
import { closeAll, clear, inspect, PAN, putCursor, read, REVIEW, select, setSetting, show } from './support';

const TOOL = 'attentionInspector_explain';

async function ask(input: object, token = new vscode.CancellationTokenSource().token): Promise<string> {
  const { content } = await vscode.lm.invokeTool(TOOL, { input, toolInvocationToken: undefined }, token);
  return content
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : assert.fail('not a text')))
    .join('');
}

describe('the tool for chat agents', () => {
  before(() => inspect());
  afterEach(async () => {
    await clear();
    await closeAll();
  });

  it('is known to VS Code, with a schema of what it takes', () => {
    const tool = vscode.lm.tools.find(({ name }) => name === TOOL);
    assert.ok(tool, 'VS Code does not know the tool');
    const { properties } = tool.inputSchema as { properties: object };
    assert.deepEqual(Object.keys(properties), ['text', 'model', 'top']);
    assert.match(tool.description, /why a text, a review or the user's selection reads positive or negative/);
  });

  it('asks before, and says what stays here and what goes to the chat’s model', () => {
    const { confirmationMessages, invocationMessage } = prepared('imdb-attention', 'a_[b](c).txt:3');
    // As Markdown that means nothing: a string would be read as Markdown that does.
    assert.ok(invocationMessage instanceof vscode.MarkdownString);
    const words = invocationMessage.value.replaceAll('&nbsp;', ' ').replace(/\\([!-/:-@[-`{-~])/g, '$1');
    assert.equal(words, 'Reading a_[b](c).txt:3');
    assert.doesNotMatch(invocationMessage.value, /(?<!\\)\]\(|(?<!\\)\[/);
    const { value, isTrusted, supportHtml } = confirmationMessages?.message as vscode.MarkdownString;
    assert.match(value, /a\\_\\\[b\\\]\\\(c\\\)\.txt:3/, 'names of files are text, not Markdown');
    assert.match(
      value.replace(/&nbsp;/g, ' '),
      /sends nothing anywhere[^]*goes to the chat’s language model/,
    );
    assert.ok(!isTrusted && !supportHtml);
  });

  it('says of a text its verdict, its words and the limits of what it says', async () => {
    const answer = await ask({ text: PAN, top: 3 });
    const lines = answer.split('\n');
    assert.equal(lines.length, 4);
    assert.equal(lines[0], 'Read by the model imdb-attention: 21 words.');
    assert.match(
      lines[1]!,
      /^Verdict: negative\. Calibrated probabilities: negative 9\d\.\d %, positive \d\.\d %\.$/,
    );
    assert.match(
      lines[2]!,
      /^Most attention \(4\.8 % a word if all were equal\): (“[^”]+” \d+(\.\d+)? %(, |$)){3}$/,
    );
    assert.match(lines[3]!, /^Attention shows where the model looked: a hint, not a proof/);
    assert.deepEqual((await inspect()).analyses(), [], 'the tool leaves editors and panel alone');
  });

  it('reads with the model that is asked for', async () => {
    const answer = await ask({ text: REVIEW, model: 'imdb-bag-of-words', top: 2 });
    assert.match(answer, /^Read by the model imdb-bag-of-words/);
    assert.match(answer, /Largest contributions: “\w+” [+−]\d\.\d\d \(speaks for positive\), “/);
  });

  it('means the selection where no text is given', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    select(editor, 'the jokes are awful');
    const answer = await ask({});
    assert.match(answer, /^Read by the model imdb-attention: 4 words at text-\d+\.txt:3:\d+\./);
    assert.match(answer, /“awful”/);
  });

  it('means what was analysed last where nothing is selected, and says when it was edited since', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    await read(editor, PAN);
    putCursor(editor, new vscode.Position(0, 0));
    assert.match(await ask({}), /21 words at text-\d+\.txt:3\.\nVerdict: negative/);
    await editor.edit((change) => change.insert(editor.document.positionAt(REVIEW.length + 6), ' not'));
    assert.match(await ask({}), /\nThe text has been edited since it was read\.\n/);
    assert.match(await ask({ model: 'imdb-last-state' }), /^Read by the model imdb-last-state: 21 words/);
  });

  it('means the paragraph around the cursor where nothing was analysed', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    putCursor(editor, new vscode.Position(2, 5));
    assert.match(await ask({}), /21 words at text-\d+\.txt:3\.\nVerdict: negative/);
  });

  it('reads a long text by paragraphs, up to the limit of words', async () => {
    await setSetting('maxWords', 900);
    try {
      const text = Array.from({ length: 80 }, (_, i) => (i % 2 ? REVIEW : PAN)).join('\n\n');
      const answer = await ask({ text });
      assert.match(
        answer,
        /\n\d+ texts, each with its own verdict: \d+ negative, \d+ positive\.\n1\. “A dull and/,
      );
      assert.match(
        answer,
        /\n\d+ others not listed here\.\nNot the whole text was read: the limit is 900 words\.\n/,
      );
      assert.ok(answer.length < 4000, `${answer.length} characters are not compact`);
    } finally {
      await setSetting('maxWords', undefined);
    }
  });

  for (const [what, input, message] of [
    ['no word', { text: '\u200b' }, /no word that could be read/],
    ['nothing to read', {}, /There is no text to read: give one as "text"/],
    ['an unknown model', { text: PAN, model: 'no-such-model' }, /no-such-model/],
    [
      'a path as a model',
      { text: PAN, model: '../../secrets' },
      /"model" is "\.\.\/\.\.\/secrets", expected/,
    ],
    ['too many words', { text: PAN, top: 1000 }, /"top" is 1000, expected a whole number from 1 to 50/],
  ] as const) {
    it(`says what is wrong with ${what}`, async () => {
      const said = await ask(input).catch((error: Error) => error.message);
      assert.match(said, message);
    });
  }

  it('ends when it is cancelled, and answers the next question', async () => {
    const source = new vscode.CancellationTokenSource();
    const text = Array.from({ length: 400 }, () => REVIEW).join('\n\n');
    const answer = ask({ text, model: 'imdb-last-state' }, source.token);
    setTimeout(() => source.cancel(), 20);
    await assert.rejects(answer);
    assert.match(await ask({ text: PAN }), /Verdict: negative/);
  });
});
