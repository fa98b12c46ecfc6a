import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../data/time.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { fitRisk, predictRisk, turbineOnnx } from './failure-risk.ts';
import { chooseThreshold, judgeDetector } from './judge-detector.ts';
import { fitNormalBehaviour, residualSigma } from './normal-behaviour.ts';
import type { TurbineHours } from './turbine-hours.ts';

const features = ['wind', 'vibration'];

/** Vibration is 1 + wind / 10, give or take a tenth, and 3 more in the two days before a failure every 1,000 hours. */
function hoursOf(seed: number, count: number): TurbineHours {
  const random = randomFrom(seed);
  const hours = Array.from({ length: count }, (_, i) => ({
    turbine: `farm-${seed} T001`,
    at: i * HOUR,
    hoursToFailure: 999 - (i % 1_000),
    hoursSinceRepair: Number.POSITIVE_INFINITY,
    component: 'gearbox',
    standing: false,
  }));
  const x = Float32Array.from(
    hours.flatMap(({ hoursToFailure }) => {
      const wind = 4 + 8 * random.next();
      return [wind, 1 + wind / 10 + 0.1 * (2 * random.next() - 1) + (hoursToFailure <= 48 ? 3 : 0)];
    }),
  );
  return { features, x, hours };
}
const healthy = hoursOf(1, 900);
const rows = hoursOf(2, 4_000);
const judged = hoursOf(3, 3_000);
const normal = fitNormalBehaviour(healthy, hoursOf(4, 900), { measured: 'vibration', from: ['wind'] });

describe('normal behaviour', () => {
  it('expects what wind explains: what is left has the spread of what wind does not', () => {
    // Uniform within a tenth: half of it is within 0.05.
    expect(normal.sigma).toBeGreaterThan(1.4826 * 0.045);
    expect(normal.sigma).toBeLessThan(1.4826 * 0.055);
    const [usual, shaking, silent] = residualSigma(normal, Float32Array.from([10, 2, 10, 3, 10, Number.NaN]), 2);
    expect(Math.abs(usual!)).toBeLessThan(0.3);
    expect(shaking! - usual!).toBeCloseTo(1 / normal.sigma, 4);
    expect(silent).toBe(0);
  });

  it('refuses a feature that there is not', () => {
    expect(() => fitNormalBehaviour(healthy, healthy, { measured: 'noise', from: ['wind'] })).toThrow(
      'no feature noise among wind, vibration',
    );
  });
});

describe('the risk', () => {
  const risk = fitRisk(rows, hoursOf(6, 3_000), { horizonHours: 48, sensors: { off: normal }, seed: 1, trees: 20 });
  const score = predictRisk(risk, judged.x, 2);

  it('is high in the two days before a failure it has never seen, and the threshold is chosen on other turbines', () => {
    const chosenOn = hoursOf(5, 3_000);
    const threshold = chooseThreshold({ hours: chosenOn.hours, score: predictRisk(risk, chosenOn.x, 2) }, 48);
    const verdict = judgeDetector({ hours: judged.hours, score }, { threshold, horizonHours: 48 });
    expect(verdict).toMatchObject({ auc: 1, failures: 3, announced: 1, medianHoursAhead: 48 });
    expect(verdict.care).toBeGreaterThan(0.95);
  });

  it('comes out of the graph as out of the trainer, the residual beside it, gaps included', async () => {
    const heads = ['risk', 'alarm', 'off'];
    const onnx = turbineOnnx(risk, { name: 'turbine', features: 2, head: 'risk', alarm: { head: 'alarm', from: 0.5 } });
    const x = Float32Array.from([...judged.x.subarray(0, 2_000), Number.NaN, 1, 8, Number.NaN]);
    const [said, alarm, off] = await runOnnx(onnx, x, 2, heads);
    const furthest = (a: Float32Array, b: Float64Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
    expect(furthest(said!, predictRisk(risk, x, 2))).toBeLessThan(1e-6);
    expect(furthest(off!, residualSigma(normal, x, 2))).toBeLessThan(1e-4);
    expect(Array.from(alarm!)).toEqual(Array.from(said!, (one) => Number(one >= 0.5)));
    expect(new Set(alarm!)).toEqual(new Set([0, 1]));
  });
});
