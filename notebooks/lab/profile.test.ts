import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { profileOf } from './profile.ts';
import { openSql } from './sql.ts';

const folder = mkdtempSync(join(tmpdir(), 'wattmesh-profile-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "it's.csv");
writeFileSync(
  path,
  `area,at,load_mw\n${[10, 11, 12, 13, '', 14, 15, 900].map((load, i) => `${i < 6 ? 'FR' : 'FR-BRE'},2023-01-0${i + 1}T00:00:00Z,${load}`).join('\n')}\n`,
);

it('reads a file whatever its name, instants as they stand in it', async () => {
  const sql = await openSql({ 'a-table': path });
  expect(await sql.rows('SELECT count(*) AS rows, max("at") AS last FROM "a-table"')).toEqual([
    { rows: 8, last: '2023-01-08T00:00:00Z' },
  ]);
  sql.close();
});

it('says of each column its type, its gaps, its spread and outliers, or its categories', async () => {
  const sql = await openSql({ loads: path });
  const { rows, columns } = await profileOf(sql, 'loads');
  sql.close();
  const [area, at, load] = columns;
  expect(rows).toBe(8);
  expect(area).toMatchObject({ column: 'area', type: 'VARCHAR', missingPercent: 0 });
  expect(area?.categories).toEqual([
    { value: 'FR', rows: 6 },
    { value: 'FR-BRE', rows: 2 },
  ]);
  expect(at?.type).toBe('TIMESTAMP WITH TIME ZONE');
  expect(load).toMatchObject({
    missingPercent: 12.5,
    distinct: 7,
    spread: { q1: 11.5, median: 13, q3: 14.5, outliers: 1 },
  });
});
