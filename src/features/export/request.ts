/** Arguments of the export commands: they come from key bindings, written by hand. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { FORMATS, SCOPES, type Format, type Scope } from '../../export/document';
import { InputError } from '../../model/types';

/** Arguments of the command; what is missing is asked for, or is what is shown. */
export interface ExportRequest {
  readonly format?: Format;
  readonly scope?: Scope;
  readonly to?: vscode.Uri;
}

/** @throws InputError when one of the three is there and wrong; whatever else is there is let pass */
export function checkedRequest(given: unknown): ExportRequest {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object') throw new InputError(t('Expected an object with format, scope and to.'));
  // A menu hands in what was clicked on: an address is no request.
  if (given instanceof vscode.Uri) return {};
  const { format, scope, to } = given as Record<string, unknown>;
  return {
    ...oneOf('format', format, FORMATS),
    ...oneOf('scope', scope, SCOPES),
    ...(to === undefined ? {} : { to: addressOf(to) }),
  };
}

function oneOf<Name extends string, Value extends string>(
  name: Name,
  given: unknown,
  values: readonly Value[],
): { [Key in Name]?: Value } {
  if (given === undefined) return {};
  if (!values.includes(given as Value)) {
    throw new InputError(
      t('{0} is {1}, expected one of {2}.', name, JSON.stringify(given), values.join(', ')),
    );
  }
  return { [name]: given } as { [Key in Name]?: Value };
}

function addressOf(to: unknown): vscode.Uri {
  if (to instanceof vscode.Uri) return to;
  if (typeof to !== 'string' || to === '') {
    throw new InputError(t('to is {0}, expected a path or an address.', JSON.stringify(to)));
  }
  return /^[a-z][a-z\d+.-]+:/i.test(to) ? vscode.Uri.parse(to, true) : vscode.Uri.file(to);
}
