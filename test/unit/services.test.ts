import assert from 'node:assert/strict';
import { readConfig, type Config } from '../../src/config';
import { ServicePool } from '../../src/services';
import { FakeService } from './editor/fakes';

const config = readConfig({ get: () => undefined }).config;

function bench() {
  const made: { readonly config: Config; readonly service: FakeService }[] = [];
  const pool = new ServicePool((given) => {
    const service = new FakeService({});
    made.push({ config: given, service });
    return service;
  });
  return { pool, made };
}

describe('the services of several models', () => {
  it('gives one for each model, with the settings otherwise', () => {
    const { pool, made } = bench();
    assert.equal(pool.of(config), pool.of(config));
    assert.notEqual(pool.of(config, 'other'), pool.of(config));
    assert.deepEqual(
      made.map(({ config: { model, backend } }) => [model, backend]),
      [
        [config.model, 'auto'],
        ['other', 'auto'],
      ],
    );
  });

  it('starts another in the place of one that was dropped, and of that alone', () => {
    const { pool, made } = bench();
    const failed = pool.of(config);
    const other = pool.of(config, 'other');
    pool.drop(failed);
    const [{ service }] = made as [(typeof made)[0]];
    assert.deepEqual([service.retired, service.disposed], [true, false], 'others may still wait for it');
    assert.notEqual(pool.of(config), failed);
    assert.equal(pool.of(config, 'other'), other);
  });

  it('ends those out of use, too, with itself', () => {
    const { pool, made } = bench();
    pool.drop(pool.of(config));
    pool.of(config);
    pool.dispose();
    assert.deepEqual(
      made.map(({ service }) => service.disposed),
      [true, true],
    );
  });

  it('ends all once they are asked for after the settings have changed, not before', () => {
    const { pool, made } = bench();
    const before = pool.of(config);
    pool.renew();
    assert.equal(made[0]!.service.retired, false);
    assert.notEqual(pool.of(config), before);
    const [{ service }] = made as [(typeof made)[0]];
    assert.deepEqual([service.retired, service.disposed], [true, false], 'what was asked is answered');
  });
});
