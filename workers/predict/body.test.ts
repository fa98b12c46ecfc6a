// What a body may ask, and how what is wrong with it is named.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { models } from '../../models/catalogue.gen.ts';
import { defineRecordModel } from '../../models/model.ts';
import { recordRequest, seriesRequest } from './body.ts';

const model = models['load-day-ahead'];
const NOW = Date.UTC(2026, 10, 20, 12);
const ask = (body: unknown) => seriesRequest(model, typeof body === 'string' ? body : JSON.stringify(body), NOW);
const faults = (body: unknown) => {
  const read = ask(body);
  return !read.ok && read.failure.reason === 'invalid' ? read.failure.errors : read;
};

it('reads instants with any offset, and takes now when no issue is named', () => {
  expect(ask({ valid_at: ['2026-11-21T12:00:00+01:00', '2026-11-20T23:00:00Z'] })).toEqual({
    ok: true,
    value: {
      issuedAt: NOW,
      questions: [
        { entity: 'FR', validAt: Date.UTC(2026, 10, 21, 11) },
        { entity: 'FR', validAt: Date.UTC(2026, 10, 20, 23) },
      ],
    },
  });
});

it.each([
  ['no JSON', '{"valid_at": [', ['']],
  ['no object', [], ['']],
  ['nothing to answer', {}, ['/valid_at']],
  ['no instant in the list', { valid_at: [] }, ['/valid_at']],
  ['a local time', { valid_at: ['2026-11-21T12:00:00'] }, ['/valid_at/0']],
  ['31 November', { valid_at: ['2026-11-31T12:00:00Z'] }, ['/valid_at/0']],
  ['a number for an instant', { valid_at: [1_795_000_000] }, ['/valid_at/0']],
  ['an unknown field', { valid_at: ['2026-11-21T12:00:00Z'], 'is/sued': 1 }, ['/is~1sued']],
  ['an issue in the future', { issued_at: '2026-11-20T12:00:01Z', valid_at: ['2026-11-21T12:00:00Z'] }, ['/issued_at']],
  ['an instant before the horizon', { valid_at: ['2026-11-21T12:00:00Z', '2026-11-20T22:00:00Z'] }, ['/valid_at/1']],
  ['an instant beyond the horizon', { valid_at: ['2026-11-21T23:00:00Z'] }, ['/valid_at/0']],
  ['an instant between two steps', { valid_at: ['2026-11-21T12:15:00Z'] }, ['/valid_at/0']],
  ['an instant twice', { valid_at: ['2026-11-21T12:00:00Z', '2026-11-21T13:00:00+01:00'] }, ['/valid_at/1']],
  ['an unknown entity', { valid_at: ['2026-11-21T12:00:00Z'], entities: ['FR', 'FR-COR'] }, ['/entities/1']],
  ['an entity twice', { valid_at: ['2026-11-21T12:00:00Z'], entities: ['FR', 'FR'] }, ['/entities/1']],
  ['more rows than are answered at once', { valid_at: Array(10_001).fill('2026-11-21T12:00:00Z') }, ['/valid_at']],
])('refuses %s and points at it', (_what, body, pointers) => {
  expect(faults(body)).toMatchObject(pointers.map((pointer) => ({ pointer })));
});

it('says what the horizon of an issue is', () => {
  expect(faults({ issued_at: '2026-10-24T10:00:00Z', valid_at: ['2026-10-26T12:00:00Z'] })).toEqual([
    {
      pointer: '/valid_at/0',
      detail:
        'got 2026-10-26T12:00:00Z, want what is issued at 2026-10-24T10:00:00Z to reach: from 2026-10-24T22:00:00Z to before 2026-10-25T23:00:00Z',
    },
  ]);
});

it('does not answer ten thousand faults with ten thousand sentences', () => {
  expect(faults({ valid_at: Array(10_000).fill('yesterday') })).toHaveLength(20);
});

const site = defineRecordModel({
  kind: 'record',
  id: 'site',
  title: { en: 'Site', fr: 'Site' },
  features: ['price'],
  heads: [{ name: 'score', kind: 'score', unit: '1' }],
  gates: [],
  input: z.strictObject({
    price_eur_per_mwh: z.number().min(-500).max(4_000),
    zone: z.enum(['north', 'south']).optional(),
    on: z.iso.date().optional(),
  }),
  examples: [{ what: 'a dear hour', input: { price_eur_per_mwh: 300 } }],
  row: ({ price_eur_per_mwh }) => ({ price: price_eur_per_mwh }),
});

