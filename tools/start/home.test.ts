import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { anyPort } from '../../db/local/port.ts';
import { heldBy, openHome } from './home.ts';

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

it('takes over from a start that was killed, though another process was given its pid', () => {
  writeFileSync(join(folder, 'running.json'), JSON.stringify({ pid: 1, url: URL_A }));
  openHome(folder, 'http://127.0.0.1:9000');
  expect(heldBy(folder)).toEqual({ pid: process.pid, url: 'http://127.0.0.1:9000' });
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
  const kept = (value: string) => home.secret('api-key', { make: () => value, form: /^local\.\w+$/ });
  expect(kept('local.s3cret')).toEqual({ value: 'local.s3cret', isNew: true });
  expect(kept('local.another')).toEqual({ value: 'local.s3cret', isNew: false });
  expect(statSync(join(folder, 'api-key')).mode & 0o777).toBe(0o600);
});

it.each(['', '\n', 'no key'])('makes a secret anew where %o is left of it', (left) => {
  const home = openHome(folder, URL_A);
  writeFileSync(join(folder, 'api-key'), left, { mode: 0o644 });
  const made = home.secret('api-key', { make: () => 'local.s3cret', form: /^local\.\w+$/ });
  expect(made).toEqual({ value: 'local.s3cret', isNew: true });
  expect(readFileSync(join(folder, 'api-key'), 'utf8')).toBe('local.s3cret\n');
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

it('gives no part the port of the gateway, or of another part', async () => {
  const neon = await anyPort();
  writeFileSync(join(folder, 'ports.json'), JSON.stringify({ postgres: 24_681, neon }));
  const home = openHome(folder, 'http://127.0.0.1:24681');
  expect(await home.port('postgres')).not.toBe(24_681);
  writeFileSync(join(folder, 'ports.json'), JSON.stringify({ postgres: neon, neon }));
  expect(await home.port('postgres')).not.toBe(neon);
});

it('gives ports to a command, too, which has a name and no URL', async () => {
  const port = await openHome(folder, 'npm run db').port('postgres');
  expect(JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8'))).toEqual({ postgres: port });
});

it.each([
  '',
  'garbage',
  'null',
  '[]',
  '7',
  ...['80', '0', '-1', '70000', '1.5', '"5432"', 'null', '{}'].map((port) => `{"postgres": ${port}}`),
])('chooses a port anew where the memory of it is %s', async (memory) => {
  writeFileSync(join(folder, 'ports.json'), memory);
  const home = openHome(folder, URL_A);
  const port = await home.port('postgres');
  expect(port).toBeGreaterThan(1_023);
  expect(JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8'))).toEqual({ postgres: port });
});
