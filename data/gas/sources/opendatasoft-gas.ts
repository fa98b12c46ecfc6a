// The same curves as Opendatasoft's own portal mirrors them: another host, later at times.
import { onDays, opendatasoft } from '../../opendatasoft.ts';
import { HOUR } from '../../time.ts';
import { gasReader } from '../record.ts';
import { CURVES } from './odre-gas.ts';

export const opendatasoftGas = opendatasoft({
  id: 'opendatasoft-gas',
  host: 'data.opendatasoft.com',
  dataset: `${CURVES}@reseaux-energies-rte`,
  format: 'csv',
  landmark: 'date',
  where: ({ from, to }) => onDays('date', { from: from - 6 * HOUR, to }),
  reader: gasReader,
});
