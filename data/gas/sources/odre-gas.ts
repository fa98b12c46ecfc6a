// The regional gas curves at ODRÉ, where their publishers put them.
import { onDays, opendatasoft } from '../../opendatasoft.ts';
import { HOUR } from '../../time.ts';
import { gasReader } from '../record.ts';

export const CURVES = 'courbe-de-charge-eldgrd-regional-grtgaz-terega';

export const odreGas = opendatasoft({
  id: 'odre-gas',
  host: 'odre.opendatasoft.com',
  dataset: CURVES,
  format: 'csv',
  landmark: 'date',
  // The hours before 06:00 belong to the gas day that began the day before.
  where: ({ from, to }) => onDays('date', { from: from - 6 * HOUR, to }),
  reader: gasReader,
});
