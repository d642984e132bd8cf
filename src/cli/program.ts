/** Arguments and help. */
import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { alignCommand } from './align';
import { analyzeJsonLines, analyzeText, type AnalyzeOptions } from './analyze';
import { evaluateData, type EvaluateOptions } from './evaluate';
import type { Context } from './context';
import { faithfulnessCommand } from './faithfulnessCommand';
import { checkOutput, withOutputOptions } from './export';
import { analyzeEpochs, withEpochOptions, type EpochsOptions } from './epochs';
import { behaveCommand, compareCommand, sampleCommand } from './judging';
import { labelCommand, pretrainCommand, trainCommand } from './trainCommand';
import { EXIT_CODES, parseCount, splitOption, themeOption, withModelOptions } from './options';

const ANALYZE_HELP = `
TEXT arguments are joined by spaces. Without TEXT and --file, or with -, the text is read from standard input.
A text that is longer than the model reads at once is split by paragraphs, each with its own verdict.

--json prints {"model","label","probability","classes":[{"label","probability"}],"kind","tokens":[{"text","start",
  "end","weight","known"}],"truncated","ms"}: probability is that of positive by a model of sentiment, else that of
  the label; start and end count UTF-16 units, a byte order mark aside; weights sum to 1. kind says what they are:
  "attention"; or, of a model that has none, "deletion" or "contribution": tokens then have an "effect" too, the change
  of the label's log-odds that the word brings, and weights are its size as a share of all. "padding" is there where
  part of the attention falls on padding. A text read in several parts has "parts":[{"start","end","label",
  "probability"}] besides: probability is then from the parts' mean log-odds and weights are shared out by the parts'
  lengths; an effect is on the label of its part.
--jsonl reads one {"id","text"} a line (the line number stands in for a missing id) and prints one such result
  a line, after its "id", as soon as it is there. It stops at the first bad line with exit code 1.
--format writes the result as html (a page that needs nothing else), svg (a picture), md (Markdown), csv (a row for each
  word) or json, in the colours of --theme. With -o FILE it goes into a file, which is replaced only once it is whole;
  the ending of FILE says the form where --format does not.
  json: {"format":"attention-inspector","version":1,"generator","title","scope","shading","texts":[{"place","text",
  "stale","readings":[{"model","backend","label","probability","classes","kind","tokens","ms"}]}],"unread":[{"place",
  "reason"}]}: a text for each part, start and end count in it, otherwise as with --json.
  csv: text,place,model,index,token,start,end,weight,rank,effect,known,label,probability.
--epochs shows how the weights spread over the text in each epoch of the training, where the model's folder keeps them:
  their entropy, and 2^entropy, the number of words that equal weights would need for as much. With --json it prints
  one such result a line, after its {"epoch","trainLoss","validationLoss","validationAccuracy","entropy",
  "effectiveWords"}.

Examples:
  $ attention-inspector analyze "A warm, funny film that never drags."
  $ attention-inspector analyze --file review.txt --json
  $ pbpaste | attention-inspector analyze -
  $ attention-inspector analyze --jsonl reviews.jsonl > results.jsonl
  $ attention-inspector analyze --epochs "Not bad at all."
  $ attention-inspector analyze --file review.txt --theme light -o review.html
${EXIT_CODES}`;

const EVALUATE_HELP = `
--data takes an aclImdb folder or its .tar.gz, a TSV or CSV with the header label,text (and id, and pair, where they
are there; further columns are ignored), or JSON Lines of {"text","label"}. Labels: the names of the model's classes,
or their numbers from 0 on; neg and pos for negative and positive. Rows with the same pair are edits of one another.
--split chooses within aclImdb and means nothing elsewhere.

--json prints {"n","accuracy","loss","ece","confusion":[[tn,fp],[fn,tp]],"textsPerSecond"}: log loss in nats,
expected calibration error over 15 bins; and "pairs":{"n","bothRight"} where rows are joined by pair.

Examples:
  $ attention-inspector evaluate --data aclImdb_v1.tar.gz
  $ attention-inspector evaluate --data reviews.csv --json
${EXIT_CODES}`;

/** The whole command line; parsing throws CommanderError for wrong usage, after it was told on stderr. */
export function createProgram(context: Context): Command {
  const program = new Command('attention-inspector')
    .description('Sentiment of a text, and how much attention the model paid to every word.')
    .version(version)
    .option('--no-color', 'no colours, as with NO_COLOR in the environment')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  program.addCommand(analyzeCommand(context).copyInheritedSettings(program));
  program.addCommand(evaluateCommand(context).copyInheritedSettings(program));
  program.addCommand(compareCommand(context).copyInheritedSettings(program));
  program.addCommand(behaveCommand(context).copyInheritedSettings(program));
  program.addCommand(faithfulnessCommand(context).copyInheritedSettings(program));
  program.addCommand(alignCommand(context).copyInheritedSettings(program));
  program.addCommand(sampleCommand(context).copyInheritedSettings(program));
  for (const make of [trainCommand, pretrainCommand, labelCommand]) {
    program.addCommand(make(context).copyInheritedSettings(program));
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError('(--help shows the usage)');
  }
  return program;
}

function analyzeCommand(context: Context): Command {
  const command = new Command('analyze')
    .summary('shade the words of a text by attention')
    .description('Shows the sentiment of a text and shades its words by attention.')
    .argument('[text...]', 'the text, or - for standard input')
    .option('--file <path>', 'read the text from a file')
    .option('--jsonl <in>', 'read one {"id","text"} a line from a file, or from standard input with -')
    .option('--json', 'print the result as JSON')
    .addOption(
      new Option('--max-words <n>', 'read about n words, no more, and say what was left out')
        .argParser(parseCount)
        .default(Infinity, 'no limit'),
    )
    .addOption(themeOption());
  return withEpochOptions(withOutputOptions(withModelOptions(command)))
    .addHelpText('after', ANALYZE_HELP)
    .action(async (words: string[]) => {
      const options = command.optsWithGlobals<EpochsOptions>();
      checkSources(command, words, options, context);
      checkOutput(command, options);
      if (options.epochs) await analyzeEpochs(words, options, context);
      else if (options.jsonl === undefined) await analyzeText(words, options, context);
      else await analyzeJsonLines(options.jsonl, options, context);
    });
}

function evaluateCommand(context: Context): Command {
  const command = new Command('evaluate')
    .summary('score the model on labelled texts')
    .description('Scores the model on labelled texts.')
    .requiredOption('--data <path>', 'labelled texts: folder, archive, table or JSON Lines')
    .addOption(splitOption('test'))
    .option('--json', 'print the scores as JSON');
  return withModelOptions(command)
    .addHelpText('after', EVALUATE_HELP)
    .action(() => evaluateData(command.optsWithGlobals<EvaluateOptions>(), context));
}

/** One place to take the text from, no more; a terminal is not waited for unless it is asked for. */
function checkSources(
  command: Command,
  words: readonly string[],
  { file, jsonl }: AnalyzeOptions,
  { stdin }: Context,
): void {
  const given = [
    words.length > 0 ? 'TEXT' : undefined,
    file === undefined ? undefined : '--file',
    jsonl === undefined ? undefined : '--jsonl',
  ].filter((source) => source !== undefined);
  if (given.length > 1)
    command.error(`error: expected one of TEXT, --file and --jsonl, found ${given.join(' and ')}`);
  if (given.length === 0 && stdin.isTTY) {
    command.error('error: expected TEXT, --file PATH, --jsonl IN, or - for standard input');
  }
}

/** 0 after --help and --version, otherwise 2. */
export function usageExitCode(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : 2;
}
