// The central concept: what a dataset is, where it comes from and what is true of it. Pure declarations, no I/O.
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Quality, Ranges } from './columns.ts';
import type { Step } from './grid.ts';
import type { Owed } from './owed.ts';
import type { Schedule } from './schedule.ts';
import type { TableFormat } from './table-format.ts';
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

export const isReject = (one: Parsed): one is Reject => 'reject' in one && typeof one.reject === 'object';

/** Something that somebody should look at, and that keeps nothing from being loaded: a column that is new to us. The same text again is counted. */
export interface Warning {
  readonly warning: string;
}

export const isWarning = (one: Parsed): one is Warning => 'warning' in one && !('quality' in one);

/** What parsing yields. */
export type Parsed = Row | Reject | Warning;

export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `lake`: the answer is data, its bytes go to the lake and only its status comes back. `json`: it is read and given back, never kept (tokens). */
  readonly answer: 'lake' | 'json';
}

/** A query of a database. Its rows go to the lake as one JSON object a line, in the order in which they come. */
export interface SqlQuestion {
  /** Name of the secret that holds the URL of a Postgres, or our own database. */
  readonly database: string | typeof OWN_DATABASE;
  /** One SELECT. Its session speaks UTC. */
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
  readonly answer: 'lake';
}
export const OWN_DATABASE = Symbol.for('wattmesh');

export type Question = HttpQuestion | SqlQuestion;
export const isSql = (question: Question): question is SqlQuestion => 'sql' in question;
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
  /** Pure: yields what to ask, receives the answers, never touches the network. `now` is for sources that show the present alone. Throws ShapeError when it cannot fill the window. */
  fetch(window: TimeWindow, secret: (name: string) => string, now: Instant): Generator<Question, void, Answer>;
  /** Pure: the same bytes give the same rows, today and on replay. Throws ShapeError only where the shape is unknown. */
  parse(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Parsed>;
}

/** The answer is not what this source gives: HTML, a truncated document, a column that is gone. The next alternative is asked. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Columns that become known together and share one provenance. */
export interface Part {
  readonly columns: readonly string[];
  /** A rule of the world: when the values of this row could be known. Without one they are known since we first had them. */
  knownAt?(row: Row): Instant;
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
  /** How long its sources keep what they have said: who asks the dataset for older windows asks its other feeds. Absent: for ever. */
  readonly reachesBack?: Duration;
  /** Longer windows are asked for in pieces of this length. */
  readonly slice: Duration;
  readonly staleAfter: Duration;
  /** Where it is coarser than the dataset's own. */
  readonly grid?: Step;
  /** Where it brings fewer than the dataset has: what is missing of these is a gap. */
  readonly places?: Readonly<Record<string, readonly string[]>>;
  /** Best first: the first that answers wins, and each row keeps which. */
  readonly alternatives: readonly Source[];
}

/** What is unlikely, not impossible: flagged in the report, loaded all the same. Applied place by place, in order of time. */
export type AnomalyRule = {
  readonly column: string;
  /** Values of the key columns other than time, joined by a slash; every place, when absent. */
  readonly places?: readonly string[];
} & (
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  /** From one step to the next. */
  | { readonly kind: 'jump'; readonly most: number }
  /** The same value so many steps in a row; `except` is a value that may well stand still, as the sun at night. */
  | { readonly kind: 'flat'; readonly steps: number; readonly except?: number }
  /** So many robust standard deviations (median, MAD) from what is usual at that hour in Paris. */
  | { readonly kind: 'unusual'; readonly deviations: number }
);

export interface QualityRules {
  /** A missing value here counts against completeness, and their distribution is drawn in the report. */
  readonly critical: readonly string[];
  readonly anomalies?: readonly AnomalyRule[];
}

/** A value that we change on its way in. Each time is counted and the first ones are kept with what was there: nothing is changed silently. */
export interface Cleaning {
  readonly id: string;
  readonly column: string;
  readonly says: Text;
  /** What belongs there; undefined when there is nothing to clean. Pure, and the same for what is clean already. */
  clean(row: Row): string | number | boolean | null | undefined;
}

export interface Licence {
  readonly id: string;
  readonly url: string;
  readonly attribution: string;
}

