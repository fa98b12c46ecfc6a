// Packed bodies, as every route that takes JSON lets them in: unpacked within its limit, or refused by name.
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { PredictAsked } from '../mesh/contracts.ts';
import { ok } from '../mesh/result.ts';
import { bearer, inProcess, NO_WORKER } from './testing/in-process.ts';

const headers = { ...(await bearer(['predict', 'ingest', 'read'])), 'Content-Type': 'application/json' };

/** What predict was asked, or what the gateway said before it asked. */
async function asked(body: BodyInit, encoding: string, path = '/v1/models/city-score/predict') {
  let question: string | null = null;
  const predictEach = async ([one]: readonly PredictAsked[]) => {
    question = one!.request.body;
    return [ok('{}')];
  };
  const init = { method: 'POST', headers: { ...headers, 'Content-Encoding': encoding }, body };
  const response = await inProcess({ PREDICT: { ...NO_WORKER, predictEach } }).ask(path, init);
  return question ?? { status: response.status, detail: ((await response.json()) as { detail: string }).detail };
}

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['GZIP', gzipSync],
] as const)('is unpacked when it is packed by %s', async (encoding, pack) => {
  expect(await asked(pack('{ "low_carbon_pct": 93, "é": 1 }'), encoding)).toBe('{ "low_carbon_pct": 93, "é": 1 }');
});

it('is read as it is when it says that it is not packed', async () => {
  expect(await asked('{}', 'identity')).toBe('{}');
});

it.each(['br', 'zstd', 'gzip, gzip', ''])('is refused by name when it is packed by %o', async (encoding) => {
  const detail = `Got Content-Encoding: ${JSON.stringify(encoding)}, want gzip, deflate or none.`;
  expect(await asked('{}', encoding)).toEqual({ status: 415, detail });
});

it('is held to its limit by what it grows to', async () => {
  expect(await asked(gzipSync(' '.repeat(20_000)), 'gzip', '/v1/feedback')).toMatchObject({ status: 413 });
  expect(await asked(gzipSync(' '.repeat(17_000_000)), 'gzip')).toMatchObject({ status: 413 });
});

it('must unpack, to its end, and to UTF-8', async () => {
  const unpacks = { status: 400, detail: expect.stringMatching(/gzip does not unpack/) };
  expect(await asked('{}', 'gzip')).toEqual(unpacks);
  expect(await asked(gzipSync('{ "low_carbon_pct": 93 }').subarray(0, -9), 'gzip')).toEqual(unpacks);
  expect(await asked(gzipSync(Uint8Array.of(0x22, 0xff, 0x22)), 'gzip')).toMatchObject({
    status: 400,
    detail: expect.stringMatching(/3 bytes, unpacked, that are not UTF-8/),
  });
});

it('comes as it is where it is a file or a release', async () => {
  const detail = 'Got Content-Encoding: "gzip", want none here: the file as it is.';
  for (const [path, type, scope] of [
    ['/v1/datasets/consumption/files', 'text/csv', 'ingest'],
    ['/v1/models/city-score/releases', 'multipart/form-data; boundary=b', 'admin'],
  ] as const) {
    const more = { 'Content-Type': type, 'Content-Encoding': 'gzip', 'Idempotency-Key': 'one' };
    const init = { method: 'POST', headers: { ...(await bearer([scope])), ...more }, body: gzipSync('a') };
    const response = await inProcess().ask(path, init);
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([415, detail]);
  }
});
