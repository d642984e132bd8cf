/** `align`: a written date in ISO form, and which characters it was taken from. */
import { Command } from 'commander';
import { Aligner, type Alignment } from '../model/alignment/aligner';
import { isIsoDate } from '../model/alignment/isoDate';
import { modelFolderReader } from '../model/node/files';
import { notWritten, writeWhole } from '../model/node/wholeFile';
import { InputError } from '../model/types';
import { alignmentSvg } from './alignmentSvg';
import { doubts, renderAlignment } from './alignmentMatrix';
import { write, type Context } from './context';
import { openSource, readText, STDIN_NAME } from './input';
import { findModel } from './models';
import { EXIT_CODES, themeOption } from './options';
import { colourLevel, createShader, themeOf, type Theme } from './shader';

const ALIGNMENT_MODEL = 'dates-alignment';

const HELP = `
TEXT arguments are joined by spaces. Without TEXT, or with -, the text is read from standard input.
Formats: the day and the month by its name in any order, with or without a weekday ("the 3rd of May 2017", "May 3,
2017", "Wednesday, 3 May 2017", "2017 May 3"), two digits of the year after an apostrophe ("3 May '17": 69 to 99 are
1969 to 1999, 00 to 68 are 2000 to 2068), the year first ("2017/05/03"), or full stops, day first ("3.5.2017").
Any other text is answered as well; that its answer is doubtful is said.

--json prints {"text","output","valid","doubts","model","probability","characters":[{"text","start","end","known"}],
  "written":[{"text","probability","weights"}],"ms"}: start and end count UTF-16 units, each row of weights sums to 1.

Examples:
  $ attention-inspector align "the 3rd of May 2017"
  $ attention-inspector align "May 3, 2017" --svg alignment.svg
${EXIT_CODES}`;

/** The command, for ./program.ts. */
export function alignCommand(context: Context): Command {
  const command = new Command('align')
    .summary('turn a written date into ISO form, and show what each character came from')
    .description(
      'Turns a written date into ISO form and shows which characters each of its characters came from.',
    )
    .argument('[text...]', 'the date, or - for standard input')
    .option('--model <name>', 'a model that aligns, or the path of its folder', ALIGNMENT_MODEL)
    .option('--json', 'print the result as JSON')
    .option('--svg <file>', 'also draw the alignment matrix into a file')
    .addOption(themeOption());
  return command.addHelpText('after', HELP).action(async (words: string[]) => {
    if (words.length === 0 && context.stdin.isTTY) {
      command.error('error: expected TEXT, or - for standard input');
    }
    await alignText(words, command.optsWithGlobals<AlignOptions>(), context);
  });
}

export interface AlignOptions {
  readonly model: string;
  readonly color: boolean;
  readonly json?: boolean;
  /** File to draw the alignment matrix into. */
  readonly svg?: string;
  readonly theme?: Theme;
}

/**
 * Prints what the model writes of a text, for people or as JSON.
 * @param words the arguments, joined by spaces; a single "-" and none at all mean standard input.
 * @throws InputError when there is no text, or more than the model reads.
 */
export async function alignText(words: readonly string[], options: AlignOptions, context: Context) {
  const { name, text } = await textOf(words, context);
  const aligner = await openAligner(options.model, context);
  const alignment = alignedAt(name, aligner, text);
  if (options.svg !== undefined) await writeSvg(options.svg, alignment);
  if (options.json) {
    const { output, ...rest } = alignment;
    const result = { text, output, valid: isIsoDate(output), doubts: doubts(alignment), ...rest };
    await write(context.stdout, `${JSON.stringify(result)}\n`);
    return;
  }
  const { environment, stdout } = context;
  const level = colourLevel({ wanted: options.color, environment, isTerminal: stdout.isTTY });
  const shader = createShader(level, options.theme ?? themeOf(environment));
  await write(stdout, renderAlignment(alignment, shader, stdout.isTTY ? stdout.columns : undefined));
}

async function textOf(words: readonly string[], { stdin }: Context): Promise<{ name: string; text: string }> {
  if (words.length > 0 && !(words.length === 1 && words[0] === '-')) {
    return { name: 'TEXT', text: words.join(' ') };
  }
  return { name: STDIN_NAME, text: await readText(await openSource('-', stdin)) };
}

function alignedAt(name: string, aligner: Aligner, text: string): Alignment {
  try {
    return aligner.align(text);
  } catch (error) {
    throw placed(error, name);
  }
}

async function openAligner(model: string, context: Context): Promise<Aligner> {
  const folder = await findModel(model, context.modelsFolder);
  try {
    return await Aligner.open(modelFolderReader(folder));
  } catch (error) {
    throw placed(error, `Model folder ${folder}`);
  }
}

/** An error in what was given, with the name of where it was found. */
function placed(error: unknown, where: string): unknown {
  if (!(error instanceof InputError) || error.message.startsWith(where)) return error;
  return new InputError(`${where}: ${error.message}`, { cause: error });
}

async function writeSvg(file: string, alignment: Alignment): Promise<void> {
  try {
    await writeWhole(file, alignmentSvg(alignment));
  } catch (error) {
    throw notWritten(error, `--svg ${file}`, file);
  }
}
