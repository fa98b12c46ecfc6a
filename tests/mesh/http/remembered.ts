// What was answered is remembered: found by its id, computed again, commented on. Past forecasts are issued.
import { describe, expect, it } from 'vitest';
import { connect } from '../../../db/client.ts';
import { type Gateway, JSON_TYPE } from './gateway.ts';

const STRANGER = '9b2f3a52-3a0e-4a57-8f5e-1f4f2a1d8c11';
const TOO_LONG = JSON.stringify({ comment: 'x'.repeat(20_000) });

export function remembered(gateway: Gateway): void {
  const { ask } = gateway;
  const post = (path: string, body?: object | string, type: Record<string, string> = JSON_TYPE) =>
    ask(path, {
      method: 'POST',
      headers: type,
      body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
    });
  const statusOf = async (asked: Promise<Response>) => (await asked).status;

  describe('an answer', () => {
    let id = '';
    it('is found by its id soon after, and comes out the same again', async () => {
      const answer = await (await post('/v1/models/city-score/predict', { low_carbon_pct: 92 })).json();
      id = answer.rows[0].id;
      await expect.poll(() => statusOf(ask(`/v1/predictions/${id}`)), { timeout: 20_000, interval: 200 }).toBe(200);
      expect(await (await post(`/v1/predictions/${id}/replay`)).json()).toMatchObject({ same: true, differs: [] });
      expect(await statusOf(ask(`/v1/predictions/${STRANGER}`))).toBe(404);
      expect(await statusOf(post(`/v1/predictions/${STRANGER}/replay`))).toBe(404);
    });

    it('of a release that is gone stands as it was, and is not computed again by another', async () => {
      const db = connect({ DATABASE_URL: gateway.installation.ownerUrl, NEON_LOCAL: await neonOf(gateway) });
      await db.$client`UPDATE answer SET release = '2020-01-01-00000000' WHERE id = ${id}::uuid`;
      const replay = await post(`/v1/predictions/${id}/replay`);
      expect([replay.status, (await replay.json()).detail]).toEqual([
        409,
        expect.stringContaining('is no longer kept, neither here nor in the lake'),
      ]);
    });

    it('is called right or wrong, which is given back as a label', async () => {
      expect(await statusOf(post('/v1/feedback', { prediction: id, verdict: 'wrong', comment: '<b>"no"</b>' }))).toBe(
        201,
      );
      expect(await statusOf(post('/v1/feedback', { prediction: STRANGER, verdict: 'right' }))).toBe(404);
      expect(await statusOf(post('/v1/feedback', TOO_LONG))).toBe(413);
      expect(await statusOf(post('/v1/feedback', '{}', { 'Content-Type': 'text/plain' }))).toBe(415);
      const { feedback } = await (await ask('/v1/feedback?model=city-score')).json();
      expect(feedback).toMatchObject([{ prediction: id, verdict: 'wrong', comment: '<b>"no"</b>', values: null }]);
      expect(await (await ask('/v1/feedback?format=csv')).text()).toContain(',wrong,"<b>""no""</b>",tests,');
      expect(await statusOf(ask('/v1/feedback', { headers: { Accept: 'image/png' } }))).toBe(406);
    });
  });

  it('gives no anomalies before anything was measured, as JSON and as a table', async () => {
    expect(await (await ask('/v1/anomalies?model=load-anomaly')).json()).toEqual({
      anomalies: [],
      note: expect.stringMatching(/^Nothing is judged yet by load-anomaly\. A step is judged by itself once/),
    });
    expect(await (await ask('/v1/anomalies?format=csv')).text()).toMatch(/^id,model,release,entity,from,to,/);
    expect(await statusOf(ask('/v1/anomalies', { headers: { Accept: 'image/png' } }))).toBe(406);
  });

  it('lists forecasts, and issues past ones', async () => {
    const list = '/v1/predictions?model=load-day-ahead';
    const { predictions } = await (await ask(`${list}&limit=2`)).json();
    expect(predictions).toMatchObject([{ role: 'live' }, { role: 'live' }]);
    expect(await statusOf(ask(`${list}&format=csv`))).toBe(200);
    expect(await statusOf(ask(list, { headers: { Accept: 'image/png' } }))).toBe(406);
    const day = { from: new Date(Date.now() - 3 * 86_400_000).toISOString(), to: new Date().toISOString() };
    const issue = (model: string, body: object | string, type: Record<string, string> = JSON_TYPE) =>
      post(`/v1/models/${model}/forecasts`, body, type);
    expect(await (await issue('load-day-ahead', day)).json()).toMatchObject({ unknown: 0 });
    expect(await statusOf(issue('city-score', day))).toBe(404);
    expect(await statusOf(issue('load-day-ahead', TOO_LONG))).toBe(413);
    expect(await statusOf(issue('load-day-ahead', '{}', { 'Content-Type': 'text/plain' }))).toBe(415);
  });
}

async function neonOf({ installation }: Gateway): Promise<string> {
  const { NEON_LOCAL } = await installation.mesh.bindings('predict');
  return String(NEON_LOCAL);
}
