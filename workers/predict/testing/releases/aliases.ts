// What an alias does, who may give it, and how soon it holds.
import { describe, expect, it } from 'vitest';
import { changeAlias } from '../../change-alias.ts';
import { another, context, LAKE, model, type ReleaseMesh, SEED, sent } from './mesh.ts';

export function aliases({ evict, isolate, object, pass }: ReleaseMesh): void {
  describe('an alias', () => {
    it('is known to every isolate within ten seconds, and goes back as fast', async () => {
      const [here, elsewhere] = [isolate(), isolate()];
      const first = await another('first');
      await here.desk.keepRelease(sent(first), context);
      expect([await here.answers(), await elsewhere.answers()]).toEqual([SEED, SEED]);
      expect(await here.says({ kind: 'live', release: first.id })).toMatchObject({
        value: { version: 1, live: first.id },
      });
      expect([await here.answers(), await elsewhere.answers()]).toEqual([first.id, SEED]);
      pass(9_000);
      // Opened beside the one that answers; the request that finds it does not wait.
      await elsewhere.answers();
      await elsewhere.fleet.releaseById(model, first.id);
      expect(await elsewhere.answers()).toBe(first.id);
      expect(await elsewhere.says({ kind: 'rollback' })).toMatchObject({ value: { live: SEED, before: [] } });
      pass(9_000);
      expect([await here.answers(), await elsewhere.answers()]).toEqual([SEED, SEED]);
      expect(await here.says({ kind: 'rollback' })).toMatchObject({ failure: { reason: 'conflict' } });
    });

    it('is not given by two who have seen the same: the second is told', async () => {
      const { desk, says } = isolate();
      const [first, second] = [await another('first'), await another('second')];
      await desk.keepRelease(sent(first), context);
      await desk.keepRelease(sent(second), context);
      const said = await Promise.all([first, second].map(({ id: release }) => says({ kind: 'live', release }, 0)));
      expect(said.map(({ ok }) => ok).sort()).toEqual([false, true]);
      expect(said.find(({ ok }) => !ok)).toMatchObject({ failure: { reason: 'precondition_failed' } });
      expect(await desk.aliasesOf(model.id, context)).toMatchObject({
        value: { version: 1, changes: [{ version: 1, by: 'ana', reason: 'a test', what: 'live', alias: 'live' }] },
      });
    });

    it('is no change when it is said again, nor when nothing is there to take away', async () => {
      const { desk, says } = isolate();
      const first = await another('first');
      await desk.keepRelease(sent(first), context);
      for (const wish of [
        { kind: 'live', release: first.id },
        { kind: 'live', release: first.id },
        { kind: 'clear', alias: 'shadow' },
      ] as const) {
        expect(await says(wish)).toMatchObject({ value: { version: 1, live: first.id, before: [SEED] } });
      }
    });

    it('survives the end of the object that holds it', async () => {
      const { desk, says } = isolate();
      const first = await another('first');
      await desk.keepRelease(sent(first), context);
      await says({ kind: 'canary', release: first.id, percent: 10 });
      await says({ kind: 'live', release: first.id });
      await evict();
      expect(await desk.aliasesOf(model.id, context)).toMatchObject({
        value: {
          version: 2,
          live: first.id,
          before: [SEED],
          changes: [{ what: 'live' }, { what: 'canary', percent: 10 }],
        },
      });
    });

    it('is refused to a release that does not open, is not there, or has nothing to share', async () => {
      const { says } = isolate();
      const first = await another('first');
      const folder = `models/${model.id}/${first.id}/`;
      await LAKE.put(`${folder}model.onnx`, first.onnx);
      await LAKE.put(`${folder}golden.json`, JSON.stringify(first.golden));
      const gates = first.release.gates.map((gate) => ({ ...gate, passed: false }));
      await LAKE.put(`${folder}release.json`, JSON.stringify({ ...first.release, gates }));
      expect(await says({ kind: 'live', release: first.id })).toMatchObject({
        failure: { reason: 'unprocessable', errors: [{ detail: expect.stringContaining('did not pass') }] },
      });
      expect(await says({ kind: 'live', release: '2026-01-01-00000000' })).toMatchObject({
        failure: { reason: 'not_found' },
      });
      expect(await says({ kind: 'canary', release: SEED, percent: 5 })).toMatchObject({
        failure: { errors: [{ detail: `${SEED} is live: a canary is another release` }] },
      });
      expect(await says({ kind: 'shadow', release: first.id })).toMatchObject({
        failure: { errors: [{ detail: 'city-score publishes no forecasts: there is nothing to shadow' }] },
      });
    });

    it('is not cleared for a bundled release that does not open', async () => {
      const { desk, says } = isolate();
      const first = await another('first');
      await desk.keepRelease(sent(first), context);
      await says({ kind: 'live', release: first.id });
      const identity = { id: SEED, onnx_sha256: '0'.repeat(64), feature_sha256: 'f'.repeat(64) };
      const fleet = { releaseById: async () => ({ identity, refused: 'its feature code is another' }) };
      const clear = (alias: 'live' | 'canary') => {
        const asked = { model: model.id, wish: { kind: 'clear', alias } as const, reason: 'a test', seen: null };
        return changeAlias({ object, seen: { heard: () => {} }, fleet }, asked, context);
      };
      expect(await clear('live')).toMatchObject({
        failure: { reason: 'unprocessable', errors: [{ detail: 'its feature code is another' }] },
      });
      expect(await clear('canary')).toMatchObject({ value: { live: first.id } });
      expect(await says({ kind: 'clear', alias: 'live' })).toMatchObject({ value: { live: SEED } });
    });

    it('lets a canary answer its share of the keys, and nobody without one', async () => {
      const { desk, says, answers } = isolate();
      const first = await another('first');
      await desk.keepRelease(sent(first), context);
      await says({ kind: 'canary', release: first.id, percent: 30 });
      const keys = Array.from({ length: 200 }, (_, i) => `plant-${i}`);
      const asked = await Promise.all(keys.map((key) => answers(key)));
      const share = asked.filter((id) => id === first.id).length;
      expect(share).toBeGreaterThan(40);
      expect(share).toBeLessThan(80);
      expect(await Promise.all(keys.map((key) => answers(key)))).toEqual(asked);
      expect(await answers()).toBe(SEED);
    });
  });
}
