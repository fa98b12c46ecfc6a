// Whole days and strike days out of a file of gas curves, as the shared folder has it: lines of ours.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { curvesFile } from '../../data/gas/curves-file.ts';
import { formatInstant } from '../../data/time.ts';
import { simulateWorld } from '../simulate/world.ts';
import { gasDailyImport } from './gas-daily.ts';
import type { Imported, Importer } from './importer.ts';
import { sharedFolder } from './shared-folder.ts';
import { strikeDayImport } from './strike-day.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattmesh-gas-'));
  mkdirSync(join(folder, 'gas'));
  mkdirSync(join(folder, 'calendar'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (date: string, mwh: number, flagged: boolean) =>
  [date, 'GRTgaz', 'GRD/ELD', 'bretagne', ...new Array<number>(24).fill(mwh), 24 * mwh, 'Définitif']
    .concat(flagged ? ['True', 'salaires'] : ['False', ''])
    .join(',');
const writeCurves = (...lines: string[]) =>
  writeFileSync(
    join(folder, 'gas/regional_gas_hourly_2022.csv'),
    [[...curvesFile.required, 'movement_social', 'motif'].join(','), ...lines, ''].join('\n'),
  );
async function imported(importer: Importer): Promise<Imported[]> {
  const rows: Imported[] = [];
  for await (const one of importer.rows(sharedFolder(folder))) rows.push(one);
  return rows;
}

it('makes the Paris day between two gas days, and none of the halves around it', async () => {
  writeCurves(line('2022-01-13', 10, false), line('2022-01-14', 20, false));
  const [only, ...more] = await imported(gasDailyImport);
  expect(more).toEqual([]);
  // Six hours of the gas day before, eighteen of its own.
  expect(only?.row).toMatchObject({ area: 'FR-BRE', date: '2022-01-14', consumption_mwh: 6 * 10 + 18 * 20 });
  expect([formatInstant(Number(only?.row['at'])), only?.source]).toEqual(['2022-01-13T23:00:00Z', 'gas-curves-file']);
});

it('takes strike days from the flags, but only after the list of SNCF ends', async () => {
  writeCurves(line('2022-01-13', 10, true), line('2022-01-14', 10, false), line('2022-01-15', 10, true));
  const days = async () =>
    (await imported(strikeDayImport)).map(({ row, source }) => `${row['date']} ${row['movements_count']} ${source}`);
  expect(await days()).toEqual(['2022-01-13 1 gas-curves-file', '2022-01-15 1 gas-curves-file']);
  writeFileSync(
    join(folder, 'calendar/mouvements-sociaux-depuis-2002.csv'),
    'date_de_debut;date_de_fin;motif;organisations_syndicales;metiers_cibles;population;nombre_grevistes;taux_grevistes\n2022-01-14;2022-01-14;Salaires;CGT;conducteur;;;\n',
  );
  expect(await days()).toEqual(['2022-01-14 1 sncf-file', '2022-01-15 1 gas-curves-file']);
});

it('simulates whole days of every region, for machines without the file', () => {
  const window = { from: Date.UTC(2022, 0, 9, 23), to: Date.UTC(2022, 0, 12, 23) };
  const rows = [...(gasDailyImport.simulated?.(simulateWorld({ seed: 1 }), window) ?? [])];
  expect(new Set(rows.map(({ row }) => row['date']))).toEqual(new Set(['2022-01-11', '2022-01-12']));
  expect(rows).toHaveLength(2 * 13);
});
