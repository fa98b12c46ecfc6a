// Which run a forecast is of: the bytes tell, and what cannot be told is refused.
import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import type { Source } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { formatInstant } from '../time.ts';
import { QUANTITIES } from '../weather/quantities.ts';
import { openMeteoLatestRun } from './sources/open-meteo-latest-run.ts';
import { openMeteoEveningRun, openMeteoSingleRun } from './sources/open-meteo-single-run.ts';

const window = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const MORNING = window('2026-11-19T08:30:00Z', '2026-11-20T08:30:00Z');
const ask = (source: Source, asked = MORNING, answers: readonly unknown[] = []) =>
  httpQuestionsOf(
    source,
    asked,
    () => '',
    answers.map((json) => ({ status: 200, json })),
  ).map(({ url }) => new URL(url));
const startedAt = (text: string) => ({ last_run_initialisation_time: Date.parse(text) / 1_000 });

describe('a single run', () => {
  it('is asked for by its start, for 72 hours and the stamp that ends the last of them', () => {
    const [url, ...more] = ask(openMeteoSingleRun);
    expect(more).toEqual([]);
    expect(Object.fromEntries(url!.searchParams)).toMatchObject({
      run: '2026-11-20T00:00',
      forecast_hours: '73',
      models: 'meteofrance_arpege_europe',
    });
    expect(url!.searchParams.has('start_hour')).toBe(false);
  });

  it('is one a day, whatever the window, and the evening before stands in for each', () => {
    const days = window('2026-03-27T08:30:00Z', '2026-03-30T07:30:00Z');
    const runs = (source: Source) => ask(source, days).map((url) => url.searchParams.get('run'));
    expect(runs(openMeteoSingleRun)).toEqual(['2026-03-28T00:00', '2026-03-29T00:00', '2026-03-30T00:00']);
    expect(runs(openMeteoEveningRun)).toEqual(['2026-03-27T18:00', '2026-03-28T18:00', '2026-03-29T18:00']);
  });
});

describe('the newest run', () => {
  it('is asked for from its own start on, as meta.json tells it before and after', () => {
    const meta = startedAt('2026-11-20T06:00:00Z');
    const [before, forecast, after] = ask(openMeteoLatestRun, MORNING, [meta, meta]);
    expect(before!.pathname).toBe('/data/meteofrance_arpege_europe/static/meta.json');
    expect(Object.fromEntries(forecast!.searchParams)).toMatchObject({
      start_hour: '2026-11-20T06:00',
      end_hour: '2026-11-23T06:00',
    });
    expect(after!.href).toBe(before!.href);
  });

  it.each([
    [
      'is not kept when another took its place meanwhile',
      [startedAt('2026-11-20T00:00:00Z'), startedAt('2026-11-20T06:00:00Z')],
      'while run 2026-11-20T00:00:00Z was read, 2026-11-20T06:00:00Z took its place',
    ],
    [
      'is no answer to a question about yesterday',
      [startedAt('2026-11-20T12:00:00Z')],
      'the newest run is of 2026-11-20T12:00:00Z, want one from 2026-11-19T08:30:00Z on and before 2026-11-20T08:30:00Z',
    ],
    ['is unknown where meta.json says nothing of it', [{ error: true }], 'without the start of its last run'],
  ])('%s', (_, metas, why) => {
    expect(() => ask(openMeteoLatestRun, MORNING, metas)).toThrow(why);
  });
});

describe('the bytes of a run', () => {
  const read = (first: string) => {
    const start = Date.parse(first) / 1_000;
    const answer = {
      latitude: 48.86,
      longitude: 2.36,
      utc_offset_seconds: 0,
      hourly_units: { time: 'unixtime', ...Object.fromEntries(QUANTITIES.map(({ name, unit }) => [name, unit])) },
      hourly: {
        time: [start, start + 3_600, start + 7_200],
        ...Object.fromEntries(QUANTITIES.map(({ name }) => [name, [1, 2, 3]])),
      },
    };
    return readAll(openMeteoSingleRun, new TextEncoder().encode(JSON.stringify([answer])));
  };

  it('begin with its start: that is the issue of all their hours', async () => {
    const { rows } = await read('2026-11-20T18:00:00Z');
    expect(rows.map((row) => [formatInstant(Number(row['issued_at'])), formatInstant(Number(row['at']))])).toEqual([
      ['2026-11-20T18:00:00Z', '2026-11-20T18:00:00Z'],
      ['2026-11-20T18:00:00Z', '2026-11-20T19:00:00Z'],
    ]);
  });

  it('that begin when no run starts are no run', async () => {
    await expect(read('2026-11-20T07:00:00Z')).rejects.toThrow('begins at 2026-11-20T07:00:00Z, when no run');
  });
});
