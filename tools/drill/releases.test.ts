import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Golden, Release } from '../../models/release.ts';
import { anotherRelease, brokenReleases } from './releases.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('makes another release of the same model, with papers that are right about it', async () => {
  const [one, other] = [await anotherRelease('city-score', 'one'), await anotherRelease('city-score', 'other')];
  expect(one.id).not.toBe(other.id);
  expect(Release.parse(JSON.parse(one.release))).toMatchObject({ id: one.id, onnx_sha256: sha256(one.onnx) });
  expect(Golden.parse(JSON.parse(one.golden)).onnx_sha256).toBe(sha256(one.onnx));
});

it('breaks each in one way alone', async () => {
  const [hash, graph, golden] = await brokenReleases('city-score');
  const papersAreRight = [hash, graph, golden].map(
    (one) => one && Release.parse(JSON.parse(one.files.release)).onnx_sha256 === sha256(one.files.onnx),
  );
  expect(papersAreRight).toEqual([false, true, true]);
  expect(Buffer.from(graph!.files.onnx).toString()).toBe('this is no graph');
  const outputs = Golden.parse(JSON.parse(golden!.files.golden)).cases.flatMap((one) => one.outputs);
  expect(new Set(outputs)).toEqual(new Set(['00000000']));
});
