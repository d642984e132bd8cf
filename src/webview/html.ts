/**
 * The panel's page. It carries no word of the user's: the analysed text travels by `postMessage` and reaches
 * the page through `textContent` alone.
 */

import { t } from '@vscode/l10n';
import { speech } from '../language';

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
  'media/panel-views.css',
  'media/panel-export.css',
  'media/panel-training.css',
  'media/panel-run.css',
  'media/panel-compare.css',
  'media/panel-edits.css',
  'media/panel-trust.css',
];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For attributes and for text. */
const escaped = (value: string): string => value.replace(/[&<>"']/g, (character) => escapes[character]!);

/** 128 random bits as 32 hexadecimal digits, from the platform's cryptographic generator. */
export function createNonce(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The content security policy: one script, known by its nonce, and stylesheets of the extension's own folder.
 * Everything else is refused: network, images but the page's own, frames, inline styles, `eval`.
 */
export function contentSecurityPolicy(parts: Pick<PageParts, 'cspSource' | 'nonce'>): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.cspSource}`,
    // Pictures that the page itself has made, for an export as PNG; no address can be one.
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/**
 * The whole document. The line inside `main` is what stays on screen if the script cannot start. What it is to
 * speak stands in the page, so that it is known before anything is built: in an attribute, as the policy refuses scripts.
 */
export function pageHtml(parts: PageParts): string {
  const { script, nonce } = parts;
  const { language, bundle } = speech();
  const translations = bundle ? ` data-bundle="${escaped(JSON.stringify(bundle))}"` : '';
  const starting = t(
    'The attention panel is starting. If this line stays, its script was not loaded: run “Developer: Reload Webviews” from the Command Palette.',
  );
  const links = parts.styles.map((style) => `<link rel="stylesheet" href="${escaped(style)}">`);
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(contentSecurityPolicy(parts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${links.join('\n')}
<title>${escaped(t('Attention'))}</title>
</head>
<body>
<main id="root"${translations}><p class="boot">${escaped(starting)}</p></main>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}
