// What ends up in a log line, and what never does.
import { expect, it } from 'vitest';
import { logger } from './log.ts';

const context = { requestId: '0190-abc', caller: 'cron' };

function lineOf(fields: Readonly<Record<string, unknown>>) {
  const lines: string[] = [];
  const log = logger({ worker: 'ingest', context, clock: () => 0, write: (_level, line) => lines.push(line) });
  log.warn('feed_stale', fields);
  return { text: lines[0]!, json: JSON.parse(lines[0]!) };
}

it('is one line of JSON with the request id that went through every Worker', () => {
  const { text, json } = lineOf({ dataset: 'consumption', age_hours: 3.5 });
  expect(text).not.toContain('\n');
  expect(json).toEqual({
    timestamp: '1970-01-01T00:00:00.000Z',
    level: 'warn',
    worker: 'ingest',
    event: 'feed_stale',
    request_id: '0190-abc',
    caller: 'cron',
    dataset: 'consumption',
    age_hours: 3.5,
  });
});

it('keeps its own words: a field cannot pass for another request', () => {
  expect(lineOf({ request_id: 'forged', level: 'info' }).json).toMatchObject({ request_id: '0190-abc', level: 'warn' });
});

it('says the message and the stack of what was thrown', () => {
  const { json } = lineOf({ error: new TypeError('no such feed') });
  expect(json.error).toMatchObject({ name: 'TypeError', message: 'no such feed' });
  expect(json.error.stack).toContain('log.test.ts');
});

it('says the cause of what was thrown, and no value of a query that failed', () => {
  const cause = new Error('deadlock detected');
  const error = new Error('Failed query: update "run"\nparams: secret@example.com,\nand more', { cause });
  const { text, json } = lineOf({ error });
  expect(text).not.toMatch(/secret|and more/);
  expect(json.error).toMatchObject({ message: 'Failed query: update "run"', cause: { message: 'deadlock detected' } });
  expect(json.error.stack).toContain('log.test.ts');
});

it('hides secrets, by the name of the field and where drivers quote them', () => {
  const { text } = lineOf({
    Authorization: 'Bearer hunter2',
    client_secret: 'hunter2',
    headers: { 'X-API-Key': 'hunter2' },
    error: new Error('cannot reach postgres://ingest:hunter2@db.example/wattmesh with Basic hunter2=='),
  });
  expect(text).not.toContain('hunter2');
  expect(text).toContain('postgres://ingest:[hidden]@db.example/wattmesh');
});

it('hides a password that stands where the text is cut', () => {
  const { text } = lineOf({ reason: `${'x'.repeat(470)} postgres://ingest:hunter2@db.example/wattmesh` });
  expect(text).not.toContain('hunter');
});

it('stays short whatever a stranger sends', () => {
  const fields = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field_${i}`, 'x'.repeat(100_000)]));
  expect(lineOf(fields).text.length).toBeLessThan(20_000);
});

it('writes what JSON cannot hold instead of losing the line', () => {
  const circular: Record<string, unknown> = { count: 12n };
  circular['self'] = circular;
  expect(lineOf({ ratio: Number.NaN, rows: 10n, circular }).json).toMatchObject({ ratio: 'NaN', rows: '10' });
});
