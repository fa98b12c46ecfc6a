// For tests of releases: isolates of one mesh over a real lake and the real object of the aliases, with a clock that the test turns, and releases that differ.
import { env } from 'cloudflare:workers';
import { beforeEach } from 'vitest';
import { models } from '../../../../models/catalogue.gen.ts';
import { Golden, Release } from '../../../../models/release.ts';
import { logger } from '../../../mesh/log.ts';
import type { AliasWish } from '../../../mesh/releases.ts';
import type { Bindings } from '../../env.ts';
import { bundledFiles, fleetOf, seedOf } from '../../fleet.ts';
import { releaseDesk } from '../../release-desk.ts';
import { seenAliases } from '../../seen-aliases.ts';

const bindings = env as unknown as Bindings;
export const { LAKE } = bindings;
export const model = models['city-score'];
export const SEED = seedOf(model.id) ?? '';
export const context = { requestId: 'r', caller: 'ana' };

type AliasObject = ReturnType<Bindings['ALIASES']['getByName']>;
export type ReleaseMesh = ReturnType<typeof meshOfReleases>;

/** Another mesh for each test, with nothing in its lake. `evictFromMemory` is the runtime's, which only tests inside it can import. */
export function meshOfReleases(evictFromMemory: (object: AliasObject) => Promise<void>) {
  let mesh = 0;
  let now = 0;
  beforeEach(async () => {
    mesh++;
    now = 1_000_000;
    const { objects } = await LAKE.list();
    await LAKE.delete(objects.map(({ key }) => key));
  });

  const object = () => bindings.ALIASES.getByName(`mesh ${mesh}`);

  function isolate({ lake = LAKE, ask = async () => object().all() } = {}) {
    const logged: string[] = [];
    const log = logger({ worker: 'predict', context, write: (_, line) => logged.push(line) });
    const seen = seenAliases({ ask, later: () => {}, lost: (error) => log.error('lost', { error }), clock: () => now });
    const fleet = fleetOf({ lake, aliases: seen, log, later: () => {}, clock: () => now });
    const desk = releaseDesk({ lake, object, seen, fleet, log });
    return {
      logged,
      desk,
      fleet,
      answers: async (key?: string) => (await fleet.releaseOf(model, key)).identity.id,
      says: (wish: AliasWish, version: number | null = null) =>
        desk.changeAlias({ model: model.id, wish, reason: 'a test', seen: version }, context),
    };
  }

  return {
    object,
    evict: () => evictFromMemory(object()),
    isolate,
    pass(milliseconds: number): void {
      now += milliseconds;
    },
  };
}

/** The graph of the bundled release with a note at its end, which makes other bytes of it, and papers that are right about them. */
export async function another(note: string) {
  const files = bundledFiles(model.id);
  if (!files) throw new Error(`${model.id} has no release`);
  const text = new TextEncoder().encode(note);
  // onnx.proto: doc_string is field 6 of a model, and what stands last counts.
  const onnx = Uint8Array.from([...new Uint8Array(files.onnx), (6 << 3) | 2, text.length, ...text]).buffer;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', onnx));
  const onnx_sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = `2026-11-20-${onnx_sha256.slice(0, 8)}`;
  const made = { id, trained_at: '2026-11-20T10:00:00Z', onnx_sha256, onnx_bytes: onnx.byteLength };
  const release = { ...Release.parse(JSON.parse(files.release)), ...made };
  const golden = { ...Golden.parse(JSON.parse(files.golden)), onnx_sha256 };
  return { id, onnx, release, golden };
}
export const sent = ({ onnx, release, golden }: Awaited<ReturnType<typeof another>>) => ({
  model: model.id,
  onnx,
  release: JSON.stringify(release, null, 2),
  golden: JSON.stringify(golden),
});
