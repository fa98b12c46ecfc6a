// Whether what clients were told is stored exactly once: by place, since two copies of a row under two ids are two rows, and an id alone cannot show it. Pure.
import type { PlacedRow } from './told-rows.ts';

export interface Kept {
  readonly answers: number;
  /** Answers that tell no id: of these nothing can be found. */
  readonly mute: number;
  /** Rows, each counted once however often it was told. */
  readonly told: number;
  /** Their ids: not stored at their place. */
  readonly missing: readonly string[];
  /** Places where more than one row is stored. */
  readonly twice: readonly string[];
  /** Places where a row is stored that nobody was told. */
  readonly untold: readonly string[];
}

export function keptOf(
  answers: readonly { readonly rows: readonly PlacedRow[] }[],
  stored: readonly PlacedRow[],
): Kept {
  const told = new Map(answers.flatMap(({ rows }) => rows).map((row) => [`${row.place} ${row.id}`, row]));
  const placesTold = new Set([...told.values()].map(({ place }) => place));
  const storedAt = Map.groupBy(stored, ({ place }) => place);
  const isStored = ({ id, place }: PlacedRow) => storedAt.get(place)?.some((one) => one.id === id) ?? false;
  return {
    answers: answers.length,
    mute: answers.filter(({ rows }) => rows.length === 0).length,
    told: told.size,
    missing: [...told.values()].filter((row) => !isStored(row)).map(({ id }) => id),
    twice: [...storedAt].filter(([, rows]) => rows.length > 1).map(([place]) => place),
    untold: [...storedAt.keys()].filter((place) => !placesTold.has(place)),
  };
}

/** Where nothing was told, nothing is shown. */
export const isOnce = ({ mute, told, missing, twice, untold }: Kept): boolean =>
  told > 0 && mute + missing.length + twice.length + untold.length === 0;

export const keptText = ({ answers, mute, told, missing, twice, untold }: Kept): string =>
  `${answers} answers told ${told} rows; ${missing.length} missing, ${twice.length} stored twice, ${untold.length} that nobody was told, ${mute} answers without an id`;
