/** `npm run licences`: THIRD_PARTY_NOTICES.md, from what the bundles hold. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout, makeFolder, removeFolder, say } from './host/processes';
import { librariesOf, page } from './package/licences';
import { buildInto } from './package/stage';

async function main(): Promise<void> {
  const folder = await makeFolder();
  try {
    const meta = path.join(folder, 'meta.json');
    await buildInto(path.join(folder, 'dist'), meta);
    const { files } = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as {
      files: string[];
    };
    const libraries = librariesOf(meta, files);
    await writeFile(path.join(checkout, 'THIRD_PARTY_NOTICES.md'), page(libraries));
    say(`THIRD_PARTY_NOTICES.md: ${libraries.length} libraries`);
  } finally {
    await removeFolder(folder);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
