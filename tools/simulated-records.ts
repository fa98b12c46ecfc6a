// node tools/simulated-records.ts FOLDER DATASET…: cities and customers of the simulator, cleaned and under pseudonyms as ingest leaves them, as canonical CSV. Every row says that it is simulated.
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasets } from '../data/catalogue.gen.ts';
import type { DatasetDefinition, Row } from '../data/dataset.ts';
import { fieldsOf } from '../data/field.ts';
import { cleaningsAfterTreatment, cleaningsBeforeTreatment } from '../data/privacy.ts';
import { formatInstant } from '../data/time.ts';
import { checkRow } from '../data/validate.ts';
import { type CsvValue, csvLine } from '../workers/gateway/csv.ts';
import { servedColumns } from '../workers/gateway/served.ts';
import { cleaner } from '../workers/ingest/clean.ts';
import { keysOf } from '../workers/ingest/privacy/keys.ts';
import { treated } from '../workers/ingest/privacy/treatment.ts';
import { askAll } from './simulate/asking.ts';
import { startSimulator } from './simulate/server.ts';

/** Two years of answers, seen from the day after. */
const WINDOW = { from: Date.UTC(2024, 0, 1), to: Date.UTC(2026, 0, 1) };
/** People who do not exist have nothing to hide: their pseudonyms only have to be the same everywhere. */
const NO_SECRET = createHash('sha256').update('people of the simulator').digest('base64');

async function write(folder: string, definition: DatasetDefinition, simulatorUrl: string): Promise<void> {
  const [source] = definition.feeds.flatMap(({ alternatives }) => alternatives);
  if (!source) throw new Error(`${definition.id} has no source to simulate`);
  const { rows } = await askAll(simulatorUrl, source, WINDOW.from, WINDOW.to);
  const keys = await keysOf(NO_SECRET);
  const before = cleaner(definition, cleaningsBeforeTreatment(definition));
  const after = cleaner(definition, cleaningsAfterTreatment(definition));
  const check = checkRow(definition);
  const kept = new Map<string, Row>();
  for (const asked of rows) {
    const row = after.clean(await treated(definition, keys, before.clean(asked)));
    if (check(row) === null) kept.set(definition.key.map((name) => row[name]).join('/'), row);
  }
  const lineOf = canonicalLine(definition, source.id);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${definition.id}.csv`);
  writeFileSync(`${path}.part`, [csvLine(servedColumns(definition)), ...Array.from(kept.values(), lineOf)].join(''));
  renameSync(`${path}.part`, path);
}

function canonicalLine(definition: DatasetDefinition, source: string): (row: Row) => string {
  const instants = new Set(fieldsOf(definition).flatMap(({ name, kind }) => (kind === 'instant' ? [name] : [])));
  const shown = (row: Row, name: string): CsvValue =>
    instants.has(name) && typeof row[name] === 'number' ? formatInstant(row[name]) : row[name];
  return (row) =>
    csvLine([
      ...definition.key.map((name) => shown(row, name)),
      ...Object.values(definition.parts).flatMap(({ columns, knownAt }) => {
        const says = columns.some((name) => (row[name] ?? null) !== null);
        const provenance = says
          ? [row.quality, formatInstant(knownAt ? knownAt(row) : WINDOW.to), source]
          : ['', '', ''];
        return [...columns.map((name) => shown(row, name)), ...provenance];
      }),
      true,
    ]);
}

export async function simulatedRecords(folder: string, asked: readonly string[]): Promise<void> {
  const known = new Map<string, DatasetDefinition>(Object.entries(datasets));
  const simulator = await startSimulator({ clock: () => WINDOW.to });
  try {
    for (const id of asked) {
      const definition = known.get(id);
      if (!definition) throw new Error(`got ${id}, want one of ${[...known.keys()].join(', ')}`);
      await write(folder, definition, simulator.url);
    }
  } finally {
    await simulator.stop();
  }
}

if (process.argv[1] === import.meta.filename) {
  const [folder, ...asked] = process.argv.slice(2);
  if (folder === undefined || asked.length === 0) throw new Error('want FOLDER DATASET…');
  await simulatedRecords(folder, asked);
}
