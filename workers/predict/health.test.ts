import { expect, it } from 'vitest';
import { models } from '../../models/catalogue.gen.ts';
import type { ModelDefinition } from '../../models/model.ts';
import { logger } from '../mesh/log.ts';
import { health, type Parts } from './health.ts';
import type { LiveRelease } from './live-release.ts';

const series = models['load-day-ahead'];
const record: ModelDefinition = { ...series, kind: 'record', id: 'consumption-of-a-house' } as never;
const identity = { id: 'none', onnx_sha256: '0'.repeat(64), feature_sha256: '0'.repeat(64) };
const MISSING: LiveRelease = { identity, refused: 'no release yet', missing: true };
const REFUSED: LiveRelease = { identity, refused: 'the graph does not load: at /secret/place' };

const logged: string[] = [];
const log = logger({
  worker: 'predict',
  context: { requestId: 'r', caller: 'tests' },
  write: (_, line) => logged.push(line),
});
const asked = (live: LiveRelease, given: Partial<Parts> = {}) =>
  health({
    lake: { head: async () => null },
    log,
    models: [series, record],
    releaseOf: async () => live,
    ...given,
  });

it('is not down for a model that has no release yet', async () => {
  expect(await asked(MISSING)).toEqual({
    lake: { status: 'ok' },
    'release of load-day-ahead': { status: 'ok', detail: 'no release yet: the baseline answers' },
    'release of consumption-of-a-house': { status: 'ok', detail: 'no release yet: it does not answer' },
  });
});

it('is down for a refused release only where no baseline answers, and does not say why to everybody', async () => {
  const { 'release of load-day-ahead': bySeries, 'release of consumption-of-a-house': byRecord } = await asked(REFUSED);
  expect(bySeries).toEqual({ status: 'ok', detail: 'its release is refused: the baseline answers' });
  expect(byRecord).toEqual({ status: 'down', detail: 'its release is refused: it does not answer' });
});

it('names the release that should answer and the one that does', async () => {
  const live: LiveRelease = {
    identity: { ...identity, id: '2026-10-01-aaaaaaaa' },
    graph: { run: async () => [], inRuntimeFor: null, explain: async () => null, close: async () => {} },
    furthest: 0,
    expects: [],
    learntUntil: 0,
    standsInFor: { release: '2026-11-01-bbbbbbbb', reason: 'the graph does not load: at /secret/place' },
  };
  const { 'release of load-day-ahead': found } = await asked(live);
  expect(found).toEqual({
    status: 'ok',
    detail: '2026-11-01-bbbbbbbb is refused: 2026-10-01-aaaaaaaa answers, golden vectors to the bit',
  });
});

it('names the part that is down without quoting its error', async () => {
  const broken = () => Promise.reject(new Error('10.0.0.7 refused bucket wattmesh-lake'));
  const { lake } = await asked(MISSING, { lake: { head: broken } });
  expect(lake).toEqual({ status: 'down', detail: 'the lake does not answer' });
  expect(logged.at(-1)).toContain('10.0.0.7');
});

it('says how far a release is from its golden vectors in this very runtime', async () => {
  const live: LiveRelease = {
    identity,
    graph: { run: async () => [], inRuntimeFor: null, explain: async () => null, close: async () => {} },
    furthest: 1.234e-7,
    expects: [],
    learntUntil: 0,
  };
  const { 'release of load-day-ahead': found } = await asked(live);
  expect(found).toEqual({ status: 'ok', detail: 'golden vectors within 1.2e-7' });
});
