// Day-ahead prices from ENTSO-E's files, one a year: read as the dataset reads a file that somebody sends.
import { spotPrice } from '../../data/spot-price/dataset.ts';
import { entsoeFile } from '../../data/spot-price/entsoe.ts';
import type { Imported, Importer } from './importer.ts';

export const spotPriceImport: Importer = {
  definition: spotPrice,
  async *rows(shared): AsyncGenerator<Imported> {
    for (const path of shared.files('prices', /^Day-ahead_Prices_.*\.csv$/))
      for await (const row of shared.table(path, entsoeFile)) yield { row, source: 'entsoe-file' };
  },
};
