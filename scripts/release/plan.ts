/** What a release changes, as text in and text out. */

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
const UNRELEASED = /^## Unreleased[ \t]*\n/m;

/**
 * @returns the version to release
 * @throws Error unless it is MAJOR.MINOR.PATCH, which is all that the marketplace takes, and above the current one
 */
export function nextVersion(current: string, wanted: string): string {
  const [parts, before] = [wanted, current].map((version) => VERSION.exec(version)?.slice(1).map(Number));
  if (!parts) throw new Error(`"${wanted}" is no version: three numbers are, such as 1.2.3`);
  if (!before) throw new Error(`package.json: "${current}" is no version of three numbers`);
  const at = parts.findIndex((part, index) => part !== before[index]);
  if (at < 0 || parts[at]! < before[at]!)
    throw new Error(`${wanted} is not above ${current}, the version so far`);
  return wanted;
}

/** What the next release brings, by the changelog: the lines below "Unreleased". @throws Error where there are none */
export function unreleased(changelog: string): string {
  const start = UNRELEASED.exec(changelog);
  if (!start) throw new Error('CHANGELOG.md has no section "Unreleased"');
  const rest = changelog.slice(start.index + start[0].length);
  const end = rest.search(/^## /m);
  const lines = (end < 0 ? rest : rest.slice(0, end)).trim();
  if (!lines) throw new Error('CHANGELOG.md: nothing is unreleased');
  return lines;
}

/**
 * The changelog with its unreleased lines under the version and the day.
 * @param day as YYYY-MM-DD
 * @throws Error where nothing is unreleased, or the version has a section already
 */
export function releasedChangelog(changelog: string, version: string, day: string): string {
  unreleased(changelog);
  const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')}(?![\\w.])`, 'm');
  if (heading.test(changelog)) throw new Error(`CHANGELOG.md has a section ${version} already`);
  return changelog.replace(UNRELEASED, `## Unreleased\n\n## ${version} (${day})\n`);
}

/**
 * A manifest or lock file with another version, otherwise as it was written.
 * @param times how often the project's own version stands there, before anybody else's
 * @throws Error where it does not
 */
export function withVersion(json: string, from: string, to: string, times = 1): string {
  let left = times;
  const changed = json.replace(/^(\s*"version": )"([^"]*)"/gm, (line, start: string, version: string) => {
    if (left === 0) return line;
    if (version !== from) throw new Error(`its version is ${version}, not ${from}`);
    left -= 1;
    return `${start}"${to}"`;
  });
  if (left > 0) throw new Error(`it says its version ${times - left} times, not ${times}`);
  return changed;
}

/** What stands in the way of a release from this state of the repository; empty where nothing does. */
export function obstacles(state: {
  readonly branch: string;
  /** As `git status --porcelain` says it. */
  readonly status: string;
  readonly tags: readonly string[];
  readonly version: string;
}): readonly string[] {
  const { branch, status, tags, version } = state;
  const changed = status.split('\n').filter(Boolean);
  const where = branch ? `the branch is ${branch}` : 'no branch is checked out';
  return [
    ...(branch === 'main' ? [] : [`Releases are made on main; ${where}.`]),
    ...(changed.length > 0 ? [`There are changes that are not committed:\n${changed.join('\n')}`] : []),
    ...(tags.includes(`v${version}`) ? [`The tag v${version} is there already.`] : []),
  ];
}

/** What is left to do for a person. @param file the package, relative to the checkout */
export function nextSteps(version: string, file: string): string {
  return [
    `Look at the commit and the package, install it once (code --install-extension ${file}), then:`,
    `  git tag -a v${version} -m "Version ${version}"`,
    `  git push origin main v${version}`,
    `  npx vsce publish --packagePath ${file}     # Visual Studio Marketplace; asks for the publisher's token`,
    `  npx ovsx publish ${file}                   # Open VSX`,
    'To take it all back before that: git reset --hard HEAD~1',
  ].join('\n');
}
