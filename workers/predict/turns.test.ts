import { expect, it } from 'vitest';
import { turns } from './turns.ts';

it('lets nobody begin before who came first has ended, and goes on after a failure', async () => {
  const inTurn = turns();
  const said: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      said.push(`${name} begins`);
      await Promise.resolve();
      await Promise.resolve();
      if (fails) throw new Error(name);
      said.push(`${name} ends`);
      return name;
    };
  const outcomes = await Promise.allSettled([inTurn(work('one')), inTurn(work('two', true)), inTurn(work('three'))]);
  expect(said).toEqual(['one begins', 'one ends', 'two begins', 'three begins', 'three ends']);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
