// Regional gas by the hour from GRTgaz's and Teréga's curves: read as the dataset reads a file that somebody sends.
import { curvesFile } from '../../data/gas/curves-file.ts';
import { gas } from '../../data/gas/dataset.ts';
import type { Imported, Importer } from './importer.ts';

export const GAS_FILES = ['gas', /^regional_gas_hourly_.*\.csv$/] as const;

export const gasImport: Importer = {
  definition: gas,
  async *rows(shared): AsyncGenerator<Imported> {
    for (const path of shared.files(...GAS_FILES))
      for await (const row of shared.table(path, curvesFile)) yield { row, source: 'gas-curves-file' };
  },
};
