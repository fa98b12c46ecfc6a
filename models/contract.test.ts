// What every model must keep, whoever adds it: run over the whole catalogue.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { noRelease } from '../tools/catalogues.ts';
import { featureSha256 } from '../tools/feature-hash.ts';
import { FEATURE_SHA256, models } from './catalogue.gen.ts';
import { float32Hex, float32Of } from './float32.ts';
import { type FactsBySeries, factsKey, historyAsOf } from './history.ts';
import type { ModelDefinition } from './model.ts';
import { type Question, rehearsalFacts, rehearsalQuestions } from './rehearsal.ts';
import { Golden, type GoldenCase, Release } from './release.ts';
import { tensorOf } from './tensor.ts';

env.wasm.numThreads = 1;

/** Leaf sums are Float32 in the runtime, and runtimes may add in another order. */
const OUTPUT_TOLERANCE = 1e-5;

const catalogue: readonly (readonly [string, ModelDefinition])[] = Object.entries(models);
const hashes = new Map(Object.entries(FEATURE_SHA256));
const seriesModels = catalogue.flatMap(([id, model]) => (model.kind === 'series' ? [[id, model] as const] : []));

const file = (id: string, name: string): URL => new URL(`./${id}/${name}`, import.meta.url);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** What a notebook run on measured data leaves beside `model.ts`. */
function released(id: string, name: 'release.json' | 'golden.json' | 'model.onnx'): Buffer {
  if (existsSync(file(id, name))) return readFileSync(file(id, name));
  throw new Error(`models/${id}/${name} is missing. ${noRelease(id)}`);
}
const releaseOf = (id: string) => Release.parse(JSON.parse(released(id, 'release.json').toString()));
const goldenOf = (id: string) => Golden.parse(JSON.parse(released(id, 'golden.json').toString()));

/** The answers of the released graph, one array per head. */
async function answersOf(model: ModelDefinition, x: Float32Array): Promise<number[][]> {
  const session = await InferenceSession.create(released(model.id, 'model.onnx'));
  const width = model.features.length;
  const answer = await session.run({ [session.inputNames[0]!]: new Tensor('float32', x, [x.length / width, width]) });
  await session.release();
  return model.heads.map(({ name }) => Array.from(answer[name]!.data as Float32Array));
}

/** The feature row of a golden case, made again from its question. */
function rowOf(model: ModelDefinition, facts: FactsBySeries, golden: GoldenCase): Readonly<Record<string, number>> {
  if (model.kind === 'record') return model.row(model.input.parse(golden.input));
  const validAt = Date.parse(golden.valid_at!);
  if (model.kind === 'detector')
    return model.row(historyAsOf(facts, Number.POSITIVE_INFINITY), golden.entity!, validAt);
  const issuedAt = Date.parse(golden.issued_at!);
  return model.row(historyAsOf(facts, issuedAt), golden.entity!, validAt, issuedAt);
}

