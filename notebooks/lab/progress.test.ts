import { describe, expect, it } from 'vitest';
import { notebookProgress, type Progress, progressLine } from './progress.ts';

const boosting: Progress = { what: 'boosting', done: 100, of: 400, steps: 'trees', loss: 812.34 };

describe('a line of progress', () => {
  it('says trees, loss, and the time left at the pace so far', () => {
    expect(progressLine(boosting, 10_000)).toBe(
      'boosting ██████░░░░░░░░░░░░░░░░░░ 100 of 400 trees · loss 812.3 · 30 s left',
    );
  });

  it('says minutes where seconds are many, and how long it took once it is done', () => {
    expect(progressLine(boosting, 60_000)).toContain('3 min 0 s left');
    expect(progressLine({ ...boosting, done: 400 }, 8_000)).toBe(
      'boosting ████████████████████████ 400 of 400 trees · loss 812.3 · 8 s',
    );
  });

  it('writes a large loss out', () => {
    expect(progressLine({ ...boosting, loss: 20_504.3 }, 10_000)).toContain('loss 20500');
  });

  it('promises nothing before the first tree', () => {
    expect(progressLine({ what: 'forest', done: 0, of: 10, steps: 'trees' }, 50)).toBe(
      'forest ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 10 trees',
    );
  });
});

it('is shown five times a second at most, and at the end', () => {
  const shown: string[] = [];
  const show = notebookProgress({ text: (text) => shown.push(text) });
  for (let done = 1; done <= 40; done++) show({ ...boosting, done, of: 40 }, done * 10);
  expect(shown.map((text) => /\d+ of/.exec(text)?.[0])).toEqual(['1 of', '21 of', '40 of']);
});

it('keeps a line for each thing that was made', () => {
  let text = '';
  const show = notebookProgress({ text: (some) => (text = some) });
  show({ what: 'ridge', done: 1, of: 1, steps: 'fit' }, 0);
  show({ what: 'forest', done: 1, of: 4, steps: 'trees' }, 1_000);
  expect(text.split('\n').map((line) => line.split(' ')[0])).toEqual(['ridge', 'forest']);
});
