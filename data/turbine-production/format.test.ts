import { expect, it } from 'vitest';
import { questionsOf } from '../conversation.ts';
import { isReject } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { tableRows } from '../table-format.ts';
import { productionFile } from './format.ts';
import { energitechFiles } from './sources/energitech-files.ts';

const HEADER = 'date;turbine_id;energie_kWh;arret_planifie;arret_non_planifie';
const read = (...lines: string[]) => readAll(energitechFiles, new TextEncoder().encode(`${lines.join('\n')}\n`));
const midnight = (utc: string) => Date.parse(utc);

it('reads a day of Paris from its midnight, in summer and in winter', async () => {
  const { rows } = await read(HEADER, '2026-10-25;T001;31250;0;0', '2026-10-26;T001;28004.5;1;0');
  expect(rows).toEqual([
    {
      turbine_id: 'T001',
      at: midnight('2026-10-24T22:00:00Z'),
      date: '2026-10-25',
      energy_kwh: 31_250,
      is_planned_stop: false,
      is_unplanned_stop: false,
      quality: 'consolidated',
    },
    {
      turbine_id: 'T001',
      at: midnight('2026-10-25T23:00:00Z'),
      date: '2026-10-26',
      energy_kwh: 28_004.5,
      is_planned_stop: true,
      is_unplanned_stop: false,
      quality: 'consolidated',
    },
  ]);
});

it('keeps what is missing as missing: an empty flag is no "no"', async () => {
  const { rows } = await read(HEADER, '2026-10-25;T001;;;');
  expect(rows[0]).toMatchObject({ energy_kwh: null, is_planned_stop: null, is_unplanned_stop: null });
});

it('reads the name that EnergiTech itself misspells, and what a spreadsheet makes of flags', async () => {
  const { rows, warnings } = await read(HEADER.replace('turbine_id', 'turbin_id'), '2026-10-25;T002;0;0.0;1.0');
  expect(rows[0]).toMatchObject({ turbine_id: 'T002', energy_kwh: 0, is_planned_stop: false, is_unplanned_stop: true });
  expect(warnings).toEqual([]);
});

it.each([
  ['another order of the date', '25/10/2026;T001;1;0;0', 'date: got 25/10/2026, want a day as 2025-10-31'],
  ['a day that never was', '2026-02-30;T001;1;0;0', 'date: got 2026-02-30, want a day as 2025-10-31'],
  ['no turbine', '2026-10-25;;1;0;0', 'names no turbine, want turbine_id or turbin_id'],
  ['words for energy', '2026-10-25;T001;much;0;0', 'energie_kWh: got much, want a number or nothing'],
  ['a word for a stop', '2026-10-25;T001;1;yes;0', 'arret: got yes and 0, want 0, 1 or nothing'],
  ['both stops at once', '2026-10-25;T001;1;1;1', 'arret: both a planned and an unplanned stop, want at most one'],
])('rejects %s', async (_, line, reason) => {
  const { rows, rejects } = await read(HEADER, line);
  expect(rows).toEqual([]);
  expect(rejects).toEqual([{ where: 'line 2', reason, fragment: line }]);
});

it('reads the same file sent by hand', async () => {
  async function* bytes() {
    yield new TextEncoder().encode(`${HEADER}\n2026-10-25;T001;31250;0;0\n`);
  }
  const found = [];
  for await (const one of tableRows(productionFile, bytes())) found.push(isReject(one) ? one.reject.reason : one);
  expect(found).toMatchObject([{ turbine_id: 'T001', energy_kwh: 31_250 }]);
});

it.each([
  ['a month from its first day on', '2026-10-31T23:00:00Z', '2026-11-03T06:00:00Z', ['2026_11']],
  ['two months across their border', '2026-10-20T06:00:00Z', '2026-11-02T06:00:00Z', ['2026_10', '2026_11']],
  [
    'last month alone, as long as no day of this one is over',
    '2026-10-20T06:00:00Z',
    '2026-11-01T06:00:00Z',
    ['2026_10'],
  ],
  ['the month of yesterday for a few hours', '2026-11-01T00:00:00Z', '2026-11-01T06:00:00Z', ['2026_10']],
])('asks for %s', (_, from, to, months) => {
  const window = { from: Date.parse(from), to: Date.parse(to) };
  const asked = questionsOf(energitechFiles, window, () => 'https://files.example.org/turbines/');
  expect(asked).toEqual(
    months.map((month) => ({
      method: 'GET',
      url: `https://files.example.org/turbines/production_${month}.csv`,
      answer: 'lake',
    })),
  );
});
