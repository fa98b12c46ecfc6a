// POST /v1/datasets/{id}/files, whole and in parts: accepted once per key, of a bounded size.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { XLSX } from '../../../data/upload.ts';
import type { Gateway } from './gateway.ts';

const FILE = 'area;at;load_mw\nFR;2026-11-10T13:00:00Z;60123\n';
const MIB = 1_048_576;

/** What is answered to a body that only says how long it is. */
async function askedWithLength(
  gateway: Gateway,
  method: string,
  path: string,
  headers: Record<string, string>,
  bytes: number,
) {
  const asking = request(gateway.installation.mesh.url + path, {
    method,
    headers: { 'X-API-Key': gateway.installation.apiKey, ...headers, 'Content-Length': String(bytes) },
  });
  asking.flushHeaders();
  const [answered]: IncomingMessage[] = await once(asking, 'response');
  if (!answered) throw new Error('no answer');
  const { statusCode = 0, headers: given } = answered;
  const init = { status: statusCode, headers: { 'Content-Type': given['content-type'] ?? '' } };
  const response = await gateway.noted(method, path, new Response(await text(answered), init));
  asking.destroy();
  return response;
}

/** A body that does not say its length, and passes the limit. */
async function endless({ ask }: Gateway, path: string): Promise<number> {
  let mib = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (into) => (mib++ > 100 ? into.close() : into.enqueue(new Uint8Array(MIB))),
  });
  const headers = { 'Content-Type': 'application/octet-stream' };
  return (await ask(path, { method: 'PUT', headers, body, duplex: 'half' } as RequestInit)).status;
}

export function files(gateway: Gateway): void {
  const { ask, ended } = gateway;
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

    it('never mix when two are sent at once under one key: one is accepted, the other told', async () => {
      const others = ['60001', '60002', '60003'].map((load) => `area;at;load_mw\nFR;2026-11-10T13:15:00Z;${load}\n`);
      const answers = await Promise.all(others.map((file) => send('at-once', file)));
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    });

    it('are not for what is derived from other datasets', async () => {
      const headers = { 'Content-Type': 'text/csv', 'Idempotency-Key': 'derived' };
      const refused = await ask('/v1/datasets/strike-day/files', { method: 'POST', headers, body: FILE });
      expect([refused.status, (await refused.json()).detail]).toEqual([
        400,
        'got strike-day, which is derived from social-movement: send rows of those',
      ]);
      expect((await ask('/v1/datasets/strike-day/rows', { method: 'POST', headers, body: '[]' })).status).toBe(405);
    });

    it('may hold what Postgres has no text for: the run ends, and says what it got', async () => {
      const file = 'turbine_id;at;energy_kwh\nT\u00001;2026-11-09T23:00:00Z;1\nT1;2026-11-09T23:00:00Z;2\n';
      const headers = { 'Content-Type': 'text/csv', 'Idempotency-Key': 'nul' };
      const sent = await ask('/v1/datasets/turbine-production/files', { method: 'POST', headers, body: file });
      const { run } = await sent.json();
      expect(await ended(run)).toBe('succeeded');
      const { rejects } = await (await ask(`/v1/runs/${run}`)).json();
      expect(rejects).toMatchObject([
        { reason: expect.stringContaining('want text of 1 to 200 characters, without NUL') },
      ]);
    });

    it('are CSV or XLSX, of a bounded size', async () => {
      expect((await send('form', FILE, 'multipart/form-data; boundary=x')).status).toBe(415);
      const tooLarge = async (type: string, mib: number) => {
        const headers = { 'Content-Type': type, 'Idempotency-Key': 'large' };
        const response = await askedWithLength(gateway, 'POST', FILES, headers, mib * MIB + 1);
        expect([response.status, (await response.json()).detail]).toEqual([
          413,
          `The body may have ${mib * 1_024} KiB at most. Send it in pieces.`,
        ]);
      };
      // Each is given a few seconds to send what nobody wants.
      await Promise.all([tooLarge('text/csv', 100), tooLarge(XLSX, 20)]);
    });

    const UPLOADS = '/v1/datasets/consumption/uploads';
    const BYTES = { 'Content-Type': 'application/octet-stream' };
    const start = (type: string, key = 'in-parts') =>
      ask(`${UPLOADS}?type=${type}`, { method: 'POST', headers: { 'Idempotency-Key': key } });
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
      const long = await askedWithLength(gateway, 'PUT', `${UPLOADS}/${upload}/parts/1`, BYTES, 100 * MIB + 1);
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
      expect(await endless(gateway, `${UPLOADS}/${upload}/parts/1`)).toBe(413);
      expect(await (await complete(upload)).json()).toMatchObject({ run, repeated: true });
    });

    it('come whole or in parts under one key, not both', async () => {
      const { upload } = await (await start('csv', 'both')).json();
      expect((await put(upload, 2, tail)).status).toBe(200);
      expect((await send('both', FILE)).status).toBe(409);
      expect((await put(upload, 1, head)).status).toBe(200);
      expect((await complete(upload)).status).toBe(202);
    });

    it('are not added to an upload that nobody began', async () => {
      const nobody = crypto.randomUUID();
      expect((await put(nobody, 1, head)).status).toBe(404);
      expect((await complete(nobody)).status).toBe(404);
    });
  });
}
