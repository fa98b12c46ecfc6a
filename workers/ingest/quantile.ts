// A quantile as percentile_cont defines it: exact where every value is known, or where it falls among equal ones; else as exact as a bin is narrow. Pure.
import type { Sketch } from './histogram.ts';

const EXACT_DIGITS = 15;

export function quantile(sketch: Sketch, share: number): number {
  const rank = share * (sketch.count - 1);
  const all = sketch.known.reduce((sum, [, times]) => sum + times, 0) === sketch.count;
  return all ? amongKnown(sketch, rank) : inBin(sketch, rank);
}

/** Between the two values whose ranks are next to it. */
function amongKnown({ known, max }: Sketch, rank: number): number {
  const low = valueAt(known, Math.floor(rank)) ?? max;
  const high = valueAt(known, Math.ceil(rank)) ?? max;
  if (low === high) return low;
  // Halves first: the difference of two far numbers may be beyond all numbers.
  const share = rank - Math.floor(rank);
  const between = Number((low * (1 - share) + high * share).toPrecision(EXACT_DIGITS));
  return Math.min(high, Math.max(low, between));
}

function valueAt(known: Sketch['known'], rank: number): number | undefined {
  let before = 0;
  return known.find(([, times]) => {
    before += times;
    return rank < before;
  })?.[0];
}

function inBin(sketch: Sketch, rank: number): number {
  const { min, max, exponent, first, counts } = sketch;
  const width = 2 ** exponent;
  let before = 0;
  for (const [i, count] of counts.entries()) {
    if (count > 0 && rank < before + count) {
      const from = (first + i) * width;
      const edges = { from: Math.max(min, from), to: Math.min(max, from + width) };
      const here = sketch.known.filter(([value]) => Math.floor(value / width) === first + i);
      return within(here, { ...edges, count, rank: rank - before });
    }
    before += count;
  }
  return max;
}

/** Known values stand where they are; the others are taken to be spread evenly between the edges. */
function within(
  known: Sketch['known'],
  {
    from,
    to,
    count,
    rank,
  }: { readonly from: number; readonly to: number; readonly count: number; readonly rank: number },
): number {
  const others = count - known.reduce((sum, [, times]) => sum + times, 0);
  let [before, low] = [0, from];
  for (const [value, times] of [...known, [to, 0] as const]) {
    const between = to > from ? (others * (value - low)) / (to - from) : 0;
    if (rank < before + between) {
      const likely = asExactAs(to - from, low + ((rank - before) / between) * (value - low));
      // Not past its neighbours: quartiles stay in their order.
      return Math.min(value, Math.max(low, likely));
    }
    before += between + times;
    if (rank < before) return value;
    low = value;
  }
  return to;
}

/** To no more digits than the width of a bin says: where in it a value lies is not known. */
function asExactAs(width: number, value: number): number {
  const power = Math.floor(Math.log10(width));
  // Its power of ten is no number of ours.
  if (!(power > -300)) return value;
  return power < 0 ? Math.round(value * 10 ** -power) / 10 ** -power : Math.round(value / 10 ** power) * 10 ** power;
}
