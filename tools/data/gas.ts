// Regional gas by the hour from GRTgaz's and Teréga's curves: read as the dataset reads a file that somebody sends.
import { curvesFile } from '../../data/gas/curves-file.ts';
import { gas } from '../../data/gas/dataset.ts';
import type { Imported, Importer } from './importer.ts';
import { simulatedGasHours } from './simulated-gas.ts';

export const GAS_FILES = ['gas', /^regional_gas_hourly_.*\.csv$/] as const;

export const gasImport: Importer = {
  definition: gas,
  async *rows(shared): AsyncGenerator<Imported> {
    for (const path of shared.files(...GAS_FILES))
      for await (const row of shared.table(path, curvesFile)) yield { row, source: 'gas-curves-file' };
  },
  *simulated(world, window): Generator<Imported> {
    const rows = [...simulatedGasHours(world, window)].sort((a, b) => Number(a['at']) - Number(b['at']));
    for (const row of rows) yield { row, source: 'simulator' };
  },
};
