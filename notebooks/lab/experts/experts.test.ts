import { describe, expect, it } from 'vitest';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { type Blend, blendOnnx, predictBlend, predictWithBounds } from './blend.ts';
import { askPair, fitPair, type Lessons, type PairRecipe } from './pair.ts';
import { fitWidths, type Judged, sizesOf } from './width.ts';

const FEATURES = ['level_mw', 'other_mw', 'hour', 'cold', 'odd'];
const [LEVEL, OTHER, , COLD, ODD] = FEATURES.keys();
const WIDTH = FEATURES.length;

/** The load is its level, more by a hundredth per degree of cold in the evening and half of that in the morning, more on odd days; one row in ten has no weather. */
function lessons(rows: number, seed: number, size = 1): Lessons {
  const random = randomFrom(seed);
  const x = new Float32Array(rows * WIDTH);
  const target = Float64Array.from({ length: rows }, (_, row) => {
    const [level, hour, cold, odd] = [
      size * (40_000 + 20_000 * random.next()),
      row % 24,
      10 * random.next(),
      Number(random.next() < 0.2),
    ];
    const ratio = 1 + (hour > 12 ? 0.01 : 0.005) * cold + 0.05 * odd + 0.004 * (random.next() - 0.5);
    x.set([level, 1.1 * level * ratio, hour, random.next() < 0.1 ? Number.NaN : cold, odd], row * WIDTH);
    return level * ratio;
  });
  return { features: FEATURES, x, target, weights: new Float64Array(rows).fill(1) };
}

const RECIPE: PairRecipe = {
  scale: 'level_mw',
  hour: 'hour',
  needs: 'cold',
  forest: ['hour', 'cold', 'odd'],
  ridge: ['cold', 'odd'],
  products: [['cold', 'odd']],
  alpha: 0.1,
  trees: { trees: 40, leaves: 8, learningRate: 0.2 },
  mendingTrees: { trees: 20, leaves: 8, learningRate: 0.2 },
};
const taught = lessons(3_000, 1);
const own = fitPair(RECIPE, taught, { seed: 1 });
const over = fitPair({ ...RECIPE, scale: 'other_mw' }, taught, { seed: 1 });
const blend: Blend = { first: own, others: [{ pair: over, share: 0.5 }] };
const mape = (values: Float64Array, { target }: Lessons): number =>
  values.reduce((sum, value, i) => sum + Math.abs(value / target[i]! - 1), 0) / values.length;

/** With one column of one row said to be missing or something else. */
function changed(x: Float32Array, row: number, column: number, value: number): Float32Array {
  const copy = x.slice();
  copy[row * WIDTH + column] = value;
  return copy;
}

describe('a pair of experts', () => {
  const fresh = lessons(1_000, 2);

  it('finds what cold is worth at each hour, far better than the level alone', () => {
    const level = fresh.target.map((_, row) => fresh.x[row * WIDTH + LEVEL!]!);
    expect(mape(level, fresh)).toBeGreaterThan(0.04);
    const said = askPair(own, fresh.x);
    const known = said.both.map((value, row) =>
      Number.isNaN(fresh.x[row * WIDTH + COLD!]!) ? fresh.target[row]! : value,
    );
    expect(mape(known, fresh)).toBeLessThan(0.003);
  });

  it('mends a ridge that has no term for cold on odd days', () => {
    const bent = ({ x, target, ...rest }: Lessons): Lessons => {
      const more = (row: number) => 0.01 * x[row * WIDTH + COLD!]! * x[row * WIDTH + ODD!]! * x[row * WIDTH + LEVEL!]!;
      return { ...rest, x, target: target.map((mw, row) => mw + (more(row) || 0)) };
    };
    const later = bent(fresh);
    const said = askPair(fitPair({ ...RECIPE, products: [] }, bent(taught), { seed: 1 }), later.x);
    const [ridge, mended] = [said.ridge, said.mended].map((values) => mape(values, later));
    expect(mended! / ridge!).toBeLessThan(0.8);
  });

  it('leaves the ridge out where what it lives on is missing', () => {
    const said = askPair(own, changed(fresh.x, 0, COLD!, Number.NaN));
    expect(said.both[0]).toBe(said.forest[0]);
    expect(said.both[1]).not.toBe(said.forest[1]);
  });

  it('holds a ridge that runs off to where nothing was learnt', () => {
    const level = fresh.x[LEVEL!]!;
    const said = askPair(own, changed(fresh.x, 0, COLD!, 500));
    expect(said.ridge[0]! / level).toBeGreaterThan(2);
    expect((said.both[0]! - said.forest[0]!) / level).toBeCloseTo(0.064, 6);
  });

  it('follows the size of its series', () => {
    const [small, large] = [lessons(50, 3), lessons(50, 3, 2)];
    const [before, after] = [small, large].map(({ x }) => predictBlend(blend, x));
    expect(Math.max(...before!.map((value, i) => Math.abs(after![i]! / value / 2 - 1)))).toBeLessThan(1e-6);
  });

  it('gives the first’s answer where another has nothing to go by', () => {
    const blind = changed(fresh.x, 0, OTHER!, Number.NaN);
    expect(predictBlend(blend, blind)[0]).toBe(askPair(own, blind).both[0]);
  });
});

