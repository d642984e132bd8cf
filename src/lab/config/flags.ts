/** The options as flags: what the help says, and how a flag's text becomes a value. */
import * as v from 'valibot';
import type { FlagFacts } from './fields';
import { flagOf, type Definition } from './load';

export interface Flag {
  readonly key: string;
  /** For commander, e.g. "--learning-rate <x>". */
  readonly flags: string;
  readonly group: string;
  /** With the default in brackets. */
  readonly description: string;
  /** Whether `--no-…` says false. */
  readonly toggle: boolean;
  readonly parse: (text: string) => unknown;
}

type Field = v.GenericSchema | v.OptionalSchema<v.GenericSchema, unknown>;

/** Every option, in the order of its schema. */
export function flagList({ groups }: Pick<Definition<v.ObjectEntries>, 'groups'>): Flag[] {
  return Object.entries(groups).flatMap(([group, fields]) =>
    Object.entries(fields as Record<string, Field>).map(([key, field]) => describe(group, key, field)),
  );
}

function describe(group: string, key: string, field: Field): Flag {
  const { wrapped: inner, default: fallback } =
    'wrapped' in field ? field : { wrapped: field, default: undefined };
  const { value, otherwise } = v.getMetadata(inner) as unknown as FlagFacts;
  const choices = inner.type === 'picklist' ? (inner as unknown as { options: string[] }).options : [];
  const remarks = [
    ...(choices.length > 0 ? [`one of ${choices.join(', ')}`] : []),
    ...(fallback === undefined || fallback === false ? [] : [`default: ${String(fallback)}`]),
    ...(otherwise ? [`default: ${otherwise}`] : []),
  ];
  return {
    key,
    flags: value === '' ? flagOf(key) : `${flagOf(key)} ${value}`,
    group,
    description: `${v.getDescription(inner)}${remarks.length > 0 ? ` (${remarks.join('; ')})` : ''}`,
    toggle: value === '',
    parse: parserOf(inner),
  };
}

/** What cannot be read as the schema wants it stays text, so that the schema's own error shows it. */
function parserOf(schema: v.GenericSchema): (text: string) => unknown {
  if (schema.type === 'number') return numberOf;
  if (schema.type !== 'array') return (text) => text;
  const items = (schema as unknown as { item: v.GenericSchema }).item;
  return (text) => text.split(',').map((part) => (items.type === 'number' ? numberOf(part) : part.trim()));
}

function numberOf(text: string): unknown {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
