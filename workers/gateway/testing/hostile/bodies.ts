// Bodies that are too large, broken, or say what nobody asked.
import { deep, type Hostile, JSON_TYPE, PREDICT, PUSH, post, ROWS } from './request.ts';

const ROW = { area: 'FR', at: '2026-01-05T18:00:00Z', load_mw: 71_204, quality: 'real time' };
const RUN = { dataset: 'consumption', from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
const FEEDBACK = '/v1/feedback';
const SAID = { prediction: '9b2f3a52-3a0e-4a57-8f5e-1f4f2a1d8c11', verdict: 'right' };
const BACKFILL = '/v1/models/load-day-ahead/forecasts';
const PAST = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };

export const HOSTILE_BODIES: readonly Hostile[] = [
  ...(
    [
      ['about nothing', { verdict: 'right' }, '/prediction'],
      ['about what is no id', { ...SAID, prediction: "1' OR '1'='1" }, '/prediction'],
      ['that says maybe', { ...SAID, verdict: 'maybe' }, '/verdict'],
      ['with an empty comment', { ...SAID, comment: '  ' }, '/comment'],
      ['with a NUL in its comment', { ...SAID, comment: 'a\u0000b' }, '/comment'],
      ['with half a character in its comment', { ...SAID, comment: 'a\ud83db' }, '/comment'],
      ['with a comment of 2001 letters', { ...SAID, comment: 'é'.repeat(2_001) }, '/comment'],
      ['with a field too many', { ...SAID, client: 'another' }, '/client'],
    ] as const
  ).map(([what, body, pointer]) => post(`feedback ${what}`, FEEDBACK, JSON.stringify(body), [pointer])),
  ...(
    [
      ['without an end', { from: '2026-10-01T00:00:00Z' }, '/to'],
      ['that end before they begin', { from: '2026-10-01T00:00:00Z', to: '2026-09-01T00:00:00Z' }, '/to'],
      ['from a day that is none', { from: '2026-02-30T00:00:00Z', to: '2026-11-01T00:00:00Z' }, '/from'],
      ['of a release of their own', { ...PAST, release: 'r' }, '/release'],
    ] as const
  ).map(([what, body, pointer]) => post(`past forecasts ${what}`, BACKFILL, JSON.stringify(body), [pointer])),
  {
    what: 'ten megabytes of rows',
    path: ROWS,
    method: 'POST',
    headers: PUSH,
    body: () => `["${'x'.repeat(10_000_000)}"]`,
    status: 413,
  },
  {
    what: 'twenty megabytes of question',
    path: PREDICT,
    method: 'POST',
    headers: JSON_TYPE,
    body: () => 'x'.repeat(20_000_000),
    status: 413,
  },
  {
    what: 'a run that takes ten megabytes to ask for',
    path: '/v1/runs',
    method: 'POST',
    headers: JSON_TYPE,
    body: () => 'x'.repeat(10_000_000),
    status: 413,
  },

  {
    what: 'rows without an Idempotency-Key',
    path: ROWS,
    method: 'POST',
    headers: JSON_TYPE,
    body: () => JSON.stringify([ROW]),
    status: 400,
    pointers: ['#idempotency-key'],
  },
  {
    what: 'an Idempotency-Key of a mile',
    path: ROWS,
    method: 'POST',
    headers: { ...JSON_TYPE, 'Idempotency-Key': 'k'.repeat(201) },
    body: () => JSON.stringify([ROW]),
    status: 400,
    pointers: ['#idempotency-key'],
  },
  {
    what: 'bytes that are not UTF-8',
    path: ROWS,
    method: 'POST',
    headers: PUSH,
    body: () => new Uint8Array([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d]),
    status: 400,
    pointers: [''],
  },
  {
    what: 'a character cut in two',
    path: '/v1/runs',
    method: 'POST',
    headers: JSON_TYPE,
    body: () => new Uint8Array([0x22, 0xc3]),
    status: 400,
    pointers: [''],
  },
  post('nothing', ROWS, '', ['']),
  post('a run with a cursor', '/v1/runs?cursor=abc', JSON.stringify(RUN), ['?cursor']),
  post('half of JSON', ROWS, '[{"area":', ['']),
  post('an unknown column', ROWS, JSON.stringify([{ ...ROW, load: 1 }]), ['/0/load']),
  post('a wrong type', ROWS, JSON.stringify([ROW, { ...ROW, load_mw: '1' }]), ['/1/load_mw']),
  post('__proto__ in a row', ROWS, `[{"__proto__":{"load_mw":1},${JSON.stringify(ROW).slice(1)}]`, ['/0/__proto__']),
  post('a body a hundred thousand levels deep', ROWS, deep(100_000), ['/0']),
  post('too many rows', ROWS, `[${'{},'.repeat(5_000)}{}]`, ['']),
  post('a run of nothing', '/v1/runs', '{}', ['/dataset', '/from', '/to']),
  post('a run that is an array', '/v1/runs', '[]', ['']),
  post('a run deep inside', '/v1/runs', deep(30_000), ['']),
  post('an unknown field of a run', '/v1/runs', JSON.stringify({ ...RUN, force: true }), ['/force']),
  post('__proto__ in a run', '/v1/runs', `{"__proto__":{"admin":true},${JSON.stringify(RUN).slice(1)}`, ['/__proto__']),
  post('an inverted run', '/v1/runs', JSON.stringify({ ...RUN, to: '2026-01-04T00:00:00Z' }), ['/to']),
  post('a run of a century', '/v1/runs', JSON.stringify({ ...RUN, from: '1926-01-05T00:00:00Z' }), ['/from']),
  post(
    'a run of the century before, of a dataset that says nothing of its past',
    '/v1/runs',
    JSON.stringify({ ...RUN, dataset: 'gas', from: '1999-12-31T23:59:59Z' }),
    ['/from'],
  ),
  post('a run of a feed that is none', '/v1/runs', JSON.stringify({ ...RUN, feed: 'nothing\u0000' }), ['/feed']),
  post('a run without a zone', '/v1/runs', JSON.stringify({ ...RUN, from: '2026-01-05T00:00:00' }), ['/from']),
];
