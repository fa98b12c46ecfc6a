// The releases in the lake: three objects each, written once and never again, to the byte. Judges nothing.
import { differingParts } from '../../models/release-difference.ts';
import type { ReleaseFiles } from './papers.ts';

const folderOf = (model: string, release: string): string => `models/${model}/${release}/`;
/** The papers come last: a release without them is not kept yet. */
const NAMES = ['model.onnx', 'golden.json', 'release.json'] as const;

/** Null when there is none, or a part of it is missing. */
export async function takeDown(lake: R2Bucket, model: string, release: string): Promise<ReleaseFiles | null> {
  const folder = folderOf(model, release);
  // Anybody may ask for an id that there is not: that costs one look.
  const papers = await lake.get(`${folder}release.json`);
  if (!papers) return null;
  const [onnx, golden] = await Promise.all([lake.get(`${folder}model.onnx`), lake.get(`${folder}golden.json`)]);
  if (!onnx || !golden) return null;
  return { onnx: await onnx.arrayBuffer(), golden: await golden.text(), release: await papers.text() };
}

/** Where another of its name stands there: what differs. */
export type Kept = 'kept' | 'kept before' | { readonly differs: string };

/** Sent again after it broke off, it goes on where it was. */
export async function keepFiles(lake: R2Bucket, model: string, release: string, files: ReleaseFiles): Promise<Kept> {
  const folder = folderOf(model, release);
  const bytes = {
    'model.onnx': new Uint8Array(files.onnx),
    'golden.json': new TextEncoder().encode(files.golden),
    'release.json': new TextEncoder().encode(files.release),
  };
  let isNew = false;
  for (const name of NAMES) {
    const put = await lake.put(folder + name, bytes[name], { onlyIf: { etagDoesNotMatch: '*' } });
    if (put) isNew = true;
    else {
      const differs = await difference(lake, folder, name, bytes[name]);
      if (differs !== null) return { differs };
    }
  }
  return isNew ? 'kept' : 'kept before';
}

/** Null where what stands there says the same: the graph to the byte, papers in whatever order they name things. */
async function difference(
  lake: R2Bucket,
  folder: string,
  name: (typeof NAMES)[number],
  sent: Uint8Array,
): Promise<string | null> {
  const object = await lake.get(folder + name);
  if (object === null) return name;
  const standing = new Uint8Array(await object.arrayBuffer());
  if (name === 'model.onnx') return isTheSame(standing, sent) ? null : name;
  const parts = differingParts(said(standing), said(sent));
  return parts.length === 0 ? null : `${name} (${parts.join(', ')})`;
}

const isTheSame = (standing: Uint8Array, sent: Uint8Array): boolean =>
  standing.length === sent.length && standing.every((byte, i) => byte === sent[i]);

/** Somebody may have put there by hand what is no JSON. */
function said(papers: Uint8Array): unknown {
  const text = new TextDecoder().decode(papers);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The newest first: ids begin with their day. */
export async function releasesOnShelf(lake: R2Bucket, model: string): Promise<string[]> {
  const prefix = `models/${model}/`;
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await lake.list({ prefix, delimiter: '/', ...(cursor && { cursor }) });
    ids.push(...page.delimitedPrefixes.map((folder) => folder.slice(prefix.length, -1)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return ids.sort().reverse();
}

/** Null when it is not kept, or not whole yet. */
export async function papersOf(lake: R2Bucket, model: string, release: string): Promise<string | null> {
  const papers = await lake.get(`${folderOf(model, release)}release.json`);
  return papers ? papers.text() : null;
}
