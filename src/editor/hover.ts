/**
 * The hover over an analysed word. Untrusted: document text is only ever appended as text. Our own words are
 * escaped here instead, since `appendText` makes every space one that lines cannot be broken at.
 */
import * as vscode from 'vscode';
import { markless } from '../harmless';
import { hoverText } from './hoverText';
import type { Insight } from './insight';
import { tokenAt, unitAt, type AnalysisStore, type Unit } from './store';
import { unreadText } from './statusText';

export class WordHover implements vscode.HoverProvider {
  /**
   * @param onWord told whenever a hover over a word is asked for
   * @param insight what else there is to say of a word
   */
  constructor(
    private readonly store: AnalysisStore,
    private readonly onWord: (unit: Unit, token: number) => void,
    private readonly insight: () => Insight,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const entry = this.store.get(document.uri.toString());
    if (!entry) return undefined;
    const offset = document.offsetAt(position);
    const unit = unitAt(entry, offset);
    const token = unit?.span ? tokenAt(unit, offset - unit.span.start) : undefined;
    if (unit?.span && token !== undefined) {
      this.onWord(unit, token);
      const further = await this.insight().linesOf(entry, unit, token);
      // Meanwhile its text may have been edited.
      return unit.span ? wordHover(document, unit, unit.span.start, token, further) : undefined;
    }
    const unread = entry.unread.find(({ span }) => span && span.start <= offset && offset <= span.end);
    const why = unread && unreadText(entry);
    return why ? new vscode.Hover(new vscode.MarkdownString(markless(why))) : undefined;
  }
}

function wordHover(
  document: vscode.TextDocument,
  unit: Unit,
  start: number,
  index: number,
  further: readonly string[],
): vscode.Hover | undefined {
  const token = unit.analysis.tokens[index];
  if (!token) return undefined;
  const { word, lines } = hoverText(unit.analysis, index, further);
  const content = new vscode.MarkdownString();
  content.isTrusted = false;
  content.supportHtml = false;
  content.appendMarkdown('**').appendText(word).appendMarkdown('**');
  for (const line of lines) content.appendMarkdown(`  \n${markless(line)}`);
  const range = new vscode.Range(
    document.positionAt(start + token.start),
    document.positionAt(start + token.end),
  );
  return new vscode.Hover(content, range);
}
