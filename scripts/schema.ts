/** `npm run schema`: publishes the options of a training run as JSON schema, by which editors check config files. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';
import { trainSchema } from '../src/lab/config/schema';

export const SCHEMA_FILE = path.join(__dirname, '../schemas/train-config.schema.json');

/** The text of SCHEMA_FILE. */
export async function publishedSchema(): Promise<string> {
  const { properties, ...schema } = toJsonSchema(trainSchema, {
    typeMode: 'input',
    overrideAction: ({ valibotAction: { type }, jsonSchema }) => {
      // The only check that no keyword of its own stands for: all entries of a list differ.
      if (type === 'check') return { ...jsonSchema, uniqueItems: true };
      return type === 'metadata' ? jsonSchema : undefined;
    },
  });
  const published = {
    ...schema,
    title: 'Training run of Attention Inspector',
    description:
      'Every key is also a flag of `attention-inspector train`, which wins. Paths start from the current folder.',
    // What is missing in the file may be given as a flag.
    required: [],
    properties: Object.fromEntries(
      Object.entries(properties ?? {}).map(([key, property]) => [key, described(property as JsonSchema)]),
    ),
  };
  return format(JSON.stringify(published), { ...(await resolveConfig(SCHEMA_FILE)), filepath: SCHEMA_FILE });
}

/** What the command line's help says of a value becomes part of its description. */
function described(property: JsonSchema): JsonSchema {
  const { value: _, otherwise, description = '', ...rest } = property as JsonSchema & Record<string, unknown>;
  if (description === '') return rest as JsonSchema;
  const text = `${description[0]!.toUpperCase()}${description.slice(1)}`;
  return {
    description: otherwise ? `${text} (default: ${String(otherwise)}).` : `${text}.`,
    ...rest,
  } as JsonSchema;
}

if (require.main === module) void publishedSchema().then((text) => writeFile(SCHEMA_FILE, text));