describe('bounds', () => {
  const stretch = (seed: number): Judged => {
    const random = randomFrom(seed);
    const { x, target } = lessons(4_000, seed);
    // Four times as far off on odd days.
    const value = target.map(
      (truth, row) => truth * (1 + (x[row * WIDTH + ODD!]! === 1 ? 0.08 : 0.02) * (random.next() - 0.5)),
    );
    return { x, value, truth: target };
  };
  const options = {
    features: FEATURES,
    unit: undefined,
    dependsOn: ['odd'],
    quantiles: { low: 0.1, high: 0.9 },
    seed: 1,
  };
  const widths = fitWidths([stretch(11), stretch(12)], options);

  it('hold eight in ten of what comes after, on the hard days and on the easy ones', () => {
    const later = stretch(13);
    const { low, high } = predictWithBounds({ first: own, others: [] }, widths, later.x);
    const middle = predictBlend({ first: own, others: [] }, later.x);
    for (const odd of [0, 1]) {
      const rows = Array.from(later.truth.keys()).filter((row) => later.x[row * WIDTH + ODD!] === odd);
      const inside = rows.filter((row) => {
        const ratio = later.truth[row]! / later.value[row]!;
        return ratio >= low[row]! / middle[row]! && ratio <= high[row]! / middle[row]!;
      });
      expect(inside.length / rows.length).toBeGreaterThan(0.76);
      expect(inside.length / rows.length).toBeLessThan(0.84);
    }
  });

  it('follow an unruly time to sizes they were not learnt from', () => {
    const restless = (seed: number, unit: number): Judged => {
      const { x, value, truth } = stretch(seed);
      const off = value.map((one, row) => truth[row]! * (1 + unit * (one / truth[row]! - 1)));
      // The unit stands where nothing else is learnt from.
      return { x: x.map((one, i) => (i % WIDTH === OTHER ? unit * 0.01 : one)), value: off, truth };
    };
    const learnt = fitWidths([restless(11, 1), restless(12, 1)], { ...options, unit: 'other_mw' });
    const { x, value, truth } = restless(13, 3);
    const size = sizesOf(learnt, x, WIDTH);
    const inside = truth.filter((one, row) => {
      const off = one / value[row]! - 1;
      return off >= -learnt.below * size[row]! && off <= learnt.above * size[row]!;
    });
    expect(inside.length / truth.length).toBeGreaterThan(0.76);
    expect(inside.length / truth.length).toBeLessThan(0.84);
  });

  it('are learnt from one stretch too, and not from none', () => {
    expect(fitWidths([stretch(11)], options).above).toBeGreaterThan(1);
    expect(() => fitWidths([], options)).toThrow('want at least one stretch');
  });

  it('come out of the runtime of the edge as they came out of the trainer, gaps included', async () => {
    const { x } = lessons(500, 4);
    const asked = changed(changed(x, 0, OTHER!, Number.NaN), 1, COLD!, 500);
    const inUnits = fitWidths([stretch(11), stretch(12)], { ...options, unit: 'cold' });
    const wanted = predictWithBounds(blend, inUnits, asked);
    const onnx = blendOnnx(blend, inUnits, 'test', { value: 'mw', low: 'low_mw', high: 'high_mw' });
    const answers = await runOnnx(onnx, asked, WIDTH, ['mw', 'low_mw', 'high_mw']);
    const furthest = [wanted.value, wanted.low, wanted.high].map((values, head) =>
      Math.max(...values.map((value, i) => Math.abs(answers[head]![i]! / value - 1))),
    );
    expect(Math.max(...furthest)).toBeLessThan(2e-6);
    expect(wanted.low.every((low, i) => low < wanted.value[i]! && wanted.value[i]! < wanted.high[i]!)).toBe(true);
    expect(wanted.low[2]! / wanted.value[2]!).not.toBeCloseTo(wanted.low[3]! / wanted.value[3]!, 4);
  });
});
