// What answers while a release is broken.
import { describe, expect, it } from 'vitest';
import { another, context, LAKE, model, type ReleaseMesh, SEED, sent } from './mesh.ts';

export function brokenReleases({ isolate, pass }: ReleaseMesh): void {
  describe('a broken release', () => {
    async function promoted() {
      const here = isolate();
      const [first, second] = [await another('first'), await another('second')];
      for (const one of [first, second]) {
        await here.desk.keepRelease(sent(one), context);
        await here.says({ kind: 'live', release: one.id });
      }
      return { here, first, second };
    }

    it('leaves the one before it live where its object is gone, and says so', async () => {
      const { here, first, second } = await promoted();
      await LAKE.delete(`models/${model.id}/${second.id}/model.onnx`);
      const elsewhere = isolate();
      const live = await elsewhere.fleet.releaseOf(model);
      expect(live).toMatchObject({
        identity: { id: first.id },
        standsInFor: { release: second.id, reason: 'it is not in the lake' },
      });
      expect(elsewhere.logged).toHaveLength(1);
      expect(JSON.parse(elsewhere.logged[0]!)).toMatchObject({
        event: 'release_refused',
        release: second.id,
        reason: 'it is not in the lake',
      });
      // Whoever has it open goes on with it.
      expect(await here.answers()).toBe(second.id);
    });

    it('is left for the bundled one where all others are broken, and answers again once it is mended', async () => {
      const { first, second } = await promoted();
      const onnx = (id: string) => `models/${model.id}/${id}/model.onnx`;
      await LAKE.put(onnx(first.id), new Uint8Array([1, 2, 3]));
      await LAKE.put(onnx(second.id), first.onnx);
      const elsewhere = isolate();
      expect(await elsewhere.fleet.releaseOf(model)).toMatchObject({
        identity: { id: SEED },
        standsInFor: { release: second.id, reason: expect.stringContaining('the sha256 of model.onnx is') },
      });
      await LAKE.put(onnx(second.id), second.onnx);
      pass(60_000);
      await elsewhere.answers();
      await elsewhere.fleet.releaseById(model, second.id);
      expect(await elsewhere.answers()).toBe(second.id);
    });

    it('is refused in the same words by whoever is sent it and by whoever finds it in the lake', async () => {
      const { first } = await promoted();
      const elsewhere = isolate();
      await LAKE.put(`models/${model.id}/${first.id}/release.json`, 'id: 7');
      expect(await elsewhere.fleet.releaseById(model, first.id)).toMatchObject({
        refused: expect.stringMatching(/^release\.json is not readable: got no JSON: SyntaxError: Unexpected token/),
      });
      expect(await elsewhere.desk.keepRelease({ ...sent(first), release: 'id: 7' }, context)).toMatchObject({
        failure: {
          errors: [
            {
              pointer: '/release',
              detail: expect.stringMatching(
                /^release\.json is not readable: got no JSON: SyntaxError: Unexpected token/,
              ),
            },
          ],
        },
      });
    });

    it('is no reason to fall silent, nor is a lake that is away, nor are aliases that nobody gives', async () => {
      const { second } = await promoted();
      const away = () => Promise.reject(new Error('the network is down'));
      const lake = new Proxy(LAKE, { get: (real, name) => (name === 'get' ? away : Reflect.get(real, name)) });
      expect(await isolate({ lake }).fleet.releaseOf(model)).toMatchObject({
        identity: { id: SEED },
        standsInFor: { release: second.id, reason: 'the lake does not give it: the network is down' },
      });
      expect(await isolate({ ask: away }).answers()).toBe(SEED);
    });
  });
}
