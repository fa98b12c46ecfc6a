import { expect, it } from 'vitest';
import { bugProblem, problemOf, problemResponse } from './problem.ts';
import type { Failure } from './result.ts';

const FAILURES: readonly (readonly [Failure, number, Readonly<Record<string, string>>])[] = [
  [{ reason: 'invalid', detail: 'limit', errors: [{ pointer: '?limit', detail: 'got 0' }] }, 400, {}],
  [
    { reason: 'unauthorized', detail: 'no key' },
    401,
    { 'WWW-Authenticate': 'Bearer realm="wattmesh", ApiKey realm="wattmesh", header="X-API-Key"' },
  ],
  [
    { reason: 'forbidden', needs: 'ingest', has: ['read'] },
    403,
    { 'WWW-Authenticate': 'Bearer realm="wattmesh", error="insufficient_scope", scope="ingest"' },
  ],
  [{ reason: 'not_found', what: 'run', id: 'x' }, 404, {}],
  [{ reason: 'method_not_allowed', allowed: ['GET', 'HEAD'] }, 405, { Allow: 'GET, HEAD' }],
  [{ reason: 'not_acceptable', detail: 'want json' }, 406, {}],
  [{ reason: 'conflict', detail: 'another body' }, 409, {}],
  [{ reason: 'precondition_failed', detail: 'it is version 4' }, 412, {}],
  [{ reason: 'unprocessable', detail: 'gates', errors: [{ pointer: '/release/gates/0', detail: 'got 9' }] }, 422, {}],
  [{ reason: 'too_large', limitBytes: 5_242_880 }, 413, {}],
  [{ reason: 'unsupported_media_type', got: 'text/plain', expected: 'application/json' }, 415, {}],
  [{ reason: 'too_many_requests', retryAfterSeconds: 60 }, 429, { 'Retry-After': '60' }],
  [{ reason: 'unavailable', dependency: 'The database', retryAfterSeconds: 5 }, 503, { 'Retry-After': '5' }],
];

it.each(FAILURES)('gives %o its status and its headers', async (failure, status, headers) => {
  const response = problemResponse(problemOf(failure, 'request-1'));
  expect(response.status).toBe(status);
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name)).toBe(value);
  expect(await response.json()).toMatchObject({
    type: `urn:wattmesh:problem:${failure.reason}`,
    status,
    instance: 'request-1',
  });
});

it('names the missing scope and those the client has', () => {
  expect(problemOf({ reason: 'forbidden', needs: 'ingest', has: ['read', 'predict'] }, 'r').body.detail).toBe(
    'This needs the scope ingest; the client has read, predict.',
  );
  expect(problemOf({ reason: 'forbidden', needs: 'read', has: [] }, 'r').body.detail).toBe(
    'This needs the scope read; the client has no scope.',
  );
});

it('quotes an unknown id safely, and only its beginning', () => {
  const { detail } = problemOf({ reason: 'not_found', what: 'dataset', id: `"<x>\n${'a'.repeat(5_000)}` }, 'r').body;
  expect(detail.startsWith('There is no dataset "\\"<x>\\n')).toBe(true);
  expect(detail.length).toBeLessThan(160);
});

it('says what there is instead of what is not there', () => {
  const failure: Failure = { reason: 'not_found', what: 'model', id: 'city-scor', next: 'Want one of city-score.' };
  expect(problemOf(failure, 'r').body.detail).toBe('There is no model "city-scor". Want one of city-score.');
});

it('keeps the answer short, however wrong the body is', () => {
  const errors = Array.from({ length: 5_000 }, (_, i) => ({ pointer: `/${i}`, detail: 'wrong' }));
  expect(problemOf({ reason: 'invalid', detail: 'wrong', errors }, 'r').body.errors).toHaveLength(50);
});

it('says nothing of a bug but where to find it', () => {
  expect(bugProblem('request-2').body).toEqual({
    type: 'urn:wattmesh:problem:bug',
    title: 'Something is wrong on our side',
    status: 500,
    detail: 'This is a bug. Its instance finds it in our log.',
    instance: 'request-2',
  });
});

it('quotes no half of a character', async () => {
  const failure = {
    reason: 'invalid',
    detail: 'got "\ud83d"',
    errors: [{ pointer: '/\ud83d', detail: 'unknown' }],
  } as const;
  const text = await problemResponse(problemOf(failure, 'request-1')).text();
  expect(text).not.toMatch(/\\ud8/);
  expect(JSON.parse(text)).toMatchObject({ detail: 'got "\uFFFD"', errors: [{ pointer: '/\uFFFD' }] });
});
