/** Workflows, forms and policies are well formed, and name only what is there. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { CELLS } from '../../../scripts/matrix';
import { at, exists, manifest, scriptsIn, textOf, yamlOf } from './support';

const WORKFLOWS = '.github/workflows';
const FORMS = '.github/ISSUE_TEMPLATE';

const text = v.pipe(v.string(), v.minLength(1));
const texts = v.pipe(v.array(text), v.minLength(1));
const scalars = v.record(text, v.union([v.string(), v.number(), v.boolean()]));
const permissions = v.record(text, v.picklist(['read', 'write', 'none']));

/** Of GitHub's own actions alone, by their major version. */
const action = v.pipe(text, v.regex(/^actions\/[a-z-]+@v\d+$/));
const label = { name: v.optional(text), if: v.optional(text) };
const step = v.union([
  v.strictObject({ ...label, uses: action, with: v.optional(scalars) }),
  v.strictObject({ ...label, run: text, env: v.optional(scalars) }),
]);
const job = v.strictObject({
  ...{ name: text, if: v.optional(text), needs: v.optional(text) },
  ...{ 'runs-on': text, 'timeout-minutes': v.pipe(v.number(), v.maxValue(120)) },
  permissions: v.optional(permissions),
  strategy: v.optional(v.strictObject({ 'fail-fast': v.boolean(), matrix: v.record(text, texts) })),
  steps: v.pipe(v.array(step), v.minLength(1)),
});
const workflow = v.strictObject({
  name: text,
  on: v.strictObject({
    push: v.optional(v.strictObject({ branches: v.optional(texts), tags: v.optional(texts) })),
    pull_request: v.optional(v.null()),
    workflow_dispatch: v.optional(v.null()),
  }),
  permissions,
  concurrency: v.optional(
    v.strictObject({ group: text, 'cancel-in-progress': v.union([v.boolean(), text]) }),
  ),
  jobs: v.record(v.pipe(text, v.regex(/^[a-z][\w-]*$/)), job),
});
type Workflow = v.InferOutput<typeof workflow>;

const required = v.optional(v.strictObject({ required: v.boolean() }));
const attributes = {
  ...{ label: text, description: v.optional(text), placeholder: v.optional(text) },
  render: v.optional(v.picklist(['text', 'json', 'shell'])),
};
const id = v.pipe(text, v.regex(/^[\w-]+$/));
const form = v.strictObject({
  ...{ name: text, description: text, labels: texts },
  body: v.array(
    v.variant('type', [
      v.strictObject({ type: v.literal('markdown'), attributes: v.strictObject({ value: text }) }),
      v.strictObject({
        ...{ type: v.picklist(['textarea', 'input']), id },
        ...{ attributes: v.strictObject(attributes), validations: required },
      }),
    ]),
  ),
});

const group = v.strictObject({ patterns: texts, 'exclude-patterns': v.optional(texts) });
const updates = v.strictObject({
  version: v.literal(2),
  updates: v.array(
    v.strictObject({
      'package-ecosystem': v.picklist(['npm', 'github-actions']),
      directory: v.literal('/'),
      schedule: v.strictObject({ interval: v.picklist(['weekly', 'monthly', 'quarterly']) }),
      'open-pull-requests-limit': v.optional(v.number()),
      groups: v.record(text, group),
      ignore: v.optional(
        v.array(v.strictObject({ 'dependency-name': text, 'update-types': v.optional(texts) })),
      ),
    }),
  ),
});

