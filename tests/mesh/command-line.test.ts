// npm run ingest as somebody types it: a client of the gateway, with an exit code that scripts can trust.
import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, startInstallation } from './installation.ts';

const ROOT = join(import.meta.dirname, '../..');

let installation: Installation;
let home: string;
beforeAll(async () => {
  installation = await startInstallation({ walksOnly: true, simulatedClock: () => Date.parse('2026-03-10T12:00:00Z') });
  // As npm start leaves it.
  home = join(installation.home, 'state');
  await mkdir(home);
  await writeFile(join(home, 'api-key'), `${installation.apiKey}\n`);
  await writeFile(join(home, 'running.json'), JSON.stringify({ pid: 1, started: null, url: installation.mesh.url }));
});
afterAll(() => installation.stop());

async function ingest(...options: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['tools/ingest.ts', ...options], {
    cwd: ROOT,
    env: { ...process.env, WATTMESH_HOME: home },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
const window = ['--from', '2026-02-01', '--to', '2026-02-02'];

it('loads a window with the key that npm start keeps, and says what came of it', async () => {
  const { code, out } = await ingest('consumption', ...window, '--feed', 'regional-live');
  expect(code).toBe(0);
  expect(out).toMatch(/^succeeded consumption-regional-live-20260201T0000Z-\w{8}\n {2}1152 extracted, 1152 inserted/);
});

it('may be repeated', async () => {
  const { code, out } = await ingest('consumption', ...window, '--feed', 'regional-live');
  expect(code).toBe(0);
  expect(out).toContain('0 inserted, 0 updated, 1152 unchanged');
});

it('takes url and key from the command line as well', async () => {
  await rm(join(home, 'running.json'));
  const refused = await ingest('consumption', ...window);
  expect(refused).toMatchObject({
    code: 1,
    // What it says next depends on what else runs on this machine: tools/command.test.ts.
    err: expect.stringContaining(`nothing runs in ${home}`),
  });
  const given = ['--url', `${installation.mesh.url}/`, '--key', installation.apiKey];
  expect(await ingest('consumption', ...window, '--feed', 'national-mix-live', ...given)).toMatchObject({ code: 0 });
  const wrong = await ingest('consumption', ...window, '--url', installation.mesh.url, '--key', 'nobody.x');
  expect(wrong.code).toBe(1);
  await writeFile(join(home, 'running.json'), JSON.stringify({ url: installation.mesh.url }));
});

it('fails with the reason when the run fails', async () => {
  const body = JSON.stringify({ match: 'eco2mix', kind: 'missing-column' });
  await fetch(`${installation.simulator.url}/misbehave`, { method: 'POST', body });
  const { code, out } = await ingest('consumption', ...window, '--feed', 'national-mix-live');
  expect(code).toBe(1);
  expect(out).toContain('failed consumption-national-mix-live');
  expect(out).toContain('missing nucleaire');
});

it('sends a file, tries it dry before, and finds it again', async () => {
  const file = join(home, 'by hand.csv');
  await writeFile(file, 'area;at;load_mw\nFR;2026-01-05T10:00:00Z;50000\nFR;never;1\n');
  const dry = await ingest('consumption', '--file', file, '--dry-run');
  expect(dry).toMatchObject({
    code: 0,
    out: expect.stringContaining('nothing was written; would be: 2 extracted, 1 inserted'),
  });
  expect(dry.out).toContain('insert  FR  2026-01-05T10:00:00Z  load_mw 50000');
  const real = await ingest('consumption', '--file', file);
  expect(real.out).toContain('rejected, 1 ×: at: got "never", want an instant with its zone');
  expect(real.out).toContain('report, grade D: http');
  const again = await ingest('consumption', '--file', file, '--json');
  const [run] = JSON.parse(again.out);
  expect(run).toMatchObject({ id: real.out.split(/\s/)[1], trigger: 'upload', rows: { inserted: 1, rejected: 1 } });
});

it('rebuilds a window from the lake', async () => {
  const { code, out } = await ingest('replay', 'consumption', ...window);
  expect(code).toBe(0);
  expect(out).toMatch(/^succeeded consumption-replay-20260201T0000Z-\w{8}\n.* 0 inserted, 0 updated/);
});

it.each([
  ['no dataset', 2, [], 'want one dataset, got none'],
  ['an inverted window', 2, ['consumption', '--from', '2026-02-02', '--to', '2026-02-01'], 'is not after --from'],
  ['an unknown dataset', 1, ['coal', ...window], 'got "coal", want one of calendar, city'],
  ['an unknown feed', 1, ['consumption', ...window, '--feed', 'gas'], '/feed'],
])('fails with what is wrong: %s', async (_, ends, options, words) => {
  const { code, err } = await ingest(...options);
  expect(code).toBe(ends);
  expect(err).toContain(words);
});
