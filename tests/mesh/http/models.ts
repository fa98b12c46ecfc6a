// Models: what they are, and the forecast they publish once there is a past.
import { describe, expect, it } from 'vitest';
import { loaded } from '../installation.ts';
import { type Gateway, JSON_TYPE } from './gateway.ts';

const FORECAST = '/v1/models/load-day-ahead/forecast';

export function models(gateway: Gateway): void {
  const { ask } = gateway;
  describe('models', () => {
    it('are described with their live release', async () => {
      const model = await (await ask('/v1/models/load-day-ahead')).json();
      expect(model).toMatchObject({
        kind: 'series',
        target: 'consumption/load_mw',
        release: { model: 'load-day-ahead' },
      });
    });

    it('cannot answer before there is a past', async () => {
      const none = await ask(FORECAST);
      expect([none.status, none.headers.get('Retry-After'), (await none.json()).detail]).toEqual([
        503,
        '60',
        'The first forecast of load-day-ahead is not made yet: it comes once there is enough of a past. Try again in a minute.',
      ]);
    });

    it('answer once there is one, each row with its source', async () => {
      const now = Date.now();
      await loaded(gateway.installation, {
        dataset: 'consumption',
        feed: 'national-live',
        from: new Date(now - 45 * 86_400_000).toISOString(),
        to: new Date(now).toISOString(),
      });
      await gateway.installation.mesh.tick('predict');
      const { issued_at, rows } = await (await ask(FORECAST)).json();
      const answer = await ask('/v1/models/load-day-ahead/predict', {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ issued_at, valid_at: [rows[0].valid_at] }),
      });
      expect(answer.status).toBe(200);
      expect((await answer.json()).rows).toMatchObject([{ valid_at: rows[0].valid_at, source: rows[0].source }]);
    });

    it('answer for records, say that they learnt from simulated ones, and name a field that is none of theirs', async () => {
      const about = (row: object) =>
        ask('/v1/models/city-score/predict', {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify({ rows: [row] }),
        });
      const answer = await (await about({ low_carbon_pct: 92, co2_g_per_kwh: 50 })).json();
      expect(answer).toMatchObject({ model: 'city-score', simulated: true, rows: [{ source: 'model' }] });
      expect(answer.heads).toEqual([{ name: 'datacenter_suitability_index', kind: 'value', unit: '0 to 100' }]);
      const refused = await about({ low_carbon: 92 });
      expect(refused.status).toBe(400);
      expect((await refused.json()).errors[0].pointer).toBe('/rows/0/low_carbon');
      const unknown = await about({});
      expect([unknown.status, (await unknown.json()).errors[0]]).toEqual([
        400,
        {
          pointer: '/rows/0',
          detail: expect.stringMatching(/^got a city of which nothing is known, want at least one/),
        },
      ]);
      expect((await (await about({ temperature_mean_celsius: 285 })).json()).errors).toEqual([
        { pointer: '/rows/0/temperature_mean_celsius', detail: 'got 285, want at most 60' },
      ]);
    });

    it('answer many who ask at once each for itself, though others hang up or ask nonsense', async () => {
      const rowOf = (n: number) => ({ low_carbon_pct: 30 + (n % 60) });
      const asked = (rows: readonly object[], { id, signal }: { id: string; signal?: AbortSignal }) =>
        fetch(`${gateway.installation.mesh.url}/v1/models/city-score/predict`, {
          method: 'POST',
          headers: { ...JSON_TYPE, 'X-API-Key': gateway.installation.apiKey, 'X-Request-Id': id },
          body: JSON.stringify({ rows }),
          ...(signal && { signal }),
        });
      const all = Array.from({ length: 60 }, (_, n) => rowOf(n));
      const { rows: alone } = await (await asked(all, { id: 'asked-alone' })).json();
      const told = await Promise.all(
        Array.from({ length: 240 }, async (_, n) => {
          const isGone = n % 3 === 0;
          const question = n % 7 === 0 ? { low_carbon: n } : rowOf(n);
          const leaving = isGone && { signal: AbortSignal.timeout(n % 9) };
          try {
            const answer = await asked([question], { id: `asked-at-once-${n}`, ...leaving });
            const { status } = answer;
            const document = await answer.json();
            return { n, isGone, status, document };
          } catch (error) {
            if (isGone) return null;
            throw error;
          }
        }),
      );
      const stayed = told.flatMap((one) => (one && !one.isGone ? [one] : []));
      expect(stayed).toHaveLength(160);
      for (const { n, status, document } of stayed) {
        if (n % 7 === 0) {
          expect([status, document.instance, document.errors[0].pointer]).toEqual([
            400,
            `asked-at-once-${n}`,
            '/rows/0/low_carbon',
          ]);
        } else {
          expect([status, document.request_id]).toEqual([200, `asked-at-once-${n}`]);
          expect(document.rows[0].values).toEqual(alone[n % 60].values);
        }
      }
    });

    it('that judge by themselves lead whoever asks them to what they said, and a misspelt one to those that are asked', async () => {
      const detail = async (id: string) => {
        const answer = await ask(`/v1/models/${id}/predict`, { method: 'POST', headers: JSON_TYPE, body: '{}' });
        return [answer.status, (await answer.json()).detail];
      };
      expect(await detail('turbine-failure')).toEqual([
        404,
        'There is no predict of "turbine-failure". turbine-failure is a detector: it judges by itself, see GET /v1/anomalies?model=turbine-failure.',
      ]);
      expect(await detail('city-scor')).toEqual([
        404,
        'There is no model "city-scor". Want one of city-score, customer-satisfaction, load-day-ahead, load-day-ahead-tso, regional-daily.',
      ]);
    });

    it('answer ten thousand records of the most digits, line by line: the first lines before the last are computed', async () => {
      const rows = Array.from({ length: 10_000 }, (_, i) => ({
        energy_cost_eur_per_mwh: 40 + i / 10_007,
        co2_g_per_kwh: 20 + i / 10_009,
        solar_potential_kwh_per_kwp: 800 + i / 10_037,
      }));
      const body = JSON.stringify({ rows });
      expect(body.length).toBeGreaterThan(1_048_576);
      const headers = { ...JSON_TYPE, Accept: 'application/x-ndjson' };
      const streamed = await ask('/v1/models/city-score/predict', { method: 'POST', headers, body });
      expect([streamed.status, streamed.headers.get('Content-Type')]).toEqual([200, 'application/x-ndjson']);
      const decoder = new TextDecoder();
      const arrived: string[] = [];
      for await (const part of streamed.body ?? []) arrived.push(decoder.decode(part, { stream: true }));
      expect(arrived.length).toBeGreaterThan(10);
      const lines = arrived.join('').trimEnd().split('\n');
      const whole = await (
        await ask('/v1/models/city-score/predict', { method: 'POST', headers: JSON_TYPE, body })
      ).json();
      expect(lines).toHaveLength(10_000);
      expect(lines.map((line) => JSON.parse(line).values)).toEqual(
        whole.rows.map((row: { values: object }) => row.values),
      );
    });

    it('publish a forecast that may be kept for seconds, and for a minute while a newer one is fetched', async () => {
      const response = await ask(FORECAST);
      expect(response.headers.get('Cache-Control')).toBe(
        'private, max-age=5, stale-while-revalidate=60, stale-if-error=86400',
      );
      const tag = response.headers.get('ETag') ?? '';
      expect((await ask(FORECAST, { headers: { 'If-None-Match': tag } })).status).toBe(304);
      const csv = await ask(`${FORECAST}?format=csv`);
      expect(csv.headers.get('ETag')).not.toBe(tag);
      const [head, ...lines] = (await csv.text()).trimEnd().split('\r\n');
      expect(head).toMatch(/^model,release,issued_at,entity,valid_at,source,reason,load_mw/);
      expect(lines).toHaveLength((await response.json()).rows.length);
    });
  });
}
