/**
 * Workspaces that the person has not said to trust: settings of theirs that name what is loaded count for nothing. VS Code
 * leaves out those that the manifest lists, and tells nobody; here they are looked for, so that it can be said.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { capabilities } from '../package.json';
import type { Settings } from './config';
import { inform, type Log } from './notice';

/** Full names, as the manifest has them. */
export const RESTRICTED: readonly string[] = capabilities.untrustedWorkspaces.restrictedConfigurations;

const SECTION = 'attentionInspector';
/** A file of settings that is longer is not one that people write. */
const MOST_BYTES = 1_000_000;

interface Inspected {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
}

/**
 * The settings less what an untrusted workspace says of those that are restricted, should it come through.
 * @param trusted asked with every reading
 */
export function guarded(
  settings: Settings & { inspect(key: string): Inspected | undefined },
  trusted: boolean,
): Settings {
  return {
    get: (key) => {
      if (trusted || !RESTRICTED.includes(`${SECTION}.${key}`)) return settings.get(key);
      const found = settings.inspect(key);
      return found?.globalValue ?? found?.defaultValue;
    },
  };
}

/** Which restricted settings a file of settings names: by their names in quotes, since it may hold comments. Pure. */
export function restrictedIn(text: string): string[] {
  return RESTRICTED.filter((name) => text.includes(JSON.stringify(name)));
}

/** Says once what an untrusted workspace asked for and did not get; nothing where it asked for nothing. Never rejects. */
export async function tellIgnored(log: Pick<Log, 'warn'>): Promise<void> {
  if (vscode.workspace.isTrusted) return;
  const names = new Set((await Promise.all(settingsFiles().map(namesIn))).flat());
  if (names.size === 0) return;
  const message = t(
    'This workspace is not trusted: its setting {0} is ignored, and nothing that it names is loaded.',
    [...names].join(', '),
  );
  log.warn(message);
  const manage = t('Manage Workspace Trust');
  if ((await inform(message, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
}

function settingsFiles(): vscode.Uri[] {
  const { workspaceFolders = [], workspaceFile } = vscode.workspace;
  const files = workspaceFolders.map(({ uri }) => vscode.Uri.joinPath(uri, '.vscode', 'settings.json'));
  return workspaceFile && workspaceFile.scheme !== 'untitled' ? [...files, workspaceFile] : files;
}

/** What cannot be read asks for nothing. */
async function namesIn(file: vscode.Uri): Promise<string[]> {
  const { fs } = vscode.workspace;
  try {
    if ((await fs.stat(file)).size > MOST_BYTES) return [];
    return restrictedIn(new TextDecoder().decode(await fs.readFile(file)));
  } catch {
    return [];
  }
}
