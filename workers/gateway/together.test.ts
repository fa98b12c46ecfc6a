import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lines, together } from './together.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Another Worker that doubles numbers when the test says so. */
function outside(ask = together<number, number>()) {
  const calls: { readonly questions: readonly number[]; answer(): void; fail(): void }[] = [];
  const kept: Promise<unknown>[] = [];
  const call = (questions: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      calls.push({
        questions,
        answer: () => resolve(questions.map((question) => question * 2)),
        fail: () => reject(new Error('the Worker is away')),
      });
    });
  return {
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

  it('waits 50 ms for a call that is slow, whether or not anybody comes after it', async () => {
    const { ask, calls, asked } = outside();
    const slow = ask(1);
    const next = ask(2);
    await vi.advanceTimersByTimeAsync(49);
    expect(asked()).toEqual([[1]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked()).toEqual([[1], [2]]);
    calls[1]!.answer();
    expect(await next).toBe(4);
    calls[0]!.answer();
    expect(await slow).toBe(2);
    // The slow one ended after the quick one: nothing is left of either.
    ask(3);
    expect(asked()).toEqual([[1], [2], [3]]);
  });

  it('does not wait at all for a call that has been slow for long', async () => {
    const { ask, asked } = outside();
    ask(1);
    await vi.advanceTimersByTimeAsync(60);
    ask(2);
    expect(asked()).toEqual([[1], [2]]);
  });

  it('is carried by whoever asks next, where the request that was to carry it was ended', async () => {
    const { ask, calls, asked } = outside();
    ask(1);
    // As if its request had been ended: its timer never comes, nor does anything else.
    const left = ask(2);
    vi.clearAllTimers();
    vi.setSystemTime(Date.now() + 60);
    const next = ask(3);
    expect(asked()).toEqual([[1], [2, 3]]);
    calls[1]!.answer();
    expect(await Promise.all([left, next])).toEqual([4, 6]);
  });

  it('shares a call with ninety-nine others at most, and waits for no other call of the same flight', async () => {
    const { ask, calls, asked } = outside();
    ask(0);
    const others = Array.from({ length: 250 }, (_, n) => ask(n + 1));
    calls[0]!.answer();
    await settled();
    expect(asked().map((questions) => questions.length)).toEqual([1, 100, 100, 50]);
    calls[2]!.answer();
    expect(await others[100]).toBe(202);
    calls[1]!.fail();
    await Promise.all(others.slice(0, 100).map((told) => expect(told).rejects.toThrow('the Worker is away')));
    calls[3]!.answer();
    expect(await others[249]).toBe(500);
  });
});

it('keeps a carrying request alive until its call is over', async () => {
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

it('lets the questions of one line wait for no other line', () => {
  const line = lines<number, number>();
  const one = outside(line('one'));
  const other = outside(line('other'));
  one.ask(1);
  other.ask(2);
  one.ask(3);
  expect([one.asked(), other.asked()]).toEqual([[[1]], [[2]]]);
  expect(line('one')).toBe(line('one'));
});
