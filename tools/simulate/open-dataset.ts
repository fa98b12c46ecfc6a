// A dataset of an Opendatasoft host as our world fills it: which records there are, and how each content trick changes them. Pure.
import type { Instant, TimeWindow } from '../../data/time.ts';
import type { ContentTrick } from './misbehave.ts';

export type Cell = string | number | null;

export interface OpenDataset {
  readonly names: readonly string[];
  /** The field that conditions on time speak of: an instant, or a day, which begins at midnight UTC to them. */
  readonly timeField: string;
  /** When records published by now begin, in order. */
  instants(window: TimeWindow): readonly Instant[];
  /** The records that begin at an instant, values in the order of the names. */
  records(at: Instant): readonly (readonly Cell[])[];
  /** What the content tricks touch: a column that goes, one whose word is replaced, one that is revised upwards, records that stay away. */
  readonly spoils: {
    readonly gone: string;
    readonly word?: readonly [column: string, word: string];
    readonly revised?: string;
    readonly gap?: (at: Instant) => boolean;
  };
}

/** The column that nobody was told of. */
const EXTRA = 'hydrogene';

export function misbehaved(dataset: OpenDataset, trick: ContentTrick): OpenDataset {
  const { names, spoils } = dataset;
  const gone = names.indexOf(spoils.gone);
  const [wordColumn = '', word = ''] = spoils.word ?? [];
  const [worded, revised] = [names.indexOf(wordColumn), names.indexOf(spoils.revised ?? '')];
  const changed = (change: (record: readonly Cell[], at: Instant) => readonly (readonly Cell[])[]): OpenDataset => ({
    ...dataset,
    records: (at) => dataset.records(at).flatMap((record) => change(record, at)),
  });
  switch (trick) {
    case 'extra-column':
      return { ...changed((record) => [[...record, 7]]), names: [...names, EXTRA] };
    case 'missing-column':
      return { ...changed((record) => [record.toSpliced(gone, 1)]), names: names.toSpliced(gone, 1) };
    case 'unknown-word':
      return changed((record) => [worded < 0 ? record : record.with(worded, word)]);
    case 'duplicates':
      return changed((record) => [record, record]);
    case 'revised':
      return changed((record) => [revised < 0 ? record : record.with(revised, higher(record[revised] ?? null))]);
    case 'gap':
      return changed((record, at) => (spoils.gap?.(at) ? [] : [record]));
  }
}

/** By a hundredth, in as many decimals as before. */
function higher(value: Cell): Cell {
  if (typeof value !== 'number') return value;
  const decimals = String(value).split('.')[1]?.length ?? 0;
  return Number((value * 1.01).toFixed(decimals));
}
