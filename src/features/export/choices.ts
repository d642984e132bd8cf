/** What is asked before an export: what, in which form, and where to. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Format, Scope } from '../../export/document';
import { fileName } from './documents';

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

function scopeChoice(value: Scope, texts: number): Choice<Scope> {
  switch (value) {
    case 'text':
      return { value, label: t('The text that is charted') };
    case 'document':
      return { value, label: t('The whole document'), description: t('{0} texts', texts) };
    default:
      return { value, label: t('The comparison'), description: t('side by side') };
  }
}

/** @param texts that the document has */
export async function pickScope(scopes: readonly Scope[], texts: number): Promise<Scope | undefined> {
  if (scopes.length === 1) return scopes[0];
  const choices = scopes.map((scope) => scopeChoice(scope, texts));
  return (await vscode.window.showQuickPick(choices, { title: t('Export: what?') }))?.value;
}

export async function pickFormat(): Promise<Format | undefined> {
  const choices: Choice<Format>[] = [
    { value: 'png', label: 'PNG', description: t('picture, twice as fine as on screen') },
    { value: 'svg', label: 'SVG', description: t('picture that can be scaled and edited') },
    { value: 'html', label: 'HTML', description: t('page that needs nothing else, with all weights') },
    { value: 'json', label: 'JSON', description: t('data with every number') },
    { value: 'csv', label: 'CSV', description: t('table with one row a word') },
    { value: 'md', label: 'Markdown', description: t('verdict, top words, text') },
  ];
  return (await vscode.window.showQuickPick(choices, { title: t('Export: in which form?') }))?.value;
}

const FILTERS: Readonly<Record<Format, string>> = {
  png: 'PNG',
  svg: 'SVG',
  html: 'HTML',
  json: 'JSON',
  csv: 'CSV',
  md: 'Markdown',
};

/** @param beside address of the document that was read */
export async function pickPlace(
  format: Format,
  title: string,
  beside: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const folder =
    beside && vscode.workspace.fs.isWritableFileSystem(beside.scheme)
      ? vscode.Uri.joinPath(beside, '..')
      : vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = fileName(title, format);
  return vscode.window.showSaveDialog({
    title: t('Export'),
    saveLabel: t('Export'),
    filters: { [FILTERS[format]]: [format] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
}
