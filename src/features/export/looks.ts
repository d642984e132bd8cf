/** How an export is to look: as the panel's page does, as it last did, or as its kind of theme does. */
import * as vscode from 'vscode';
import type { ExportParts } from '../../export/document';
import type { ExportLook } from '../../export/main';
import type { ExportTheme, ThemeKind } from '../../export/theme';
import type { PageQuestions } from './page';

type Bundle = typeof import('../../export/main');

export interface Look {
  readonly look: ExportLook;
  readonly order: 'reading' | 'sorted';
}

const KINDS: Readonly<Record<vscode.ColorThemeKind, ThemeKind>> = {
  [vscode.ColorThemeKind.Light]: 'light',
  [vscode.ColorThemeKind.Dark]: 'dark',
  [vscode.ColorThemeKind.HighContrast]: 'high-contrast',
  [vscode.ColorThemeKind.HighContrastLight]: 'high-contrast-light',
};

export class Looks {
  /** What a page last said, and under which theme. */
  private last: { readonly theme: ExportTheme; readonly under: string } | null = null;

  constructor(private readonly page: PageQuestions) {}

  async current({ checkedTheme, PALETTES, wordsOf }: Bundle, parts: ExportParts): Promise<Look> {
    const words = wordsOf(parts);
    const said = await this.page.look(words);
    const under = themeName();
    if (!said) {
      const theme =
        this.last?.under === under ? this.last.theme : PALETTES[KINDS[vscode.window.activeColorTheme.kind]];
      return { look: { theme }, order: 'reading' };
    }
    const theme = checkedTheme(said);
    this.last = { theme, under };
    const widths = new Map<string, number>();
    words.forEach((word, index) => {
      const width = said.widths[index];
      if (typeof width === 'number' && width >= 0) widths.set(word, width);
    });
    return { look: { theme, widths }, order: said.order === 'sorted' ? 'sorted' : 'reading' };
  }
}

/** Tells themes apart, also two of one kind. */
function themeName(): string {
  const { kind } = vscode.window.activeColorTheme;
  return `${kind} ${vscode.workspace.getConfiguration('workbench').get<string>('colorTheme')}`;
}
