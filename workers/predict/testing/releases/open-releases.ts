// What an isolate keeps open, and what it looks for.
import { describe, expect, it } from 'vitest';
import { bundledFiles } from '../../fleet.ts';
import { keepFiles, takeDown } from '../../shelf.ts';
import { another, context, LAKE, model, type ReleaseMesh, SEED, sent } from './mesh.ts';

export function openReleases({ isolate }: ReleaseMesh): void {
  describe('what is open in an isolate', () => {
    function counted() {
      const read: string[] = [];
      const get = (key: string) => {
        read.push(key);
        return LAKE.get(key);
      };
      const lake = new Proxy(LAKE, { get: (real, name) => (name === 'get' ? get : Reflect.get(real, name)) });
      return { read, lake };
    }

    it('is what the aliases name, and of the others the four that were asked for last', async () => {
      const { read, lake } = counted();
      const [{ desk, says }, { fleet }] = [isolate(), isolate({ lake })];
      const releases = await Promise.all(['live', 'canary', 'a', 'b', 'c', 'd', 'e'].map(another));
      for (const release of releases) await desk.keepRelease(sent(release), context);
      const [live, canary, ...others] = releases.map(({ id }) => id);
      await says({ kind: 'live', release: live! });
      await says({ kind: 'canary', release: canary!, percent: 10 });
      await fleet.releaseOf(model);
      const [a, b, ...rest] = others;
      for (const id of [canary!, a!, b!, a!, ...rest]) await fleet.releaseById(model, id);
      read.length = 0;
      for (const id of [live!, canary!, a!, ...rest]) {
        expect(await fleet.releaseById(model, id)).toMatchObject({ identity: { id }, furthest: expect.any(Number) });
      }
      expect(read).toEqual([]);
      await fleet.releaseById(model, b!);
      expect(read).toHaveLength(3);
    });

    it('is the same to the byte, whether it came with the Worker or is kept in the lake', async () => {
      const seed = bundledFiles(model.id)!;
      expect(await keepFiles(LAKE, model.id, SEED, seed)).toBe('kept');
      expect(await takeDown(LAKE, model.id, SEED)).toEqual(seed);
    });

    it('is looked for nowhere under a name that no release can have, and once under one that none has', async () => {
      const { read, lake } = counted();
      const { fleet } = isolate({ lake });
      for (const name of ['latest', '2026-11-20-0F3A9C71', '../../raw/2026-11-20-0f3a9c71']) {
        expect(await fleet.releaseById(model, name)).toBeNull();
      }
      expect(read).toEqual([]);
      expect(await fleet.releaseById(model, '2026-01-01-00000000')).toBeNull();
      expect(read).toEqual([`models/${model.id}/2026-01-01-00000000/release.json`]);
    });
  });
}
