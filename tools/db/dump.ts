// npm run db -- dump: one month as one SQL file, written as it is read, under its own name only once it is whole.
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getTableName } from 'drizzle-orm';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { stepsIn } from '../../data/grid.ts';
import { DAY, instantsAtParis, type TimeWindow } from '../../data/time.ts';
import { dump } from '../../db/dump.ts';
import { NotUnderstood } from '../command.ts';

export interface DumpRequest {
  readonly month?: string | undefined;
  readonly dataset?: readonly string[] | undefined;
  readonly view?: readonly string[] | undefined;
  readonly out?: string | undefined;
}

/** Throws, with the next step, where the request is not one. */
export function dumpOf(request: DumpRequest): (url: string) => Promise<void> {
  const { month = '', view: views = [] } = request;
  const window = monthOfParis(month);
  const definitions = chosen(request.dataset, views);
  const file = request.out ?? `wattmesh_${month}.sql`;
  if (!existsSync(dirname(file))) throw new NotUnderstood(`--out: there is no folder ${dirname(file)} to write into`);
  return (url) => dumpTo(file, url, { month, window, definitions, views });
}

async function dumpTo(file: string, url: string, asked: Parameters<typeof dump>[1]): Promise<void> {
  const { month, definitions } = asked;
  const rows = new Map<string, number>();
  const pieces = dump(url, asked, (table) => {
    rows.set(table.table, table.rows);
    if (process.stderr.isTTY) process.stderr.write(`\r${table.table.padEnd(30)} ${table.rows} rows `);
  });
  try {
    await pipeline(Readable.from(pieces), createWriteStream(`${file}.part`));
    await rename(`${file}.part`, file);
  } catch (error) {
    await rm(`${file}.part`, { force: true });
    throw error;
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  for (const [table, count] of rows) console.log(`${table.padEnd(30)} ${count} rows`);
  const megabytes = ((await stat(file)).size / 1e6).toFixed(1);
  console.log(`wrote ${file}, ${megabytes} MB. How to import it: docs/import-guide.md`);
  const ofTime = definitions.filter(({ timeColumn }) => timeColumn !== undefined);
  if (ofTime.length > 0 && ofTime.every(({ table }) => !rows.get(getTableName(table))))
    console.log(`No fact of ${month} is in it: npm run ingest -- <dataset> --from … --to … loads some first`);
}

/** A day of Paris belongs to one month: cut in UTC, its first hours would lie in the month before. */
export function monthOfParis(month: string): TimeWindow {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (!year || !number) throw new NotUnderstood(`got --month ${month || 'nothing'}, want a month such as 2026-10`);
  const from = instantsAtParis({ year: Number(year), month: Number(number), day: 1 })[0]!;
  return { from, to: stepsIn('paris-month', { from: from + DAY, to: from + 40 * DAY })[0]! };
}

/** Everything but persons, unless it is said; views alone when only they are. */
function chosen(ids: readonly string[] | undefined, views: readonly string[]): readonly DatasetDefinition[] {
  const all: readonly DatasetDefinition[] = Object.values(datasets);
  if (!ids) return views.length > 0 ? [] : all.filter(({ privacy }) => privacy === 'none');
  return ids.map((id) => {
    const found = all.find((definition) => definition.id === id);
    if (!found) throw new NotUnderstood(`got --dataset ${id}, want one of ${all.map((one) => one.id).join(', ')}`);
    return found;
  });
}
