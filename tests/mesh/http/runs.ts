// Runs: started over HTTP, told about, reported on; and those of a replay, one at a time.
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { loaded } from '../installation.ts';
import { DAY, type Gateway, JSON_TYPE } from './gateway.ts';

export function runs(gateway: Gateway): void {
  const { ask, bare } = gateway;
  describe('facts', () => {
    it('begin with a run, and the run tells what it did', async () => {
      const [run] = await loaded(gateway.installation, { dataset: 'consumption', feed: 'national-live', ...DAY });
      expect(run).toMatchObject({ status: 'succeeded', rows: { rejected: 0 }, raw_objects: [{ simulated: true }] });
      expect((await ask(`/v1/runs/${run.id}`)).status).toBe(200);
      expect(await (await ask('/v1/runs?limit=1&status=succeeded')).json()).toMatchObject({ runs: [{ id: run.id }] });
      const started = await ask('/v1/runs', {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ dataset: 'consumption', feed: 'regional-live', ...DAY }),
      });
      expect(started.status).toBe(202);
      expect((await ask('/v1/runs/no-such-run')).status).toBe(404);
      expect((await ask(`/v1/datasets/consumption/quality/${run.id}`)).status).toBe(200);
      expect((await ask('/v1/datasets/consumption/quality/no-such-run')).status).toBe(404);
      expect((await ask('/v1/datasets/nothing/quality/latest')).status).toBe(404);
      const { reports } = await (await ask('/v1/datasets/consumption/quality')).json();
      expect(reports.map((report: { run: string }) => report.run)).toContain(run.id);
    });

    it('have a report that people read, in their language, as one file', async () => {
      const latest = '/v1/datasets/consumption/quality/latest';
      const [run] = await loaded(gateway.installation, { dataset: 'consumption', feed: 'national-live', ...DAY });
      const report = await (await ask(latest)).json();
      expect(report).toMatchObject({ version: 2, run: run.id, simulated: true });
      const page = await ask(`${latest}?lang=fr`, { headers: { Accept: 'text/html' } });
      expect(page.headers.get('Content-Language')).toBe('fr');
      expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(await page.text()).toContain('Données simulées');
      const one = await ask(`/v1/datasets/consumption/quality/${run.id}?format=html`, {
        headers: { 'Accept-Language': 'de, en;q=0.5' },
      });
      expect(await one.text()).toContain('Nothing to do');
      const list = await ask('/v1/datasets/consumption/quality?format=html');
      expect(await list.text()).toContain('national-live');
      const image = { headers: { Accept: 'image/png' } };
      for (const path of [latest, `/v1/datasets/consumption/quality/${run.id}`, '/v1/datasets/consumption/quality'])
        expect((await ask(path, image)).status).toBe(406);
      const { datasets } = await (await ask('/v1/quality')).json();
      const overview = datasets.find((each: { dataset: string }) => each.dataset === 'consumption');
      expect(overview.feeds).toMatchObject([{ feed: 'national-live', run: run.id, grade: report.grade }, {}]);
      const reader = await bare('/quality');
      expect(reader.status).toBe(200);
      // What it opens keeps its policy: the stylesheet of the reports, and nothing else, may stand in a page.
      expect(reader.headers.get('Content-Security-Policy')).toMatch(/style-src 'self' 'sha256-[^']+'; /);
    });

    it('have a report also where the run failed', async () => {
      const { url } = gateway.installation.simulator;
      await fetch(`${url}/misbehave`, { method: 'POST', body: JSON.stringify({ match: 'eco2mix', kind: 'html' }) });
      const [run] = await loaded(gateway.installation, { dataset: 'consumption', feed: 'regional-live', ...DAY });
      await fetch(`${url}/misbehave`, { method: 'DELETE' });
      expect(run.status).toBe('failed');
      const { reports } = await (await ask('/v1/datasets/consumption/quality')).json();
      expect(reports[0].run).toBe(run.id);
    });

    it('that were not accepted can be read to the last one', async () => {
      const [run] = await loaded(gateway.installation, { dataset: 'consumption', feed: 'regional-live', ...DAY });
      const owner = new pg.Client({ connectionString: gateway.installation.ownerUrl });
      await owner.connect();
      await owner.query(
        `INSERT INTO reject (run_id, raw_id, place, reason, fragment)
         SELECT $1, (SELECT min(id) FROM raw_object WHERE run_id = $1), 'row ' || n, 'no number', '{}' FROM generate_series(1, 250) n`,
        [run.id],
      );
      await owner.end();
      const pages: string[][] = [];
      let next: string | undefined;
      do {
        const response = await ask(`/v1/runs/${run.id}${next ? `?cursor=${next}` : ''}`);
        expect(response.status).toBe(200);
        const page: { rejects: { where: string }[]; next?: string } = await response.json();
        pages.push(page.rejects.map(({ where }) => where));
        next = page.next;
      } while (next);
      expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
      expect(pages.flat()).toEqual(Array.from({ length: 250 }, (_, i) => `row ${i + 1}`));
    });
  });
}

export function replays(gateway: Gateway): void {
  const { ask, ended } = gateway;
  describe('a replay', () => {
    it('is one at a time for a dataset', async () => {
      const replay = () =>
        ask('/v1/runs', {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify({ dataset: 'consumption', ...DAY, replay: true }),
        });
      const answers = await Promise.all([replay(), replay()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
      const [{ runs }] = (await Promise.all(answers.map((each) => each.json()))).filter((each) => 'runs' in each);
      expect(await ended(runs[0])).toBe('succeeded');
    });
  });
}
