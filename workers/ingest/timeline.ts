// The coverage of the slices of a run, laid over the run's whole window. Pure.
import { formatInstant, type TimeWindow } from '../../data/time.ts';
import type { QualityReport } from '../mesh/quality-report.ts';
import { type Coverage, coverageOf, type Lane } from './ledger.ts';

const STRETCHES = 120;
const MAX_LANES = 30;

export function timelineOf(
  { from, to }: TimeWindow,
  pieces: readonly { readonly window: TimeWindow; readonly coverage: Coverage }[],
): QualityReport['timeline'] {
  const [only] = pieces;
  if (!only) return undefined;
  const covered = pieces.length === 1 ? only.window : { from, to };
  const { expected, lanes, others } = pieces.length === 1 ? only.coverage : joined({ from, to }, pieces);
  const fewer = coverageOf(expected, lanes, MAX_LANES);
  const rest = [fewer.others, others].flatMap((sum) => sum ?? []);
  return {
    from: formatInstant(covered.from),
    to: formatInstant(covered.to),
    expected: [...expected],
    lanes: fewer.lanes.map(({ place, present, expected: own }) => ({
      place,
      present: [...present],
      ...(own && { expected: [...own] }),
    })),
    ...(rest.length > 0 && {
      others: {
        places: rest.reduce((sum, { places }) => sum + places, 0),
        present: expected.map((_, i) => rest.reduce((sum, { present }) => sum + (present[i] ?? 0), 0)),
      },
    }),
  };
}

function joined(
  { from, to }: TimeWindow,
  pieces: readonly { readonly window: TimeWindow; readonly coverage: Coverage }[],
): Coverage {
  const empty = (): number[] => new Array(STRETCHES).fill(0);
  const expected = empty();
  const lanes = new Map<string, { readonly present: number[]; readonly owed: number[]; isOwn: boolean }>();
  const others = empty();
  let otherPlaces = 0;
  for (const { window, coverage } of pieces) {
    const length = (window.to - window.from) / coverage.expected.length;
    const stretch = (i: number): number =>
      Math.min(STRETCHES - 1, Math.floor(((window.from + (i + 0.5) * length - from) / (to - from)) * STRETCHES));
    const addTo = (sums: number[], counts: readonly number[]) => {
      for (const [i, count] of counts.entries()) sums[stretch(i)]! += count;
    };
    addTo(expected, coverage.expected);
    for (const { place, present, expected: own } of coverage.lanes) {
      const lane = lanes.get(place) ?? { present: empty(), owed: empty(), isOwn: false };
      lanes.set(place, lane);
      addTo(lane.present, present);
      addTo(lane.owed, own ?? coverage.expected);
      lane.isOwn ||= own !== undefined;
    }
    if (coverage.others) {
      addTo(others, coverage.others.present);
      otherPlaces = Math.max(otherPlaces, coverage.others.places);
    }
  }
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const worstFirst = [...lanes]
    .sort(([, a], [, b]) => sum(b.owed) - sum(b.present) - (sum(a.owed) - sum(a.present)))
    .map(([place, { present, owed, isOwn }]): Lane => ({ place, present, ...(isOwn && { expected: owed }) }));
  return {
    expected,
    lanes: worstFirst,
    ...(otherPlaces > 0 && { others: { places: otherPlaces, present: others } }),
  };
}
