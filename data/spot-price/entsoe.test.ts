// The files of ENTSO-E: a few lines of ours, and the real ones where this machine has them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Row } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { tableRows } from '../table-format.ts';
import { formatInstant } from '../time.ts';
import { checkRow } from '../validate.ts';
import { spotPrice } from './dataset.ts';
import { entsoeFile } from './entsoe.ts';

const file = { parse: (bytes: AsyncIterable<Uint8Array>) => tableRows(entsoeFile, bytes) };
const HEADER = '"MTU (CET/CEST)","Day-ahead Price [EUR/MWh]","Currency","BZN|FR"';
const read = (...lines: string[]) => readAll(file, new TextEncoder().encode([HEADER, ...lines, ''].join('\n')));
const shown = (rows: readonly Row[]) =>
  rows.map((row) => `${formatInstant(Number(row['at']))} ${row['resolution']} ${row['price_eur_per_mwh']}`);

describe('a file of ENTSO-E', () => {
  it('tells both passes of the October hour apart, and keeps what is below zero', async () => {
    const { rows, rejects, warnings } = await read(
      '"25.10.2020 01:00 - 25.10.2020 02:00","5.51","EUR"',
      '"25.10.2020 02:00 - 25.10.2020 03:00","0.15","EUR"',
      '"25.10.2020 02:00 - 25.10.2020 03:00","-0.09","EUR"',
      '"25.10.2020 03:00 - 25.10.2020 04:00","N/A",""',
    );
    expect(shown(rows)).toEqual([
      '2020-10-24T23:00:00Z PT60M 5.51',
      '2020-10-25T00:00:00Z PT60M 0.15',
      '2020-10-25T01:00:00Z PT60M -0.09',
    ]);
    expect([rejects, warnings]).toEqual([[], []]);
  });

  it('passes over the empty line of the hour that March skips, and refuses a price in it', async () => {
    const night = [
      '"29.03.2020 01:00 - 29.03.2020 02:00","11.05","EUR"',
      '"29.03.2020 03:00 - 29.03.2020 04:00","6.60","EUR"',
    ];
    const skipped = '"29.03.2020 02:00 - 29.03.2020 03:00"';
    expect((await read(night[0]!, `${skipped},"",""`, night[1]!)).rejects).toEqual([]);
    expect((await read(night[0]!, `${skipped},"7.00","EUR"`, night[1]!)).rejects).toMatchObject([
      { where: 'line 3', reason: '29.03.2020 02:00 was skipped by the clocks, and yet has a price' },
    ]);
  });

  it('gives quarters of an hour, and refuses other steps, other money and other zones', async () => {
    const { rows, rejects } = await read(
      '"01.10.2025 00:00 - 01.10.2025 00:15","80.00","EUR"',
      '"01.10.2025 00:15 - 01.10.2025 00:45","80.00","EUR"',
      '"01.10.2025 00:45 - 01.10.2025 01:00","80.00","GBP"',
    );
    expect(shown(rows)).toEqual(['2025-09-30T22:00:00Z PT15M 80']);
    expect(rejects.map(({ reason }) => reason)).toEqual(['a step of 30 minutes is new to us', 'want EUR, got "GBP"']);
    const german = new TextEncoder().encode(`${HEADER.replace('BZN|FR', 'BZN|DE-LU')}\n`);
    await expect(readAll(file, german)).rejects.toThrow('want the column BZN|FR');
  });
});

const folder = [process.env['WATTMESH_DATA'], join(import.meta.dirname, '../../../shared/data')]
  .flatMap((data) => (data ? [join(data, 'prices')] : []))
  .find((prices) => existsSync(prices));
const files = folder ? readdirSync(folder).filter((name) => name.startsWith('Day-ahead_Prices_')) : [];

describe.skipIf(files.length === 0)('the real files (where WATTMESH_DATA or ../shared/data has prices)', () => {
  const check = checkRow(spotPrice);

  it.each([
    ['Day-ahead_Prices_2019-2020.csv', 8_760, 27],
    ['Day-ahead_Prices_2020-2021.csv', 8_784, 102],
    ['Day-ahead_Prices_2021-2022.csv', 8_760, 64],
    ['Day-ahead_Prices_2022-2023.csv', 8_760, 4],
    ['Day-ahead_Prices_2023-2024.csv', 8_760, 147],
  ])('%s gives %i hours, each once, %i of them below zero', async (name, hours, negative) => {
    const { rows, rejects, warnings } = await readAll(file, readFileSync(join(folder!, name)), 65_536);
    expect(rejects).toEqual([]);
    expect(warnings).toEqual([]);
    expect(rows).toHaveLength(hours);
    const instants = rows.map((row) => Number(row['at']));
    expect(instants.every((at, i) => i === 0 || at - instants[i - 1]! === 3_600_000)).toBe(true);
    expect(rows.map(check).filter((fault) => fault !== null)).toEqual([]);
    expect(rows.filter((row) => Number(row['price_eur_per_mwh']) < 0)).toHaveLength(negative);
  });
});
