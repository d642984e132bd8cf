/** Theme variables as VS Code sets them on a webview's root, for its four kinds of theme (1.139's default themes). */
import { readFileSync } from 'node:fs';

export type ThemeKind = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

export const themeKinds: readonly ThemeKind[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

export interface Theme {
  /** Classes on the body. */
  readonly classes: string;
  /** CSS variables on the root. */
  readonly variables: Readonly<Record<string, string>>;
}

const fonts = {
  'font-family': 'system-ui, "Liberation Sans", "DejaVu Sans", sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': '"Liberation Mono", "DejaVu Sans Mono", monospace',
  'editor-font-size': '14px',
};

const dark = {
  foreground: '#cccccc',
  descriptionForeground: '#9d9d9d',
  'editor-background': '#1f1f1f',
  'editor-foreground': '#cccccc',
  focusBorder: '#0078d4',
  'widget-border': '#313131',
  'panel-border': '#2b2b2b',
  'button-background': '#0078d4',
  'button-foreground': '#ffffff',
  'button-border': '#ffffff1a',
  'button-hoverBackground': '#026ec1',
  'button-secondaryBackground': '#00000000',
  'button-secondaryForeground': '#cccccc',
  'button-secondaryHoverBackground': '#2b2b2b',
  'checkbox-border': '#3c3c3c',
  'badge-background': '#616161',
  'badge-foreground': '#f8f8f8',
  'progressBar-background': '#0078d4',
  'list-hoverBackground': '#2a2d2e',
  'list-inactiveSelectionBackground': '#37373d',
  'list-activeSelectionBackground': '#04395e',
  'list-activeSelectionForeground': '#ffffff',
  'charts-red': '#f14c4c',
  'charts-blue': '#59a4f9',
  'charts-orange': '#d18616',
  'editorWarning-foreground': '#cca700',
  'inputValidation-errorBackground': '#5a1d1d',
  'inputValidation-errorBorder': '#be1100',
};

const light: typeof dark = {
  foreground: '#3b3b3b',
  descriptionForeground: '#3b3b3b',
  'editor-background': '#ffffff',
  'editor-foreground': '#3b3b3b',
  focusBorder: '#005fb8',
  'widget-border': '#e5e5e5',
  'panel-border': '#e5e5e5',
  'button-background': '#005fb8',
  'button-foreground': '#ffffff',
  'button-border': '#0000001a',
  'button-hoverBackground': '#0258a8',
  'button-secondaryBackground': '#e5e5e5',
  'button-secondaryForeground': '#3b3b3b',
  'button-secondaryHoverBackground': '#cccccc',
  'checkbox-border': '#cecece',
  'badge-background': '#cccccc',
  'badge-foreground': '#3b3b3b',
  'progressBar-background': '#005fb8',
  'list-hoverBackground': '#f2f2f2',
  'list-inactiveSelectionBackground': '#e4e6f1',
  'list-activeSelectionBackground': '#e8e8e8',
  'list-activeSelectionForeground': '#000000',
  'charts-red': '#e51400',
  'charts-blue': '#0063d3',
  'charts-orange': '#d18616',
  'editorWarning-foreground': '#bf8803',
  'inputValidation-errorBackground': '#f2dede',
  'inputValidation-errorBorder': '#be1100',
};

/** What high contrast themes do not set is not here either: the page must do without. */
const highContrast = {
  foreground: '#ffffff',
  descriptionForeground: 'rgba(255, 255, 255, 0.7)',
  'editor-background': '#000000',
  'editor-foreground': '#ffffff',
  focusBorder: '#f38518',
  contrastBorder: '#6fc3df',
  contrastActiveBorder: '#f38518',
  'widget-border': '#6fc3df',
  'panel-border': '#6fc3df',
  'button-background': '#000000',
  'button-foreground': '#ffffff',
  'button-border': '#6fc3df',
  'checkbox-border': '#6fc3df',
  'badge-background': '#000000',
  'badge-foreground': '#ffffff',
  'progressBar-background': '#6fc3df',
  'list-hoverBackground': 'rgba(255, 255, 255, 0.1)',
  'charts-red': '#f48771',
  'charts-blue': '#59a4f9',
  'charts-orange': '#d18616',
  'editorWarning-foreground': '#ffd370',
  'inputValidation-errorBackground': '#000000',
  'inputValidation-errorBorder': '#6fc3df',
};

const highContrastLight = {
  foreground: '#292929',
  descriptionForeground: 'rgba(41, 41, 41, 0.7)',
  'editor-background': '#ffffff',
  'editor-foreground': '#292929',
  focusBorder: '#006bbd',
  contrastBorder: '#0f4a85',
  contrastActiveBorder: '#006bbd',
  'widget-border': '#0f4a85',
  'panel-border': '#0f4a85',
  'button-background': '#0f4a85',
  'button-foreground': '#ffffff',
  'button-border': '#0f4a85',
  'button-secondaryBackground': '#ffffff',
  'button-secondaryForeground': '#292929',
  'checkbox-border': '#0f4a85',
  'badge-background': '#0f4a85',
  'badge-foreground': '#ffffff',
  'progressBar-background': '#0f4a85',
  'list-hoverBackground': 'rgba(15, 74, 133, 0.1)',
  'list-inactiveSelectionBackground': 'rgba(15, 74, 133, 0.1)',
  'list-activeSelectionBackground': 'rgba(15, 74, 133, 0.1)',
  'charts-red': '#b5200d',
  'charts-blue': '#0063d3',
  'charts-orange': '#d18616',
  'editorWarning-foreground': '#895503',
  'inputValidation-errorBackground': '#ffffff',
  'inputValidation-errorBorder': '#0f4a85',
};

const base = { dark, light, 'high-contrast': highContrast, 'high-contrast-light': highContrastLight };

const manifestKeys = {
  dark: 'dark',
  light: 'light',
  'high-contrast': 'highContrast',
  'high-contrast-light': 'highContrastLight',
} as const;

interface Manifest {
  contributes: { colors: { id: string; defaults: Record<string, string> }[] };
}

/** The extension's own colours, from its manifest; a default may name another colour. */
function contributed(kind: ThemeKind): Record<string, string> {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const known: Readonly<Record<string, string>> = base[kind];
  return Object.fromEntries(
    manifest.contributes.colors.map(({ id, defaults }) => {
      const value = defaults[manifestKeys[kind]]!;
      return [id.replaceAll('.', '-'), known[value.replaceAll('.', '-')] ?? value];
    }),
  );
}

export function themeOf(kind: ThemeKind): Theme {
  const values = { ...fonts, ...base[kind], ...contributed(kind) };
  return {
    // VS Code gives the light high contrast kind both classes.
    classes: kind === 'high-contrast-light' ? `vscode-high-contrast vscode-${kind}` : `vscode-${kind}`,
    variables: Object.fromEntries(Object.entries(values).map(([name, value]) => [`--vscode-${name}`, value])),
  };
}
