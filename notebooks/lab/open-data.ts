// The facts a notebook works on: measured ones where this machine has them, else those of the project's simulator. Says which.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consumption } from '../../data/consumption/dataset.ts';
import { type CanonicalFacts, readCanonicalCsv } from './canonical-csv.ts';
import { hasMeasuredLoad, measuredLoadCsv } from './measured-load.ts';
import { fromRoot } from './project.ts';

export interface OpenData extends CanonicalFacts {
  readonly description: string;
}

/** Where `npm run notebooks` puts what the simulator makes. */
export const simulatedCsv = (): string =>
  fromRoot(join(process.env['WATTMESH_HOME'] ?? '.local', 'lab', 'consumption-simulated.csv'));

/** Folders that may hold measured data. */
export const dataFolders = (): string[] =>
  [process.env['WATTMESH_DATA'], '../shared/data'].filter((folder) => folder !== undefined).map(fromRoot);

export async function openConsumption(): Promise<OpenData> {
  const measured = dataFolders().find(hasMeasuredLoad);
  if (measured) {
    const facts = await readCanonicalCsv(consumption, measuredLoadCsv(measured));
    return { ...facts, description: 'RTE, national load by the hour' };
  }
  if (existsSync(simulatedCsv())) {
    const facts = await readCanonicalCsv(consumption, readFileSync(simulatedCsv()));
    return { ...facts, description: 'a grid that never was, from the simulator' };
  }
  throw new Error(
    `no data: neither WATTMESH_DATA nor ../shared/data holds measured load, and ${simulatedCsv()} is absent. ` +
      'Run `npm run notebooks` once: it makes simulated data.',
  );
}
