// What is done to one row before it is kept anywhere: pseudonyms and encryption, column by column, as the definition says.
import type { DatasetDefinition, Row } from '../../../data/dataset.ts';
import { treatmentOf } from '../../../data/privacy.ts';
import { decrypted, encrypted } from './column-cipher.ts';
import type { Keys } from './keys.ts';
import { pseudonym } from './pseudonym.ts';

/** What may be kept of a row. Nothing stays nothing. */
export async function treated(definition: DatasetDefinition, keys: Keys, row: Row): Promise<Row> {
  const hidden: Record<string, string> = {};
  const given = Object.keys(row).filter((column) => (row[column] ?? null) !== null);
  const of = (what: 'pseudonym' | 'encrypted') => given.filter((column) => treatmentOf(definition, column) === what);
  await Promise.all(
    of('pseudonym').map(async (column) => {
      hidden[column] = await pseudonym(keys, column, String(row[column]));
    }),
  );
  // The key as it will stand in the table.
  const key = keyOf(definition, { ...row, ...hidden });
  await Promise.all(
    of('encrypted').map(async (column) => {
      hidden[column] = await encrypted(keys, { dataset: definition.id, column, key }, String(row[column]));
    }),
  );
  return { ...row, ...hidden };
}

/** A row of the table as whoever holds the key may read it. Pseudonyms stay: there is no way back from them. */
export async function readable(definition: DatasetDefinition, keys: Keys, row: Row): Promise<Row> {
  const shown: Record<string, string> = {};
  const key = keyOf(definition, row);
  for (const [column, value] of Object.entries(row)) {
    if (treatmentOf(definition, column) !== 'encrypted' || typeof value !== 'string') continue;
    shown[column] = await decrypted(keys, { dataset: definition.id, column, key }, value);
  }
  return { ...row, ...shown };
}

const keyOf = ({ key }: DatasetDefinition, row: Row): readonly string[] => key.map((column) => String(row[column]));
