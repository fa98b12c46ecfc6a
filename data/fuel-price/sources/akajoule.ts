// Energy prices of France since the 1980s, gathered by akajoule from the ministry's Pégase, on Opendatasoft's own portal.
import { opendatasoft } from '../../opendatasoft.ts';
import { parisDate } from '../../time.ts';
import { priceReader } from '../record.ts';

export const akajoule = opendatasoft({
  id: 'akajoule',
  host: 'data.opendatasoft.com',
  dataset: 'prix-des-energies-en-france@akajoule',
  format: 'json',
  landmark: 'periode',
  // A month is dated by its first day: the one in which the window begins is wanted too.
  where: ({ from, to }) =>
    `periode >= date'${parisDate(from).slice(0, 7)}-01' AND periode <= date'${parisDate(to - 1)}'`,
  reader: priceReader,
});
