// npm run db -- erd: docs/data-model.md and docs/data-dictionary.md, from the schema as the database has it. Reads the database, never changes it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getTableName } from 'drizzle-orm';
import pg from 'pg';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { liveSchema } from '../../db/live-schema.ts';
import { ROOT } from '../root.ts';
import { dataDictionary } from './data-dictionary.ts';
import { dataModel } from './data-model.ts';

const DEFINITIONS: readonly DatasetDefinition[] = Object.values(datasets);

export async function describeSchema(url: string): Promise<void> {
  for (const { path, text } of await schemaDocuments(url)) {
    writeFileSync(join(ROOT, path), text);
    console.log(`wrote ${path}`);
  }
}

export async function schemaDocuments(
  url: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'wattmesh erd' });
  await client.connect();
  try {
    const tables = await liveSchema(client, 'public');
    const views = await liveSchema(client, 'analytics');
    const missing = DEFINITIONS.map(({ table }) => getTableName(table)).filter(
      (name) => !tables.tables.some((table) => table.name === name),
    );
    if (missing.length > 0) throw new Error(`the database lacks ${missing.join(', ')}: npm run db -- migrate`);
    return [
      { path: 'docs/data-model.md', text: dataModel(tables, DEFINITIONS) },
      { path: 'docs/data-dictionary.md', text: dataDictionary(tables, views, DEFINITIONS) },
    ];
  } finally {
    await client.end();
  }
}
