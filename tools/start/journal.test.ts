import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Journal, openJournal } from './journal.ts';

let folder: string;
let said: string[];
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattmesh journal '));
  said = [];
  journal = openJournal(folder, { now: new Date('2026-11-21T08:00:00Z'), say: (line) => said.push(line) });
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (level: string, message: string) => journal.write({ timestamp: 0, level, message });

it('says a warning in a line, its reason first, without its stack', () => {
  const error = { name: 'Error', message: 'GET example.org/price: could not be reached', stack: 'Error: …' };
  const line = { worker: 'ingest', event: 'step will be tried again', level: 'warn', run: 'spot-price-1', error };
  write('warn', JSON.stringify(line));
  write('info', JSON.stringify({ ...line, level: 'info' }));
  write('error', JSON.stringify({ ...line, event: 'run failed', error: undefined, reason: 'no source is left' }));
  expect(said).toEqual([
    '  warn ingest step will be tried again: GET example.org/price: could not be reached (run spot-price-1)',
    '  error ingest run failed: no source is left (run spot-price-1)',
  ]);
});

it('keeps what the runtime says of its own insides off the terminal, and in the file', async () => {
  const insides = 'e = rust/worker/ffi.rs:110: failed: failed to lookup address information';
  write('error', insides);
  write('error', 'Uncaught Error: no binding LAKE\n    at fetch');
  expect(said).toEqual(['  error Uncaught Error: no binding LAKE']);
  await expect.poll(() => readFileSync(journal.file, 'utf8')).toContain(JSON.stringify(insides));
});

it('cuts a long line between two fields, and a long reason between two words', () => {
  const line = { worker: 'monitor', event: 'feed_late', dataset: 'consumption', expected: 'x'.repeat(160), model: 'm' };
  write('warn', JSON.stringify(line));
  write(
    'warn',
    JSON.stringify({ worker: 'predict', event: 'run failed', reason: 'nobody answers '.repeat(20), run: 'r' }),
  );
  expect(said).toEqual([
    '  warn monitor feed_late (dataset consumption, …)',
    `  warn predict run failed: ${'nobody answers '.repeat(12)}…`,
  ]);
});

it('alarms nobody about a past that is still being loaded, and keeps it in the file', async () => {
  const missing = { worker: 'predict', event: 'forecast_without_past', model: 'load-day-ahead' };
  write('warn', JSON.stringify(missing));
  expect(said).toEqual([]);
  journal.loaded();
  write('warn', JSON.stringify(missing));
  expect(said).toEqual(['  warn predict forecast_without_past (model load-day-ahead)']);
  await expect.poll(() => readFileSync(journal.file, 'utf8').match(/forecast_without_past/g)?.length).toBe(2);
});

it('keeps what happened to the Workers as a whole as a line of theirs', async () => {
  const timestamp = journal.note('workerd_restarted', { away_ms: 2_140 });
  await expect.poll(() => readFileSync(journal.file, 'utf8')).toContain('\n');
  expect(JSON.parse(readFileSync(journal.file, 'utf8'))).toEqual({
    timestamp,
    level: 'warn',
    worker: 'start',
    event: 'workerd_restarted',
    away_ms: 2_140,
  });
});
