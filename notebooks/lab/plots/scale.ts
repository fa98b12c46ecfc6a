// Where a value stands along an axis, as a share of its length, and which ticks to write there. Knows no pixels.

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface Scale {
  readonly ticks: readonly Tick[];
  /** 0 at the beginning of the axis, 1 at its end. */
  share(value: number): number;
}

/** From one round number to another around all values. */
export function linearScale(values: Iterable<number>, { from, to }: { from?: number; to?: number } = {}): Scale {
  const { low, high } = extentOf([...values, ...[from, to].filter((end) => end !== undefined)]);
  const least = from ?? low;
  const most = to ?? high;
  const step = roundStep((most - least) / 5);
  const start = from ?? Math.floor(least / step + 1e-9) * step;
  const end = to ?? Math.max(start + step, Math.ceil(most / step - 1e-9) * step);
  const ticks: Tick[] = [];
  for (let i = Math.ceil(start / step - 1e-9); i * step <= end + step * 1e-9; i++) {
    ticks.push({ at: i * step, text: figureText(i * step) });
  }
  return { ticks, share: (value) => (value - start) / (end - start) };
}

/** For what spans powers of ten. Every value must be above zero. */
export function logScale(values: Iterable<number>): Scale {
  const { low, high } = extentOf(values);
  if (!(low > 0)) throw new Error(`a logarithmic axis begins above zero, got ${low}`);
  const start = Math.floor(Math.log10(low));
  const end = Math.max(start + 1, Math.ceil(Math.log10(high)));
  const powers = Array.from({ length: end - start + 1 }, (_, i) => 10 ** (start + i));
  return {
    ticks: powers.map((at) => ({ at, text: figureText(at) })),
    share: (value) => (Math.log10(value) - start) / (end - start),
  };
}

/** Places 0 to count - 1, with words at some of them. */
export function placeScale(count: number, ticks: readonly Tick[]): Scale {
  return { ticks, share: (place) => place / Math.max(1, count - 1) };
}

/** Thousands apart, six digits at most: the same text in every locale. */
export function figureText(value: number): string {
  const [whole = '', ...rest] = String(Number(value.toPrecision(6))).split(/(?=[.e])/);
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('').replace('-', '−');
}

function extentOf(values: Iterable<number>): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) throw new Error('a plot of no value at all: everything is missing');
  return { low, high };
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(rough: number): number {
  if (rough <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
}
