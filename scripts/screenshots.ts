/** `npm run screenshots`: the README's pictures and its film, taken from a real VS Code with the extension as built. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkout } from './host/processes';
import { Workbench, type WorkbenchOptions } from './host/workbench';
import { ACTS } from './screenshots/acts';
import { Film } from './screenshots/film';
import { MAIN, REVIEW, SCENES, THEMES, type Scene } from './screenshots/scenes';

const USAGE = `npm run screenshots [-- --only NAME]… [--out FOLDER]

Takes the scenes of scripts/screenshots/scenes.ts in their themes and, as "film", the acts of acts.ts.
  --only NAME   this scene, or the film; may be given several times
  --out FOLDER  instead of docs/images`;

const FILM = 'film';
const FILM_WIDTH = 900;
/** What a README should not make its readers load more than. */
const FILM_BYTES = 2_000_000;

/** As a person has it, with the extension installed, and quiet around what is to be seen. */
const OPTIONS: WorkbenchOptions = {
  installed: [checkout],
  file: REVIEW,
  size: { width: 1280, height: 860 },
  settings: {
    'editor.wordWrap': 'on',
    'editor.minimap.enabled': false,
    'editor.hover.above': false,
    'editor.cursorBlinking': 'solid',
    'breadcrumbs.enabled': false,
    'window.commandCenter': false,
    'workbench.layoutControl.enabled': false,
  },
};
/** Letters that stay legible at the film's size. */
const FILM_OPTIONS: WorkbenchOptions = {
  size: { width: 1080, height: 800 },
  settings: {
    'editor.fontSize': 16,
    // Lines break alike whether the panel is open or not, and leave room for the verdict behind them.
    'editor.wordWrap': 'bounded',
    'editor.wordWrapColumn': 32,
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    'workbench.activityBar.location': 'hidden',
  },
};

async function inWorkbench(
  options: WorkbenchOptions,
  act: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const settings = { ...OPTIONS.settings, ...options.settings };
  const workbench = await Workbench.start({ ...OPTIONS, ...options, settings });
  try {
    await workbench.run('Toggle Primary Side Bar Visibility');
    await act(workbench);
  } catch (error) {
    await workbench.screenshot('failed-screenshots').catch(() => undefined);
    throw error;
  } finally {
    await workbench.dispose();
  }
}

async function takeScene(
  workbench: Workbench,
  { name, themes, prepare, pose }: Scene,
  out: string,
): Promise<void> {
  await prepare(workbench);
  for (const { theme, name: title, kind } of THEMES) {
    if (themes && !themes.includes(theme)) continue;
    await workbench.setTheme(title, kind);
    await pose?.(workbench);
    const file = path.join(out, name === MAIN ? `${theme}.png` : `${name}-${theme}.png`);
    await copyFile(await workbench.screenshot(`readme-${name}-${theme}`), file);
    console.log(path.relative(checkout, file));
  }
}

async function takeFilm(workbench: Workbench, out: string): Promise<void> {
  const film = new Film(workbench);
  for (const { name, play } of ACTS) {
    await play(film);
    console.log(`  ${name}: ${(film.length / 1000).toFixed(1)} s`);
  }
  const gif = await film.gif(FILM_WIDTH);
  const file = path.join(out, `${FILM}.gif`);
  const size = `${(gif.length / 1e6).toFixed(2)} MB`;
  if (gif.length > FILM_BYTES) throw new Error(`The film has ${size}, more than a README should load.`);
  await writeFile(file, gif);
  console.log(`${path.relative(checkout, file)} (${size})`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { help: { type: 'boolean' }, only: { type: 'string', multiple: true }, out: { type: 'string' } },
  });
  if (values.help) return console.log(USAGE);
  const names = [...SCENES.map(({ name }) => name), FILM];
  const chosen = values.only ?? names;
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no scene "${unknown}"; there are ${names.join(', ')}`);
  const out = path.resolve(checkout, values.out ?? path.join('docs', 'images'));
  await mkdir(out, { recursive: true });
  const scenes = SCENES.filter(({ name }) => chosen.includes(name));
  for (const scene of scenes) {
    await inWorkbench(scene.options ?? {}, (workbench) => takeScene(workbench, scene, out));
  }
  if (chosen.includes(FILM)) await inWorkbench(FILM_OPTIONS, (workbench) => takeFilm(workbench, out));
}

main().catch((error: unknown) => {
  console.error(`npm run screenshots: ${(error as Error).message}`);
  process.exitCode = 1;
});
