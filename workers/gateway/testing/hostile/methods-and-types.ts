// Methods, types and packings that a path does not have.
import { FORECAST, type Hostile, JSON_TYPE, PREDICT, PUSH, RECORD, ROWS } from './request.ts';

export const HOSTILE_TYPES: readonly Hostile[] = [
  { what: 'DELETE of rows', path: ROWS, method: 'DELETE', status: 405 },
  { what: 'PUT of a run', path: '/v1/runs/x', method: 'PUT', body: () => '{}', status: 405 },
  { what: 'GET of a token', path: '/oauth/token', status: 405 },
  { what: 'a method nobody knows', path: '/v1/runs', method: 'BREW', status: 405 },

  { what: 'rows as a page', path: ROWS, headers: { Accept: 'text/html' }, status: 406 },
  {
    what: 'a prediction as a page',
    path: PREDICT,
    method: 'POST',
    headers: { ...JSON_TYPE, Accept: 'text/html' },
    body: () => '{}',
    status: 406,
  },
  { what: 'a forecast as an image', path: FORECAST, headers: { Accept: 'image/png' }, status: 406 },

  {
    what: 'rows as text',
    path: ROWS,
    method: 'POST',
    headers: { ...PUSH, 'Content-Type': 'text/plain' },
    body: () => '[]',
    status: 415,
  },
  {
    what: 'a run as a form',
    path: '/v1/runs',
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: () => 'a=1',
    status: 415,
  },
  {
    what: 'a question as XML',
    path: PREDICT,
    method: 'POST',
    headers: { 'Content-Type': 'application/xml' },
    body: () => '<a/>',
    status: 415,
  },
  ...['/v1/runs', RECORD, '/v1/feedback'].map((path) => ({
    what: `a body packed by Brotli for ${path}`,
    path,
    method: 'POST',
    headers: { ...JSON_TYPE, 'Content-Encoding': 'br' },
    body: () => new Uint8Array([0x0b, 0x01, 0x80, 0x7b, 0x7d, 0x03]),
    status: 415,
  })),
  {
    what: 'a file packed by gzip',
    path: '/v1/datasets/consumption/files',
    method: 'POST',
    headers: { 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip', 'Idempotency-Key': 'hostile-2' },
    body: () => new Uint8Array([0x1f, 0x8b]),
    status: 415,
  },
  {
    what: 'a question that says gzip and is none',
    path: RECORD,
    method: 'POST',
    headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
    body: () => '{"low_carbon_pct":92}',
    status: 400,
    pointers: [''],
  },
  {
    what: 'a token asked for in JSON',
    path: '/oauth/token',
    method: 'POST',
    headers: JSON_TYPE,
    body: () => '{}',
    status: 415,
  },
];
