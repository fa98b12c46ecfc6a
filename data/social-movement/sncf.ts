// SNCF's list of social movements as CSV, whichever of its interfaces gives it: the names of its columns, and a line by them.
import { type Finding, recordReader, type TableFormat } from '../table-format.ts';
import { movementOf } from './movement.ts';

export const DATASET = 'mouvements-sociaux-depuis-2002';
export const HOST = 'ressources.data.sncf.com';

const WHEN_AND_WHY = ['date_de_debut', 'date_de_fin', 'motif'] as const;

/** All that SNCF says. */
export const sncfList: TableFormat = {
  id: DATASET,
  required: [
    ...WHEN_AND_WHY,
    'organisations_syndicales',
    'metiers_cibles',
    'population',
    'nombre_grevistes',
    'taux_grevistes',
  ],
  read: (record) => movementOf({ date_de_debut: '', date_de_fin: '', motif: '', ...record }),
};

/** When and why alone, as somebody keeps them by hand. */
export const movementFile: TableFormat = {
  id: 'movement-data',
  required: WHEN_AND_WHY,
  read: ({ date_de_debut = '', date_de_fin = '', motif = '' }) => movementOf({ date_de_debut, date_de_fin, motif }),
};

/** For readers that hold the header and the fields apart. */
export function sncfReader(names: readonly string[]) {
  const { warnings, read } = recordReader(sncfList, names);
  return {
    warnings,
    read: (values: readonly unknown[]): readonly Finding[] => read(values.map((value) => String(value ?? ''))),
  };
}
