// The central concept: what a dataset is, where it comes from and what is true of it. Pure declarations, no I/O.
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Quality, Ranges } from './columns.ts';
import type { Schedule } from './schedule.ts';
import type { Duration, Instant, TimeWindow } from './time.ts';

export interface Text {
  readonly en: string;
  readonly fr: string;
}

/** A fact on its way in: column names of the table, null where the source said nothing. */
export type Row = Readonly<Record<string, string | number | boolean | null>> & { readonly quality: Quality };

/** A row a stranger gave us that we could not accept: kept with where and why, never dropped silently. */
export interface Reject {
  readonly reject: { readonly where: string; readonly reason: string; readonly fragment: string };
}

export const isReject = (one: Row | Reject): one is Reject => typeof one['reject'] === 'object';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `lake`: the answer is data, its bytes go to the lake and only its status comes back. `json`: it is read and given back, never kept (tokens). */
  readonly answer: 'lake' | 'json';
}
/** `json` is present when the question asked for it. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
}

export interface Source {
  /** Unique in the dataset: kept on every row. */
  readonly id: string;
  /** Names of the secrets without which this source is passed over. */
  readonly secrets: readonly string[];
  /** Pure: yields what to ask, receives the answers, never touches the network. */
  fetch(window: TimeWindow, secret: (name: string) => string): Generator<Question, void, Answer>;
  /** Pure: the same bytes give the same rows, today and on replay. Throws ShapeError only where the shape is unknown. */
  parse(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Row | Reject>;
}

/** The answer is not what this source gives: HTML, a truncated document, a column that is new or gone. The next alternative is asked. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Columns that become known together and share one provenance. */
export interface Part {
  readonly columns: readonly string[];
  /** A rule of the world: when the values of this row could be known. */
  knownAt(row: Row): Instant;
}

export interface Feed {
  readonly id: string;
  /** What it brings. An upsert touches only these. */
  readonly columns: readonly string[];
  readonly schedule: Schedule;
  /** How far back each run asks, and so how late a correction may come and still be seen. */
  readonly window: Duration;
  /** How far past the slot each run asks: forecasts speak of tomorrow. */
  readonly ahead?: Duration;
  /** How far back the very first run asks. */
  readonly firstWindow: Duration;
  /** Longer windows are asked for in pieces of this length. */
  readonly slice: Duration;
  readonly staleAfter: Duration;
  /** Where it is coarser than the dataset's own. */
  readonly grid?: Duration;
  /** Where it brings fewer than the dataset has: what is missing of these is a gap. */
  readonly places?: Readonly<Record<string, readonly string[]>>;
  /** Best first: the first that answers wins, and each row keeps which. */
  readonly alternatives: readonly Source[];
}

export interface QualityRules {
  /** A missing value here counts against completeness. */
  readonly critical: readonly string[];
}

export interface Licence {
  readonly id: string;
  readonly url: string;
  readonly attribution: string;
}

export interface PersonalData {
  readonly subject: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly retention: Duration;
}

export interface DatasetDefinition<Table extends PgTable = PgTable> {
  /** = folder name = URL segment, kebab-case. */
  readonly id: string;
  readonly title: Text;
  readonly table: Table;
  /** Natural key, in order: loading the same bytes twice changes nothing. */
  readonly key: readonly string[];
  /** The key column that says when. */
  readonly timeColumn: string;
  /** Key columns other than time, with every value they may take. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  readonly ranges: Ranges;
  /** What every column means, with unit and sign: becomes the COMMENT, the OpenAPI description and the data dictionary. */
  readonly notes: Readonly<Record<string, string>>;
  /** The column people ask about first. */
  readonly headline?: string;
  readonly parts: Readonly<Record<string, Part>>;
  /** What "complete" means: a step, or facts that come when they come. */
  readonly grid: Duration | 'event' | 'snapshot';
  readonly feeds: readonly Feed[];
  readonly quality: QualityRules;
  readonly privacy: 'none' | PersonalData;
  readonly licence: Licence;
  /** Prometheus name of the row count, where a dashboard already knows one. */
  readonly recordsMetric?: string;
}

/** Keeps the literal types and refuses a definition that contradicts itself. */
export function defineDataset<const D extends DatasetDefinition>(definition: D): D {
  const known = new Set(Object.values(definition.parts).flatMap((part) => part.columns));
  for (const feed of definition.feeds) {
    const stray = feed.columns.find((column) => !known.has(column));
    if (stray) throw new Error(`${definition.id}/${feed.id}: column ${stray} belongs to no part`);
    for (const [name, words] of Object.entries(feed.places ?? {})) {
      const unknown = words.find((word) => !definition.places[name]?.includes(word));
      if (unknown) throw new Error(`${definition.id}/${feed.id}: ${name} ${unknown} is no place of the dataset`);
    }
  }
  return definition;
}

/** The part a column travels with. */
export function partOf(definition: DatasetDefinition, column: string): string | undefined {
  return Object.keys(definition.parts).find((part) => definition.parts[part]?.columns.includes(column));
}
