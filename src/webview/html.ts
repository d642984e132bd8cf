/**
 * The panel's page. It carries no word of the user's: the analysed text travels by `postMessage` and reaches
 * the page through `textContent` alone.
 */

/** Addresses and secrets of one page load. */
export interface PageParts {
  /** Address of the bundled client script. */
  readonly script: string;
  /** Addresses of the stylesheets, in order. */
  readonly styles: readonly string[];
  /** Origin that the webview serves the extension's files from (`webview.cspSource`). */
  readonly cspSource: string;
  /** Fresh for every page, from `createNonce`. */
  readonly nonce: string;
}

/** The script and the stylesheets, as paths in the extension's folder. */
export const PAGE_SCRIPT = 'dist/webview/panel.js';
export const PAGE_STYLES = [
  'media/panel-base.css',
  'media/panel-verdict.css',
  'media/panel-charts.css',
  'media/panel-training.css',
];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeAttribute = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => escapes[character]!);

/** 128 random bits as 32 hexadecimal digits, from the platform's cryptographic generator. */
export function createNonce(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The content security policy: one script, known by its nonce, and stylesheets of the extension's own folder.
 * Everything else is refused: network, images, frames, inline styles, `eval`.
 */
export function contentSecurityPolicy(parts: Pick<PageParts, 'cspSource' | 'nonce'>): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The whole document. The line inside `main` is what stays on screen if the script cannot start. */
export function pageHtml(parts: PageParts): string {
  const { script, nonce } = parts;
  const links = parts.styles.map((style) => `<link rel="stylesheet" href="${escapeAttribute(style)}">`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(contentSecurityPolicy(parts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${links.join('\n')}
<title>Attention</title>
</head>
<body>
<main id="root"><p class="boot">The attention panel is starting. If this line stays, its script was not loaded:
run “Developer: Reload Webviews” from the Command Palette.</p></main>
<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(script)}"></script>
</body>
</html>
`;
}
