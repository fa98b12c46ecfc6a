// The sources of the calendar and of strikes against their simulated hosts, over HTTP, on an afternoon of November 2026.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar } from '../../data/calendar/dataset.ts';
import { calendrierApi } from '../../data/calendar/sources/calendrier-api.ts';
import { dataGouvPublic } from '../../data/calendar/sources/data-gouv-public.ts';
import { dataGouvSchool } from '../../data/calendar/sources/data-gouv-school.ts';
import { education } from '../../data/calendar/sources/education.ts';
import { type Row, ShapeError, type Source } from '../../data/dataset.ts';
import { socialMovement } from '../../data/social-movement/dataset.ts';
import { sncf } from '../../data/social-movement/sources/sncf.ts';
import { sncfDownload } from '../../data/social-movement/sources/sncf-download.ts';
import { DAY, type Instant } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { foreknowledge } from '../../workers/ingest/foreknowledge.ts';
import { askAll } from './asking.ts';
import type { Misbehaviour } from './misbehave.ts';
import { type Simulator, startSimulator } from './server.ts';

const NOW: Instant = Date.parse('2026-11-20T12:07:00Z');
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: () => NOW });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  await fetch(`${simulator.url}/misbehave`, { method: 'DELETE' });
});

const [publicFeed, schoolFeed] = calendar.feeds;
const asked = (source: Source, { window, ahead = 0 }: { window: number; ahead?: number }) =>
  askAll(simulator.url, source, NOW - window, NOW + ahead);
const dated = (rows: readonly Row[], date: string) => rows.find((row) => row['date'] === date);
const last = (rows: readonly Row[]) =>
  rows
    .map((row) => String(row['date']))
    .sort()
    .at(-1);

