import { expect, it } from 'vitest';
import { type Ended, summary } from './summary.ts';

const url = 'http://127.0.0.1:8787';
const rows = { extracted: 0, inserted: 0, updated: 0, unchanged: 0, outranked: 0, rejected: 0 };
const run: Ended = {
  id: 'city-upload-1',
  dataset: 'city',
  feed: 'upload',
  trigger: 'upload',
  dry: false,
  from: '2026-11-20T10:00:00Z',
  to: '2026-11-20T10:00:00Z',
  status: 'succeeded',
  rows,
};

it('shows what a run warned of and why it rejected, and where the rest stands', () => {
  const report = {
    grade: 'B',
    rows: { duplicates: 0 },
    warnings: [{ text: 'cities: new to us and left out: the column "couleur"', times: 1 }],
    rejected: [{ reason: 'want a country and a city (pays, ville)', rows: 7, where: ['line 3', 'line 9'] }],
  };
  expect(summary([{ ...run, rows: { ...rows, extracted: 8, inserted: 1, rejected: 7 }, report }], { url })).toBe(
    `succeeded city-upload-1
  8 extracted, 1 inserted, 0 updated, 0 unchanged, 0 outranked, 7 rejected
  warning, 1 ×: cities: new to us and left out: the column "couleur"
  rejected, 7 ×: want a country and a city (pays, ville) (line 3, line 9)
  each reject: GET /v1/runs/city-upload-1
  report, grade B: http://127.0.0.1:8787/quality, or GET /v1/datasets/city/quality/city-upload-1`,
  );
});

it('says that a file was sent before, so that its rows are not taken for new ones', () => {
  const lines = summary([{ ...run, alreadySent: true, rows: { ...rows, extracted: 8, inserted: 8 } }], { url });
  expect(lines.split('\n').slice(0, 2)).toEqual([
    'already sent: nothing was loaded now, this is what came of it then',
    'succeeded city-upload-1',
  ]);
});

it('says of a replay that found nothing that there was nothing, and gives it no grade', () => {
  const report = { grade: 'A', rows: { duplicates: 0 }, warnings: [], rejected: [] };
  const replay = { ...run, id: 'city-replay-1', feed: 'replay', trigger: 'replay', to: '2026-11-21T10:00:00Z', report };
  expect(summary([replay], { url })).toBe(
    'nothing to replay: the lake holds no row of this dataset from 2026-11-20T10:00:00Z to 2026-11-21T10:00:00Z (city-replay-1)',
  );
  expect(summary([{ ...replay, rows: { ...rows, extracted: 8, unchanged: 8 } }], { url })).toContain('grade A');
});

it('says how many keys came twice', () => {
  const report = { grade: 'B', rows: { duplicates: 8 }, warnings: [], rejected: [] };
  expect(summary([{ ...run, report }], { url })).toContain('0 rejected, 8 duplicates\n');
});

it('quotes a reject that is the only one for its reason', () => {
  const rejected = [{ reason: 'at: got another value, want an instant', rows: 1, where: ['line 3'] }];
  const rejects = [{ where: 'line 3', reason: 'at: got "never", want an instant', fragment: 'FR;never;1' }];
  const report = { grade: 'D', rows: { duplicates: 0 }, warnings: [], rejected };
  expect(summary([{ ...run, rejects, report }], { url })).toContain('1 ×: at: got "never", want an instant (line 3)\n');
});

it('says of rows of a file that were outranked what to do', () => {
  const outranked = { ...rows, extracted: 1, outranked: 1 };
  expect(summary([{ ...run, rows: outranked }], { url })).toContain('--quality says what the rows of a file claim');
  expect(summary([{ ...run, trigger: 'request', rows: outranked }], { url })).not.toContain('--quality');
});

it('says how many reasons it leaves out', () => {
  const rejected = Array.from({ length: 9 }, (_, i) => ({ reason: `reason ${i}`, rows: 1, where: [] }));
  expect(
    summary([{ ...run, report: { grade: 'D', rows: { duplicates: 0 }, warnings: [], rejected } }], { url }),
  ).toContain('reason 4\n  and 4 more reasons\n');
});

it('shows a screenful of what a dry run would change, in columns, and how many more', () => {
  const changes = Array.from({ length: 40 }, (_, i) => ({
    key: [i % 2 ? 'FR' : 'FR-BRE', String(Date.UTC(2026, 10, 20, i))],
    old: i === 0 ? { load_mw: 50_000 } : null,
    new: { load_mw: 50_100, solar_mw: 1, wind_mw: 2, gas_mw: 3, co2_g_per_kwh: 40 },
  }));
  const dry = { ...run, dry: true, changes, rows: { ...rows, inserted: 40_000, updated: 1 } };
  const lines = summary([dry, { ...dry, id: 'another' }], { url }).split('\n');
  expect(lines.length).toBeLessThan(24);
  expect(lines.slice(2, 4)).toEqual([
    '  change  FR-BRE  2026-11-20T00:00:00Z  load_mw 50000 -> 50100, solar_mw nothing -> 1, wind_mw nothing -> 2 and 2 more',
    '  insert  FR      2026-11-20T01:00:00Z  load_mw 50100, solar_mw 1, wind_mw 2 and 2 more',
  ]);
  expect(lines).toContain('  and 39,995 more');
  expect(lines.at(-1)).toBe('--out <file> keeps the changes that the runs name, 40 each at most');
});
