import { describe, expect, it } from 'vitest';
import { together } from './together.ts';

/** Another Worker that doubles numbers when the test says so, and a clock that the test moves. */
function outside() {
  const state = { now: 0 };
  const calls: { readonly questions: readonly number[]; answer(): void; fail(): void }[] = [];
  const kept: Promise<unknown>[] = [];
  const ask = together<number, number>(() => state.now);
  const call = (questions: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      calls.push({
        questions,
        answer: () => resolve(questions.map((question) => question * 2)),
        fail: () => reject(new Error('the Worker is away')),
      });
    });
  return {
    state,
    calls,
    kept,
    asked: () => calls.map(({ questions }) => questions),
    ask: (question: number, by = call) => ask({ question, call: by, later: (work) => kept.push(work) }),
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a question', () => {
  it('leaves at once while no call is under way', async () => {
    const { ask, calls, asked } = outside();
    const told = ask(1);
    expect(asked()).toEqual([[1]]);
    calls[0]!.answer();
    expect(await told).toBe(2);
    const next = ask(2);
    expect(asked()).toEqual([[1], [2]]);
    calls[1]!.answer();
    expect(await next).toBe(4);
  });

  it('gathers with others while a call is under way, and each gets its own answer', async () => {
    const { ask, calls, asked } = outside();
    const first = ask(1);
    const others = [ask(2), ask(3), ask(4)];
    await settled();
    expect(asked()).toEqual([[1]]);
    calls[0]!.answer();
    expect(await first).toBe(2);
    await settled();
    expect(asked()).toEqual([[1], [2, 3, 4]]);
    calls[1]!.answer();
    expect(await Promise.all(others)).toEqual([4, 6, 8]);
  });

  it('fails with the call that carried it, and those of the next call do not', async () => {
    const { ask, calls } = outside();
    const first = ask(1);
    const second = ask(2);
    calls[0]!.fail();
    await expect(first).rejects.toThrow('the Worker is away');
    await settled();
    calls[1]!.answer();
    expect(await second).toBe(4);
  });

  it('fails where there are fewer answers than questions, rather than take the answer of another', async () => {
    const { ask } = outside();
    await expect(ask(1, async () => [])).rejects.toThrow('got 0 answers, want 1');
  });

  it('waits for no call that is slow', async () => {
    const { ask, calls, asked, state } = outside();
    const slow = ask(1);
    state.now = 60;
    const quick = ask(2);
    expect(asked()).toEqual([[1], [2]]);
    calls[1]!.answer();
    expect(await quick).toBe(4);
    calls[0]!.answer();
    expect(await slow).toBe(2);
    // The slow one ended after the quick one: nothing is left of either.
    ask(3);
    expect(asked()).toEqual([[1], [2], [3]]);
  });

  it('is carried by whoever asks next, where the request that was to carry it was ended', async () => {
    const { ask, calls, asked, state } = outside();
    ask(1);
    const left = ask(2);
    state.now = 60;
    const next = ask(3);
    expect(asked()).toEqual([[1], [2, 3]]);
    calls[1]!.answer();
    expect(await Promise.all([left, next])).toEqual([4, 6]);
  });

  it('is not carried twice: the first carrier finds nothing left', async () => {
    const { ask, calls, asked, state, kept } = outside();
    ask(1);
    ask(2);
    state.now = 60;
    ask(3);
    for (const { answer } of calls) answer();
    await Promise.all(kept);
    expect(asked()).toEqual([[1], [2, 3]]);
  });
});

it('a carrying request is kept alive until its call is over', async () => {
  const { ask, calls, kept } = outside();
  ask(1);
  ask(2);
  expect(kept).toHaveLength(2);
  let isOver = false;
  Promise.all(kept).then(() => {
    isOver = true;
  });
  calls[0]!.answer();
  await settled();
  expect(isOver).toBe(false);
  calls[1]!.answer();
  await settled();
  expect(isOver).toBe(true);
});
