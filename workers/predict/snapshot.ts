// The recent past as one object in the lake: what predict looks at while Postgres is away. JSON knows no NaN: null stands for it.
import { z } from 'zod';
import { formatInstant, type Instant } from '../../data/time.ts';
import { Correction } from '../../models/correction.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Past } from './past.ts';

const Series = z.strictObject({
  key: z.string(),
  at: z.array(z.number()),
  known_at: z.array(z.number()),
  value: z.array(z.number().nullable()),
});
const Made = z.strictObject({
  release: z.string(),
  entity: z.string(),
  issuedAt: z.number(),
  validAt: z.number(),
  values: z.record(z.string(), z.number()),
  correction: Correction.nullable(),
});
const Snapshot = z.strictObject({
  taken_at: z.string(),
  from: z.number(),
  to: z.number(),
  simulated: z.boolean(),
  series: z.array(Series),
  made: z.array(Made),
});

const keyOf = (model: string): string => `history/${model}.json`;

export async function saveSnapshot(
  lake: R2Bucket,
  { id }: SeriesModel,
  { window, facts, made, simulated }: Past,
  takenAt: Instant,
) {
  const snapshot: z.infer<typeof Snapshot> = {
    taken_at: formatInstant(takenAt),
    ...window,
    simulated,
    made: [...made],
    series: [...facts].map(([key, { at, knownAt, value }]) => ({
      key,
      at: [...at],
      known_at: [...knownAt],
      value: Array.from(value, (number) => (Number.isNaN(number) ? null : number)),
    })),
  };
  await lake.put(keyOf(id), JSON.stringify(snapshot), {
    httpMetadata: { contentType: 'application/json' },
  });
}

/** Null when none was ever taken, or the one there is was written by other code: the next tick takes one. */
export async function readSnapshot(lake: R2Bucket, { id }: SeriesModel): Promise<Past | null> {
  const object = await lake.get(keyOf(id));
  const read = Snapshot.safeParse(await object?.json());
  if (!read.success) return null;
  const { from, to, simulated, series, made } = read.data;
  const facts = series.map(({ key, at, known_at, value }) => {
    const values = Float64Array.from(value, (number) => number ?? Number.NaN);
    return [key, { at: Float64Array.from(at), knownAt: Float64Array.from(known_at), value: values }] as const;
  });
  return { window: { from, to }, facts: new Map(facts), made, simulated };
}
