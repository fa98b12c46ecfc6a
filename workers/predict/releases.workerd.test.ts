// Releases and who answers, with a real lake and the real object of the aliases: two isolates of one mesh, whose clock the test turns.
import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { models } from '../../models/catalogue.gen.ts';
import type { Golden, Release } from '../../models/release.ts';
import { logger } from '../mesh/log.ts';
import type { AliasWish } from '../mesh/releases.ts';
import { changeAlias } from './change-alias.ts';
import type { Bindings } from './env.ts';
import { bundledFiles, fleetOf, seedOf } from './fleet.ts';
import { releaseDesk } from './release-desk.ts';
import { seenAliases } from './seen-aliases.ts';

const { LAKE, ALIASES } = env as unknown as Bindings;
const model = models['city-score'];
const SEED = seedOf(model.id) ?? '';
const context = { requestId: 'r', caller: 'ana' };
let mesh = 0;
let now = 0;

beforeEach(async () => {
  mesh++;
  now = 1_000_000;
  const { objects } = await LAKE.list();
  await LAKE.delete(objects.map(({ key }) => key));
});

const object = () => ALIASES.getByName(`mesh ${mesh}`);

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

/** The graph of the bundled release with a note at its end, which makes other bytes of it, and papers that are right about them. */
async function another(note: string) {
  const files = bundledFiles(model.id);
  if (!files) throw new Error(`${model.id} has no release`);
  const text = new TextEncoder().encode(note);
  // onnx.proto: doc_string is field 6 of a model, and what stands last counts.
  const onnx = Uint8Array.from([...new Uint8Array(files.onnx), (6 << 3) | 2, text.length, ...text]).buffer;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', onnx));
  const onnx_sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = `2026-11-20-${onnx_sha256.slice(0, 8)}`;
  const made = { id, trained_at: '2026-11-20T10:00:00Z', onnx_sha256, onnx_bytes: onnx.byteLength };
  const release = { ...(files.release as Release), ...made };
  const golden = { ...(files.golden as Golden), onnx_sha256 };
  return { id, onnx, release, golden };
}
const sent = ({ onnx, release, golden }: Awaited<ReturnType<typeof another>>) => ({
  model: model.id,
  onnx,
  release: JSON.stringify(release, null, 2),
  golden: JSON.stringify(golden),
});

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
      failure: { reason: 'conflict' },
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
    now += 9_000;
    // Opened beside the one that answers; the request that finds it does not wait.
    await elsewhere.answers();
    await elsewhere.fleet.releaseById(model, first.id);
    expect(await elsewhere.answers()).toBe(first.id);
    expect(await elsewhere.says({ kind: 'rollback' })).toMatchObject({ value: { live: SEED, before: [] } });
    now += 9_000;
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
    await evictDurableObject(object());
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
    now += 60_000;
    await elsewhere.answers();
    await elsewhere.fleet.releaseById(model, second.id);
    expect(await elsewhere.answers()).toBe(second.id);
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
