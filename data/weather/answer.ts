// Reads Open-Meteo's answer for all places: an array of objects, one per place in the order asked, each with its hours in columns. Knows neither host nor dataset.

import { z } from 'zod';
import { type Parsed, type Reject, ShapeError } from '../dataset.ts';
import { glimpse } from '../glimpse.ts';
import { jsonObjects } from '../json-array.ts';
import { leftOut } from '../left-out.ts';
import { HOUR, type Instant, SECOND } from '../time.ts';
import { PLACES } from './places.ts';
import { QUANTITIES } from './quantities.ts';

/** What one place says of one hour. */
export interface PlaceHour {
  readonly place: string;
  readonly at: Instant;
  readonly values: Readonly<Record<string, number | null>>;
}

/** The answer of one place. */
export interface PlaceAnswer {
  readonly stamps: readonly Instant[];
  readonly hours: readonly PlaceHour[];
  readonly rejects: readonly Reject[];
  readonly warnings: readonly string[];
}

/** Answers name the middle of the grid cell they speak of, which for ERA5 may be the neighbour of the nearest. */
const MAX_DEGREES_AWAY = 0.5;

const Answer = z.object({
  latitude: z.number(),
  longitude: z.number(),
  location_id: z.int().optional(),
  utc_offset_seconds: z.literal(0),
  /** The server's own clock, where it was asked for. */
  current: z.object({ time: z.int() }).optional(),
  hourly_units: z.record(z.string(), z.string()),
  hourly: z.record(z.string(), z.array(z.unknown())),
});
type Answer = z.infer<typeof Answer>;

export async function* placeAnswers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PlaceAnswer> {
  let index = 0;
  for await (const texts of jsonObjects(bytes)) for (const text of texts) yield placeAnswer(text, index++);
}

/** Rejects and warnings of every place, and what `rowsOf` makes of its hours. */
export async function* parsedAnswers(
  bytes: AsyncIterable<Uint8Array>,
  rowsOf: (answer: PlaceAnswer) => Iterable<Parsed>,
): AsyncGenerator<Parsed> {
  for await (const answer of placeAnswers(bytes)) {
    for (const warning of answer.warnings) yield { warning };
    yield* answer.rejects;
    yield* rowsOf(answer);
  }
}

function placeAnswer(text: string, index: number): PlaceAnswer {
  const answer = answerOf(text);
  const place = placeOf(answer, index);
  const { stamps, columns } = columnsOf(answer, place);
  const rejects: Reject[] = [];
  const indexOf = new Map(stamps.map((at, i) => [at, i]));
  const last = Math.max(...stamps);
  const now = answer.current ? answer.current.time * SECOND : Number.POSITIVE_INFINITY;
  const hours = stamps.flatMap((at, i): PlaceHour[] => {
    // The last stamp only ends the hour before it. An hour that is not over by the server's clock has not been.
    if (at === last || at + HOUR > now) return [];
    const values: Record<string, number | null> = {};
    for (const [q, quantity] of QUANTITIES.entries()) {
      const row = 'ofHourBefore' in quantity ? indexOf.get(at + HOUR) : i;
      const value = row === undefined ? null : (columns[q]?.[row] ?? null);
      if (value !== null && typeof value !== 'number') {
        const reason = `${quantity.name}: got ${glimpse(value)}, want a number or null`;
        rejects.push({ reject: { where: `${place} stamp ${i + 1}`, reason, fragment: glimpse(value) } });
        return [];
      }
      values[quantity.column] = value;
    }
    // The end of the archive is nulls: they say that nothing is known yet.
    return Object.values(values).every((value) => value === null) ? [] : [{ place, at, values }];
  });
  const known = new Set<string>(['time', ...QUANTITIES.map(({ name }) => name)]);
  const fresh = Object.keys(answer.hourly).filter((name) => !known.has(name));
  const warnings = fresh.map((name) => leftOut('Open-Meteo', 'variable', name));
  return { stamps, hours, rejects, warnings };
}

function answerOf(text: string): Answer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ShapeError(`not JSON: ${JSON.stringify(text.slice(0, 200))}`);
  }
  const answer = Answer.safeParse(json);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  const got = JSON.stringify(text.slice(0, 200));
  throw new ShapeError(`want hours of a place in UTC, got ${got}: ${issue?.path.join('.')} ${issue?.message}`);
}

/** An answer does not repeat what it was asked: its place is its position, and its coordinates must agree. */
function placeOf({ latitude, longitude, location_id }: Answer, index: number): string {
  const place = PLACES[index];
  if (!place) throw new ShapeError(`answer ${index + 1}, but we know ${PLACES.length} places`);
  // The first of them has no number.
  if ((location_id ?? 0) !== index)
    throw new ShapeError(`answer ${index + 1} is of location ${location_id}, want ${index}`);
  const away = Math.max(Math.abs(latitude - place.latitude), Math.abs(longitude - place.longitude));
  if (away > MAX_DEGREES_AWAY) {
    const want = `want ${place.latitude}, ${place.longitude} (${place.id}) or near it`;
    throw new ShapeError(`answer ${index + 1} is of ${latitude}, ${longitude}; ${want}: see places.ts`);
  }
  return place.id;
}

/** Names, units and lengths are those of the whole answer: with one of them wrong nothing in it can be believed. */
function columnsOf({ hourly, hourly_units: units }: Answer, place: string) {
  const times = hourly['time'] ?? [];
  if (units['time'] !== 'unixtime')
    throw new ShapeError(`${place}: time is in ${glimpse(units['time'])}, want unixtime`);
  const stamps = times.map((time) => {
    if (typeof time !== 'number' || (time * SECOND) % HOUR !== 0)
      throw new ShapeError(`${place}: time ${glimpse(time)} is no whole hour of Unix time`);
    return time * SECOND;
  });
  const columns = QUANTITIES.map(({ name, unit }) => {
    const column = hourly[name];
    if (!column) throw new ShapeError(`${place}: ${name} is missing, got ${Object.keys(hourly).join(', ')}`);
    if (units[name] !== unit) throw new ShapeError(`${place}: ${name} is in ${glimpse(units[name])}, want ${unit}`);
    if (column.length !== stamps.length)
      throw new ShapeError(`${place}: ${name} has ${column.length} values for ${stamps.length} times`);
    return column;
  });
  return { stamps, columns };
}
