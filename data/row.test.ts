import { getTableColumns } from 'drizzle-orm';
import { boolean, integer, pgTable, real, text } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { city } from './city/dataset.ts';
import { instant, provenance } from './columns.ts';
import { consumption } from './consumption/dataset.ts';
import { defineDataset, type Row } from './dataset.ts';
import { fieldsOf } from './field.ts';
import { fromWire, servedRowSchema, toWire, wireRowSchema } from './row.ts';
import { HOUR } from './time.ts';
import { checkPushed, checkRow } from './validate.ts';

/** One column of each kind. */
const sample = defineDataset({
  id: 'sample',
  title: { en: 'Sample', fr: 'Échantillon' },
  table: pgTable('sample', {
    place: text('place').notNull(),
    at: instant('at').notNull(),
    count: integer('count'),
    load_mw: integer('load_mw'),
    speed_m_per_s: real('speed_m_per_s'),
    windy: boolean('windy'),
    remark: text('remark'),
    seen_at: instant('seen_at'),
    ...provenance('all'),
  }),
  key: ['place', 'at'],
  timeColumn: 'at',
  places: { place: ['A', 'B'] },
  ranges: { load_mw: [0, 100], speed_m_per_s: [-1.5, 60] },
  notes: { load_mw: 'Load, MW.' },
  parts: {
    all: {
      columns: ['count', 'load_mw', 'speed_m_per_s', 'windy', 'remark', 'seen_at'],
      knownAt: (row) => Number(row['at']),
    },
  },
  grid: HOUR,
  feeds: [],
  quality: { critical: [] },
  privacy: 'none',
  licence: { id: 'cc0', url: 'https://example.org', attribution: 'us' },
});
const at = Date.parse('2026-01-31T12:00:00Z');
const full: Row = {
  place: 'A',
  at,
  count: -3,
  load_mw: 50,
  speed_m_per_s: 3.25,
  windy: false,
  remark: 'dull',
  seen_at: at + 1,
  quality: 'real time',
};

describe('a row on the wire', () => {
  it('goes there and back', () => {
    const wire = toWire(sample)(full);
    expect(wire).toEqual({
      place: 'A',
      at: '2026-01-31T12:00:00Z',
      count: -3,
      load_mw: 50,
      speed_m_per_s: 3.25,
      windy: false,
      remark: 'dull',
      seen_at: '2026-01-31T12:00:00.001Z',
      quality: 'real time',
    });
    expect(wireRowSchema(sample).parse(wire)).toEqual(wire);
    expect(fromWire(sample)(wire)).toEqual(full);
  });

  it('leaves out what is missing, and takes an offset or a null from others', () => {
    const wire = toWire(sample)({ place: 'B', at, load_mw: null, windy: true, quality: 'definitive' });
    expect(wire).toEqual({ place: 'B', at: '2026-01-31T12:00:00Z', windy: true, quality: 'definitive' });
    const theirs = { ...wire, at: '2026-01-31T13:00:00+01:00', load_mw: null };
    expect(wireRowSchema(sample).safeParse(theirs).success).toBe(true);
    expect(fromWire(sample)(theirs)).toEqual({ place: 'B', at, load_mw: null, windy: true, quality: 'definitive' });
  });

  it.each([[{}], [{ load_mw: null, windy: null }]])('says something: %j does not', (values) => {
    const { error } = wireRowSchema(sample).safeParse({
      place: 'A',
      at: '2026-01-31T12:00:00Z',
      quality: 'real time',
      ...values,
    });
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [[], 'names no value, want at least one of count, load_mw, speed_m_per_s or 3 more'],
    ]);
  });

  it('has no field that we do not know, and tells column, got and want', () => {
    const { error } = wireRowSchema(sample).safeParse({
      place: 'C',
      at: '2026-01-31T12:30:00Z',
      load_mw: 101,
      quality: 'best',
      provenance: 'me',
    });
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'place: got "C", want one of A, B',
      'at: got "2026-01-31T12:30:00Z", want an instant from 1900 to 2200 on a step of 60 minutes',
      'load_mw: got 101, want an integer from 0 to 100',
      'quality: got "best", want one of real time, consolidated, definitive',
      ': Unrecognized key: "provenance"',
    ]);
  });

  it('is served with its provenance', () => {
    const served = {
      place: 'A',
      at: '2026-01-31T12:00:00Z',
      load_mw: 5,
      all_quality: 'consolidated',
      all_known_at: '2026-01-31T12:30:00Z',
      all_source: 'rte',
      simulated: false,
    };
    expect(servedRowSchema(sample).parse(served)).toEqual(served);
    expect(servedRowSchema(sample).safeParse({ ...served, load_mw: null }).success).toBe(false);
  });

  it('covers every column of the table that is not provenance', () => {
    const facts = fieldsOf(sample).map(({ name }) => name);
    const rest = Object.keys(getTableColumns(sample.table)).filter((name) => !facts.includes(name));
    expect(rest).toEqual(['all_quality', 'all_known_at', 'all_raw']);
  });
});

