import { existsSync } from 'node:fs';
import { onPath, runQuietly, say, toolEnvironment } from './processes';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * A Chromium to drive: `CHROME_PATH`, one on PATH or where its installer puts it, or Debian's package,
 * installed here when we may.
 *
 * @throws Error of one line that says what to install.
 */
export async function findChromium(): Promise<string> {
  const given = process.env['CHROME_PATH'];
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`CHROME_PATH is ${given}, and no such file exists.`);
  }
  const found = installed();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get'))
    await installFromDebian();
  const now = installed();
  if (now) return now;
  throw new Error(
    'No Chromium was found: install the package "chromium" or Chrome, or set CHROME_PATH to one.',
  );
}

function installed(): string | undefined {
  return onPath(...NAMES) ?? ELSEWHERE.find((file) => existsSync(file));
}

async function installFromDebian(): Promise<void> {
  say('Installing Chromium from Debian (once per machine)');
  const env = { ...toolEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may hold the lock on a machine that has just started.
  const patient = ['-o', 'DPkg::Lock::Timeout=300'];
  try {
    await runQuietly('apt-get', [...patient, 'update'], { env });
    await runQuietly('apt-get', [...patient, 'install', '-y', '--no-install-recommends', 'chromium'], {
      env,
    });
  } catch (error) {
    throw new Error(`Chromium could not be installed from Debian: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
