// What the slices of one run add up to, part by part of its report. Pure.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { withoutValues } from '../../data/privacy.ts';
import { formatInstant } from '../../data/time.ts';
import type { QualityReport } from '../mesh/quality-report.ts';
import { histogram, merged } from './histogram.ts';
import { quantile } from './quantile.ts';
import type { Reasons } from './reasons.ts';
import type { Loaded, Refused, SliceOutcome, StepName } from './slice-outcome.ts';

const MAX_GAPS_NAMED = 50;
const MAX_REASONS_NAMED = 20;
const MAX_PLACES_NAMED = 30;
const MAX_WARNINGS_NAMED = 30;
const MAX_EXAMPLES = 5;

export function rowsOf(loaded: readonly Loaded[], refused: readonly Refused[]): QualityReport['rows'] {
  const refusedRows = refused.reduce((sum, { rows }) => sum + rows, 0);
  const total = (of: (slice: Loaded) => number): number => loaded.reduce((sum, slice) => sum + of(slice), 0);
  return {
    extracted: refusedRows + total((slice) => slice.rows + slice.rejects),
    inserted: total((slice) => slice.counts.inserted),
    updated: total((slice) => slice.counts.updated),
    unchanged: total((slice) => slice.counts.unchanged),
    outranked: total((slice) => slice.counts.outranked),
    rejected: refusedRows + total((slice) => slice.rejects + slice.validation.rejects),
    duplicates: total((slice) => slice.validation.duplicates),
  };
}

export function secondsOf(slices: readonly SliceOutcome[]): QualityReport['seconds'] {
  const seconds = (name: StepName): number =>
    slices.reduce((sum, slice) => sum + (slice.milliseconds[name] ?? 0), 0) / 1_000;
  return {
    extract: seconds('extract'),
    lake: seconds('lake'),
    parse: seconds('parse'),
    validate: seconds('validate'),
    load: seconds('load'),
  };
}

export function rejectedOf(counts: readonly Reasons[]): QualityReport['rejected'] {
  const total = new Map<string, { rows: number; where: readonly string[] }>();
  for (const [reason, { rows, where }] of counts.flatMap((each) => Object.entries(each))) {
    const before = total.get(reason) ?? { rows: 0, where: [] };
    total.set(reason, { rows: before.rows + rows, where: [...before.where, ...where].slice(0, MAX_EXAMPLES) });
  }
  return [...total]
    .map(([reason, { rows, where }]) => ({ reason, rows, where: [...where] }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MAX_REASONS_NAMED);
}

export function warningsOf(loaded: readonly Loaded[], isAboutPersons: boolean): QualityReport['warnings'] {
  const total = new Map<string, number>();
  for (const [text, times] of loaded.flatMap(({ warnings }) => Object.entries(warnings))) {
    const shown = isAboutPersons ? withoutValues(text) : text;
    total.set(shown, (total.get(shown) ?? 0) + times);
  }
  return [...total].map(([text, times]) => ({ text: text.slice(0, 300), times })).slice(0, MAX_WARNINGS_NAMED);
}

export function cleaningsOf(
  definition: DatasetDefinition | undefined,
  loaded: readonly Loaded[],
): QualityReport['cleanings'] {
  const cleaned = loaded.flatMap(({ validation }) => validation.cleaned);
  return (definition?.cleanings ?? []).flatMap(({ id, column, says }) => {
    const here = cleaned.filter(({ rule }) => rule === id);
    if (here.length === 0) return [];
    return [
      {
        rule: id,
        column,
        says: { ...says },
        rows: here.reduce((sum, { rows }) => sum + rows, 0),
        first: here.flatMap(({ first }) => first).slice(0, MAX_EXAMPLES),
      },
    ];
  });
}

export function completenessOf(loaded: readonly Loaded[]): QualityReport['completeness'] {
  const all = loaded.flatMap(({ validation }) => validation.completeness ?? []);
  const [first] = all;
  if (!first) return undefined;
  const places = new Map<string, { place: string; expected: number; present: number }>();
  for (const { place, expected, present } of all.flatMap((each) => each.places)) {
    const before = places.get(place) ?? { place, expected: 0, present: 0 };
    places.set(place, { place, expected: before.expected + expected, present: before.present + present });
  }
  return {
    columns: [...first.columns],
    expected: all.reduce((sum, { expected }) => sum + expected, 0),
    present: all.reduce((sum, { present }) => sum + present, 0),
    places: [...places.values()]
      .sort((a, b) => a.present / a.expected - b.present / b.expected)
      .slice(0, MAX_PLACES_NAMED),
  };
}

export function gapsOf(loaded: readonly Loaded[]): QualityReport['gaps'] {
  const all = loaded.flatMap(({ validation }) => validation.completeness ?? []);
  return {
    count: all.reduce((sum, { gapCount }) => sum + gapCount, 0),
    first: all
      .flatMap(({ gaps }) => gaps)
      .slice(0, MAX_GAPS_NAMED)
      .map(({ place, from, to }) => ({ place, from: formatInstant(from), to: formatInstant(to) })),
  };
}

export function distributionsOf(loaded: readonly Loaded[]): QualityReport['distributions'] {
  const all = loaded.flatMap(({ validation }) => validation.distributions);
  return [...new Set(all.map(({ column }) => column))].map((column) => {
    const here = all.filter((one) => one.column === column);
    const sketch = here.map((one) => one.sketch).reduce(merged);
    const at = (share: number) => quantile(sketch, share);
    return {
      column,
      count: sketch.count,
      missing: here.reduce((sum, { missing }) => sum + missing, 0),
      min: sketch.min,
      quartiles: [at(0.25), at(0.5), at(0.75)],
      max: sketch.max,
      mean: Number((sketch.sum / sketch.count).toPrecision(6)),
      ...histogram(sketch),
    };
  });
}