/** Fails with the place and the reason. */
function parsed<S extends v.GenericSchema>(schema: S, ...file: readonly string[]): v.InferOutput<S> {
  const result = v.safeParse(schema, yamlOf(...file));
  const wrong = (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
  assert.deepEqual(wrong, [], file.join('/'));
  return result.output as v.InferOutput<S>;
}

const workflowFiles = readdirSync(at(WORKFLOWS));
const read = (file: string): Workflow => parsed(workflow, WORKFLOWS, file);
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const commandsOf = (file: string) => stepsOf(read(file)).flatMap((one) => ('run' in one ? [one.run] : []));

describe('workflows', () => {
  it('are those that are wanted', () => assert.deepEqual(workflowFiles.sort(), ['ci.yml', 'release.yml']));

  for (const file of workflowFiles) {
    describe(file, () => {
      it('is well formed', () => void read(file));

      it('runs only scripts that are there, and at least one', () => {
        const commands = commandsOf(file);
        const named = commands.flatMap(scriptsIn);
        assert.ok(named.length > 0);
        assert.deepEqual(
          named.filter((name) => !(name in manifest.scripts)),
          [],
        );
        for (const path of commands.flatMap((line) => line.match(/^\.[\w./-]+/) ?? []))
          assert.ok(exists(path), path);
      });

      it('closes every expression, and asks for no secret but GitHub’s own token', () => {
        const source = textOf(WORKFLOWS, file);
        const expressions = source.match(/\$\{\{.*?\}\}/g) ?? [];
        assert.equal(expressions.length, source.split('${{').length - 1);
        assert.ok(!source.includes('secrets.'));
        // What others choose, such as a branch's name, never stands in a command line.
        for (const line of commandsOf(file)) assert.doesNotMatch(line, /\$\{\{\s*github\./);
      });

      it('hashes files that are there for its caches', () => {
        const named = [...textOf(WORKFLOWS, file).matchAll(/hashFiles\('([^']*)'\)/g)].map(
          ([, name]) => name!,
        );
        assert.deepEqual(
          named.filter((name) => !exists(name)),
          [],
        );
      });
    });
  }

  it('the tests run as .ci/run does, and each cell of the matrix whole in one job or the other', () => {
    const { jobs } = read('ci.yml');
    const { all, matrix } = jobs;
    assert.ok(all?.steps.some((one) => 'run' in one && one.run === '.ci/run'));
    const inPart = CELLS.filter(({ partOf }) => partOf !== null).map(({ name }) => name);
    assert.deepEqual(matrix?.strategy?.matrix, { cell: inPart });
    assert.ok(matrix.steps.some((one) => 'run' in one && /--matrix \$\{\{ matrix\.cell \}\}$/.test(one.run)));
  });

  it('nothing may write but the job that drafts the release, which runs nothing of the repository', () => {
    for (const file of workflowFiles) {
      const { permissions, jobs } = read(file);
      assert.deepEqual(permissions, { contents: 'read' });
      const writing = Object.entries(jobs).filter(([, one]) => one.permissions);
      assert.deepEqual(
        writing.map(([name]) => name),
        file === 'release.yml' ? ['draft'] : [],
      );
      for (const [, { permissions: own, steps, needs }] of writing) {
        assert.deepEqual(own, { contents: 'write' });
        assert.equal(needs, 'package');
        assert.ok(!steps.some((one) => 'uses' in one && one.uses.startsWith('actions/checkout')));
      }
    }
  });

  it('a release is tested, packaged and verified first', () => {
    const commands = commandsOf('release.yml');
    const places = [/^\.ci\/run$/, /^npm run package -- --verify$/, /^gh release create .*--draft/].map(
      (wanted) => commands.findIndex((line) => wanted.test(line)),
    );
    assert.ok(places[0]! >= 0);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
  });

  it('a workflow that is broken is noticed', () => {
    const broken = {
      ...(yamlOf(WORKFLOWS, 'ci.yml') as object),
      jobs: {
        all: { name: 'x', 'runs-on': 'y', 'timeout-minutes': 5, steps: [{ uses: 'someone/else@v1' }] },
      },
    };
    assert.equal(v.safeParse(workflow, broken).success, false);
    assert.throws(
      () => yamlOf(WORKFLOWS, '..', '..', 'LICENSE'),
      /LICENSE|mapping|end of the stream|expected/i,
    );
  });
});

describe('what people are asked for', () => {
  it('issue forms are well formed, each question with a name of its own', () => {
    const files = readdirSync(at(FORMS)).filter((name) => name !== 'config.yml');
    assert.deepEqual(files.sort(), ['bug.yml', 'feature.yml']);
    for (const file of files) {
      const ids = parsed(form, FORMS, file).body.flatMap((field) => ('id' in field ? [field.id] : []));
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.length > 1);
    }
    parsed(v.strictObject({ blank_issues_enabled: v.boolean() }), FORMS, 'config.yml');
  });

  it('a bug is asked for with version and log, and with a warning that it is public', () => {
    const { body } = parsed(form, FORMS, 'bug.yml');
    const must = body.flatMap((one) => ('id' in one && one.validations?.required ? [one.id] : []));
    assert.deepEqual(must, ['happened', 'steps', 'extension', 'editor']);
    const source = textOf(FORMS, 'bug.yml');
    assert.match(source, /Everything here is public/);
    const titles = JSON.parse(textOf('package.nls.json')) as Record<string, string>;
    assert.ok(source.includes(`"${titles['displayName']}: ${titles['command.showLog']}"`));
    assert.ok(source.includes(`"${titles['command.showSample']}"`));
  });
});

describe('dependencies', () => {
  it('are updated in groups that name packages which are there', () => {
    const { updates: all } = parsed(updates, '.github/dependabot.yml');
    const names = Object.keys(manifest.devDependencies);
    const npm = all.find((one) => one['package-ecosystem'] === 'npm')!;
    const { tools, ...others } = npm.groups;
    const patterns = Object.values(others).flatMap((one) => one.patterns);
    const matches = (pattern: string, name: string) =>
      pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
    for (const pattern of [...patterns, ...npm.ignore!.map((one) => one['dependency-name'])])
      assert.ok(
        names.some((name) => matches(pattern, name)),
        `${pattern} is no dependency`,
      );
    assert.deepEqual(tools?.['exclude-patterns']?.slice().sort(), patterns.slice().sort());
    assert.ok(all.some((one) => one['package-ecosystem'] === 'github-actions'));
  });

  it('scripts that the maintainers’ pages name are there', () => {
    for (const page of ['CONTRIBUTING.md', 'SECURITY.md', '.github/PULL_REQUEST_TEMPLATE.md']) {
      const missing = scriptsIn(textOf(page)).filter((name) => !(name in manifest.scripts));
      assert.deepEqual(missing, [], page);
    }
  });
});
