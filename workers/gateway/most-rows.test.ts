import { expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { DAY } from '../../data/time.ts';
import { fitting } from './most-rows.ts';
import { inProcess, tokenFor } from './testing/in-process.ts';

const from = Date.UTC(2012, 0, 1);
const asked = (days: number, places: Record<string, string[]> = {}) => ({
  window: { from, to: from + days * DAY },
  places,
});

it('holds two years of quarters of an hour in thirteen areas, and no more', () => {
  expect(fitting(consumption, asked(801))).toMatchObject({ ok: true });
  expect(fitting(consumption, asked(802))).toMatchObject({
    ok: false,
    failure: {
      errors: [
        {
          pointer: '?from',
          detail:
            'got a window of 802 days of 13 places, want 801 days at most: csv and ndjson hold 1000000 rows. Ask for pieces, or give a limit',
        },
      ],
    },
  });
});

it('holds the whole archive of one area', () => {
  expect(fitting(consumption, asked(15 * 366, { area: ['FR'] }))).toMatchObject({ ok: true });
});

it('cannot say of facts that come when they come', () => {
  expect(fitting({ ...consumption, grid: 'event' }, asked(15 * 366))).toMatchObject({ ok: true });
});

it('counts days and months of Paris as they are', () => {
  const daily = { ...consumption, grid: 'paris-day' } as const;
  expect(fitting(daily, asked(25 * 366))).toMatchObject({ ok: true });
  const many = { ...daily, places: { area: Array.from({ length: 2_000 }, (_, i) => `place ${i}`) } };
  expect(fitting(many, asked(501))).toMatchObject({
    ok: false,
    failure: {
      errors: [{ detail: expect.stringContaining('got a window of 501 days of 2000 places, want 500 days') }],
    },
  });
  expect(fitting({ ...many, grid: 'paris-month' }, asked(25 * 366))).toMatchObject({ ok: true });
});

it('cannot say of things nobody has a list of', () => {
  expect(fitting({ ...consumption, places: {} }, asked(15 * 366))).toMatchObject({ ok: true });
});

it.each(['csv', 'ndjson'])('refuses a %s of fourteen years before it asks for a row', async (format) => {
  const path = `/v1/datasets/consumption/rows?from=2012-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&format=${format}`;
  const headers = { Authorization: `Bearer ${await tokenFor(['read'])}` };
  const { ask } = inProcess();
  expect([(await ask(path, { headers })).status, (await ask(`${path}&limit=10`, { headers })).status]).toEqual([
    400,
    // The limit bounds it: it goes on to the database, which is away here.
    503,
  ]);
});
