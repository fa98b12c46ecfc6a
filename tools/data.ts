// npm run data -- import-shared FROM TO | simulate TO: makes canonical CSV files, named after datasets, with the columns of the API.
import { parisYears } from '../notebooks/lab/splits/split.ts';
import { command, NotUnderstood } from './command.ts';
import { chosen, importShared, simulate } from './data/import.ts';

const USAGE = `npm run data -- import-shared FROM TO     FROM is laid out like ../shared/data, whatever years its files name
npm run data -- simulate TO               five years of the project's simulator, every row marked
  --only <datasets>    of all of them these, separated by commas
TO gets a file per dataset, consumption.csv and so on: exactly what GET /v1/datasets/{id}/rows?format=csv gives.`;

await command({
  name: 'data',
  usage: USAGE,
  options: { only: { type: 'string' } },
  async run({ values, positionals }) {
    const [verb = 'nothing', ...places] = positionals;
    const importers = chosen(values.only);
    const [first, second] = places;
    switch (verb) {
      case 'import-shared':
        if (first === undefined || second === undefined || places.length > 2)
          throw new NotUnderstood(`import-shared wants two folders, FROM and TO; got ${places.join(', ') || 'none'}`);
        await importShared({ from: first, to: second, importers }, console.log);
        return;
      case 'simulate':
        if (first === undefined || places.length > 1)
          throw new NotUnderstood(`simulate wants one folder, TO; got ${places.join(', ') || 'none'}`);
        await simulate({ window: parisYears(2019, 2023), to: first, importers }, console.log);
        return;
      default:
        throw new NotUnderstood(`got ${verb}, want import-shared or simulate`);
    }
  },
});
