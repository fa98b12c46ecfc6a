// Records that only the simulator has, cities and customers, as rows. Measured ones are never looked for: they would be somebody's.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasets } from '../../../data/catalogue.gen.ts';
import type { Row } from '../../../data/dataset.ts';
import { readRecords } from '../canonical-csv.ts';
import { type Maker, runMaker, simulatedFolder } from '../simulated-folder.ts';

const MAKER: Maker = {
  script: 'tools/simulated-records.ts',
  world: ['cities.ts', 'city-figures.ts', 'customers.ts', 'noise.ts', 'people.ts'],
};

export interface Records {
  readonly rows: readonly Row[];
  /** Of the bytes that were read. */
  readonly sha256: string;
  readonly simulated: true;
}

/** Where their canonical file stands, made when it is not there yet. */
export function recordsCsv(id: keyof typeof datasets): string {
  const folder = simulatedFolder('records', MAKER);
  const path = join(folder, `${id}.csv`);
  if (!existsSync(path)) runMaker(MAKER, folder, [id]);
  return path;
}

export async function openRecords(id: keyof typeof datasets): Promise<Records> {
  const bytes = readFileSync(recordsCsv(id));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { rows: await readRecords(datasets[id], bytes), sha256, simulated: true };
}
