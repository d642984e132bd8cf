import assert from 'node:assert/strict';
import { LiveConfig, readConfig, SETTING_NAMES } from '../../../src/config';
import manifest from '../../../package.json';
import english from '../../../package.nls.json';
import german from '../../../package.nls.de.json';

const settings = (values: Record<string, unknown>) => ({ get: (key: string) => values[key] });

interface Property {
  readonly default: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Of all groups. */
const properties: Readonly<Record<string, Property>> = Object.assign(
  {},
  ...manifest.contributes.configuration.map((group) => group.properties),
);

const shortOf = (name: string): string => name.replace(/^attentionInspector\./, '');

/** What the code calls a setting. */
const keyOf = (name: string): string =>
  Object.entries(SETTING_NAMES).find(([, other]) => other === shortOf(name))?.[0] ?? shortOf(name);

describe('the settings', () => {
  it('have the defaults that package.json shows to the person', () => {
    const { config, problems } = readConfig(settings({}));
    const shown = Object.entries(properties).map(([name, { default: value }]) => [keyOf(name), value]);
    assert.deepEqual(config, Object.fromEntries(shown));
    assert.deepEqual(problems, []);
  });

  it('accept every value that package.json offers', () => {
    for (const [name, property] of Object.entries(properties)) {
      const key = keyOf(name);
      const { minimum, maximum } = property;
      const offered = [...(property.enum ?? property.examples ?? []), minimum, maximum];
      for (const value of offered.filter((candidate) => candidate !== undefined)) {
        const { config, problems } = readConfig(settings({ [shortOf(name)]: value }));
        assert.deepEqual(problems, []);
        assert.equal(config[key as keyof typeof config], value);
      }
    }
  });

  it('describe every model that they offer, the default first', () => {
    const { default: first, examples = [] } = properties['attentionInspector.model']!;
    assert.equal(examples[0], first);
    for (const texts of [english, german]) {
      for (const model of examples) assert.ok(texts['setting.model'].includes(`\n- \`${model}\`: `), model);
    }
  });

  it('fall back with one sentence that names setting, value and what was expected', () => {
    const { config, problems } = readConfig(settings({ gamma: 'strong', scale: 'relative' }));
    assert.equal(config.gamma, 1);
    assert.deepEqual(problems, [
      'The setting attentionInspector.gamma is "strong", expected a number from 0.2 to 5. The default 1 is used.',
    ]);
  });

  it('are named as the person knows them', () => {
    const { problems } = readConfig(settings({ 'shading.source': 'colour' }));
    assert.deepEqual(problems, [
      'The setting attentionInspector.shading.source is "colour", expected "attention", "deletion", ' +
        '"integratedGradients". The default "attention" is used.',
    ]);
  });

  it('are refused when they are out of range or of another kind', () => {
    const wrong: Record<string, unknown[]> = {
      gamma: [0, 0.19, 5.1, NaN, '1', null],
      scale: ['Relative', 1, null],
      emphasis: [true, ''],
      showVerdictNote: ['true', 1],
      rulerMarks: ['true', 1],
      maxWords: [0, -5, 2.5, 1e9, '20000'],
      model: ['', '../elsewhere', 'models/x', 7],
      backend: ['gpu', 'webgl'],
    };
    for (const [key, values] of Object.entries(wrong)) {
      for (const value of values) {
        const { problems } = readConfig(settings({ [key]: value }));
        assert.equal(problems.length, 1, `${key}: ${String(value)}`);
        assert.ok(problems[0]?.includes(`attentionInspector.${key} is `));
      }
    }
  });

  it('take a model by name or absolute path, and cannot be changed in place', () => {
    for (const model of ['imdb-attention', 'my_model.v2', '/opt/models/mine']) {
      assert.deepEqual(readConfig(settings({ model })).config.model, model);
    }
    assert.ok(Object.isFrozen(readConfig(settings({})).config));
  });
});

describe('live settings', () => {
  it('are read when first asked for, and tell each problem once while it lasts', () => {
    let values: Record<string, unknown> = { gamma: 9 };
    let reads = 0;
    const warnings: string[] = [];
    const open = () => (reads++, settings(values));
    const live = new LiveConfig(open, (problem) => warnings.push(problem));
    assert.equal(reads, 0);
    assert.equal(live.current.gamma, 1);
    assert.equal(live.current, live.current);
    assert.equal(reads, 1);
    live.reload();
    assert.equal(warnings.length, 1);
    values = { gamma: 2 };
    live.reload();
    assert.equal(live.current.gamma, 2);
    values = { gamma: 9 };
    live.reload();
    assert.equal(warnings.length, 2);
  });
});
