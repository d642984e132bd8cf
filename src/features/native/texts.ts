/** What is said about native TensorFlow and its installation. */
import { t } from '@vscode/l10n';
import { NATIVE_PACKAGE, NATIVE_VERSION } from '../../model/node/nativeFolder';
import { whole } from '../../wording';
import type { FailureKind, NativeFailure } from './failures';
import type { Progress } from './fetch';
import { NEEDED_BYTES } from './installer';

/** What is fetched, in MB: measured for npm's packages; the library's as its package's authors give it, rounded. */
const PACKAGES_MB = 60;
const LIBRARY_MB = 100;

const LIBRARY_HOST = 'storage.googleapis.com';

export function megabytes(bytes: number): string {
  return t('{0} MB', whole(Math.round(bytes / 1e6)));
}

export function consentText(): { readonly question: string; readonly detail: string } {
  return {
    question: t('Download and install native TensorFlow?'),
    detail: t(
      'The npm package {0} {1} and what it needs come from npm’s registry (about {2} MB), TensorFlow’s library from {3} (about {4} MB). npm runs this one package’s install script on your machine. Up to {5} of disk space are needed meanwhile.\n\nThis is the only command of Attention Inspector that uses the network, and no text is ever sent. Reading does not need it: the built-in kernels work without.',
      ...[NATIVE_PACKAGE, NATIVE_VERSION, PACKAGES_MB, LIBRARY_HOST, LIBRARY_MB, megabytes(NEEDED_BYTES)],
    ),
  };
}

export function progressText(progress: Progress): string {
  const { step } = progress;
  switch (step) {
    case 'packages':
      return progress.count === 0
        ? t('Step 1 of 3: packages from npm (about {0} MB)', PACKAGES_MB)
        : t('Step 1 of 3: packages from npm (about {0} MB), {1} so far', PACKAGES_MB, progress.count);
    case 'library':
      return progress.bytes === 0
        ? t('Step 2 of 3: TensorFlow’s library (about {0} MB)', LIBRARY_MB)
        : t(
            'Step 2 of 3: TensorFlow’s library (about {0} MB), {1} unpacked so far',
            ...[LIBRARY_MB, megabytes(progress.bytes)],
          );
    case 'check':
      return t('Step 3 of 3: trying it in a process of its own');
    default:
      return step satisfies never;
  }
}

/** Why it could not be installed or does not load, and what can be done; ends with what the failed program said. */
export function failureText({ kind, detail }: NativeFailure): string {
  const reason = REASONS[kind](detail);
  return OWN_WORDS.has(kind) || detail === ''
    ? t('Native TensorFlow cannot be used. {0} Reading goes on without it.', reason)
    : t(
        'Native TensorFlow cannot be used. {0} Reading goes on without it. What was said: {1}',
        reason,
        detail,
      );
}

/** What the detail says is in the sentence itself. */
const OWN_WORDS: ReadonlySet<FailureKind> = new Set(['npmMissing', 'busy', 'disk', 'stalled', 'crash']);

const REASONS: Readonly<Record<FailureKind, (detail: string) => string>> = {
  npmMissing: () =>
    t(
      'npm was not found on PATH. It is no part of VS Code: install Node.js (nodejs.org), which brings npm, start VS Code again and repeat the command.',
    ),
  busy: (pid) =>
    t('Another window is installing native TensorFlow right now (process {0}). Wait until it is done.', pid),
  disk: () =>
    t(
      'There is not enough room on the disk: up to {0} are needed while it is being installed.',
      megabytes(NEEDED_BYTES),
    ),
  permission: () => t('The file system refused access.'),
  locked: () =>
    t(
      'Files of the earlier installation are in use. Close VS Code in all windows, start it again and repeat the command.',
    ),
  network: () =>
    t(
      'npm’s registry cannot be reached. Check the network, or the proxy in the setting “http.proxy” or in npm’s own configuration.',
    ),
  registry: () => t('npm’s registry refused or does not have the package.'),
  download: () =>
    t(
      'TensorFlow’s library could not be downloaded from {0}: the address is blocked here, cannot be reached or sent something else. Behind a proxy, set “http.proxy”; a mirror can be named in the environment variable TFJS_NODE_CDN_STORAGE.',
      LIBRARY_HOST,
    ),
  platform: () =>
    t(
      'There is no prebuilt TensorFlow for this machine ({0}, {1}, N-API {2}), and it could not be compiled here.',
      ...[process.platform, process.arch, process.versions['napi'] ?? '?'],
    ),
  libc: () =>
    t(
      'TensorFlow’s library does not fit this system’s C library (it needs glibc, in a newer version than is there).',
    ),
  crash: (signal) =>
    t(
      'TensorFlow’s library ended the process that tried it ({0}): it does not fit this processor or this VS Code. VS Code itself was not touched.',
      signal,
    ),
  load: () => t('It was downloaded, but does not compute in this VS Code’s Node.'),
  stalled: () => t('Nothing came in for five minutes. Check the network and repeat the command.'),
  other: () => t('It could not be installed.'),
};
