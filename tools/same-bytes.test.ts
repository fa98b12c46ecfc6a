import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sameBytes } from './same-bytes.ts';

const RELEASE = {
  id: '2026-11-20-aaaaaaaa',
  model: 'sketch',
  data: {
    description: 'made up',
    simulated: true,
    from: '2023-01-01T00:00:00Z',
    to: '2024-01-01T00:00:00Z',
    rows: 8_760,
    sha256: 'd'.repeat(64),
  },
  onnx_sha256: 'a'.repeat(64),
  training_sha256: '1'.repeat(64),
  energy: { kwh: 0.001 },
  metrics: { mape: 1.5 },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'same-bytes-'));
  write(RELEASE, 'one');
  // Written long ago: a run that writes it again, and be it within a millisecond, can be told.
  utimesSync(join(folder, 'model.onnx'), 1_000, 1_000);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(release: object, graph: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'release.json'), `${JSON.stringify(release, null, 2)}\n`);
  writeFileSync(join(folder, 'model.onnx'), graph);
}
const training = (changes: object, graph: string) => async () => {
  write({ ...RELEASE, ...changes }, graph);
  return true;
};
const standing = () => ({
  release: JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')),
  graph: readFileSync(join(folder, 'model.onnx'), 'utf8'),
});

describe('a release that is trained again', () => {
  it('takes the hash of the code that gave the same bytes, and nothing else of it', async () => {
    const again = training({ training_sha256: '2'.repeat(64), energy: { kwh: 0.002 } }, 'one');
    expect(await sameBytes(folder, again)).toBe(true);
    expect(standing()).toEqual({ release: { ...RELEASE, training_sha256: '2'.repeat(64) }, graph: 'one' });
  });

  it('is what it was when the bytes come out as others, and says whether the data did it', async () => {
    const other = { onnx_sha256: 'b'.repeat(64), training_sha256: '2'.repeat(64) };
    await expect(sameBytes(folder, training(other, 'two'))).rejects.toThrow(
      'model.onnx came out as bbbbbbbb, release 2026-11-20-aaaaaaaa has aaaaaaaa; the data is the same.',
    );
    expect(standing()).toEqual({ release: RELEASE, graph: 'one' });
    const grown = { ...other, data: { ...RELEASE.data, sha256: 'e'.repeat(64) } };
    await expect(sameBytes(folder, training(grown, 'two'))).rejects.toThrow('the data is another too');
  });

  it('is not the same when its papers say something else of the same graph, and is told which part', async () => {
    const again = training({ training_sha256: '2'.repeat(64), metrics: { mape: 1.4 } }, 'one');
    await expect(sameBytes(folder, again)).rejects.toThrow(
      'did not, in metrics. Write it anew: npm run notebooks -- sketch',
    );
    expect(standing()).toEqual({ release: RELEASE, graph: 'one' });
  });

  it('is not taken for the same when the notebook failed, or released elsewhere', async () => {
    expect(await sameBytes(folder, async () => false)).toBe(false);
    await expect(sameBytes(folder, async () => true)).rejects.toThrow('model.onnx was not written');
    expect(standing()).toEqual({ release: RELEASE, graph: 'one' });
  });
});
