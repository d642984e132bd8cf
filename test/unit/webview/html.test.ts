import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { contentSecurityPolicy, createNonce, pageHtml, PAGE_STYLES } from '../../../src/webview/html';

const parts = {
  script: 'https://files.test/dist/webview/panel.js',
  styles: ['https://files.test/media/a.css', 'https://files.test/media/b.css'],
  cspSource: 'https://files.test',
  nonce: 'abc123',
};

describe('the page of the panel', () => {
  it('refuses everything but one script by nonce and its own stylesheets', () => {
    const directives = contentSecurityPolicy(parts).split('; ');
    assert.deepEqual(directives, [
      "default-src 'none'",
      "script-src 'nonce-abc123'",
      'style-src https://files.test',
      'img-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('never allows inline code, evaluated code or any host', () => {
    assert.doesNotMatch(pageHtml(parts), /unsafe-|\*|https?:(?!\/\/files\.test)/);
  });

  it('carries the policy before anything that it covers', () => {
    const html = pageHtml(parts);
    const policy = html.indexOf('Content-Security-Policy');
    assert.ok(policy > 0 && policy < html.indexOf('<link') && policy < html.indexOf('<script'));
  });

  it('has one script, with the nonce, and no inline style or handler', () => {
    const html = pageHtml(parts);
    assert.deepEqual(html.match(/<script[^>]*>/g), [`<script nonce="abc123" src="${parts.script}">`]);
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/);
    assert.equal(html.match(/<link rel="stylesheet"/g)?.length, 2);
  });

  it('keeps odd addresses inside their attributes', () => {
    fc.assert(
      fc.property(fc.string(), (address) => {
        const html = pageHtml({ ...parts, script: `https://files.test/${address}"><script>` });
        assert.equal(html.match(/<script/g)?.length, 1);
      }),
    );
  });

  it('names stylesheets that exist', () => {
    for (const style of PAGE_STYLES) assert.ok(existsSync(style), style);
  });

  it('has stylesheets that load nothing themselves', () => {
    for (const style of PAGE_STYLES) assert.doesNotMatch(readFileSync(style, 'utf8'), /url\(|@import/);
  });

  it('makes a new nonce of 128 bits each time', () => {
    const nonces = new Set(Array.from({ length: 200 }, createNonce));
    assert.equal(nonces.size, 200);
    for (const nonce of nonces) assert.match(nonce, /^[0-9a-f]{32}$/);
  });
});
