// Rows as they are read: in pages, in every format, with their licence, as of an instant.
import { describe, expect, it } from 'vitest';
import { operationOf } from '../../../workers/gateway/testing/interface.ts';
import { DAY, type Gateway, ROWS } from './gateway.ts';

export function rows(gateway: Gateway): void {
  const { ask, bare } = gateway;
  describe('rows', () => {
    it('come in pages that join without a gap', async () => {
      const whole = await (await ask(`${ROWS}&area=FR`)).json();
      expect(whole.rows).toHaveLength(96);
      expect(whole.next).toBeUndefined();
      const pages: unknown[] = [];
      let path: string | undefined = `${ROWS}&area=FR&limit=40`;
      while (path) {
        const response = await ask(path);
        const { rows } = await response.json();
        expect(rows.length).toBeGreaterThan(0);
        pages.push(...rows);
        path = /<([^>]+)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
      }
      expect(pages).toEqual(whole.rows);
    });

    it('carry their licence in every format', async () => {
      const licence = { id: 'etalab-2.0', url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/' };
      expect(await (await ask(`${ROWS}&limit=1`)).json()).toMatchObject({ licence });
      for (const format of ['csv', 'ndjson']) {
        const { headers } = await ask(`${ROWS}&format=${format}`);
        expect(headers.get('Link')).toBe(
          `<${licence.url}>; rel="license"; title*=UTF-8''RTE%2C%20%C3%A9CO2mix%2C%20via%20ODR%C3%89`,
        );
        expect(headers.get('Content-Disposition')).toBe(
          `attachment; filename="consumption_2026-11-10_2026-11-11_etalab-2.0.${format}"`,
        );
      }
    });

    it('come as CSV with the columns that were asked for, and what is known of them', async () => {
      const response = await ask(`${ROWS}&area=FR&columns=load_mw,rte_day_ahead_mw`, {
        headers: { Accept: 'text/csv' },
      });
      expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8; header=present');
      const [head, ...lines] = (await response.text()).trimEnd().split('\r\n');
      expect(head).toBe(
        'area,at,load_mw,load_quality,load_known_at,load_source,rte_day_ahead_mw,day_ahead_quality,day_ahead_known_at,day_ahead_source,simulated',
      );
      expect(lines).toHaveLength(96);
      expect(lines[0]).toMatch(
        /^FR,2026-11-10T00:00:00Z,\d+,real time,2026-11-10T00:30:00Z,[\w-]+,\d+,real time,2026-11-09T09:00:00Z,[\w-]+,true$/,
      );
    });

    it('end after `limit` rows, whatever the format', async () => {
      const lines = (await (await ask(`${ROWS}&area=FR&format=ndjson&limit=7`)).text()).trimEnd().split('\n');
      expect(lines).toHaveLength(7);
    });

    it('are nothing before they were known', async () => {
      const { rows, as_of } = await (await ask(`${ROWS}&area=FR&columns=load_mw&as_of=2026-11-10T06:00:00Z`)).json();
      expect(as_of).toBe('2026-11-10T06:00:00Z');
      expect(rows.at(-1).at).toBe('2026-11-10T05:30:00Z');
    });

    it('need not be sent twice', async () => {
      for (const path of [
        `${ROWS}&area=FR`,
        '/v1/datasets',
        '/v1/datasets/consumption',
        '/v1/models',
        '/v1/models/load-day-ahead',
      ]) {
        const first = await ask(path);
        expect([path, first.headers.get('Cache-Control')]).toEqual([path, 'private, no-cache']);
        const again = await ask(path, { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } });
        expect([path, again.status]).toEqual([path, 304]);
      }
      const description = await bare('/openapi.json');
      const tag = description.headers.get('ETag') ?? '';
      expect((await bare('/openapi.json', { headers: { 'If-None-Match': tag } })).status).toBe(304);
    });

    it('have a mean, a peak and a trough', async () => {
      const stats = await (await ask(`/v1/consumption/stats?from=${DAY.from}&to=${DAY.to}`)).json();
      expect(stats).toMatchObject({ dataset: 'consumption', column: 'load_mw', places: { area: 'FR' }, count: 96 });
      expect(stats.trough).toBeLessThan(stats.mean);
      expect(stats.mean).toBeLessThan(stats.peak);
      const nothing = await (
        await ask('/v1/consumption/stats?from=2001-01-01T00:00:00Z&to=2001-02-01T00:00:00Z')
      ).json();
      expect(nothing).toMatchObject({ count: 0 });
      expect(nothing.mean).toBeUndefined();
    });
  });

  describe('rows of any dataset', () => {
    it('of a snapshot say of no window, and of a forecast can be asked for by when it was issued', async () => {
      const turbine = await ask('/v1/datasets/turbine/rows?turbine_id=T001');
      expect(await turbine.json()).toEqual({ dataset: 'turbine', licence: expect.anything(), rows: [] });
      expect((await ask('/v1/datasets/turbine/rows?format=csv')).headers.get('Content-Disposition')).toMatch(
        /"turbine_[^_]+\.csv"$/,
      );
      const forecast = '/v1/datasets/weather-forecast/rows';
      const { parameters = [] } = operationOf(gateway.document, 'GET', forecast)?.operation ?? {};
      expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['place', 'from', 'to']));
      expect((await ask(`${forecast}?at=2026-11-10T06:00:00Z`)).status).toBe(200);
      expect(await (await ask('/v1/datasets/turbine')).json()).toMatchObject({ grid: 'snapshot' });
      expect(await (await ask('/v1/datasets/calendar')).json()).toMatchObject({ grid: 'paris-day', time_column: 'at' });
    });
  });
}
