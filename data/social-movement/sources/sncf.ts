// SNCF open data, by the interface of today (Explore v2.1).
import { onDays, opendatasoft } from '../../opendatasoft.ts';
import { DATASET, HOST, sncfReader } from '../sncf.ts';

export const sncf = opendatasoft({
  id: 'sncf',
  host: HOST,
  dataset: DATASET,
  format: 'csv',
  landmark: 'date_de_debut',
  where: (window) => onDays('date_de_debut', window),
  reader: sncfReader,
});
