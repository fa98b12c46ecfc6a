// Releases over the whole mesh: kept, in the shadow, shared, live and back, two at once, broken, and after workerd was killed.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { R2Bucket } from '@cloudflare/workers-types';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../db/client.ts';
import { type MadeRelease, madeRelease } from '../../made-release.ts';
import { type Gateway, JSON_TYPE } from './gateway.ts';

const MODEL = '/v1/models/city-score';
const ALIASES = `${MODEL}/aliases`;
const LIVE = `${ALIASES}/live`;
const TEN_SECONDS = 10_000;

export function releases(gateway: Gateway): void {
  const { ask } = gateway;
  let [thirty, sixty, shadow]: MadeRelease[] = [];
  let seed = '';
  beforeAll(async () => {
    [thirty, sixty, shadow] = await Promise.all([
      madeRelease('city-score', 30),
      madeRelease('city-score', 60),
      madeRelease('load-day-ahead', 61_000),
    ]);
    seed = (await standing()).live;
  });
  afterAll(() => Promise.all([thirty, sixty, shadow].map((one) => one?.remove())));

  const standing = async (model = MODEL) => (await ask(`${model}/aliases`)).json();
  const seen = async (model = MODEL) => ({ ...JSON_TYPE, 'If-Match': `"${(await standing(model)).version}"` });
  async function upload({ folder }: MadeRelease, { to = MODEL, touch = (text: string) => text } = {}) {
    const form = new FormData();
    for (const [part, name] of [
      ['onnx', 'model.onnx'],
      ['golden', 'golden.json'],
    ] as const) {
      form.set(part, new Blob([await readFile(join(folder, name))]), name);
    }
    form.set('release', new Blob([touch(await readFile(join(folder, 'release.json'), 'utf8'))]), 'release.json');
    return ask(`${to}/releases`, { method: 'POST', body: form });
  }
  const name = async (alias: string, body: object, headers?: Record<string, string>) =>
    ask(`${ALIASES}/${alias}`, {
      method: 'PUT',
      headers: headers ?? (await seen()),
      body: JSON.stringify({ reason: 'a test', ...body }),
    });
  const rollBack = async (
    body = JSON.stringify({ reason: 'a test' }),
    headers?: Record<string, string>,
    model = MODEL,
  ) => ask(`${model}/rollback`, { method: 'POST', headers: headers ?? (await seen()), body });
  /** Three rows, asked by one key: by which release, and what it says. */
  async function answered(key = 'a plant') {
    const rows = [50, 60, 70].map((low_carbon_pct) => ({ low_carbon_pct, co2_g_per_kwh: 50 }));
    const answer = await ask(`${MODEL}/predict`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'X-Sticky-Key': key },
      body: JSON.stringify({ rows }),
    });
    const { release, rows: told } = await answer.json();
    const indices = told.map(
      ({ values }: { values: Record<string, number> }) => values['datacenter_suitability_index'],
    );
    return { release, indices: [...new Set<number>(indices)] };
  }
  /** How long until it answers. */
  async function answersWithin(release: string): Promise<number> {
    const begun = performance.now();
    await expect.poll(async () => (await answered()).release, { timeout: TEN_SECONDS, interval: 50 }).toBe(release);
    return performance.now() - begun;
  }

  describe('releases', () => {
    it('are kept once, before they answer, and listed', async () => {
      const kept = await upload(thirty!);
      expect([kept.status, await kept.json()]).toMatchObject([201, { release: { id: thirty!.id }, repeated: false }]);
      expect((await upload(thirty!)).status).toBe(200);
      expect((await upload(sixty!)).status).toBe(201);
      expect((await upload(thirty!, { touch: (text) => text.replace('"seed": 1,', '"seed": 2,') })).status).toBe(409);
      const { release, aliases, releases: listed } = await (await ask(MODEL)).json();
      expect([release.id, aliases.version]).toEqual([seed, 0]);
      const ids = listed.map(({ id }: { id: string }) => id);
      expect(ids).toEqual(expect.arrayContaining([seed, thirty!.id, sixty!.id]));
      expect((await answered()).release).toBe(seed);
    });

    it('are refused with every reason when they are broken', async () => {
      const touch = (text: string) =>
        text.replace(/"passed": true/, '"passed": false').replace(/"seed": 1,/, '"seed": 3,');
      const refused = await upload(thirty!, { to: '/v1/models/load-anomaly', touch });
      expect(refused.status).toBe(422);
      const { errors } = await refused.json();
      expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
        expect.arrayContaining(['/release/model', '/release/features', '/release/heads', '/release/feature_sha256']),
      );
      expect((await upload(thirty!, { to: '/v1/models/nothing' })).status).toBe(404);
      const form = new FormData();
      form.set('release', new Blob(['x'.repeat(21 * 1_048_576)]), 'release.json');
      expect((await ask(`${MODEL}/releases`, { method: 'POST', body: form })).status).toBe(413);
      expect((await ask(`${MODEL}/releases`, { method: 'POST', headers: JSON_TYPE, body: '{}' })).status).toBe(415);
    });

    it('forecast in the shadow beside live, and what is published stays what it was', async () => {
      const model = '/v1/models/load-day-ahead';
      const before = await (await ask(`${model}/forecast`)).json();
      expect((await upload(shadow!, { to: model })).status).toBe(201);
      const named = await ask(`${model}/aliases/shadow`, {
        method: 'PUT',
        headers: await seen(model),
        body: JSON.stringify({ release: shadow!.id, reason: 'a test' }),
      });
      expect(named.status).toBe(200);
      const { DATABASE_URL, NEON_LOCAL } = await gateway.installation.mesh.bindings('predict');
      const db = connect({ DATABASE_URL: String(DATABASE_URL), NEON_LOCAL: String(NEON_LOCAL) });
      const inTheShadow = async () => {
        await gateway.installation.mesh.tick('predict');
        const { rows } = await db.execute(
          sql`SELECT count(*)::int AS steps, round(avg((values->>'load_mw')::float) / 61000) AS of_its_answer FROM prediction
              WHERE role = 'shadow' AND release = ${shadow!.id} AND issued_at = ${before.issued_at} AND source = 'model'`,
        );
        return rows;
      };
      // A tick makes three issues, the oldest first: where there are more, the last is corrected by what became of the others.
      await expect.poll(inTheShadow, { timeout: 30_000 }).toEqual([{ steps: before.rows.length, of_its_answer: 1 }]);
      expect((await (await ask(`${model}/forecast`)).json()).release).toBe(before.release);
    });

    it('share their keys with a canary, each key always with the same', async () => {
      expect((await name('canary', { release: thirty!.id, percent: 40 })).status).toBe(200);
      const keys = Array.from({ length: 40 }, (_, i) => `plant ${i}`);
      const first = await Promise.all(keys.map(answered));
      const byCanary = first.filter(({ release }) => release === thirty!.id);
      expect(byCanary.length).toBeGreaterThan(4);
      expect(byCanary.length).toBeLessThan(36);
      expect(byCanary.every(({ indices }) => indices.join() === '30')).toBe(true);
      expect(await Promise.all(keys.map(answered))).toEqual(first);
      const cleared = await ask(`${ALIASES}/canary?reason=seen`, { method: 'DELETE', headers: await seen() });
      expect([cleared.status, (await cleared.json()).canary]).toEqual([200, undefined]);
    });

    it('are live within ten seconds, and every request is answered by one of them from its first row to its last', async () => {
      const state = { done: false };
      const asking = (async () => {
        const answers = [];
        while (!state.done) answers.push(...(await Promise.all([answered(), answered(), answered()])));
        return answers;
      })();
      expect((await name('live', { release: thirty!.id })).status).toBe(200);
      expect(await answersWithin(thirty!.id)).toBeLessThan(TEN_SECONDS);
      expect((await name('live', { release: sixty!.id })).status).toBe(200);
      expect(await answersWithin(sixty!.id)).toBeLessThan(TEN_SECONDS);
      state.done = true;
      const saying = { [thirty!.id]: '30', [sixty!.id]: '60' };
      const mixed = (await asking).filter(
        ({ release, indices }) => indices.join() !== (saying[release] ?? indices.join()),
      );
      expect(mixed).toEqual([]);
    });

    it('go back to the one before as fast, and say who did what and why', async () => {
      expect((await rollBack()).status).toBe(200);
      expect(await answersWithin(thirty!.id)).toBeLessThan(TEN_SECONDS);
      const { changes, before } = await standing();
      expect(before).toEqual([seed]);
      expect(changes.slice(0, 2)).toMatchObject([
        { what: 'rollback', release: thirty!.id, by: 'tests', reason: 'a test' },
        { what: 'live', release: sixty!.id },
      ]);
    });

    it('are not overwritten by the second of two who saw the same', async () => {
      const headers = await seen();
      const both = await Promise.all([seed, sixty!.id].map((release) => name('live', { release }, headers)));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
      const late = { 'If-Match': '"0"' };
      expect((await ask(`${LIVE}?reason=late`, { method: 'DELETE', headers: late })).status).toBe(412);
      expect((await rollBack(undefined, { ...JSON_TYPE, ...late })).status).toBe(412);
    });

    it('are not named by who says no reason, no share, no version, or a release that is not there', async () => {
      expect((await name('live', { release: '2026-01-01-00000000' })).status).toBe(404);
      expect((await name('shadow', { release: thirty!.id })).status).toBe(422);
      expect((await name('live', { release: thirty!.id, reason: ' ' })).status).toBe(400);
      expect((await name('live', { release: thirty!.id, reason: 'half a character: \ud83d' })).status).toBe(400);
      expect((await name('canary', { release: thirty!.id, percent: 100 })).status).toBe(400);
      expect((await name('live', { release: thirty!.id, percent: 5 })).status).toBe(400);
      expect((await name('live', { release: thirty!.id }, JSON_TYPE)).status).toBe(400);
      const text = { ...(await seen()), 'Content-Type': 'text/plain' };
      expect((await name('live', { release: thirty!.id }, text)).status).toBe(415);
      expect((await rollBack('{}', text)).status).toBe(415);
      const long = JSON.stringify({ reason: 'x'.repeat(2_000_000) });
      expect((await rollBack(long)).status).toBe(413);
      expect((await name('live', { release: thirty!.id, reason: 'x'.repeat(2_000_000) })).status).toBe(413);
      const nothing = '/v1/models/nothing';
      const any = { ...JSON_TYPE, 'If-Match': '*' };
      expect((await ask(`${nothing}/aliases`)).status).toBe(404);
      expect((await rollBack(undefined, any, nothing)).status).toBe(404);
      expect((await ask(`${nothing}/aliases/live?reason=x`, { method: 'DELETE', headers: any })).status).toBe(404);
      expect((await rollBack(undefined, any, '/v1/models/customer-satisfaction')).status).toBe(409);
    });

    it('leave the one before them live where they are broken in the lake, also in a workerd that was killed', async () => {
      for (const { id: release } of [thirty!, sixty!]) expect((await name('live', { release })).status).toBe(200);
      const { LAKE } = await gateway.installation.mesh.bindings('predict');
      const lake = LAKE as R2Bucket;
      await lake.delete(`models/city-score/${sixty!.id}/model.onnx`);
      await lake.put(`models/city-score/${thirty!.id}/model.onnx`, 'no graph');
      expect(await answersWithin(sixty!.id)).toBeLessThan(TEN_SECONDS);
      await gateway.installation.killWorkerd();
      await expect.poll(async () => (await answered()).release, { timeout: TEN_SECONDS }).toBe(seed);
      const { live } = await standing();
      expect(live).toBe(sixty!.id);
      const ready = async () =>
        (await (await gateway.bare('/readyz')).json()).checks['predict/release of city-score']?.detail;
      await expect.poll(ready, { timeout: 30_000 }).toMatch(`${sixty!.id} is refused: ${seed} answers`);
      const refused = gateway.installation.logs
        .map(({ message }) => message)
        .filter((line) => /release_refused/.test(line));
      expect(refused.some((line) => line.includes('it is not in the lake'))).toBe(true);
      const back = await rollBack();
      expect([back.status, (await back.json()).errors[0].detail]).toMatchObject([
        422,
        expect.stringContaining('the sha256 of model.onnx is'),
      ]);
      expect((await name('live', { release: seed })).status).toBe(200);
      expect(await answersWithin(seed)).toBeLessThan(TEN_SECONDS);
    }, 120_000);
  });
}
