// npm run data -- import-shared FROM TO | simulate TO: makes canonical CSV files, named after datasets, with the columns of the API.
import { parseArgs } from 'node:util';
import { parisYears } from '../notebooks/lab/splits/split.ts';
import { chosen, importShared, simulate } from './data/import.ts';

const USAGE = `npm run data -- import-shared FROM TO     FROM is laid out like ../shared/data, whatever years its files name
npm run data -- simulate TO               five years of the project's simulator, every row marked
  --only <datasets>    of all of them these, separated by commas
TO gets a file per dataset, consumption.csv and so on: exactly what GET /v1/datasets/{id}/rows?format=csv gives.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(USAGE);
  const importers = chosen(values.only);
  const [command, ...places] = positionals;
  const [first, second] = places;
  if (command === 'import-shared' && first !== undefined && second !== undefined && places.length === 2)
    await importShared({ from: first, to: second, importers }, console.log);
  else if (command === 'simulate' && first !== undefined && places.length === 1)
    await simulate({ window: parisYears(2019, 2023), to: first, importers }, console.log);
  else throw new Error(`want\n${USAGE}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