describe.each(catalogue)('%s', (id, model) => {
  it('is named after its folder, has a notebook of that name and a card', () => {
    expect(model.id).toBe(id);
    expect(existsSync(new URL(`../notebooks/${id}.ipynb`, import.meta.url))).toBe(true);
    expect(readFileSync(file(id, 'README.md'), 'utf8')).toMatch(/^# /);
  });

  it('names each feature and each head once', () => {
    expect(new Set(model.features).size).toBe(model.features.length);
    expect(new Set(model.heads.map(({ name }) => name)).size).toBe(model.heads.length);
  });

  it('is released from the code that stands here, with every gate passed', async () => {
    const release = releaseOf(id);
    expect(release.model).toBe(id);
    expect(release.features).toEqual(model.features);
    expect(release.heads).toEqual(model.heads.map(({ name }) => name));
    expect(release.onnx_sha256).toBe(sha256(released(id, 'model.onnx')));
    expect(release.feature_sha256).toBe(await featureSha256(id));
    expect(release.feature_sha256).toBe(hashes.get(id));
    expect(release.gates.map(({ metric }) => metric)).toEqual(model.gates.map(({ metric }) => metric));
    expect(release.gates.filter(({ passed }) => !passed)).toEqual([]);
    expect(release.data.simulated).toBe(false);
  });

  it('has golden vectors of this very release, with gaps in them and more than one answer', () => {
    const golden = goldenOf(id);
    const release = releaseOf(id);
    expect([golden.onnx_sha256, golden.feature_sha256]).toEqual([release.onnx_sha256, release.feature_sha256]);
    const rows = golden.cases.map(({ features }) => features.map(float32Of));
    expect(rows.some((row) => row.some(Number.isNaN))).toBe(true);
    const neverKnown = model.features.filter((_, f) => rows.every((row) => Number.isNaN(row[f])));
    expect(neverKnown).toEqual([]);
    const answers = golden.cases.map(({ outputs }) => outputs.map(float32Of));
    for (const head of model.heads.keys()) {
      expect(answers.every((answer) => Number.isFinite(answer[head]))).toBe(true);
      expect(new Set(answers.map((answer) => answer[head])).size).toBeGreaterThan(golden.cases.length / 2);
    }
  });

  it('gives the golden feature rows again, to the bit', () => {
    const facts = model.kind === 'record' ? new Map() : rehearsalFacts(model);
    for (const golden of goldenOf(id).cases) {
      const x = tensorOf(model.features, [rowOf(model, facts, golden)]);
      expect(Array.from(x, float32Hex), golden.what).toEqual(golden.features);
    }
  });

  it('gives the golden answers again, in onnxruntime-web', async () => {
    const { cases } = goldenOf(id);
    const answers = await answersOf(model, Float32Array.from(cases.flatMap(({ features }) => features.map(float32Of))));
    const furthest = cases.flatMap(({ outputs }, i) =>
      outputs.map((hex, head) => Math.abs(answers[head]![i]! / float32Of(hex) - 1)),
    );
    expect(Math.max(...furthest)).toBeLessThanOrEqual(OUTPUT_TOLERANCE);
  });
});

describe.each(seriesModels)('%s, a series model,', (_, model) => {
  const facts = rehearsalFacts(model);
  const questions = rehearsalQuestions(model);
  const ask = (from: FactsBySeries, { entity, validAt, issuedAt }: Question) => {
    const history = historyAsOf(from, issuedAt);
    return {
      row: model.row(history, entity, validAt, issuedAt),
      baseline: model.baseline(history, entity, validAt, issuedAt),
    };
  };
  const asked = questions.map((question) => ask(facts, question));

  it('gives exactly the features it names', () => {
    for (const { row } of asked) expect(Object.keys(row).sort()).toEqual([...model.features].sort());
  });

  it('forecasts every step of the days on which the clocks move', () => {
    for (const issuedAt of new Set(questions.map((question) => question.issuedAt))) {
      const { from, to } = model.horizon.window(issuedAt);
      const steps = questions.filter((question) => question.issuedAt === issuedAt).map(({ validAt }) => validAt);
      expect(steps).toEqual(
        Array.from({ length: (to - from) / model.horizon.step }, (_, i) => from + i * model.horizon.step),
      );
    }
  });

  it('knows every feature at some time, and has a baseline even on the day with gaps', () => {
    expect(model.features.filter((feature) => asked.every(({ row }) => Number.isNaN(row[feature])))).toEqual([]);
    expect(asked.filter(({ baseline }) => !Number.isFinite(baseline))).toEqual([]);
  });

  it('looks at nothing but its arguments: not at the clock, not at chance, not at Intl', () => {
    const again = withoutAmbient(() => questions.map((question) => ask(facts, question)));
    expect(again).toEqual(asked);
  });

  it('is not moved by what is not known yet', () => {
    for (const [i, question] of questions.entries()) {
      const absurd = changed(facts, (value, knownAt) => (knownAt > question.issuedAt ? 1e9 : value));
      expect(ask(absurd, question), question.what).toEqual(asked[i]);
    }
    const question = questions[0]!;
    const moved = changed(facts, (value, knownAt) => (knownAt > question.issuedAt ? value : value * 1.5 + 1));
    expect(ask(moved, question)).not.toEqual(asked[0]);
  });

  it('looks no further back than it says', () => {
    for (const [i, question] of questions.entries()) {
      const recent = only(facts, (at) => at >= question.issuedAt - model.reach);
      expect(ask(recent, question), question.what).toEqual(asked[i]);
    }
  });

  it('says NaN where nothing is known, never 0', () => {
    for (const [i, question] of questions.entries()) {
      const { row, baseline } = ask(new Map(), question);
      const fromHistory = model.features.filter((feature) => !Object.is(row[feature], asked[i]!.row[feature]));
      expect(fromHistory.length).toBeGreaterThan(0);
      expect(fromHistory.filter((feature) => !Number.isNaN(row[feature]))).toEqual([]);
      expect(baseline).toBeNaN();
    }
  });

  it('follows the size of its target: 2 % more in the past is 2 % more in the forecast', async () => {
    const larger = new Map(facts);
    for (const entity of model.entities) {
      const key = factsKey(model.target, entity);
      const target = facts.get(key);
      if (target) larger.set(key, { ...target, value: target.value.map((value) => value * 1.02) });
    }
    const rowsFrom = (from: FactsBySeries) =>
      tensorOf(
        model.features,
        questions.map((question) => ask(from, question).row),
      );
    const before = await answersOf(model, rowsFrom(facts));
    const after = await answersOf(model, rowsFrom(larger));
    const furthest = before.flatMap((values, head) =>
      values.map((value, i) => Math.abs(after[head]![i]! / value / 1.02 - 1)),
    );
    expect(Math.max(...furthest)).toBeLessThan(0.0005);
  });
});

function changed(facts: FactsBySeries, change: (value: number, knownAt: number) => number): FactsBySeries {
  return new Map(
    Array.from(facts, ([key, { at, knownAt, value }]) => [
      key,
      { at, knownAt, value: value.map((one, i) => change(one, knownAt[i]!)) },
    ]),
  );
}

function only(facts: FactsBySeries, keep: (at: number) => boolean): FactsBySeries {
  return new Map(
    Array.from(facts, ([key, { at, knownAt, value }]) => {
      const kept = (values: Float64Array) => values.filter((_, i) => keep(at[i]!));
      return [key, { at: kept(at), knownAt: kept(knownAt), value: kept(value) }];
    }),
  );
}

/** Runs with a clock, chance and locale that throw when they are touched. */
function withoutAmbient<T>(run: () => T): T {
  const forbidden = (name: string) => () => {
    throw new Error(`a feature touched ${name}`);
  };
  const real = { Date: globalThis.Date, Intl: globalThis.Intl, random: Math.random };
  globalThis.Date = new Proxy(real.Date, {
    construct: (target, args) => (args.length > 0 ? Reflect.construct(target, args) : forbidden('new Date()')()),
    get: (target, name) => (name === 'now' ? forbidden('Date.now') : Reflect.get(target, name)),
  });
  Reflect.set(globalThis, 'Intl', new Proxy({}, { get: forbidden('Intl') }));
  Math.random = forbidden('Math.random');
  try {
    return run();
  } finally {
    globalThis.Date = real.Date;
    globalThis.Intl = real.Intl;
    Math.random = real.random;
  }
}
