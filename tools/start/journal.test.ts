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
    '  warn ingest step will be tried again: GET example.org/price: could not be reached {"run":"spot-price-1"}',
    '  error ingest run failed: no source is left {"run":"spot-price-1"}',
  ]);
});

it('keeps what the runtime says of its own insides off the terminal, and in the file', async () => {
  const insides = 'e = rust/worker/ffi.rs:110: failed: failed to lookup address information';
  write('error', insides);
  write('error', 'Uncaught Error: no binding LAKE\n    at fetch');
  expect(said).toEqual(['  error Uncaught Error: no binding LAKE']);
  await expect.poll(() => readFileSync(journal.file, 'utf8')).toContain(JSON.stringify(insides));
});
