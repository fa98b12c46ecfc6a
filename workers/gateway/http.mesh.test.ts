// The gateway over HTTP, in workerd, with all Workers and a real Postgres behind it: each status it documents is one it gives.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { XLSX } from '../../data/upload.ts';
import { type Installation, loaded, startInstallation } from '../../tests/mesh/installation.ts';
import { HOSTILE, HOSTILE_QUESTIONS, type Hostile } from './testing/hostile.ts';
import { mismatch, type OpenApi, operationOf, operationsOf } from './testing/interface.ts';

let installation: Installation;
let document: OpenApi;
const seen = new Set<string>();

/** Remembers which operation gave which status, and holds each JSON body to its description. */
async function noted(method: string, path: string, response: Response): Promise<Response> {
  const documented = operationOf(document, method, path);
  if (!documented) return response;
  const { operation } = documented;
  seen.add(`${operation.operationId} ${response.status}`);
  const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
  if (/json$/.test(type) && !/ndjson$/.test(type)) {
    expect(mismatch(document, operation, response.status, type, await response.clone().json())).toBeNull();
  }
  return response;
}
const ask = async (path: string, init: RequestInit = {}) =>
  noted(init.method ?? 'GET', path, await installation.ask(path, init));
const bare = async (path: string, init: RequestInit = {}) =>
  noted(init.method ?? 'GET', path, await fetch(installation.mesh.url + path, init));

beforeAll(async () => {
  installation = await startInstallation();
  document = await (await fetch(`${installation.mesh.url}/openapi.json`)).json();
});
afterAll(() => installation.stop());

const JSON_TYPE = { 'Content-Type': 'application/json' };
const DAY = { from: '2026-11-10T00:00:00Z', to: '2026-11-11T00:00:00Z' };
const FORECAST = '/v1/models/load-day-ahead/forecast';
const ROWS = `/v1/datasets/consumption/rows?from=${DAY.from}&to=${DAY.to}`;

async function expectProblem(response: Response, { status, pointers }: Hostile) {
  const text = await response.text();
  expect([response.status, text]).toEqual([status, text]);
  const problem = JSON.parse(text) as { instance: string; errors?: { pointer: string }[] };
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(problem.instance).toBe(response.headers.get('X-Request-Id'));
  if (pointers) expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
}

describe('hostile requests', () => {
  it.each(
    [...HOSTILE, ...HOSTILE_QUESTIONS]
      .filter(({ method }) => method !== 'BREW')
      .map((one) => [`${one.method ?? 'GET'}: ${one.what}`, one] as const),
  )('%s', async (_, one) => {
    const { path, method = 'GET', headers, body } = one;
    await expectProblem(await ask(path, { method, ...(headers && { headers }), ...(body && { body: body() }) }), one);
  });

  it('stops reading a body that does not say how long it is', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        if (sent > 20_000_000) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const headers = { ...JSON_TYPE, 'Idempotency-Key': 'endless' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect((await ask('/v1/datasets/consumption/rows', init)).status).toBe(413);
    expect((await bare('/healthz')).status).toBe(200);
  });

  it('of a body that breaks off is the fault of its sender', async () => {
    const { hostname, port } = new URL(installation.mesh.url);
    const socket = connect(Number(port), hostname);
    const said: string[] = [];
    socket.on('data', (bytes) => said.push(String(bytes)));
    socket.end(
      `POST /v1/runs HTTP/1.1\r\nHost: ${hostname}\r\nX-API-Key: ${installation.apiKey}\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{}`,
    );
    await once(socket, 'close');
    expect(said.join('')).not.toMatch(/^HTTP\/1.1 5/);
  });

  const cursor = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  it.each([
    ['rows', '/v1/datasets/consumption/rows', ['FR', -8.64e15]],
    ['rows', '/v1/datasets/consumption/rows', ['FR\u0000', 0]],
    ['rows', '/v1/datasets/consumption/rows', ['FR']],
    ['rows', '/v1/datasets/consumption/rows', [1, 'FR']],
    ['rows', '/v1/datasets/consumption/rows', { area: 'FR' }],
    ['runs', '/v1/runs', [-9e15, 'x']],
    ['runs', '/v1/runs', [9e15, 'x']],
    ['runs', '/v1/runs', [0, '\u0000']],
    ['runs', '/v1/runs', [1.5, 'x']],
    ['runs', '/v1/runs', ['FR', 0]],
  ])('a cursor of %s made by hand: %s %o', async (_, path, value) => {
    await expectProblem(await ask(`${path}?cursor=${cursor(value)}`), {
      what: '',
      path,
      status: 400,
      pointers: ['?cursor'],
    });
  });
});

