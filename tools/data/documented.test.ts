// The files that docs/backtest.md shows: their columns are those of the API, their rows are accepted, and what they say is known when is the rule.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { exportFormat } from '../../data/export-format.ts';
import { formatInstant } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { servedColumns } from '../../workers/gateway/served.ts';
import { ROOT } from '../root.ts';

const page = readFileSync(join(ROOT, 'docs', 'backtest.md'), 'utf8');
const shown = [...page.matchAll(/^([a-z-]+)\.csv\n(.+)\n(.+)$/gm)].map(
  ([, id = '', header = '', row = '']) => [id, header.split(','), row.split(',')] as const,
);

it('there are seven of them', () => {
  expect(shown.map(([id]) => id)).toEqual([
    'consumption',
    'weather-day-ahead',
    'weather-forecast',
    'weather-daily',
    'calendar',
    'spot-price',
    'gas',
  ]);
});

describe.each(shown)('%s', (id, header, fields) => {
  const definition = new Map<string, DatasetDefinition>(Object.entries(datasets)).get(id);
  if (!definition) throw new Error(`docs/backtest.md shows ${id}.csv, and there is no such dataset`);
  // A table of forty fuels is cut.
  const cut = header.includes('…') ? header.indexOf('…') : header.length;

  it('has the columns of the API', () => {
    expect(header.slice(0, cut)).toEqual(servedColumns(definition).slice(0, cut));
  });

  it('has a row that the dataset accepts, known when its rule says', () => {
    const record = Object.fromEntries(header.slice(0, cut).map((name, i) => [name, fields[i] ?? '']));
    const found = exportFormat(definition).read(record);
    if (typeof found !== 'object' || !('quality' in found)) throw new Error(String(found));
    const row = { ...found, quality: 'definitive' as const };
    expect(checkRow(definition)(row)).toBeNull();
    for (const [part, { knownAt }] of Object.entries(definition.parts)) {
      const said = record[`${part}_known_at`];
      if (said) expect(knownAt && formatInstant(knownAt(row)), part).toBe(said);
    }
  });
});
