import { DEMO_ENVIRONMENT, DEMO_EXTENSIONS, DEMO_REVIEW, DEMO_SETTINGS } from './demo';
import type { ShadedWord } from './reader';
import { Workbench } from './workbench';

/** Nothing takes nearly as long, even on a slow machine; a missing thing is not waited for forever. */
const PATIENCE_MS = 90_000;

/** Once something is missing, the rest is there already or will not come. */
const IMPATIENCE_MS = 10_000;

const TOP = 5;

/**
 * `npm start -- --check`: opens VS Code as `npm start` does, reads from the page what a person would see, and
 * prints it.
 *
 * @returns whether the verdict, the shading, a hover and the panel were really there.
 */
export async function check(): Promise<boolean> {
  const workbench = await Workbench.start({
    installed: DEMO_EXTENSIONS,
    env: DEMO_ENVIRONMENT,
    settings: DEMO_SETTINGS,
    size: { width: 1440, height: 900 },
  });
  try {
    console.log(`\nVS Code has opened ${DEMO_REVIEW} and run "Analyze Sentiment Attention" on it:\n`);
    const missing: string[] = [];
    for (const [what, look] of LOOKS) {
      try {
        await look(workbench, missing.length === 0 ? PATIENCE_MS : IMPATIENCE_MS);
      } catch (error) {
        missing.push(`Missing: ${what} (${(error as Error).message})`);
      }
    }
    if (missing.length > 0) await tellWhatIsThere(workbench);
    console.log(`Screenshot: ${await workbench.screenshot('start-check')}`);
    missing.forEach((line) => console.error(line));
    return missing.length === 0;
  } finally {
    await workbench.dispose();
  }
}

/** Messages and the panel's text, which may say why something is missing. */
async function tellWhatIsThere(workbench: Workbench): Promise<void> {
  for (const message of await workbench.notifications()) console.log(`VS Code says: ${message}`);
  const body = workbench.panel().locator('body');
  const text = await body.innerText({ timeout: IMPATIENCE_MS }).catch(() => 'nothing');
  console.log(`The panel reads: ${text.replace(/\s+/g, ' ').trim()}`);
}

async function lookAtVerdict(workbench: Workbench, patience: number): Promise<void> {
  let verdict: string | undefined;
  await workbench.until(
    'a verdict',
    async () => {
      verdict = (await workbench.status())
        .map(({ text }) => text)
        .find((text) => /(posi|nega)tive\s+\d+\s*%/i.test(text));
      return verdict !== undefined;
    },
    patience,
  );
  console.log(`Verdict, in the status bar:  ${verdict}`);
}

async function lookAtPanel(workbench: Workbench, patience: number): Promise<void> {
  const panel = workbench.panel();
  let bars = 0;
  await workbench.until(
    'its bars',
    async () => {
      bars = await panel.locator('[id^="bar-"]').count();
      return bars > 0;
    },
    patience,
  );
  const verdict = (await panel.locator('.verdict-label').innerText()).trim();
  if (!/(posi|nega)tive/i.test(verdict)) throw new Error(`its heading reads "${verdict}"`);
  console.log(`Panel:  ${verdict}, with ${bars} bars`);
}

/** Most attention first, as far as opacity tells. */
async function byOpacity(workbench: Workbench): Promise<readonly ShadedWord[]> {
  const words = (await workbench.shading()).filter(({ alpha }) => alpha > 0);
  return words.sort((a, b) => b.alpha - a.alpha);
}

async function lookAtShading(workbench: Workbench, patience: number): Promise<void> {
  let words: readonly ShadedWord[] = [];
  await workbench.until(
    'words shaded in different strengths',
    async () => {
      words = await byOpacity(workbench);
      return new Set(words.map(({ alpha }) => alpha)).size > 1;
    },
    patience,
  );
  const [strongest, weakest] = [words[0], words.at(-1)];
  const range = `${percent(strongest)} ("${strongest?.text}") to ${percent(weakest)} ("${weakest?.text}")`;
  console.log(`Shading:  ${words.length} words, opacity from ${range}`);
}

function percent(word: ShadedWord | undefined): string {
  return `${((word?.alpha ?? 0) * 100).toFixed(1)} %`;
}

async function lookAtHovers(workbench: Workbench, patience: number): Promise<void> {
  const words = (await byOpacity(workbench)).slice(0, TOP);
  if (words.length === 0) throw new Error('there is no shaded word to point at');
  console.log('Top words, each as its hover tells it:');
  // The strongest last: its hover is in the picture.
  const told = new Map<ShadedWord, string>();
  for (const word of [...words].reverse()) told.set(word, await workbench.hoverAt(word.box, patience));
  for (const word of words) {
    const [, ...facts] = (told.get(word) ?? '').split(/\n+/);
    console.log(`  ${word.text.padEnd(16)}${facts.slice(0, 2).join('; ')}`);
    if (!told.get(word)?.includes(word.text))
      throw new Error(`the one over "${word.text}" is about something else`);
  }
}

const LOOKS = [
  ['the verdict in the status bar', lookAtVerdict],
  ['the panel', lookAtPanel],
  ['the shading', lookAtShading],
  ['a hover', lookAtHovers],
] as const;
