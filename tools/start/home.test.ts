import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort, openHome } from './home.ts';
import { startOf } from './identity.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattmesh home '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const URL_A = 'http://127.0.0.1:8787';

it('refuses a second start in the same folder and says who holds it', () => {
  openHome(folder, URL_A);
  expect(() => openHome(folder, 'http://127.0.0.1:9000')).toThrow(
    `Wattmesh already runs here (pid ${process.pid}, ${URL_A})`,
  );
});

it('takes over from a start that was killed', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  const dead = { pid: child.pid, started: '1', url: URL_A };
  await once(child, 'exit');
  writeFileSync(join(folder, 'running.json'), JSON.stringify(dead));
  openHome(folder, 'http://127.0.0.1:9000');
  expect(JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'))).toMatchObject({ pid: process.pid });
});

it('is not fooled by another process that was given the same pid', () => {
  writeFileSync(join(folder, 'running.json'), JSON.stringify({ pid: process.pid, started: '1', url: URL_A }));
  expect(() => openHome(folder, URL_A)).not.toThrow();
});

it('takes over from a claim that was cut off while it was written', () => {
  writeFileSync(join(folder, 'running.json'), '{"pid": 1');
  expect(() => openHome(folder, URL_A)).not.toThrow();
});

it('leaves no claim behind', () => {
  openHome(folder, URL_A).release();
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
});

it('makes a secret once and keeps it from other users', () => {
  const home = openHome(folder, URL_A);
  const made = home.secret('api-key', () => 'local.s3cret');
  expect(made).toEqual({ value: 'local.s3cret', isNew: true });
  expect(home.secret('api-key', () => 'another')).toEqual({ value: 'local.s3cret', isNew: false });
  expect(statSync(join(folder, 'api-key')).mode & 0o777).toBe(0o600);
});

it('keeps a port between starts, and takes another when somebody has it', async () => {
  const home = openHome(folder, URL_A);
  const port = await home.port('postgres');
  expect(await home.port('postgres')).toBe(port);
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  expect(await home.port('postgres')).not.toBe(port);
  squatter.close();
});

it('knows when a process began, and that an ended one is none', async () => {
  expect(startOf(process.pid)).toBe(startOf(process.pid));
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  expect(startOf(child.pid!)).toBeNull();
});

it('finds a free port', async () => {
  expect(await freePort()).toBeGreaterThan(1023);
});