describe('the fast check', () => {
  it('wants a key that says something, and no time before the dataset begins', () => {
    const town = { country: 'France', city: '', quality: 'definitive', co2_g_per_kwh: 50 } as const;
    expect(checkRow(city)(town)).toBe(
      'city: got "", want text of 1 to 200 characters, without NUL and half characters',
    );
    expect(
      checkRow(consumption)({ area: 'FR', at: Date.UTC(1901, 0, 1), load_mw: 50_000, quality: 'definitive' }),
    ).toContain('at: got 1901-01-01T00:00:00Z, want an instant from 2012 to 2200');
  });

  it('tells column, got and want', () => {
    const check = checkRow(sample);
    expect(check(full)).toBeNull();
    expect(check({ ...full, load_mw: 101 })).toBe('load_mw: got 101, want an integer from 0 to 100');
    expect(check({ ...full, at: at + 60_000 })).toBe(
      'at: got 2026-01-31T12:01:00Z, want an instant from 1900 to 2200 on a step of 60 minutes',
    );
    expect(check({ ...full, place: 'C' })).toBe('place: got "C", want one of A, B');
    expect(check({ ...full, remark: 'x'.repeat(4_001) })).toContain(
      'want text of 0 to 4000 characters, without NUL and half characters',
    );
    expect(check({ ...full, remark: 'a\ud83d' })).toContain('remark: got "a\\ud83d", want text of');
    expect(check({ ...full, remark: 'a\ud83d\ude00' })).toBeNull();
    expect(check({ ...full, extra: 1 })).toBe('extra: sample has no such column');
    expect(check({ place: 'A', quality: 'real time' })).toBe(
      'at: got nothing, want an instant from 1900 to 2200 on a step of 60 minutes',
    );
  });

  it('accepts and refuses exactly what the zod schema does', () => {
    const strange = [
      null,
      'x'.repeat(4_000),
      'x'.repeat(4_001),
      0,
      -0,
      1,
      -1,
      1.5,
      60,
      60.000_1,
      -1.5,
      100,
      101,
      2_147_483_647,
      2_147_483_648,
      -2_147_483_649,
      1e308,
      3.5e38,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      true,
      false,
      '',
      'A',
      'B',
      'C',
      'a\u0000b',
      'a\udc00',
      'ND',
      '50',
      'real time',
      'é'.repeat(300),
    ];
    const instants = [
      at,
      at + 1,
      at + HOUR,
      at + 60_000,
      0,
      Date.UTC(1899, 11, 31),
      Date.UTC(1900, 0, 1),
      Date.UTC(2200, 0, 1),
      Date.UTC(2200, 0, 1, 1),
    ];
    const schema = wireRowSchema(sample);
    const check = checkPushed(sample);
    const wire = toWire(sample);
    let refused = 0;
    const agree = (row: Record<string, string | number | boolean | null>): void => {
      // Only an instant that exists has a form on the wire: the rest of what may be wrong with one is text, tried above.
      const fast = check(row) === null;
      const slow = schema.safeParse({ ...row, ...wire({ ...row } as Row) }).success;
      if (fast !== slow) throw new Error(`${JSON.stringify(row)}: fast ${fast} (${check(row)}), zod ${slow}`);
      if (!fast) refused += 1;
    };
    for (const name of Object.keys(full)) {
      const isInstant = name === 'at' || name === 'seen_at';
      for (const value of isInstant ? instants : strange) agree({ ...full, [name]: value });
      const { [name]: _, ...without } = full;
      agree(without);
    }
    agree({ ...full, unknown: 1 });
    for (const load_mw of [1, 0, null]) agree({ place: 'A', at, load_mw, quality: 'real time' });
    agree({ place: 'A', at, windy: false, quality: 'real time' });
    agree({ place: 'A', at, quality: 'real time' });
    expect(refused).toBeGreaterThan(80);
  });
});
