/** Arguments and help of the commands that judge models. */
import { Command, Option } from 'commander';
import { behave, type BehaveOptions } from './behave';
import type { Context } from './context';
import { ALL_MODELS, DEFAULT_MODEL } from './models';
import { backendOption, EXIT_CODES, parseCount } from './options';

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
