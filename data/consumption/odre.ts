// How éCO2mix is asked of ODRÉ: the last weeks as JSON, the archives since 2012 as CSV.
import type { Source } from '../dataset.ts';
import { between, opendatasoft } from '../opendatasoft.ts';
import type { Grain } from './eco2mix.ts';
import { recordReader } from './record.ts';

interface Place {
  readonly id: string;
  /** Its name at ODRÉ. */
  readonly dataset: string;
  readonly grain: Grain;
}

/** The last weeks, as JSON: small windows, and people read it. */
export const odreLive = (place: Place): Source => eco2mix(place, 'json');

/** What has been checked, since 2012, as CSV: a quarter of the bytes, and the header still names every column. */
export const odreArchive = (place: Place): Source => eco2mix(place, 'csv');

const eco2mix = ({ id, dataset, grain }: Place, format: 'csv' | 'json'): Source =>
  opendatasoft({
    id,
    host: 'odre.opendatasoft.com',
    dataset,
    format,
    landmark: 'date_heure',
    where: (window) => between('date_heure', window),
    reader: (names) => {
      const { warnings, read } = recordReader(grain, names);
      return { warnings, read: (values) => [read(values)] };
    },
  });
