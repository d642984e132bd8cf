/**
 * The analysis as a tool of VS Code's chat, so that an agent can answer "why does this read negative?". The text is read
 * here; what the tool answers goes to the chat's language model, which the person is told before.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Insight } from '../../editor/insight';
import { placeOf } from '../../editor/places';
import { readSources, rebase, type Reading, type Source } from '../../editor/reading';
import { sourcesOf } from '../../editor/sources';
import { unreadText } from '../../editor/statusText';
import { plainLine } from '../../harmless';
import { InputError } from '../../model/types';
import { count } from '../../wording';
import type { Subject, Surface } from '../feature';
import { answerText, type Findings } from './answer';
import { checked, type Question } from './question';

/** As the manifest has it. */
export const TOOL = 'attentionInspector_explain';

type Needed = Pick<Surface, 'config' | 'service' | 'dropService' | 'subject' | 'editor' | 'insight'>;

/** A text to read, or one that was read already. */
type Target =
  | { readonly place: string | null; readonly sources: readonly Source[] }
  | { readonly place: string; readonly subject: Subject };

export class ExplainTool implements vscode.LanguageModelTool<Question>, vscode.Disposable {
  private readonly registration: vscode.Disposable;

  constructor(private readonly surface: Needed) {
    this.registration = vscode.lm.registerTool(TOOL, this);
  }

  prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<Question>): vscode.PreparedToolInvocation {
    const { text, model = this.surface.config().model } = checked(input);
    return prepared(model, text === null ? (this.target(null, input.model)?.place ?? null) : null);
  }

  /** @throws InputError for the language model to understand, CancellationError when the person stopped it */
  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<Question>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const { text, model, top } = checked(input);
    const target = this.target(text, model);
    if (!target) {
      throw new InputError(
        t('There is no text to read: give one as "text", or ask the person to select some in an editor.'),
      );
    }
    const findings =
      'subject' in target
        ? known(target.subject, target.place, this.surface.insight())
        : await this.read(target.sources, target.place, model, token);
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    if (findings.pieces.length === 0) throw new InputError(t('The text holds no word that could be read.'));
    const answer = answerText({ ...findings, top });
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answer)]);
  }

  dispose(): void {
    this.registration.dispose();
  }

  /** The text of the question; else what is selected, what was read last, or the paragraph around the cursor. */
  private target(text: string | null, model: string | undefined): Target | null {
    if (text !== null) return { place: null, sources: [{ text, start: 0 }] };
    const editor = this.surface.editor();
    const sources = editor ? sourcesOf(editor, 'selection') : [];
    const selected = editor && sources.length > 0 && editor.selections.some(({ isEmpty }) => !isEmpty);
    const subject = this.surface.subject();
    if (!selected && subject) {
      const { place, text } = subject.unit;
      const sameModel = model === undefined || model === subject.entry.model;
      return sameModel ? { place, subject } : { place, sources: [{ text, start: 0 }] };
    }
    const [first] = sources;
    if (!editor || !first) return null;
    const last = sources.at(-1)!;
    const span = { start: first.start, end: last.start + last.text.length };
    return { place: placeOf(editor.document, span), sources };
  }

  private async read(
    sources: readonly Source[],
    place: string | null,
    model: string | undefined,
    token: vscode.CancellationToken,
  ): Promise<Omit<Findings, 'top'>> {
    const { maxWords } = this.surface.config();
    const service = this.surface.service(model);
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    if (token.isCancellationRequested) abort.abort();
    try {
      const reading = await readSources(service, sources, { maxWords, signal: abort.signal });
      if (abort.signal.aborted) throw new vscode.CancellationError();
      return found(reading, sources, place, maxWords);
    } catch (error) {
      // Whatever else goes wrong on the way is the service's: the next question starts another.
      if (!abort.signal.aborted) this.surface.dropService(service);
      throw error;
    } finally {
      subscription.dispose();
    }
  }
}

/** What the person is asked before the tool runs. */
export function prepared(model: string, place: string | null): vscode.PreparedToolInvocation {
  const message = asText(
    place === null
      ? t('The model {0} reads the text on this machine; Attention Inspector sends nothing anywhere.', model)
      : t(
          'The model {0} reads {1} on this machine; Attention Inspector sends nothing anywhere.',
          model,
          plainLine(place),
        ),
  );
  message.appendMarkdown('\n\n');
  message.appendText(
    t('The answer, with the verdict and some words of the text, goes to the chat’s language model.'),
  );
  return {
    // A string would be read as Markdown.
    invocationMessage: asText(place === null ? t('Reading the text') : t('Reading {0}', plainLine(place))),
    confirmationMessages: { title: t('Analyse sentiment and attention?'), message },
  };
}

function asText(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}

/** What came of reading; empty where there was no word. */
function found(
  { model, sources: readings }: Reading,
  sources: readonly Source[],
  place: string | null,
  maxWords: number,
): Omit<Findings, 'top'> {
  const pieces = readings.flatMap(({ analyses }, index) =>
    analyses.map((analysis) => rebase(analysis, sources[index]!.text)),
  );
  const cut = readings.some(({ cutAfter }) => cutAfter !== undefined);
  const why = cut
    ? t('Not the whole text was read: the model reads no more of one text.')
    : t('Not the whole text was read: the limit is {0}.', count(maxWords, 'word'));
  const unread = readings.some(({ unread }) => unread.length > 0) ? why : null;
  return { model, place, pieces, unread, stale: false, trust: null };
}

function known({ entry, unit, stale }: Subject, place: string, insight: Insight): Omit<Findings, 'top'> {
  const { text, analysis } = unit;
  return {
    model: entry.model,
    place,
    pieces: [{ text, analysis }],
    unread: unreadText(entry),
    stale,
    trust: insight.verdictOf(entry, unit),
  };
}