export interface PersonalData {
  readonly subject: Text;
  readonly purpose: Text;
  readonly legalBasis: Text;
  /** After the last activity. */
  readonly retention: Duration;
  /**
   * What is done to a column on the way in, before anything is kept: `pseudonym` is a keyed hash, the same for the same
   * value; `encrypted` can be read by whoever holds the key. Columns that are not named stay as they are.
   */
  readonly treatment: Readonly<Record<string, 'pseudonym' | 'encrypted'>>;
}

/** Computed where it is read, never kept: what analysts see beside the facts. */
export interface Analysis {
  /** Further columns of the dataset's own view: an expression over `f`, the row of its table. */
  readonly columns?: Readonly<Record<string, Computed>>;
  /** Further views: a SELECT over views of the schema `analytics`, where there are no persons. */
  readonly views?: Readonly<Record<string, Computed>>;
}
export interface Computed {
  readonly sql: string;
  /** What it is: becomes its COMMENT. */
  readonly note: string;
}

export interface DatasetDefinition<Table extends PgTable = PgTable> {
  /** = folder name = URL segment, kebab-case. */
  readonly id: string;
  readonly title: Text;
  readonly table: Table;
  /** Natural key, in order: loading the same bytes twice changes nothing. */
  readonly key: readonly string[];
  /** The key column that says when. Absent for snapshots alone: what they say holds until it changes. */
  readonly timeColumn?: string;
  /** Key columns other than time, with every value they may take; those that may hold anything are not named. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  /** By key column and word: places of which facts are not owed always, or not at every step of the grid. */
  readonly owed?: Readonly<Record<string, Readonly<Record<string, Owed>>>>;
  readonly ranges: Ranges;
  /** No source of it goes further back: nobody may ask for more. `earliestOf` says what holds when it is absent. */
  readonly earliest?: Instant;
  /** What every column means, with unit and sign: becomes the COMMENT, the OpenAPI description and the data dictionary. */
  readonly notes: Readonly<Record<string, string>>;
  /** The column people ask about first. */
  readonly headline?: string;
  readonly parts: Readonly<Record<string, Part>>;
  /** What "complete" means: a step, facts that come when they come, or things that are there until they change. */
  readonly grid: Step | 'event' | 'snapshot';
  readonly feeds: readonly Feed[];
  readonly quality: QualityRules;
  /** Applied in this order, before a row is checked. */
  readonly cleanings?: readonly Cleaning[];
  /** Files that people send by hand, beside the format of our own exports. */
  readonly files?: readonly TableFormat[];
  /** Ids of the datasets that its questions to our own database read: its runs wait while theirs are under way. */
  readonly derivedFrom?: readonly string[];
  readonly privacy: 'none' | PersonalData;
  readonly analysis?: Analysis;
  readonly licence: Licence;
  /** Prometheus name of the row count, where a dashboard already knows one. */
  readonly recordsMetric?: string;
}

/** Keeps the literal types and refuses a definition that contradicts itself. */
export function defineDataset<const D extends DatasetDefinition>(definition: D): D {
  if ((definition.grid === 'snapshot') !== (definition.timeColumn === undefined))
    throw new Error(`${definition.id}: snapshots, and only they, have no time column`);
  for (const [name, words] of Object.entries(definition.owed ?? {})) {
    const unknown = Object.keys(words).find((word) => !definition.places[name]?.includes(word));
    if (unknown) throw new Error(`${definition.id}: ${name} ${unknown} is owed, and is no place of the dataset`);
  }
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

/** Before it nobody may ask: the year 2000, unless the definition says otherwise. */
export const earliestOf = ({ earliest = Date.UTC(2000, 0, 1) }: Pick<DatasetDefinition, 'earliest'>): Instant =>
  earliest;

/** The part a column travels with. */
/** Whether its rows are of some place: a calendar's are of all. */
export const hasPlaces = ({ key, timeColumn }: DatasetDefinition): boolean => key.some((name) => name !== timeColumn);

export function partOf(definition: DatasetDefinition, column: string): string | undefined {
  return Object.keys(definition.parts).find((part) => definition.parts[part]?.columns.includes(column));
}
