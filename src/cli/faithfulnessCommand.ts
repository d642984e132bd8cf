/** Arguments and help of `faithfulness`. */
import { Command, Option } from 'commander';
import type { Context } from './context';
import { measureFaithfulness, type FaithfulnessOptions } from './faithfulness';
import { ALL_MODELS, DEFAULT_MODEL } from './models';
import { backendOption, EXIT_CODES, parseCount } from './options';

const HELP = `
--data takes what evaluate takes, several sets with blanks between them, and knows them by their content: rows joined by
pair also tell whether weights lie on the words that were edited; JSON Lines with "tokens", "rationale_spans" and
"sentence_ends" (as in the ERASER benchmark) whether they lie on the words that people marked. --rationales FILE is one
more set, and must be such.

Of every text each word is left out in turn. Of a set with more texts than --texts, so many are drawn by --seed, as many
of each class; pairs stay together. A text longer than the model reads at once is measured in the stretches that analyze
has, whose measures are averaged by their words; weights and effects are put together as in analyze --json. A model
that reads the beginning of a text alone is measured on that. Intervals
are the middle 95 % of the means of 1,000 resamples of the texts. The same command prints the same numbers on any number
of threads.

Agreement with people is measured against random scores (the mean of 10 draws), the first and the last words, tf-idf,
and naive Bayes. Words are counted in the training part of the first --data that has one; without one, document
frequencies are those of the marked texts themselves, and naive Bayes is left out.

--split validation means those texts of the training part that train validates on: --exclude FILE and --validation N as
train had them, split seed 1.
--attributions also compares gradient × input, integrated gradients and attention × gradient with leaving words out.
--write-card keeps the numbers in the model's folder, as faithfulness.json, and renews the section on them in its card.

--json prints {"seed","occlusion","resamples","models":[{"model","backend","kind","sets":[{"data","part","texts",
"classes","accuracy","interval","trust","rationales","pairs","perText"}]}]}; each figure is {"mean","low","high","n"}.
trust: {"texts","words","tau","tauRandom","comprehensiveness","sufficiency","overlap","verdicts","flips",
"attributions"}. perText is there with --per-text.

Examples:
  $ attention-inspector faithfulness --data aclImdb --texts 200
  $ attention-inspector faithfulness --data aclImdb --rationales movies_val.jsonl --model ${ALL_MODELS} --json
  $ attention-inspector faithfulness --data cad_imdb_dev_paired.tsv --occlusion unknown
${EXIT_CODES}`;

export function faithfulnessCommand(context: Context): Command {
  const command = new Command('faithfulness')
    .summary('measure how far attention can be believed')
    .description(
      'Measures on labelled texts how far what models show of words can be believed, beside chance.',
    )
    .option('--data <paths...>', 'labelled texts: folders, archives, tables or JSON Lines', [])
    .option('--rationales <file>', 'texts with the words that people marked, in ERASER form')
    .addOption(
      new Option('--split <split>', 'which part of aclImdb')
        .choices(['train', 'validation', 'test'])
        .default('test'),
    )
    .option('--exclude <file>', 'with --split validation: ids that train left out')
    .addOption(
      new Option('--validation <n>', 'with --split validation: how many train split off').argParser(
        parseCount,
      ),
    )
    .addOption(new Option('--texts <n>', 'texts of each set at most').argParser(parseCount).default(1000))
    .addOption(new Option('--seed <n>', 'draws others').argParser(parseCount).default(1))
    .addOption(
      new Option('--model <names...>', `shipped models, paths of model folders, or "${ALL_MODELS}"`).default(
        [DEFAULT_MODEL],
        DEFAULT_MODEL,
      ),
    )
    .addOption(backendOption())
    .addOption(
      new Option('--occlusion <how>', 'how a word is taken out')
        .choices(['removal', 'unknown', 'zero'])
        .default('removal'),
    )
    .option('--attributions', 'compare gradients too, which takes longer')
    .addOption(new Option('--threads <n>', 'default: one for each core').argParser(parseCount))
    .option('--json', 'print the report as JSON')
    .option('--per-text', 'with --json: with the measures of every text')
    .option('--write-card', "keep the report in the models' folders, and in their cards");
  return command.addHelpText('after', HELP).action(async () => {
    const options = command.optsWithGlobals<FaithfulnessOptions>();
    if (options.data.length === 0 && options.rationales === undefined) {
      command.error('error: expected --data PATH or --rationales FILE');
    }
    await measureFaithfulness(options, context);
  });
}
