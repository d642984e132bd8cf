/** What a language model asks the tool, checked: the schema in the manifest is its promise, not ours. Pure. */
import { t } from '@vscode/l10n';
import { InputError } from '../../model/types';

/** As the manifest's `inputSchema` has it. */
export interface Question {
  /** Without it, what is selected or was read last is meant. */
  readonly text?: string;
  /** One of the shipped models; the settings' without it. */
  readonly model?: string;
  /** Words to name. */
  readonly top?: number;
}

export interface Checked {
  /** Null: what is selected or was read last. */
  readonly text: string | null;
  readonly model: string | undefined;
  readonly top: number;
}

const TOP = 8;
const MOST = 50;

/** A name, never a path: what a language model says must not make us load files from anywhere. */
const modelName = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** @throws InputError naming what is wrong with the question */
export function checked({ text, model, top }: Question): Checked {
  const refuse = (what: string, value: unknown, expected: string) => {
    throw new InputError(t('The tool’s input "{0}" is {1}, expected {2}.', what, shown(value), expected));
  };
  if (text !== undefined && typeof text !== 'string') refuse('text', text, t('a text'));
  if (model !== undefined && !modelName.test(String(model))) refuse('model', model, t('the name of a model'));
  if (top !== undefined && !(Number.isInteger(top) && top >= 1 && top <= MOST))
    refuse('top', top, t('a whole number from {0} to {1}', 1, MOST));
  return { text: text === undefined || text.trim() === '' ? null : text, model, top: top ?? TOP };
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 80);
