import { describe, expect, it } from 'vitest';
import { coverageOf } from './evaluation/interval.ts';
import type { Examples } from './examples.ts';
import { runOnnx } from './onnx/run.ts';
import { randomFrom } from './random.ts';
import { calibrated, fitRelative, predictRelative, relativeOnnx } from './relative-forecast.ts';

/** A series that follows its level, calm where the other feature is below a half and noisy above. */
function made(seed: number, count: number): Examples {
  const random = randomFrom(seed);
  const rows = Array.from({ length: count }, () => [40_000 + 20_000 * random.next(), random.next()] as const);
  const target = rows.map(
    ([level, other]) => level * (other < 0.5 ? 0.9 + 0.02 * random.next() : 1 + 0.2 * random.next()),
  );
  const empty = new Float64Array(count);
  return {
    features: ['level_mw', 'other'],
    x: Float32Array.from(rows.flat()),
    target: Float64Array.from(target),
    baseline: empty,
    validAt: empty,
    issuedAt: empty,
  };
}

const quantiles = { low: 0.1, high: 0.9 };
const tuning = { seed: 1, trees: 60, leaves: 8, learningRate: 0.1 };
const forecast = calibrated(
  fitRelative({ examples: made(1, 3_000), level: 'level_mw', quantiles, tuning }),
  made(2, 3_000),
  quantiles,
);
const unseen = made(3, 3_000);

describe('a forecast relative to a level', () => {
  it('covers four truths in five, on examples it has never seen', () => {
    const { low, high } = predictRelative(forecast, unseen.x);
    const coverage = coverageOf(low, high, unseen.target);
    expect(coverage).toBeGreaterThan(0.77);
    expect(coverage).toBeLessThan(0.83);
  });

  it('never crosses its quantiles', () => {
    const { value, low, high } = predictRelative(forecast, unseen.x);
    expect(value.filter((v, i) => low[i]! > v || v > high[i]!)).toHaveLength(0);
  });

  it('is wider where the noise is', () => {
    const { low, high } = predictRelative(forecast, Float32Array.of(50_000, 0.25, 50_000, 0.75));
    expect(high[1]! - low[1]!).toBeGreaterThan(5 * (high[0]! - low[0]!));
  });

  it('scales with the level exactly: no tree has looked at it', () => {
    const { value } = predictRelative(forecast, Float32Array.of(50_000, 0.5, 100_000, 0.5));
    expect(value[1]).toBe(2 * value[0]!);
  });

  it('gives the same in the runtime of the edge', async () => {
    const onnx = relativeOnnx(forecast, 'test', { value: 'v', low: 'l', high: 'h' });
    const answers = await runOnnx(onnx, unseen.x, 2, ['v', 'l', 'h']);
    const { value, low, high } = predictRelative(forecast, unseen.x);
    const furthest = [value, low, high].flatMap((wanted, head) =>
      Array.from(wanted, (mw, i) => Math.abs(answers[head]![i]! / mw - 1)),
    );
    expect(Math.max(...furthest)).toBeLessThan(2e-6);
  });

  it('says NaN where the level is not known', async () => {
    const onnx = relativeOnnx(forecast, 'test', { value: 'v', low: 'l', high: 'h' });
    const [[value]] = (await runOnnx(onnx, Float32Array.of(Number.NaN, 0.5), 2, ['v'])) as [Float32Array];
    expect(value).toBeNaN();
  });

  it('refuses a level that is no feature', () => {
    expect(() => fitRelative({ examples: unseen, level: 'height', quantiles, tuning })).toThrow(
      'no feature height among level_mw, other',
    );
  });
});
