/** Why native TensorFlow could not be installed, from what npm, the package's script or Node wrote. */

/** What is under way: npm's packages, the library that the package's own script fetches, the trial in a process. */
export type Step = 'packages' | 'library' | 'check';

export type FailureKind =
  | 'npmMissing'
  | 'busy'
  | 'disk'
  | 'permission'
  | 'locked'
  | 'network'
  | 'registry'
  | 'download'
  | 'platform'
  | 'libc'
  | 'crash'
  | 'load'
  | 'stalled'
  | 'other';

export class NativeFailure extends Error {
  /** @param detail what was found, in the words of the program that found it */
  constructor(
    readonly kind: FailureKind,
    readonly detail: string,
  ) {
    super(`${kind}: ${detail}`);
  }
}

/** The person thought better of it. */
export class Cancelled extends Error {}

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|socket hang up|network timeout|CERT_|certificate|SSL|tunneling socket/iu;

/** The first that matches says what it was. */
const SIGNS: Readonly<Record<Step, readonly (readonly [FailureKind, RegExp])[]>> = {
  packages: [
    ['disk', /ENOSPC|no space left/iu],
    ['permission', /EACCES|EPERM|EROFS/u],
    ['network', UNREACHABLE],
    ['registry', /E40\d|E5\d\d|ETARGET|ENOVERSIONS|EINTEGRITY/u],
  ],
  library: [
    ['disk', /ENOSPC|no space left/iu],
    ['platform', /Unsupported (?:system|platform)|status 404|Pre-built binaries not/iu],
    [
      'download',
      /storage\.googleapis\.com|TAR_BAD_ARCHIVE|incorrect header|unexpected end of file|status \d{3}/iu,
    ],
    ['download', UNREACHABLE],
    ['platform', /gyp ERR|node-gyp|make(?:\[\d\])?: \*\*\*/u],
    ['permission', /EACCES|EPERM|EROFS/u],
  ],
  check: [
    ['libc', /GLIBC(?:XX)?_|ld-linux|ld-musl|Error relocating|libstdc\+\+/u],
    [
      'platform',
      /incompatible architecture|wrong ELF class|Exec format|not a valid Win32|can not be found at path|NODE_MODULE_VERSION/iu,
    ],
  ],
};

/** @param output what the failed program wrote */
export function failureOf(step: Step, output: string): NativeFailure {
  const sign = SIGNS[step].find(([, pattern]) => pattern.test(output));
  const kind = sign?.[0] ?? (step === 'check' ? 'load' : 'other');
  return new NativeFailure(kind, reasonIn(output, sign?.[1]));
}

/** What is told is a sentence, not a log. */
const REASON_LENGTH = 300;

/** The line that says most: an error's own, else one with the sign, else the last that is not npm's chatter. */
function reasonIn(output: string, sign?: RegExp): string {
  const lines = output
    .split(/[\r\n]+/u)
    .map((line) => line.replace(/^npm (?:error|ERR!)\s?/u, '').trim())
    .filter(
      (line) =>
        line !== '' &&
        !/complete log of this run|^(?:code|errno|syscall|path|command) |^Node\.js v|^npm (?:warn|http|notice)/iu.test(
          line,
        ),
    );
  const errors = lines.filter((line) => /^(?:\w*Error\b.*: |E[A-Z]+: )/u.test(line));
  const signed = (of: string[]) => (sign ? of.find((line) => sign.test(line)) : undefined);
  const reason = signed(errors) ?? errors[0] ?? signed(lines) ?? lines.at(-1) ?? '';
  return reason.length > REASON_LENGTH ? `${reason.slice(0, REASON_LENGTH)}…` : reason;
}

/** From an error of the file system, while files are put in place or away. */
export function fileFailure(error: unknown): NativeFailure {
  if (error instanceof NativeFailure) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new NativeFailure('disk', message);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new NativeFailure('permission', message);
  return new NativeFailure('other', message);
}
