import { expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { MAX_ROWS, pushReader } from './push-body.ts';

const read = pushReader(consumption);
const ROW = { area: 'FR', at: '2026-01-05T18:00:00Z', load_mw: 71_204, quality: 'real time' };
const asJson = (body: unknown) => read('application/json', JSON.stringify(body));

it('takes an array of rows and hands them on a line each', () => {
  expect(asJson([ROW, { ...ROW, area: 'FR-BRE', wind_mw: null }])).toEqual({
    ok: true,
    value: {
      rows: 2,
      ndjson: `${JSON.stringify(ROW)}\n${JSON.stringify({ ...ROW, area: 'FR-BRE', wind_mw: null })}`,
    },
  });
});

it('takes ndjson, with its empty last line and the line ends of Windows', () => {
  const line = JSON.stringify(ROW);
  expect(read('application/x-ndjson', `${line}\r\n\r\n${line}\n`)).toEqual({
    ok: true,
    value: { rows: 2, ndjson: `${line}\n${line}` },
  });
});

it('takes any offset of an instant', () => {
  expect(asJson([{ ...ROW, at: '2026-01-05T19:00:00+01:00' }]).ok).toBe(true);
});

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

it.each([
  ['no rows', '[]', ['']],
  ['no array', '{"rows":[]}', ['']],
  ['no JSON', '[{]', ['']],
  ['a bare null', 'null', ['']],
  ['a row that is null', '[null]', ['/0']],
  ['a row that is an array', '[[1]]', ['/0']],
  ['rows very deep inside each other', `[${DEEP}]`, ['/0']],
  [
    'a value that is very deep',
    `[{"area":"FR","at":"2026-01-05T18:00:00Z","load_mw":${DEEP},"quality":"real time"}]`,
    ['/0/load_mw'],
  ],
  ['an unknown column', JSON.stringify([{ ...ROW, load: 1 }]), ['/0/load']],
  [
    'a column named __proto__',
    '[{"area":"FR","at":"2026-01-05T18:00:00Z","__proto__":{"load_mw":1},"quality":"real time"}]',
    ['/0/__proto__', '/0'],
  ],
  [
    'a column named a/b~c',
    '[{"area":"FR","at":"2026-01-05T18:00:00Z","a/b~c":1,"quality":"real time"}]',
    ['/0/a~1b~0c', '/0'],
  ],
  ['a load as text', JSON.stringify([ROW, { ...ROW, load_mw: '71204' }]), ['/1/load_mw']],
  ['an impossible load', JSON.stringify([{ ...ROW, load_mw: 1e9 }]), ['/0/load_mw']],
  ['half a megawatt', JSON.stringify([{ ...ROW, load_mw: 0.5 }]), ['/0/load_mw']],
  ['an unknown area', JSON.stringify([{ ...ROW, area: 'DE' }]), ['/0/area']],
  ['an instant off the grid', JSON.stringify([{ ...ROW, at: '2026-01-05T18:01:00Z' }]), ['/0/at']],
  ['an instant without its zone', JSON.stringify([{ ...ROW, at: '2026-01-05T18:00:00' }]), ['/0/at']],
  ['an instant in milliseconds', JSON.stringify([{ ...ROW, at: 1_767_636_000_000 }]), ['/0/at']],
  ['no quality', JSON.stringify([{ ...ROW, quality: undefined }]), ['/0/quality']],
  ['a quality of another language', JSON.stringify([{ ...ROW, quality: 'Temps réel' }]), ['/0/quality']],
  ['a row without a value', JSON.stringify([ROW, { ...ROW, load_mw: undefined }]), ['/1']],
  ['a row of nulls', JSON.stringify([{ ...ROW, load_mw: null, wind_mw: null }]), ['/0']],
  ['two faults in one row', JSON.stringify([{ ...ROW, area: 'DE', load_mw: -1 }]), ['/0/area', '/0/load_mw']],
])('refuses %s and points at it', (_, body, pointers) => {
  const result = read('application/json', body);
  expect(result.ok ? 'accepted' : result.failure.reason).toBe('invalid');
  if (result.ok || result.failure.reason !== 'invalid') return;
  expect(result.failure.errors.map(({ pointer }) => pointer)).toEqual(pointers);
});

it('names the line of ndjson that is no JSON', () => {
  expect(read('application/x-ndjson', `${JSON.stringify(ROW)}\n{"area":`)).toMatchObject({
    failure: { errors: [{ pointer: '/1', detail: 'line 2 is no JSON' }] },
  });
});

it('takes 5,000 rows, and not one more', () => {
  const rows = Array.from({ length: MAX_ROWS + 1 }, () => ROW);
  expect(asJson(rows.slice(1)).ok).toBe(true);
  expect(asJson(rows)).toMatchObject({
    failure: { errors: [{ detail: 'got 5001 rows, want 5000 at most: push them in pieces' }] },
  });
});

it('takes rows that bring 50 sets of columns, and not one more', () => {
  const mix = consumption.feeds[1].columns;
  const rows = Array.from({ length: 51 }, (_, i) => ({
    ...ROW,
    ...Object.fromEntries(mix.filter((_, bit) => (i + 1) & (1 << bit)).map((column) => [column, 1])),
  }));
  expect(asJson(rows.slice(1)).ok).toBe(true);
  expect(asJson(rows)).toMatchObject({
    failure: { errors: [{ pointer: '', detail: expect.stringContaining('51 different sets of columns, want 50') }] },
  });
});

it('stops counting faults where nobody reads on', () => {
  const result = asJson(Array.from({ length: 5_000 }, () => ({})));
  expect(!result.ok && result.failure.reason === 'invalid' && result.failure.errors.length).toBe(50);
});
