// Strikes at the railways from SNCF's list, in order of time.
import type { Row } from '../../data/dataset.ts';
import { socialMovement } from '../../data/social-movement/dataset.ts';
import { sncfList } from '../../data/social-movement/sncf.ts';
import type { Imported, Importer } from './importer.ts';
import type { SharedFolder } from './shared-folder.ts';

export async function movementsIn(shared: SharedFolder): Promise<Row[]> {
  const movements = new Map<unknown, Row>();
  // A later line of the same movement has its last figures.
  for (const path of shared.files('calendar', /^mouvements-sociaux.*\.csv$/))
    for await (const row of shared.table(path, sncfList)) movements.set(row['movement'], row);
  return [...movements.values()].sort((a, b) => Number(a['starts_at']) - Number(b['starts_at']));
}

export const socialMovementImport: Importer = {
  definition: socialMovement,
  async *rows(shared): AsyncGenerator<Imported> {
    for (const row of await movementsIn(shared)) yield { row, source: 'sncf-file' };
  },
};
