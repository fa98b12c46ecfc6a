// The papers of a release, from the text of its files to what they say, or to why they cannot be read. Read when asked for, and once. Judges nothing.
import type { ZodType } from 'zod';
import { Golden, Release } from '../../models/release.ts';
import type { Fault } from '../mesh/result.ts';

/** As they stand in the model's folder, in the lake and in an upload. */
export interface ReleaseFiles {
  /** release.json */
  readonly release: string;
  /** golden.json */
  readonly golden: string;
  /** model.onnx */
  readonly onnx: ArrayBuffer;
}

/** Null where there are faults. */
export interface Read<T> {
  readonly said: T | null;
  readonly faults: readonly Fault[];
}

/** It is long, and many ask what it says; golden.json is read by whoever opens the graph, and by nobody after that. */
const releases = new WeakMap<ReleaseFiles, Read<Release>>();

export function releaseIn(files: ReleaseFiles): Read<Release> {
  const known = releases.get(files);
  if (known) return known;
  const read = readRelease(files.release);
  releases.set(files, read);
  return read;
}

export const readRelease = (text: string): Read<Release> => readAs(Release, 'release', text);
export const goldenIn = ({ golden }: ReleaseFiles): Read<Golden> => readAs(Golden, 'golden', golden);

function readAs<T>(schema: ZodType<T>, part: 'release' | 'golden', text: string): Read<T> {
  const unreadable = (why: string, path: readonly PropertyKey[] = []): Fault => ({
    pointer: ['', part, ...path].join('/'),
    detail: `${part}.json is not readable: ${why}`,
  });
  const json = parsed(text);
  if ('not' in json) return { said: null, faults: [unreadable(`got no JSON: ${json.not}`)] };
  const { data, error } = schema.safeParse(json.is);
  return { said: data ?? null, faults: (error?.issues ?? []).map(({ path, message }) => unreadable(message, path)) };
}

function parsed(text: string): { readonly is: unknown } | { readonly not: string } {
  try {
    return { is: JSON.parse(text) };
  } catch (error) {
    return { not: String(error).slice(0, 120) };
  }
}
