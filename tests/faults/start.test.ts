// What `npm start` promises when it is treated badly: refused twice, killed in every part. Asked to stop: first-start.test.ts.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, processesOf, processOf, refusedStart, rolesOf, startProduct } from './product.ts';

const WITHIN_MS = 30_000;
/** Light: everything is loaded, and forecast from, in first-start.test.ts. */
const DATASETS = 'calendar';
const RESTARTED = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z workerd died and was started again, away for \d+\.\d s$/;

// The drills find processes in /proc.
describe.runIf(process.platform === 'linux')('npm start', { timeout: 120_000 }, () => {
  let home: string;
  let product: Product;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'wattmesh start '));
    product = await startProduct(home, { datasets: DATASETS });
  });
  afterAll(async () => {
    await product.stop();
    await rm(home, { recursive: true, force: true });
  });

  const status = (path: string) =>
    fetch(product.url + path, { headers: { 'X-API-Key': product.apiKey } }).then(
      (answer) => answer.status,
      () => 0,
    );
  const daysOfJanuary = async () => {
    const window = 'from=2025-12-31T23:00:00Z&to=2026-01-31T23:00:00Z';
    const answer = await fetch(`${product.url}/v1/datasets/calendar/rows?${window}`, {
      headers: { 'X-API-Key': product.apiKey },
    });
    return (await answer.json()).rows?.length;
  };
  const startAgain = async () => {
    const { port } = new URL(product.url);
    product = await startProduct(home, { port: Number(port), datasets: DATASETS });
  };
  const nothingLeft = () => expect.poll(() => processesOf(home), { timeout: WITHIN_MS }).toEqual([]);

  /** Every event of this name in the log of the last start. */
  const logged = async (event: string) => {
    const last = (await readdir(join(home, 'logs'))).toSorted().at(-1) ?? '';
    const lines = (await readFile(join(home, 'logs', last), 'utf8')).trim().split('\n');
    return lines.map((line) => JSON.parse(line)).filter((one) => one.event === event);
  };

  const roles = () => rolesOf(home);

  it('prints a key with every scope once, and keeps it from other users', async () => {
    expect(product.said.join('\n')).toContain(product.apiKey);
    expect((await stat(join(home, 'api-key'))).mode & 0o777).toBe(0o600);
    expect(await status('/v1/datasets')).toBe(200);
  });

  it('says beside the running mesh how each role connects, and locks nobody out', async () => {
    const said = await roles();
    const analyst = new pg.Client(/^analyst +(\S+)$/m.exec(said)?.[1]);
    await analyst.connect();
    expect((await analyst.query('SELECT current_user AS role')).rows).toEqual([{ role: 'analyst' }]);
    await analyst.end();
    expect(await roles()).toBe(said);
    expect((await stat(join(home, 'role-urls.json'))).mode & 0o777).toBe(0o600);
  });

  it('says that it is simulated, and loads data by itself', async () => {
    expect(product.said).toContain('simulated data: WATTMESH_WORLD says so');
    await expect.poll(daysOfJanuary, { timeout: WITHIN_MS }).toBe(31);
  });

  it('refuses a second start in the same folder and says who holds it', async () => {
    const { code, said } = await refusedStart(home, { port: 1 });
    expect(code).toBe(1);
    expect(said).toMatch(/already runs here \(pid \d+, http:\/\/127\.0\.0\.1:\d+\)/);
  });

  it('refuses a port that is taken and says what to do', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'wattmesh taken '));
    const { code, said } = await refusedStart(elsewhere, { port: Number(new URL(product.url).port) });
    expect(code).toBe(1);
    expect(said).toMatch(/port \d+ .*taken.*PORT=/);
    expect(await processesOf(elsewhere)).toEqual([]);
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('refuses to load a dataset that nobody knows', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'wattmesh unknown '));
    const { code, said } = await refusedStart(elsewhere, { port: 0, datasets: 'consumption,tide' });
    expect(code).toBe(1);
    expect(said).toMatch(/DATASETS names "tide", want ids .*consumption/);
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('goes on by itself when workerd is killed, and starts it once', async () => {
    const killed = await processOf(home, /workerd serve/);
    process.kill(killed, 'SIGKILL');
    const begun = new Set<number>();
    const isSaid = async () => {
      for (const { pid, command } of await processesOf(home)) if (/workerd serve/.test(command)) begun.add(pid);
      return product.said.some((line) => RESTARTED.test(line));
    };
    await expect.poll(isSaid, { timeout: WITHIN_MS, interval: 20 }).toBe(true);
    const [{ away_ms }] = await logged('workerd_restarted');
    expect(away_ms).toBeGreaterThan(0);
    expect(away_ms).toBeLessThan(WITHIN_MS);
    await expect.poll(() => status('/readyz'), { timeout: WITHIN_MS }).toBe(200);
    expect([...begun].filter((pid) => pid !== killed)).toEqual([await processOf(home, /workerd serve/)]);
  });

  it('says so and ends when Postgres is killed; the next start recovers, and gives a key that works where nothing is left of it, and ends the old one', async () => {
    process.kill(await processOf(home, /postgres.* -D /), 'SIGKILL');
    expect(await product.exitCode).toBe(1);
    expect(product.said.join('\n')).toContain('Postgres died');
    await nothingLeft();
    // What else may be left of it: tools/start/home.test.ts.
    const lost = product.apiKey;
    await writeFile(join(home, 'api-key'), '');
    await writeFile(join(home, 'ports.json'), '{"postgres": "none", "neon": 80');
    await startAgain();
    expect(product.apiKey).not.toBe(lost);
    expect(product.said.join('\n')).toContain(product.apiKey);
    expect(await daysOfJanuary()).toBe(31);
    const withLost = await fetch(`${product.url}/v1/datasets`, { headers: { 'X-API-Key': lost } });
    expect(withLost.status).toBe(401);
  });

  it('recovers at the next start when the program itself was killed', async () => {
    process.kill(await processOf(home, /tools\/start\.ts$/), 'SIGKILL');
    await product.exitCode;
    await startAgain();
    expect(await status('/readyz')).toBe(200);
    expect(await status('/v1/datasets')).toBe(200);
  });

  it('ends by itself when npm is killed', async () => {
    product.npm.kill('SIGKILL');
    await nothingLeft();
  });
});
