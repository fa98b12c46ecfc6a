// What becomes of a release that is sent.
import { describe, expect, it } from 'vitest';
import type { Release } from '../../../../models/release.ts';
import { another, context, LAKE, model, type ReleaseMesh, SEED, sent } from './mesh.ts';

export function sentReleases({ isolate }: ReleaseMesh): void {
  describe('a release that is sent', () => {
    it('is kept once, and does not answer by that', async () => {
      const { desk, answers } = isolate();
      const first = await another('first');
      expect(await desk.keepRelease(sent(first), context)).toMatchObject({
        ok: true,
        value: { release: { id: first.id }, repeated: false },
      });
      expect(await desk.keepRelease(sent(first), context)).toMatchObject({ value: { repeated: true } });
      expect(await answers()).toBe(SEED);
      expect(await desk.releasesOf(model.id, context)).toMatchObject({
        value: {
          aliases: { version: 0, live: SEED },
          releases: [
            { id: SEED, aliases: ['live'], bundled: true },
            { id: first.id, aliases: [], bundled: false },
          ].sort((a, b) => (a.id < b.id ? 1 : -1)),
        },
      });
    });

    it('never takes the place of another of its name', async () => {
      const { desk } = isolate();
      const first = await another('first');
      await desk.keepRelease(sent(first), context);
      const release = { ...first.release, seed: first.release.seed + 1 };
      expect(await desk.keepRelease(sent({ ...first, release }), context)).toMatchObject({
        failure: { reason: 'conflict', detail: expect.stringContaining('with another release.json (seed): a release') },
      });
    });

    it('is the same release in whatever order its papers say it', async () => {
      const { desk } = isolate();
      const first = await another('first');
      await desk.keepRelease(sent(first), context);
      const reversed = (papers: object) => Object.fromEntries(Object.entries(papers).reverse()) as unknown as Release;
      const release = reversed({ ...first.release, data: reversed(first.release.data) });
      expect(await desk.keepRelease(sent({ ...first, release }), context)).toMatchObject({ value: { repeated: true } });
      const features = first.release.features.toReversed();
      const golden = { ...first.golden, cases: first.golden.cases.toReversed() };
      expect(await desk.keepRelease(sent({ ...first, golden }), context)).toMatchObject({
        failure: { reason: 'conflict' },
      });
      expect(await desk.keepRelease(sent({ ...first, release: { ...release, features } }), context)).toMatchObject({
        failure: { reason: 'unprocessable' },
      });
    });

    it('is refused where its papers do not agree with themselves or with its bytes', async () => {
      const { desk } = isolate();
      const first = await another('first');
      const [gate] = first.release.gates;
      const metrics = { ...first.release.metrics, [gate!.metric]: 0.99 };
      const release = { ...first.release, trained_at: '2026-11-21T00:30:00Z', onnx_bytes: 12, metrics };
      expect(await desk.keepRelease(sent({ ...first, release }), context)).toMatchObject({
        failure: {
          reason: 'unprocessable',
          errors: [
            {
              pointer: '/release/onnx_bytes',
              detail: `onnx_bytes of release.json is 12, want ${first.onnx.byteLength}, the length of model.onnx`,
            },
            {
              pointer: '/release/id',
              detail: 'the day in the id of release.json is 2026-11-20, want 2026-11-21, that of trained_at',
            },
            {
              pointer: '/release/gates/0/got',
              detail: `what its gate ${gate!.metric} got is ${gate!.got}, want 0.99, as metrics say`,
            },
          ],
        },
      });
    });

    it('goes on where an upload broke off', async () => {
      const { desk } = isolate();
      const first = await another('first');
      await LAKE.put(`models/${model.id}/${first.id}/model.onnx`, first.onnx);
      expect(await desk.keepRelease(sent(first), context)).toMatchObject({ value: { repeated: false } });
    });

    it('is refused with every reason at once, and is not kept', async () => {
      const { desk, fleet } = isolate();
      const first = await another('first');
      const [gate, ...gates] = first.release.gates;
      const golden = structuredClone(first.golden);
      golden.cases[0]!.outputs[0] = '00000000';
      const release = { ...first.release, heads: ['price'], gates: [{ ...gate!, got: -1 }, ...gates] };
      const refused = await desk.keepRelease(sent({ ...first, release, golden }), context);
      expect(refused).toMatchObject({
        failure: {
          reason: 'unprocessable',
          errors: [
            { pointer: '/release/heads', detail: expect.stringContaining('number 1 of 1 is price, want') },
            { pointer: '/release/gates/0', detail: `its gate ${gate!.metric} did not pass: got -1` },
            { pointer: '/onnx', detail: expect.stringContaining('the graph has outputs') },
            { pointer: '/release/gates/0/got', detail: expect.stringContaining('as metrics say') },
          ],
        },
      });
      expect(await fleet.releaseById(model, first.id)).toBeNull();
      const oddSeasons = structuredClone(first.release);
      Object.assign(oddSeasons.sketches.heads[0]!, { seasons: { monsoon: {} } });
      expect(await desk.keepRelease(sent({ ...first, release: oddSeasons }), context)).toMatchObject({
        failure: { errors: [{ pointer: expect.stringMatching(/^\/release\/sketches\/heads\/0\/seasons/) }] },
      });
      expect(await fleet.releaseById(model, first.id)).toBeNull();
      expect(await desk.keepRelease({ ...sent(first), golden: '{' }, context)).toMatchObject({
        failure: { errors: [{ pointer: '/golden', detail: expect.stringContaining('got no JSON') }] },
      });
    });
  });
}
