// Further releases of a model for a drill: the one that stands in the tree with a note at the end of its graph, which makes other bytes of it, and what can be wrong with one. Sends none.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Golden, Release } from '../../models/release.ts';
import { ROOT } from '../root.ts';

export interface ReleaseFiles {
  readonly id: string;
  readonly onnx: Uint8Array<ArrayBuffer>;
  readonly release: string;
  readonly golden: string;
}

/** onnx.proto: doc_string is field 6 of a model, and what stands last counts. */
const DOC_STRING = (6 << 3) | 2;

export async function anotherRelease(model: string, note: string): Promise<ReleaseFiles> {
  const text = Buffer.from(note);
  if (text.length > 127) throw new Error(`the note "${note}" has ${text.length} bytes, want 127 at most`);
  const onnx = await readFile(join(ROOT, 'models', model, 'model.onnx'));
  return papersFor(model, Uint8Array.from([...onnx, DOC_STRING, text.length, ...text]));
}

/** Papers that are right about these bytes, and have the day of the release that stands. */
async function papersFor(model: string, onnx: Uint8Array<ArrayBuffer>): Promise<ReleaseFiles> {
  const read = async (name: string): Promise<object> =>
    JSON.parse(await readFile(join(ROOT, 'models', model, name), 'utf8'));
  const [release, golden] = [await read('release.json'), await read('golden.json')];
  const onnx_sha256 = createHash('sha256').update(onnx).digest('hex');
  const id = `${Release.parse(release).id.slice(0, 10)}-${onnx_sha256.slice(0, 8)}`;
  return {
    id,
    onnx,
    release: JSON.stringify({ ...release, id, onnx_sha256, onnx_bytes: onnx.length }),
    golden: JSON.stringify({ ...golden, onnx_sha256 }),
  };
}

export interface Broken {
  readonly fault: string;
  /** Part of the reason that is given. */
  readonly says: RegExp;
  readonly files: ReleaseFiles;
}

export async function brokenReleases(model: string): Promise<readonly Broken[]> {
  const [other, wrong] = [await anotherRelease(model, 'bytes of another'), await anotherRelease(model, 'wrong hash')];
  const odd = await anotherRelease(model, 'golden vectors of another');
  const golden = Golden.parse(JSON.parse(odd.golden));
  const cases = golden.cases.map((one) => ({ ...one, outputs: one.outputs.map(() => '00000000') }));
  return [
    { fault: 'wrong hash', says: /the sha256 of model\.onnx is/, files: { ...wrong, onnx: other.onnx } },
    {
      fault: 'a graph that does not load',
      says: /the graph does not load/,
      files: await papersFor(model, Uint8Array.from(Buffer.from('this is no graph'))),
    },
    {
      fault: 'golden vectors that fail',
      says: /golden case/,
      files: { ...odd, golden: JSON.stringify({ ...golden, cases }) },
    },
  ];
}
