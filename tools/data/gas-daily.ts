// Gas of whole days from the hours of the curves: the rules of data/gas-daily/sources/gas-hours.ts without a database.

import type { Row } from '../../data/dataset.ts';
import { curvesFile } from '../../data/gas/curves-file.ts';
import { gas } from '../../data/gas/dataset.ts';
import { gasDaily } from '../../data/gas-daily/dataset.ts';
import { wholeDays } from '../../data/gas-daily/whole-days.ts';
import { checkRow } from '../../data/validate.ts';
import { GAS_FILES } from './gas.ts';
import type { Imported, Importer } from './importer.ts';
import { simulatedGasHours } from './simulated-gas.ts';

const isPossible = checkRow(gas);

export const gasDailyImport: Importer = {
  definition: gasDaily,
  async *rows(shared): AsyncGenerator<Imported> {
    const hours: Row[] = [];
    for (const path of shared.files(...GAS_FILES))
      for await (const row of shared.table(path, curvesFile)) if (isPossible(row) === null) hours.push(row);
    for (const row of wholeDays(hours)) yield { row, source: 'gas-curves-file' };
  },
  *simulated(world, window): Generator<Imported> {
    for (const row of wholeDays(simulatedGasHours(world, window))) yield { row, source: 'simulator' };
  },
};
