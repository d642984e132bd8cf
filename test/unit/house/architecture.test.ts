/** ARCHITECTURE.md names what is there, and all of it. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { at, exists, manifest, textOf } from './support';

const page = textOf('ARCHITECTURE.md');
const told = [...page.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name!);

describe('ARCHITECTURE.md', () => {
  it('names no place that is not there', () => {
    const places = told.filter((name) =>
      /^(src|test|scripts|models|configs|l10n|\.github|\.ci)\//.test(name),
    );
    assert.ok(places.length > 20);
    const missing = places.filter((name) => name !== 'models/NAME/' && !exists(name));
    assert.deepEqual(missing, []);
  });

  it('has every folder of src and of the model', () => {
    for (const parent of ['src', 'src/model']) {
      const folders = readdirSync(at(parent), { withFileTypes: true }).filter((one) => one.isDirectory());
      const missing = folders.map(({ name }) => `${parent}/${name}/`).filter((name) => !told.includes(name));
      assert.deepEqual(missing, []);
    }
  });

  it('has a reason for every package that is declared', () => {
    const missing = Object.keys(manifest.devDependencies).filter(
      (name) => !told.some((one) => one === name || (one.startsWith('-') && name.endsWith(one))),
    );
    assert.deepEqual(missing, []);
  });
});
