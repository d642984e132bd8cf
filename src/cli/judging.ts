/** Arguments and help of the commands that judge models and show what they see. */
import { Command, Option } from 'commander';
import { behave, type BehaveOptions } from './behave';
import { compareModels, type CompareOptions } from './compare';
import type { Context } from './context';
import { ALL_MODELS, DEFAULT_MODEL } from './models';
import { backendOption, EXIT_CODES, parseCount, parseNames, splitOption } from './options';
import { showSamples, type SampleOptions } from './sample';

const BEHAVE_HELP = `
Behavioural tests in the manner of CheckList (Ribeiro et al. 2020), by capability and type. minimum: one text whose
verdict is plain. invariance: the verdict must be the same whatever of the unimportant is changed (a probability that
moves by 0.1 or less is the same). direction: the second text must be more, or less, positive than the first.

--json prints {"suite","models":[{"model","backend","cases","passed","rate","types","capabilities","failures"}]}.

Examples:
  $ attention-inspector behave
  $ attention-inspector behave --model ${ALL_MODELS}
  $ attention-inspector behave --model models/mine --suite my-tests.json --json
${EXIT_CODES}`;

export function behaveCommand(context: Context): Command {
  const command = new Command('behave')
    .summary('try models on behavioural tests')
    .description('Tries models on behavioural tests: negation, emoji, markup and more.')
    .addOption(
      new Option('--model <names...>', `shipped models, paths of model folders, or "${ALL_MODELS}"`).default(
        [DEFAULT_MODEL],
        DEFAULT_MODEL,
      ),
    )
    .addOption(backendOption())
    .option('--suite <path>', 'a folder of .json files with tests, or one file (default: test/behaviour)')
    .addOption(new Option('--failures <n>', 'failing cases to show').argParser(parseCount).default(10))
    .option('--json', 'print the report as JSON');
  return command
    .addHelpText('after', BEHAVE_HELP)
    .action(() => behave(command.optsWithGlobals<BehaveOptions>(), context));
}

const COMPARE_HELP = `
--data takes what evaluate takes. Accuracy has its 95 % interval (Wilson), calibration error 15 bins. Against the first
model: the share of texts with the same verdict, and McNemar's exact test on the texts that only one is right about.
Times are medians of one run in which the models take turns, on one thread.

--json prints {"data","texts","timedWords","models":[{"model","backend","accuracy","interval","loss","ece","pairs",
"parameters","bytes","trainingMinutes","ms":{"verdict","words"},"comparison":{"agreement","onlyFirst","onlySecond",
"p"}}]}.

Examples:
  $ attention-inspector compare --data aclImdb --split test
  $ attention-inspector compare --data sst2_dev.tsv --models imdb-attention,imdb-bag-of-words --json
${EXIT_CODES}`;

export function compareCommand(context: Context): Command {
  const command = new Command('compare')
    .summary('score several models on the same labelled texts')
    .description('Scores several models on the same labelled texts, and tells how sure the differences are.')
    .requiredOption('--data <path>', 'labelled texts: folder, archive, table or JSON Lines')
    .addOption(splitOption('test'))
    .addOption(
      new Option('--models <names>', `shipped models or paths of folders, with commas, or "${ALL_MODELS}"`)
        .argParser(parseNames)
        .default([ALL_MODELS], ALL_MODELS),
    )
    .addOption(backendOption())
    .addOption(new Option('--limit <n>', 'texts at most, spread evenly over the data').argParser(parseCount))
    .option('--json', 'print the comparison as JSON');
  return command
    .addHelpText('after', COMPARE_HELP)
    .action(() => compareModels(command.optsWithGlobals<CompareOptions>(), context));
}

const SAMPLE_HELP = `
Texts as the network takes them: ids of one width, padded with <pad>, with their true lengths, above the tokens that
they stand for. TEXT arguments are joined by spaces; - is standard input. --data takes what evaluate takes.

--json prints {"model","vocabulary","pad","unknown","positions","batches":[[{"id","label","class","length","words",
"ids","text","unknown":[{"at","text"}]}]]}: pad and unknown are ids, class the label's place among the model's
classes, words the length before what is beyond the last position was cut.

Examples:
  $ attention-inspector sample --data aclImdb --split train --count 2 --seed 7
  $ attention-inspector sample --data aclImdb --split train --id 0_9.txt --positions 50
  $ attention-inspector sample "Not bad at all."
${EXIT_CODES}`;

export function sampleCommand(context: Context): Command {
  const command = new Command('sample')
    .summary('show what the model sees of a text')
    .description('Shows what the model sees of a text: ids, padded, with the true length.')
    .argument('[text...]', 'the text, or - for standard input')
    .option('--data <path>', 'labelled texts to draw from: folder, archive, table or JSON Lines')
    .addOption(splitOption('train'))
    .option('--id <id>', 'the text with this id: a file name in aclImdb, elsewhere the column id or "row 17"')
    .addOption(new Option('--count <n>', 'texts to draw').argParser(parseCount).default(3))
    .addOption(new Option('--seed <n>', 'draws others').argParser(parseCount).default(1))
    .option('--model <name>', 'a shipped model, or the path of a model folder', DEFAULT_MODEL)
    .addOption(
      new Option('--positions <n>', "width of the batch (default: the model's own, else 300)").argParser(
        parseCount,
      ),
    )
    .addOption(new Option('--batch <n>', 'texts of one batch (default: all)').argParser(parseCount))
    .option('--json', 'print the batches as JSON');
  return command.addHelpText('after', SAMPLE_HELP).action(async (words: string[]) => {
    const options = command.optsWithGlobals<SampleOptions>();
    if (words.length > 0 === (options.data !== undefined)) {
      command.error(
        `error: expected either TEXT or --data PATH, found ${words.length > 0 ? 'both' : 'none'}`,
      );
    }
    await showSamples(words, options, context);
  });
}
