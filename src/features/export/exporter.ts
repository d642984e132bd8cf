/**
 * Takes what is shown elsewhere: a file in one of six forms, or Markdown on the clipboard. What makes the files is a
 * bundle of its own, loaded with the first export.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  SCOPES,
  type ExportDocument,
  type ExportParts,
  type Format,
  type Scope,
} from '../../export/document';
import type { ExportLook } from '../../export/main';
import { InputError } from '../../model/types';
import { complain, inform } from '../../notice';
import type { Exports, Surface } from '../feature';
import { pickFormat, pickPlace, pickScope } from './choices';
import { completed, documentParts, textParts } from './documents';
import { Looks } from './looks';
import { PageQuestions } from './page';
import { pngOf } from './png';
import { checkedRequest } from './request';
import { saveWhole, shownName, type ReplaceOnDisk } from './save';
import { OPEN_OUTSIDE, Said } from './said';

export const EXPORT_COMMANDS = {
  export: 'attentionInspector.export',
  copyMarkdown: 'attentionInspector.copyMarkdown',
  /** Not in the palette: what the line in the status bar does. */
  openOutside: OPEN_OUTSIDE,
} as const;

export type Bundle = typeof import('../../export/main');

export interface ExporterParts {
  /** What files say that they were made with. */
  readonly generator: string;
  loadBundle(): Promise<Bundle>;
  readonly replaceOnDisk: ReplaceOnDisk | null;
}

export class Exporter implements vscode.Disposable, Exports {
  private readonly page: PageQuestions;
  private readonly looks: Looks;
  private readonly said = new Said();
  private readonly offers: (() => ExportParts | null)[] = [];
  private readonly subscription: vscode.Disposable;
  private bundle: Promise<Bundle> | undefined;

  constructor(
    private readonly surface: Surface,
    private readonly parts: ExporterParts,
  ) {
    this.page = new PageQuestions(surface);
    this.looks = new Looks(this.page);
    this.subscription = surface.onMessage(
      'export',
      ({ what }) => void (what === 'file' ? this.export() : this.copyMarkdown()),
    );
  }

  offer(_scope: 'comparison', parts: () => ExportParts | null): vscode.Disposable {
    this.offers.push(parts);
    return new vscode.Disposable(() => this.offers.splice(this.offers.indexOf(parts), 1));
  }

  /** Writes a file and gives its address; undefined when the person thought better of it or it failed, which is said. */
  async export(given?: unknown): Promise<vscode.Uri | undefined> {
    return this.told(async () => {
      const request = checkedRequest(given);
      const scopes = this.scopes();
      if (scopes.length === 0) return sayNothing();
      const format = request.format ?? (await pickFormat());
      if (!format) return undefined;
      const scope =
        request.scope ?? (await pickScope(scopes, this.surface.subject()?.entry.units.length ?? 0));
      if (!scope) return undefined;
      const parts = this.partsOf(scope);
      const uri = this.surface.subject()?.entry.uri;
      const to =
        request.to ?? (await pickPlace(format, parts.title, uri ? vscode.Uri.parse(uri) : undefined));
      if (!to) return undefined;
      // Taken before the dialogs and drawn after them, so that nothing of what is read meanwhile mixes in.
      const content = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: t('Exporting') },
        () => this.contentOf(format, parts, scope),
      );
      await saveWhole(to, content, this.parts.replaceOnDisk);
      this.surface.log.info(t('Exported {0}', shownName(to)));
      this.said.exported(to, format);
      return to;
    });
  }

  /** Puts Markdown on the clipboard, and gives it. */
  async copyMarkdown(given?: unknown): Promise<string | undefined> {
    return this.told(async () => {
      const { scope = 'text' } = checkedRequest(given);
      if (this.scopes().length === 0) return sayNothing();
      const { exportPieces, PALETTES } = await this.load();
      const document = this.complete(this.partsOf(scope), scope, 'reading');
      const markdown = [...exportPieces('md', document, { theme: PALETTES.light })].join('');
      await vscode.env.clipboard.writeText(markdown);
      this.said.copied();
      return markdown;
    });
  }

  /** Shows what was exported where such files are shown: a page in a browser. */
  async openOutside(uri: vscode.Uri): Promise<boolean> {
    return vscode.env.openExternal(uri);
  }

  dispose(): void {
    for (const part of [this.subscription, this.page, this.said]) part.dispose();
  }

  private scopes(): Scope[] {
    const subject = this.surface.subject();
    return SCOPES.filter((scope) => {
      if (scope === 'comparison') return this.comparison() !== null;
      if (!subject) return false;
      const { units, unread } = subject.entry;
      return scope === 'text' || units.length > 1 || unread.length > 0;
    });
  }

  private partsOf(scope: Scope): ExportParts {
    const subject = this.surface.subject();
    const comparison = scope === 'comparison' ? this.comparison() : null;
    if (comparison) return comparison;
    if (!subject || scope === 'comparison') {
      throw new InputError(t('There is nothing to export of the scope {0}.', JSON.stringify(scope)));
    }
    const known = this.surface.insight();
    return scope === 'text' ? textParts(subject, known) : documentParts(subject, known);
  }

  private comparison(): ExportParts | null {
    for (const parts of this.offers.toReversed()) {
      const found = parts();
      if (found) return found;
    }
    return null;
  }

  private async contentOf(format: Format, parts: ExportParts, scope: Scope): Promise<Uint8Array> {
    const bundle = await this.load();
    if (format === 'png' && !(await this.page.open())) {
      throw new Error(t('The attention panel, which draws the picture, does not open.'));
    }
    const { look, order } = await this.looks.current(bundle, parts);
    const document = this.complete(parts, scope, order);
    if (format === 'png') return pngOf(bundle.picture(document, look), this.page);
    return encoded(bundle.exportPieces(format, document, look as ExportLook));
  }

  private complete(parts: ExportParts, scope: Scope, order: 'reading' | 'sorted'): ExportDocument {
    return completed(parts, scope, {
      config: this.surface.config(),
      generator: this.parts.generator,
      created: new Date().toISOString(),
      language: vscode.env.language,
      order,
    });
  }

  /** Loaded once; a failure is tried again. */
  private async load(): Promise<Bundle> {
    this.bundle ??= this.parts.loadBundle().then((bundle) => {
      const words = vscode.l10n.bundle;
      if (words) bundle.configureWords({ contents: words });
      return bundle;
    });
    return this.bundle.catch((error: unknown) => {
      this.bundle = undefined;
      throw error;
    });
  }

  /** An error is said, once. */
  private async told<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.surface.log.error(
        error instanceof Error && !(error instanceof InputError) ? (error.stack ?? reason) : reason,
      );
      void complain(t('Nothing was exported. {0}', reason));
      return undefined;
    }
  }
}

function sayNothing(): undefined {
  void inform(t('There is nothing to export yet. Run “Analyze Sentiment Attention” first.'));
  return undefined;
}

function encoded(pieces: Iterable<string>): Uint8Array {
  const encoder = new TextEncoder();
  const parts = Array.from(pieces, (piece) => encoder.encode(piece));
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