describe('tokens', () => {
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const token = (form: string, headers: Record<string, string> = {}) =>
    bare('/oauth/token', { method: 'POST', headers: { ...FORM, ...headers }, body: form });
  const own = () => {
    const [client, secret] = installation.apiKey.split('.');
    return `client_id=${client}&client_secret=${secret}`;
  };

  it('are given for a client and its secret, and open the door', async () => {
    const response = await token(`grant_type=client_credentials&${own()}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const { access_token, token_type, expires_in, scope } = await response.json();
    expect([token_type, expires_in, scope]).toEqual(['Bearer', 3_600, 'read predict ingest admin']);
    const models = await bare('/v1/models', { headers: { Authorization: `Bearer ${access_token}` } });
    expect(models.status).toBe(200);
  });

  it('take Basic too, and no more scopes than were asked for', async () => {
    const basic = btoa(installation.apiKey.replace('.', ':'));
    const response = await token('grant_type=client_credentials&scope=predict', { Authorization: `Basic ${basic}` });
    const { access_token, scope } = await response.json();
    expect(scope).toBe('predict');
    const forbidden = await bare('/v1/models', { headers: { Authorization: `Bearer ${access_token}` } });
    expect([forbidden.status, (await forbidden.json()).detail]).toEqual([
      403,
      'This needs the scope read; the client has predict.',
    ]);
  });

  it.each([
    ['', 400, 'invalid_request'],
    ['grant_type=password', 400, 'unsupported_grant_type'],
    ['grant_type=client_credentials', 401, 'invalid_client'],
    ['grant_type=client_credentials&client_id=tests&client_secret=guess', 401, 'invalid_client'],
    ['grant_type=client_credentials&client_id=nobody&client_secret=guess', 401, 'invalid_client'],
    ['grant_type=client_credentials&client_id=%00&client_secret=guess', 401, 'invalid_client'],
    ['grant_type=client_credentials&grant_type=client_credentials', 400, 'invalid_request'],
    ['grant_type=client_credentials&username=x', 400, 'invalid_request'],
  ])('answer %o as RFC 6749 has it', async (form, status, error) => {
    const response = await token(form);
    expect([response.status, (await response.json()).error]).toEqual([status, error]);
  });

  it('refuse a scope that is none', async () => {
    const response = await token(`grant_type=client_credentials&scope=read%20root&${own()}`);
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_scope']);
  });

  it('are not asked for with a form of a mile', async () => {
    expect((await token(`grant_type=${'x'.repeat(10_000)}`)).status).toBe(413);
  });
});

describe('facts', () => {
  it('begin with a run, and the run tells what it did', async () => {
    const [run] = await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...DAY });
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
    const [run] = await loaded(installation, { dataset: 'consumption', feed: 'national-live', ...DAY });
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
    const { url } = installation.simulator;
    await fetch(`${url}/misbehave`, { method: 'POST', body: JSON.stringify({ match: 'eco2mix', kind: 'html' }) });
    const [run] = await loaded(installation, { dataset: 'consumption', feed: 'regional-live', ...DAY });
    await fetch(`${url}/misbehave`, { method: 'DELETE' });
    expect(run.status).toBe('failed');
    const { reports } = await (await ask('/v1/datasets/consumption/quality')).json();
    expect(reports[0].run).toBe(run.id);
  });

  it('that were not accepted can be read to the last one', async () => {
    const [run] = await loaded(installation, { dataset: 'consumption', feed: 'regional-live', ...DAY });
    const owner = new pg.Client({ connectionString: installation.ownerUrl });
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
    const response = await ask(`${ROWS}&area=FR&columns=load_mw,rte_day_ahead_mw`, { headers: { Accept: 'text/csv' } });
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
    const nothing = await (await ask('/v1/consumption/stats?from=2001-01-01T00:00:00Z&to=2001-02-01T00:00:00Z')).json();
    expect(nothing).toMatchObject({ count: 0 });
    expect(nothing.mean).toBeUndefined();
  });
});

describe('pushes', () => {
  const ROW = { area: 'FR', at: '2026-11-10T12:00:00Z', load_mw: 61_234, quality: 'definitive' };
  const push = (key: string, body: string, type = 'application/json') =>
    ask('/v1/datasets/consumption/rows', {
      method: 'POST',
      headers: { 'Content-Type': type, 'Idempotency-Key': key },
      body,
    });

  it('are accepted once per key', async () => {
    const first = await push('noon', JSON.stringify([ROW]));
    expect(first.status).toBe(202);
    const { push: id, repeated } = await first.json();
    expect(repeated).toBe(false);
    expect(await (await push('noon', JSON.stringify([ROW]))).json()).toEqual({ push: id, rows: 1, repeated: true });
  });

  it('are refused when the key comes again with another body', async () => {
    expect((await push('noon', JSON.stringify([{ ...ROW, load_mw: 61_235 }]))).status).toBe(409);
  });

  it('may be ndjson', async () => {
    const lines = [ROW, { ...ROW, at: '2026-11-10T12:15:00Z' }].map((row) => JSON.stringify(row)).join('\n');
    expect(await (await push('lines', lines, 'application/x-ndjson')).json()).toMatchObject({ rows: 2 });
  });
});

const FILE = 'area;at;load_mw\nFR;2026-11-10T13:00:00Z;60123\n';
const MIB = 1_048_576;

/** What is answered to a body that only says how long it is. */
async function askedWithLength(method: string, path: string, headers: Record<string, string>, bytes: number) {
  const asking = request(installation.mesh.url + path, {
    method,
    headers: { 'X-API-Key': installation.apiKey, ...headers, 'Content-Length': String(bytes) },
  });
  asking.flushHeaders();
  const [answered]: IncomingMessage[] = await once(asking, 'response');
  if (!answered) throw new Error('no answer');
  const { statusCode = 0, headers: given } = answered;
  const init = { status: statusCode, headers: { 'Content-Type': given['content-type'] ?? '' } };
  const response = await noted(method, path, new Response(await text(answered), init));
  asking.destroy();
  return response;
}

/** A body that does not say its length, and passes the limit. */
async function endless(path: string): Promise<number> {
  let mib = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (into) => (mib++ > 100 ? into.close() : into.enqueue(new Uint8Array(MIB))),
  });
  const headers = { 'Content-Type': 'application/octet-stream' };
  return (await ask(path, { method: 'PUT', headers, body, duplex: 'half' } as RequestInit)).status;
}

async function ended(run: string) {
  const status = async () => (await (await ask(`/v1/runs/${run}`)).json()).status;
  await expect.poll(status, { timeout: 60_000, interval: 100 }).toMatch(/succeeded|failed/);
  return status();
}

describe('files', () => {
  const FILES = '/v1/datasets/consumption/files';
  const send = (key: string, body: string, type = 'text/csv') =>
    ask(FILES, { method: 'POST', headers: { 'Content-Type': type, 'Idempotency-Key': key }, body });

  it('are accepted once per key, and a run loads them', async () => {
    const first = await send('file', FILE);
    expect(first.status).toBe(202);
    const { upload, run, bytes, repeated } = await first.json();
    expect([bytes, repeated]).toEqual([FILE.length, false]);
    expect(await (await send('file', FILE)).json()).toEqual({ upload, run, bytes, repeated: true });
    expect(await ended(run)).toBe('succeeded');
  });

  it('are for datasets that there are', async () => {
    const nowhere = { method: 'POST', headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': 'nowhere' } };
    expect((await ask('/v1/datasets/nothing/files', { ...nowhere, body: FILE })).status).toBe(404);
    expect((await ask('/v1/datasets/nothing/uploads?type=csv', nowhere)).status).toBe(404);
  });

  it('are refused when the key comes again with another file', async () => {
    expect((await send('file', `${FILE}\n`)).status).toBe(409);
  });

  it('are CSV or XLSX, of a bounded size', async () => {
    expect((await send('form', FILE, 'multipart/form-data; boundary=x')).status).toBe(415);
    for (const [type, mib] of [
      ['text/csv', 100],
      [XLSX, 20],
    ] as const) {
      const headers = { 'Content-Type': type, 'Idempotency-Key': 'large' };
      const response = await askedWithLength('POST', FILES, headers, mib * MIB + 1);
      expect([response.status, (await response.json()).detail]).toEqual([
        413,
        `The body may have ${mib * 1_024} KiB at most. Send it in pieces.`,
      ]);
    }
  });

  const UPLOADS = '/v1/datasets/consumption/uploads';
  const BYTES = { 'Content-Type': 'application/octet-stream' };
  const start = (type: string) =>
    ask(`${UPLOADS}?type=${type}`, { method: 'POST', headers: { 'Idempotency-Key': 'in-parts' } });
  const put = (upload: string, part: number, body: string, headers: Record<string, string> = BYTES) =>
    ask(`${UPLOADS}/${upload}/parts/${part}`, { method: 'PUT', headers, body });
  const complete = (upload: string) => ask(`${UPLOADS}/${upload}`, { method: 'POST' });
  const [head, tail] = [FILE.slice(0, 20), FILE.slice(20)];

  it('come in parts, which stay as they are once the file was accepted', async () => {
    const started = await start('csv');
    expect(started.status).toBe(200);
    const { upload } = await started.json();
    expect((await start('xlsx')).status).toBe(409);
    expect((await put(upload, 2, tail)).status).toBe(200);
    expect((await put(upload, 1, head, { 'Content-Type': 'text/csv' })).status).toBe(415);
    const long = await askedWithLength('PUT', `${UPLOADS}/${upload}/parts/1`, BYTES, 100 * MIB + 1);
    expect(long.status).toBe(413);
    const early = await complete(upload);
    expect([early.status, (await early.json()).detail]).toEqual([400, expect.stringContaining('part 1 is missing')]);
    expect(await (await put(upload, 1, head)).json()).toMatchObject({ number: 1, bytes: head.length });
    const completed = await complete(upload);
    expect(completed.status).toBe(202);
    const { run } = await completed.json();
    expect(await (await start('csv')).json()).toMatchObject({ upload, run, parts: [{ number: 1 }, { number: 2 }] });
    expect(await ended(run)).toBe('succeeded');
    expect((await put(upload, 1, head)).status).toBe(200);
    expect((await put(upload, 1, 'something else')).status).toBe(409);
    expect(await endless(`${UPLOADS}/${upload}/parts/1`)).toBe(413);
    expect(await (await complete(upload)).json()).toMatchObject({ run, repeated: true });
  });

  it('are not added to an upload that nobody began', async () => {
    const nobody = crypto.randomUUID();
    expect((await put(nobody, 1, head)).status).toBe(404);
    expect((await complete(nobody)).status).toBe(404);
  });
});

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
    await loaded(installation, {
      dataset: 'consumption',
      feed: 'national-live',
      from: new Date(now - 45 * 86_400_000).toISOString(),
      to: new Date(now).toISOString(),
    });
    await installation.mesh.tick('predict');
    const { issued_at, rows } = await (await ask(FORECAST)).json();
    const answer = await ask('/v1/models/load-day-ahead/predict', {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ issued_at, valid_at: [rows[0].valid_at] }),
    });
    expect(answer.status).toBe(200);
    expect((await answer.json()).rows).toMatchObject([{ valid_at: rows[0].valid_at, source: rows[0].source }]);
  });

  it('publish a forecast that may be kept for a minute, and for ten while a newer one is fetched', async () => {
    const response = await ask(FORECAST);
    expect(response.headers.get('Cache-Control')).toBe(
      'private, max-age=60, stale-while-revalidate=600, stale-if-error=86400',
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

describe('an answer nobody waits for', () => {
  it('is not in progress any more', async () => {
    const reading = new AbortController();
    const response = await installation.ask(`${ROWS}&format=csv`, { signal: reading.signal });
    await response.body?.getReader().read();
    reading.abort();
    await installation.ask(`${ROWS}&format=csv`, { method: 'HEAD' });
    await expect.poll(async () => inProgress(), { timeout: 15_000, interval: 200 }).toBe(1);
  });
});

/** /metrics itself is being answered while it counts. */
async function inProgress(): Promise<number> {
  const text = await (await bare('/metrics')).text();
  return Number(/^api_requests_in_progress (\d+)$/m.exec(text)?.[1]);
}

describe('metrics', () => {
  it('count what was asked, by the pattern of the route', async () => {
    for (let i = 0; i < 20; i++) await bare('/healthz');
    await bare(`/no/such/${crypto.randomUUID()}`);
    const counted = async () => {
      const text = await (await bare('/metrics')).text();
      expect(text).not.toContain('/no/such/');
      expect(text).not.toContain('status="500"');
      expect(text).toContain('endpoint="unmatched"');
      return Number(/^api_requests_total\{method="GET",endpoint="\/healthz",status="200"\} (\d+)$/m.exec(text)?.[1]);
    };
    // One of the hostile requests asked for it too.
    await expect.poll(counted, { timeout: 10_000 }).toBe(21);
  });
});

describe('the database away', () => {
  it('is a 503 that says when to come back, and the known go on', async () => {
    await installation.takeDatabaseAway();
    try {
      const rows = await ask(ROWS);
      expect(rows.status).toBe(503);
      expect(rows.headers.get('Retry-After')).toBe('5');
      expect(await rows.text()).not.toMatch(/127\.0\.0\.1|SELECT|NeonDbError/);
      expect((await ask('/v1/models')).status).toBe(200);
      expect((await bare('/v1/models', { headers: { 'X-API-Key': 'unknown.key' } })).status).toBe(503);
      expect((await bare('/readyz')).status).toBe(503);
      expect((await bare('/healthz')).status).toBe(200);
    } finally {
      await installation.bringDatabaseBack();
    }
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
    const { parameters = [] } = operationOf(document, 'GET', forecast)?.operation ?? {};
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['place', 'from', 'to']));
    expect((await ask(`${forecast}?at=2026-11-10T06:00:00Z`)).status).toBe(200);
    expect(await (await ask('/v1/datasets/turbine')).json()).toMatchObject({ grid: 'snapshot' });
    expect(await (await ask('/v1/datasets/calendar')).json()).toMatchObject({ grid: 'paris-day', time_column: 'at' });
  });
});

it('has met no bug on the way', () => {
  expect(installation.logs.map(({ message }) => message).filter((line) => line.includes('"event":"bug"'))).toEqual([]);
});

describe('the description', () => {
  it('documents the statuses it gives, and gives those it documents', async () => {
    expect((await bare('/')).status).toBe(200);
    expect((await bare('/', { headers: { Accept: 'image/png' } })).status).toBe(406);
    expect((await bare('/docs')).status).toBe(200);
    expect((await bare('/readyz')).status).toBe(200);
    // Every dataset has the same routes by the same code: what one of them gave, the others give.
    const families = new Map(
      operationsOf(document).map(({ method, path, operation }) => [
        operation.operationId,
        `${method} ${path.replace(/^\/v1\/datasets\/[a-z-]+\/rows$/, '/v1/datasets/…/rows').replace(/^\/v1\/[a-z-]+\/stats$/, '/v1/…/stats')}`,
      ]),
    );
    const inFamily = (one: string) => one.replace(/^\w+/, (id) => families.get(id) ?? id);
    const given = new Set([...seen].map(inFamily));
    const documented = operationsOf(document).flatMap(({ operation }) =>
      Object.keys(operation.responses).map((status) => inFamily(`${operation.operationId} ${status}`)),
    );
    // edge.test.ts asks these of every operation: a limit used up, a gateway alone, a key without the scope.
    const ofEveryOperation = / (400|401|403|429|503)$/;
    expect(seen.size).toBeGreaterThan(50);
    expect([...given].filter((one) => !documented.includes(one))).toEqual([]);
    expect(documented.filter((one) => !given.has(one) && !ofEveryOperation.test(one))).toEqual([]);
  });
});
