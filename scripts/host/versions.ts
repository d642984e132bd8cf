/**
 * The support matrix: what the tests run on besides the project's own Node and the newest VS Code at hand. Pinned here
 * and nowhere else; package.json's `engines` and `@types/vscode` are held to it by test/unit/house/versions.test.ts.
 */

/** Node by its major version, the last of each; 24 is the project's own, pinned by package-lock.json. */
export const NODES = { 20: '20.20.2', 22: '22.23.3' } as const;

export interface EditorVersion {
  /** Version of the npm package code-server; its 4.N.P holds VS Code 1.N.P. */
  readonly server: string;
  /** The Node of that VS Code's desktop build; null where the project's own is the same in what matters. */
  readonly node: string | null;
}

export const EDITORS = {
  /** What `engines.vscode` promises: the chat tool's interface came with 1.95, and of 1.96 there is a server to test. */
  oldest: { server: '4.96.4', node: '20.18.1' },
  newest: { server: '4.139.1', node: null },
} as const satisfies Record<string, EditorVersion>;

export type WhichEditor = keyof typeof EDITORS;

/** Environment variable that says which of them the tests run in; the newest without it. */
export const WHICH_EDITOR = 'ATTENTION_INSPECTOR_EDITOR';

/** @throws Error where the variable names neither. */
export function whichEditor(): WhichEditor {
  const which = process.env[WHICH_EDITOR] || 'newest';
  if (Object.hasOwn(EDITORS, which)) return which as WhichEditor;
  throw new Error(`${WHICH_EDITOR} is "${which}"; there are ${Object.keys(EDITORS).join(' and ')}.`);
}

/** VS Code's version in a version of code-server. */
export function vscodeIn({ server }: EditorVersion): string {
  return server.replace(/^4\./, '1.');
}
