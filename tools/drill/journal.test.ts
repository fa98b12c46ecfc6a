import { expect, it } from 'vitest';
import { journalOf } from './journal.ts';

const asCase = { name: 'outage', what: 'the lights go out' };
const silent = () => {};

it('is ok where every claim is, and keeps each line with its time', async () => {
  const printed: string[] = [];
  const report = await journalOf(
    asCase,
    async (journal) => {
      journal.say('dark');
      journal.claim('candles are lit', true, '3 of 3');
    },
    (text) => printed.push(text),
  );
  expect(report).toMatchObject({
    ok: true,
    claims: [{ claim: 'candles are lit', ok: true, got: '3 of 3' }],
    lines: [{ said: 'dark' }, { said: 'ok     candles are lit: 3 of 3' }],
  });
  expect(printed[1]).toMatch(/^\d{4}-\d\d-\d\dT\S+Z +\+\d+ ms {2}dark$/);
});

it('has failed where one claim is not so, where it breaks off, and where it claims nothing', async () => {
  const one = await journalOf(
    asCase,
    async (journal) => {
      journal.claim('candles are lit', true, '3 of 3');
      journal.claim('nobody fell', false, '1 fell');
    },
    silent,
  );
  const broken = await journalOf(asCase, () => Promise.reject(new Error('no matches')), silent);
  const empty = await journalOf(asCase, async () => {}, silent);
  expect([one.ok, broken.ok, empty.ok]).toEqual([false, false, false]);
  expect(broken.claims).toEqual([{ claim: 'the case is played to its end', ok: false, got: 'no matches' }]);
});