it('looks at no more wrong rows than it tells of, and at no more fields of one', () => {
  let looked = 0;
  const input = z.preprocess(
    (row) => {
      looked += 1;
      return row;
    },
    z.strictObject({ a: z.number() }),
  );
  const rows = Array.from({ length: 10_000 }, () => ({ b: 1 }));
  const many = recordRequest({ ...models['city-score'], input }, JSON.stringify({ rows }));
  expect([looked, !many.ok && many.failure.reason === 'invalid' && many.failure.errors.length]).toEqual([10, 20]);
  const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`f${n}`, 1]));
  const wide = recordRequest(models['city-score'], JSON.stringify(fields));
  expect(!wide.ok && wide.failure.reason === 'invalid' && wide.failure.errors.length).toBe(20);
  expect(faults({ valid_at: ['2026-11-21T12:00:00Z'], entities: Array(1_001).fill('FR') })).toMatchObject([
    { pointer: '/entities', detail: expect.stringContaining('at most 1000 values') },
  ]);
});

it('reads the records of a record model with its own schema, many or one as it is', () => {
  expect(recordRequest(site, '{"rows":[{"price_eur_per_mwh":-12.5}]}')).toMatchObject({
    ok: true,
    value: { rows: [{ price_eur_per_mwh: -12.5 }] },
  });
  expect(recordRequest(site, '{"price_eur_per_mwh":-12.5}')).toMatchObject({
    ok: true,
    value: { rows: [{ price_eur_per_mwh: -12.5 }] },
  });
});

it.each([
  [
    'text for a number',
    '{"rows":[{"price_eur_per_mwh":"85"}]}',
    '/rows/0/price_eur_per_mwh',
    '"85", want a finite number',
  ],
  ['nothing where something must be', '{}', '/price_eur_per_mwh', 'nothing, want a finite number'],
  ['null', '{"price_eur_per_mwh":null}', '/price_eur_per_mwh', 'null, want a finite number'],
  ['infinity', '{"price_eur_per_mwh":1e999}', '/price_eur_per_mwh', 'Infinity, want a finite number'],
  ['too little', '{"price_eur_per_mwh":-501}', '/price_eur_per_mwh', '-501, want at least -500'],
  ['a wrong category', '{"zone":"Nord"}', '/zone', '"Nord", want one of north, south'],
  ['31 February', '{"on":"2026-02-31"}', '/on', '"2026-02-31", want a day, YYYY-MM-DD'],
  ['an unknown name', '{"prize":1}', '/prize', 'a field that is not known here, want price_eur_per_mwh, zone, on'],
  ['a/b', '{"rows":[{"a/b":1}]}', '/rows/0/a~1b', 'a field that is not known here, want price_eur_per_mwh, zone, on'],
  ['a row beside rows', '{"rows":[],"row":1}', '/row', 'a field that is not known here, want rows'],
  ['no rows', '{"rows":[]}', '/rows', '0 values, want at least 1 values'],
  ['10,001 rows', JSON.stringify({ rows: Array(10_001).fill({}) }), '/rows', '10001 values, want at most 10000 values'],
  ['a list', '[]', '', '0 values, want an object'],
])('says of %s where it is, what it got and what it wants', (_what, body, pointer, got) => {
  const read = recordRequest(site, body);
  const faults = !read.ok && read.failure.reason === 'invalid' ? read.failure.errors : [];
  expect(faults.find((one) => one.pointer === pointer)?.detail).toBe(`got ${got}`);
});

it('says of NaN that JSON has none', () => {
  expect(recordRequest(site, '{"price_eur_per_mwh":NaN}')).toMatchObject({
    failure: { errors: [{ pointer: '', detail: expect.stringContaining('JSON has no NaN') }] },
  });
});

it('points at the day that cannot be, in the row where it stands', () => {
  const day = { on: '2026-01-01', signup_date: '2020-01-01' };
  const rows = [day, { ...day, last_login_date: '2019-12-31' }];
  expect(recordRequest(models['customer-satisfaction'], JSON.stringify({ rows }))).toMatchObject({
    failure: {
      errors: [
        {
          pointer: '/rows/1/last_login_date',
          detail: 'got "2019-12-31", want the day of sign-up, 2020-01-01, or after',
        },
      ],
    },
  });
});
