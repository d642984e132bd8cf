import assert from 'node:assert/strict';
import { bothRead, differences } from '../../../src/webview/client/compare/spread';
import { columnAt, edgesOf, inSight } from '../../../src/webview/client/compare/stripLayout';
import { keptWords, sharedWords, versionsOf } from '../../../src/webview/client/compare/versions';
import { points, shortCount, modelName } from '../../../src/webview/client/compare/names';

/** Words with equal weights, or those given behind a colon: "good:0.5". */
const words = (text: string) =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [name, weight] = word.split(':');
      return { text: name!, weight: Number(weight ?? 0.1) };
    });

describe('where models differ', () => {
  const models = [
    [0.5, 0.3, 0.2, 0],
    [0.1, 0.3, 0.25, 0.35],
    [0.2, 0.3, null, null],
  ];

  it('are the words with the largest spread, with who gives most and least', () => {
    assert.deepEqual(differences(models, 4, 10), [
      { token: 0, spread: 0.4, most: 0, least: 1 },
      { token: 3, spread: 0.35, most: 1, least: 0 },
      { token: 2, spread: 0.25 - 0.2, most: 1, least: 0 },
    ]);
  });

  it('are as many as asked for, equal ones in reading order', () => {
    const equal = differences(
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
      3,
      2,
    );
    assert.deepEqual(
      equal.map(({ token }) => token),
      [0, 1],
    );
  });

  it('leave out what fewer than two have read', () => {
    assert.deepEqual(
      differences(
        [
          [0.5, 0.5],
          [null, null],
        ],
        2,
        5,
      ),
      [],
    );
    assert.deepEqual(differences([], 3, 5), []);
  });

  it('are told of the words that both have read', () => {
    assert.deepEqual(bothRead(models[0]!, models[2]!), [
      [0.5, 0.3],
      [0.2, 0.3],
    ]);
  });
});

describe('aligned strips', () => {
  const edges = edgesOf([5, 40, 30.2], { least: 20, padding: 10 });

  it('give every word its width, and at least a little', () => {
    assert.deepEqual([...edges], [0, 20, 70, 111]);
  });

  it('know the word at a place, the nearest beside them', () => {
    const at = [-5, 0, 19.9, 20, 69, 70, 500].map((x) => columnAt(edges, x));
    assert.deepEqual(at, [0, 0, 0, 1, 1, 2, 2]);
    assert.equal(columnAt(edgesOf([]), 3), -1);
  });

  it('draw what is in sight, and as much again on both sides', () => {
    const many = edgesOf(
      Array.from({ length: 1000 }, () => 40),
      { least: 20, padding: 10 },
    );
    assert.deepEqual(inSight(many, 5000, 500), [90, 120]);
    assert.deepEqual(inSight(many, 0, 500), [0, 20]);
    assert.equal(inSight(edgesOf([]), 0, 500), null);
  });
});

describe('two versions of a text', () => {
  it('are aligned around what was replaced, added and removed', () => {
    const [first, second] = [
      words('a good film with one song in it'),
      words('a bad film with songs in it too'),
    ];
    assert.deepEqual(versionsOf(first, second), {
      changes: [
        { first: [1], second: [1] },
        { first: [4, 5], second: [4] },
        { first: [], second: [7] },
      ],
      kept: [
        [0, 0],
        [2, 2],
        [3, 3],
        [6, 5],
        [7, 6],
      ],
    });
  });

  it('may be the same, and may be of one word', () => {
    assert.deepEqual(versionsOf(words('so good'), words('so good')), {
      changes: [],
      kept: [
        [0, 0],
        [1, 1],
      ],
    });
    assert.deepEqual(versionsOf(words('good film'), words('bad film'))?.kept, [[1, 1]]);
  });

  it('are no versions where most of the words are others', () => {
    assert.equal(versionsOf(words('good'), words('bad')), null);
    const other = versionsOf(
      words('the film was a good one and I liked it'),
      words('my cat sleeps on a chair all day long'),
    );
    assert.equal(other, null);
    const long = (word: string) => words(Array.from({ length: 5000 }, (_, i) => word + i).join(' '));
    assert.equal(versionsOf(long('a'), long('b')), null);
  });

  it('tell which kept words have another weight, the largest change first', () => {
    const [first, second] = [words('a:0.2 good:0.5 film:0.3'), words('a:0.1 bad:0.6 film:0.3')];
    const found = keptWords(versionsOf(first, second)!, first, second, 10);
    assert.deepEqual(found, [{ text: 'a', first: 0.2, second: 0.1, token: 0 }]);
  });
});

describe('two different texts', () => {
  it('share words, capitals and places aside, with all that these have', () => {
    const first = words('The:0.1 film:0.3 the:0.1 .:0.5');
    const second = words('A:0.1 film:0.2 the:0.5 the:0.1 .:0.1');
    assert.deepEqual(sharedWords(first, second, 10), [
      { text: 'the', first: 0.2, second: 0.6, token: 2 },
      { text: 'film', first: 0.3, second: 0.2, token: 1 },
    ]);
    assert.deepEqual(sharedWords(first, second, 1).length, 1);
    assert.deepEqual(sharedWords(words('x'), words('y'), 10), []);
  });
});

describe('the names in a comparison', () => {
  it('are short', () => {
    assert.deepEqual([62, 999, 1500, 87_304, 999_600, 2_624_258, 31_000_000].map(shortCount), [
      ...['62', '999', '1.5 k', '87 k', '1.0 M', '2.6 M', '31 M'],
    ]);
    assert.deepEqual([0.19, -0.031, 0.00012].map(points), ['19 points', '3.1 points', '0.012 points']);
    assert.deepEqual(['imdb', '/a/b/my-model/', 'C:\\models\\mine'].map(modelName), [
      'imdb',
      'my-model',
      'mine',
    ]);
  });
});
