/** Trust in VS Code: its commands, and the edits that it keeps out of the way of. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { SETTING_NAMES, type Config } from '../../config';
import { inform } from '../../notice';
import { sourceDetail, sourceName } from '../../trustWording';
import type { ShadingSource } from '../../webview/protocol';
import type { Surface } from '../feature';
import { Trust } from './trust';

export const SHADE_BY = 'attentionInspector.shadeBy';
export const EXAMINE = 'attentionInspector.examine';

type SettingValue = Config['shadingSource'];

/** In the order of the list; the setting's value for each. */
const SOURCES: Readonly<Record<ShadingSource, SettingValue>> = {
  attention: 'attention',
  deletion: 'deletion',
  'integrated-gradients': 'integratedGradients',
};
const ORDER = Object.keys(SOURCES) as ShadingSource[];

export function registerTrust(surface: Surface): vscode.Disposable {
  const trust = new Trust(surface);
  return vscode.Disposable.from(
    trust,
    outOfTheWay(trust),
    surface.onMessage('shadeBy', ({ source }) => void shadeBy(surface, source)),
    vscode.commands.registerCommand(SHADE_BY, async (wanted?: unknown) => {
      const source = wantedSource(wanted, trust.source) ?? (await choose(trust.source));
      if (source) await shadeBy(surface, source);
    }),
    vscode.commands.registerCommand(EXAMINE, () => {
      if (trust.examine()) return trust.show();
      void inform(t('There is no analysed text here. Analyze some first.'));
    }),
  );
}

/** What is under way ends at an edit, before anything else hears of it: whoever types never waits. */
export function outOfTheWay(trust: Trust): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) trust.edited(document.uri.toString());
  });
}

/** What a key binding or another command asks for: a source, or "next" to go round; null: nothing that is known. */
function wantedSource(wanted: unknown, now: ShadingSource): ShadingSource | null {
  if (wanted === 'next') return ORDER[(ORDER.indexOf(now) + 1) % ORDER.length]!;
  return ORDER.find((source) => source === wanted || SOURCES[source] === wanted) ?? null;
}

async function choose(now: ShadingSource): Promise<ShadingSource | undefined> {
  const items = ORDER.map((source) => ({
    label: sourceName(source),
    detail: sourceDetail(source),
    ...(source === now ? { description: t('now') } : {}),
    source,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Shade words by'),
    placeHolder: t('What the words are shaded by, in the editor and in the panel'),
    matchOnDetail: true,
  });
  return chosen?.source;
}

/** Writes the setting, where it is set already, else for the person. */
async function shadeBy(surface: Surface, source: ShadingSource): Promise<void> {
  const settings = vscode.workspace.getConfiguration('attentionInspector');
  const name = SETTING_NAMES.shadingSource;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const target = settings.inspect(name)?.workspaceValue === undefined ? Global : Workspace;
  try {
    await settings.update(name, SOURCES[source], target);
  } catch (error) {
    surface.fail(error);
  }
}
