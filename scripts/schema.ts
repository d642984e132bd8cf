/** `npm run schema`: publishes the laboratory's options as JSON schemas, by which editors check config files. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import * as v from 'valibot';
import { trainOptions } from '../src/lab/config/schema';
import { LABEL, PRETRAIN } from '../src/lab/config/stages';

/** Options of each command that takes a config file. */
export const COMMANDS: Readonly<Record<string, v.ObjectEntries>> = {
  train: trainOptions,
  pretrain: PRETRAIN.entries,
  label: LABEL.entries,
};

export function schemaFile(command: string): string {
  return path.join(__dirname, `../schemas/${command}-config.schema.json`);
}

/** The text of a command's schema. */
export async function publishedSchema(command: string): Promise<string> {
  const entries = { $schema: v.optional(v.string()), ...COMMANDS[command] };
  const { properties, ...schema } = toJsonSchema(v.strictObject(entries), {
    typeMode: 'input',
    overrideAction: ({ valibotAction: { type }, jsonSchema }) => {
      // The only check that no keyword of its own stands for: all entries of a list differ.
      if (type === 'check') return { ...jsonSchema, uniqueItems: true };
      return type === 'metadata' ? jsonSchema : undefined;
    },
  });
  const published = {
    ...schema,
    title: `Options of attention-inspector ${command}`,
    description: `Every key is also a flag of \`attention-inspector ${command}\`, which wins. Paths start from the current folder.`,
    // What is missing in the file may be given as a flag.
    required: [],
    properties: Object.fromEntries(
      Object.entries(properties ?? {}).map(([key, property]) => [key, described(property as JsonSchema)]),
    ),
  };
  const file = schemaFile(command);
  return format(JSON.stringify(published), { ...(await resolveConfig(file)), filepath: file });
}

/** What the command line's help says of a value becomes part of its description. */
function described(property: JsonSchema): JsonSchema {
  const { otherwise, description = '', ...rest } = property as JsonSchema & Record<string, unknown>;
  delete rest['value'];
  if (description === '') return rest as JsonSchema;
  const text = `${description[0]!.toUpperCase()}${description.slice(1)}`;
  return {
    description: otherwise ? `${text} (default: ${String(otherwise)}).` : `${text}.`,
    ...rest,
  } as JsonSchema;
}

async function publish(): Promise<void> {
  for (const command of Object.keys(COMMANDS)) {
    await writeFile(schemaFile(command), await publishedSchema(command));
  }
}

if (require.main === module) void publish();
