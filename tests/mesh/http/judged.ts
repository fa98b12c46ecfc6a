// How models are judged, as a client sees it before anything has come true; with truth: workers/predict/predict.mesh.test.ts.
import { describe, expect, it } from 'vitest';
import { models } from '../../../models/catalogue.gen.ts';
import type { Gateway } from './gateway.ts';

const REGIONS = '/v1/models/regional-daily';

export function judged(gateway: Gateway): void {
  const { ask } = gateway;
  describe('the judgement of a model', () => {
    it('is empty before the first truth, and no figure is a zero in disguise', async () => {
      const board = await (await ask(`${REGIONS}/scoreboard?period=all&entity=FR-BRE`)).json();
      expect(board).toMatchObject({ target: 'gas-daily/consumption_mwh', unit: 'MWh', entity: 'FR-BRE', steps: 0 });
      expect([board.competitors, board.by_day, board.challengers]).toEqual([[], [], []]);
      expect(board).not.toHaveProperty('from');
      expect(board.note).toContain('npm run forecast -- regional-daily --from');
      const drift = await (await ask(`${REGIONS}/drift`)).json();
      expect(drift).toMatchObject({
        latest: [],
        history: [],
        note: expect.stringContaining('npm run forecast -- regional-daily'),
      });
    });

    it('is a table for whoever asks for one, and comes again only when it has changed', async () => {
      const csv = await ask(`${REGIONS}/scoreboard`, { headers: { Accept: 'text/csv' } });
      expect(await csv.text()).toBe(
        'scope,at,contestant,challenger,steps,mape_percent,mae,rmse,bias,pinball,coverage_80\r\n',
      );
      const known = { headers: { Accept: 'text/csv', 'If-None-Match': csv.headers.get('ETag') ?? '' } };
      expect((await ask(`${REGIONS}/scoreboard`, known)).status).toBe(304);
      expect((await ask(`${REGIONS}/scoreboard`, { headers: { Accept: 'image/png' } })).status).toBe(406);
      const drift = await ask(`${REGIONS}/drift`);
      const again = { headers: { 'If-None-Match': drift.headers.get('ETag') ?? '' } };
      expect((await ask(`${REGIONS}/drift`, again)).status).toBe(304);
    });

    it('is shown of every model, and says what it is of', async () => {
      const notes = await Promise.all(
        Object.keys(models).map(async (id) => (await (await ask(`/v1/models/${id}/drift`)).json()).note),
      );
      expect(
        notes.filter((note) => /Nothing is compared yet|Compared is what callers ask here/.test(note)),
      ).toHaveLength(7);
    });

    it('is scored for forecasts alone, and of places that the model speaks of', async () => {
      expect((await ask('/v1/models/city-score/scoreboard')).status).toBe(404);
      expect((await ask('/v1/models/nothing/drift')).status).toBe(404);
      const elsewhere = await ask('/v1/models/load-day-ahead/scoreboard?entity=FR-BRE');
      expect([elsewhere.status, (await elsewhere.json()).errors]).toEqual([
        400,
        [{ pointer: '?entity', detail: 'Got FR-BRE, want one of FR' }],
      ]);
      expect((await ask('/v1/models/load-day-ahead/scoreboard?period=decade')).status).toBe(400);
    });
  });
}
