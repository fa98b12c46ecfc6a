// One number of one row, split into what was expected and what each feature moved it by: value = expected + all parts. Pure arithmetic, in Float64.

export interface Attributed {
  readonly value: number;
  readonly expected: number;
  /** By column of the tensor; null where no feature moved it. */
  readonly parts: Float64Array | null;
  /** Columns that it is multiplied by: what a level is. They move nothing, they say how large everything is. */
  readonly factors: ReadonlySet<number>;
  /** Of a feature as it came, or a product of some: their columns. What is to be expected of it, whatever is subtracted says. */
  readonly raw: readonly number[] | null;
}

const NONE: ReadonlySet<number> = new Set();

export const constant = (value: number): Attributed => ({
  value,
  expected: value,
  parts: null,
  factors: NONE,
  raw: null,
});

export const feature = (value: number, column: number, features: number): Attributed =>
  rawOf(value, [column], features);

/** Nothing is expected of it; its columns share it equally. */
function rawOf(value: number, columns: readonly number[], features: number): Attributed {
  return { value, expected: 0, parts: shared(value, columns, features), factors: NONE, raw: columns };
}

function shared(value: number, columns: readonly number[], features: number): Float64Array {
  const parts = new Float64Array(features);
  for (const column of columns) parts[column]! += value / columns.length;
  return parts;
}

export const isConstant = ({ parts }: Attributed): boolean => parts === null;

export const plus = (a: Attributed, b: Attributed): Attributed => combined(a, 1, b, 1);

/** A feature less what is usual is how far it is from it: a mean, or what other features let expect. */
export function minus(a: Attributed, b: Attributed): Attributed {
  if (!a.raw || !a.parts || b.raw) return combined(a, 1, b, -1);
  const away: Attributed = {
    value: a.value - b.expected,
    expected: 0,
    parts: shared(a.value - b.expected, a.raw, a.parts.length),
    factors: a.factors,
    raw: null,
  };
  return { ...combined(away, 1, b, -1), value: a.value - b.value, expected: 0 };
}

export const times = (a: Attributed, factor: number): Attributed => ({
  ...a,
  value: a.value * factor,
  expected: a.expected * factor,
  parts: a.parts && scaled(a.parts, factor),
});

/** A feature times what was worked out is a level: it scales. Two that were worked out share what they make together (Shapley). */
export function product(a: Attributed, b: Attributed): Attributed {
  if (isConstant(a)) return times(b, a.value);
  if (isConstant(b)) return times(a, b.value);
  if (a.raw && b.raw) return rawOf(a.value * b.value, [...a.raw, ...b.raw], a.parts!.length);
  if (a.raw) return scaledBy(b, a, a.raw);
  if (b.raw) return scaledBy(a, b, b.raw);
  const [ofA, ofB] = [(b.value + b.expected) / 2, (a.value + a.expected) / 2];
  return { ...combined(a, ofA, b, ofB), value: a.value * b.value, expected: a.expected * b.expected };
}

const scaledBy = (what: Attributed, level: Attributed, columns: readonly number[]): Attributed => ({
  ...times(what, level.value),
  factors: new Set([...what.factors, ...columns]),
});

/** A function of one number: what moved the number moves what is made of it, in proportion. */
export function through(a: Attributed, of: (value: number) => number): Attributed {
  const [value, expected] = [of(a.value), of(a.expected)];
  const moved = a.value - a.expected;
  const slope = moved === 0 ? 0 : (value - expected) / moved;
  return { ...a, value, expected, parts: a.parts && scaled(a.parts, slope), raw: null };
}

export const quotient = (a: Attributed, b: Attributed): Attributed =>
  isConstant(b)
    ? times(a, 1 / b.value)
    : product(
        a,
        through(b, (value) => 1 / value),
      );

function combined(a: Attributed, ofA: number, b: Attributed, ofB: number): Attributed {
  const parts = combinedParts(a.parts, ofA, b.parts, ofB);
  return {
    value: a.value * ofA + b.value * ofB,
    expected: a.expected * ofA + b.expected * ofB,
    parts,
    factors: b.factors.size === 0 ? a.factors : new Set([...a.factors, ...b.factors]),
    raw: null,
  };
}

function combinedParts(a: Float64Array | null, ofA: number, b: Float64Array | null, ofB: number): Float64Array | null {
  if (!a) return b && scaled(b, ofB);
  if (!b) return scaled(a, ofA);
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i]! * ofA + b[i]! * ofB;
  return out;
}

function scaled(parts: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(parts.length);
  for (let i = 0; i < out.length; i++) out[i] = parts[i]! * factor;
  return out;
}