async function misbehave(match: string, kind: Misbehaviour['kind']): Promise<void> {
  const order = { match, kind };
  const response = await fetch(`${simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify(order) });
  expect(response.status).toBe(200);
}

describe.each([
  ['public holidays', publicFeed, '2027-12-31'],
  ['school holidays', schoolFeed, '2027-07-03'],
] as const)('%s', (_, feed, lastDay) => {
  it.each(feed.alternatives.map((source) => [source.id, source] as const))(
    'come from %s as rows that are accepted and that somebody can know by now',
    async (_id, source) => {
      const { rows, rejects } = await asked(source, feed);
      expect(rejects).toEqual([]);
      expect(rows.length).toBeGreaterThan(300);
      const faults = rows.map((row) => checkRow(calendar)(row) ?? foreknowledge(calendar, NOW)(row));
      expect(faults.filter((fault) => fault !== null)).toEqual([]);
      expect(last(rows)! >= lastDay).toBe(true);
    },
  );
});

describe('public holidays', () => {
  it('are the same from both places, bridges included', async () => {
    const [api, table] = await Promise.all(publicFeed.alternatives.map((source) => asked(source, publicFeed)));
    expect(api?.rows).toEqual(table?.rows);
    expect(api?.rows).toHaveLength(365 + 365);
    expect(api?.rows.filter((row) => row['is_bridge_day']).map((row) => row['date'])).toEqual([
      '2026-01-02',
      '2026-05-15',
      '2026-07-13',
      '2027-05-07',
      '2027-11-12',
    ]);
  });

  it('of a year that is not published are a refusal, not a year without holidays', async () => {
    const year = (source: Source) => askAll(simulator.url, source, NOW + 7 * 366 * DAY, NOW + 7 * 366 * DAY + DAY);
    await expect(year(calendrierApi)).rejects.toThrow('answered 404');
    expect((await year(dataGouvPublic)).rows).toEqual([]);
  });

  it.each(['html', 'json-error', 'truncated', 'gap', 'unknown-word'] as const)(
    'come from the table while the API gives %s',
    async (kind) => {
      await misbehave('calendrier.api.gouv.fr', kind);
      await expect(asked(calendrierApi, publicFeed)).rejects.toThrow(ShapeError);
      expect(dated((await asked(dataGouvPublic, publicFeed)).rows, '2027-05-17')?.['public_holiday_name']).toBe(
        'Lundi de Pentecôte',
      );
    },
  );

  it.each([
    ['missing-column', 'want the columns date, zone, nom_jour_ferie'],
    ['gap', '2026: got 7 public holidays, want 10 or 11'],
  ] as const)('of a table with %s fail with a sentence', async (kind, why) => {
    await misbehave('tabular-api', kind);
    await expect(asked(dataGouvPublic, publicFeed)).rejects.toThrow(why);
  });

  it('of a table with a column more, or every line twice, are the same', async () => {
    const { rows } = await asked(dataGouvPublic, publicFeed);
    for (const kind of ['extra-column', 'duplicates'] as const) {
      await misbehave('tabular-api', kind);
      expect((await asked(dataGouvPublic, publicFeed)).rows).toEqual(rows);
    }
  });
});

describe('school holidays', () => {
  it('are unknown after the first day of a summer whose end is not published', async () => {
    const { rows } = await askAll(simulator.url, education, NOW, NOW + 400 * DAY);
    expect(last(rows)).toBe('2027-07-03');
    expect(dated(rows, '2027-07-03')).toMatchObject({
      is_school_holiday_a: true,
      school_holiday_name: "Vacances d'été",
    });
  });

  it('of the next school year are unknown before its order appears, and known after', async () => {
    const later = Date.parse('2027-03-01T12:00:00Z');
    const other = await startSimulator({ seed: 7, clock: () => later });
    const { rows } = await askAll(other.url, education, later, later + 300 * DAY);
    await other.stop();
    expect(dated(rows, '2027-10-23')).toMatchObject({ is_school_holiday_c: true });
    expect(
      dated((await askAll(simulator.url, dataGouvSchool, NOW, NOW + 400 * DAY)).rows, '2027-10-23'),
    ).toBeUndefined();
  });

  it('are the same from both places until the summer that is open', async () => {
    const [periods, days] = await Promise.all(schoolFeed.alternatives.map((source) => asked(source, schoolFeed)));
    expect(periods?.rows.length).toBe(306);
    expect(days?.rows.slice(0, 306)).toEqual(periods?.rows);
  });

  it('come by the day while the ministry fails, and not from periods of which half are lost', async () => {
    for (const kind of ['server-error', 'missing-column', 'truncated'] as const) {
      await misbehave('calendrier-scolaire', kind);
      await expect(asked(education, schoolFeed)).rejects.toThrow(kind === 'server-error' ? 'answered 500' : ShapeError);
    }
    await misbehave('calendrier-scolaire', 'gap');
    expect((await asked(education, schoolFeed)).rows).toEqual([]);
    expect((await asked(dataGouvSchool, schoolFeed)).rows.length).toBeGreaterThan(300);
  });

  it('with a name that nobody knows are rejects', async () => {
    await misbehave('calendrier-scolaire', 'unknown-word');
    const { rows, rejects } = await asked(education, schoolFeed);
    expect(rows).toEqual([]);
    expect(rejects[0]?.reason).toBe('description: "Vacances de neige" is new to us');
  });
});

describe('strikes', () => {
  const [feed] = socialMovement.feeds;
  const all = { window: feed.firstWindow };

  it('are the same by both interfaces, with the defects of the real list', async () => {
    const [one, other] = [await asked(sncf, all), await asked(sncfDownload, all)];
    expect(one.rejects).toEqual([]);
    expect(one.rows).toEqual(other.rows);
    const { rows } = one;
    expect(rows.map(checkRow(socialMovement)).filter((fault) => fault !== null)).toEqual([]);
    const count = (is: (row: Row) => boolean) => rows.filter(is).length;
    expect([rows.length > 400, rows.length < 700]).toEqual([true, true]);
    expect(count((row) => row['ends_at'] === null) / rows.length).toBeCloseTo(0.45, 1);
    expect(count((row) => String(row['reason']).includes(';'))).toBeGreaterThan(50);
    const pairs = new Set(rows.map((row) => `${row['start_date']} ${row['end_date']}`));
    expect(rows.length - pairs.size).toBeGreaterThan(20);
    expect(new Set(rows.map((row) => row['movement'])).size).toBe(rows.length);
  });

  it('are a few in the last year, and none of tomorrow', async () => {
    const { rows } = await asked(sncf, { window: 366 * DAY, ahead: 30 * DAY });
    expect(rows.length).toBeGreaterThan(5);
    expect(last(rows.map((row) => ({ ...row, date: row['start_date'] ?? null })))! < '2026-11-20').toBe(true);
  });

  it('come by the other interface while the first fails', async () => {
    for (const kind of ['html', 'missing-column', 'server-error'] as const) {
      await misbehave('explore/v2.1', kind);
      await expect(asked(sncf, all)).rejects.toThrow(kind === 'server-error' ? 'answered 500' : ShapeError);
    }
    expect((await asked(sncfDownload, all)).rows.length).toBeGreaterThan(400);
  });

  it('with a rate that is a word are rejects; revised rates keep their movement', async () => {
    const { rows } = await asked(sncf, all);
    await misbehave('explore/v2.1', 'unknown-word');
    expect((await asked(sncf, all)).rejects[0]?.reason).toBe(
      'taux_grevistes: got "beaucoup", want a percentage or nothing',
    );
    await misbehave('explore/v2.1', 'revised');
    const revised = await asked(sncf, all);
    expect(revised.rows.map((row) => row['movement'])).toEqual(rows.map((row) => row['movement']));
    expect(revised.rows).not.toEqual(rows);
  });
});
