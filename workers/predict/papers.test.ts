// When the papers of a release are read, and what is said of those that cannot be.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { goldenIn, releaseIn } from './papers.ts';

const textOf = (name: string) => readFileSync(join(import.meta.dirname, '../../models/city-score', name), 'utf8');

/** Tells which of its files was looked into. */
function watched({ release = textOf('release.json'), golden = textOf('golden.json') } = {}) {
  const looked: string[] = [];
  const files = {
    get release() {
      looked.push('release.json');
      return release;
    },
    get golden() {
      looked.push('golden.json');
      return golden;
    },
    onnx: new ArrayBuffer(0),
  };
  return { files, looked };
}

it('reads what a release says of itself once, however many ask, and its golden vectors for whoever opens it', () => {
  const { files, looked } = watched();
  expect(looked).toEqual([]);
  expect(releaseIn(files).said?.model).toBe('city-score');
  expect(releaseIn(files)).toBe(releaseIn(files));
  expect(looked).toEqual(['release.json']);
  expect(goldenIn(files).said?.model).toBe('city-score');
  expect(looked).toEqual(['release.json', 'golden.json']);
});

it('knows which release it is whose golden vectors cannot be read', () => {
  const { files } = watched({ golden: '{"model": "city-score"' });
  expect(releaseIn(files)).toMatchObject({ said: { model: 'city-score' }, faults: [] });
  expect(goldenIn(files)).toEqual({
    said: null,
    faults: [
      {
        pointer: '/golden',
        detail: expect.stringMatching(/^golden\.json is not readable: got no JSON: SyntaxError: Expected ',' or '}'/),
      },
    ],
  });
});

it('says where papers are not as they should be, of every place', () => {
  const papers = { ...JSON.parse(textOf('release.json')), seed: 0.5, heads: [] };
  const { said, faults } = releaseIn(watched({ release: JSON.stringify(papers) }).files);
  expect(said).toBeNull();
  expect(faults.map(({ pointer }) => pointer)).toEqual(['/release/seed', '/release/heads']);
});
