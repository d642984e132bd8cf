/** Writing a file on disk so that it is there whole, as it was, or not at all. */
import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';

/** Written aside and renamed by the system itself: VS Code's own renaming deletes what it replaces first. */
export async function replaceOnDisk(file: string, content: Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const folder = path.dirname(target);
  const aside = path.join(folder, `.${path.basename(target)}.${randomUUID().slice(0, 8)}.part`);
  try {
    await writeFile(aside, content, { flag: 'wx', flush: true });
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(t('there is no folder {0}', folder), { cause: error });
  }
}
