// What the gateway may ask predict about stored answers: where one came from, whether it would come out the same again, those of the past. Part of the contracts.
import type { CallContext, IsoInstant } from './contracts.ts';
import type { Result } from './result.ts';

/** What feedback is about. */
export interface PredictionSubject {
  readonly model: string;
  readonly release: string;
  /** Null for a record, as is the instant. */
  readonly entity: string | null;
  readonly validAt: number | null;
  readonly values: Readonly<Record<string, number>>;
}

/** Bytes in the lake that values came from. */
export interface ObjectSeen {
  readonly lake_key: string;
  readonly sha256: string;
  readonly source: string;
  readonly fetched_at: IsoInstant;
  readonly run: string;
  readonly run_href: string;
  readonly values: number;
}
/** One series of one place, as far as the model looked at it. */
export interface InputSeen {
  readonly series: string;
  /** Absent for what is everybody's. */
  readonly entity?: string;
  readonly from: IsoInstant;
  readonly to: IsoInstant;
  /** Known at issue, and so seen. */
  readonly values: number;
  /** Those rows, as they were known at issue. */
  readonly rows_href: string;
  /** Those that gave most values come first. */
  readonly objects: readonly ObjectSeen[];
  readonly objects_left_out: number;
}
export interface PredictionShown {
  readonly id: string;
  readonly kind: 'scheduled' | 'on demand';
  readonly role?: 'live' | 'canary' | 'shadow';
  readonly request_id?: string;
  readonly row?: number;
  readonly model: string;
  readonly model_href: string;
  readonly release: string;
  readonly onnx_sha256: string;
  readonly feature_sha256: string;
  readonly entity?: string;
  readonly issued_at?: IsoInstant;
  readonly valid_at?: IsoInstant;
  readonly source: 'model' | 'baseline';
  readonly reason?: string;
  readonly values: Readonly<Record<string, number>>;
  /** Whether the code that made its features is what runs now. */
  readonly feature_code: 'here' | 'replaced';
  /** By name; null where a value was missing. Absent when the baseline answered, and where the code was replaced. */
  readonly features?: Readonly<Record<string, number | null>>;
  /** In the order of its release, where the code was replaced. */
  readonly feature_row?: readonly (number | null)[];
  readonly correction: unknown;
  readonly simulated: boolean;
  readonly created_at: IsoInstant;
  /** Absent for records, whose input is not kept, and where the code was replaced. */
  readonly inputs?: readonly InputSeen[];
  readonly replay_href: string;
}

export interface Replayed {
  readonly id: string;
  readonly model: string;
  readonly release: string;
  /** Every output and, for a series, every feature has the bits that are stored. */
  readonly same: boolean;
  /** Of the graph over the stored features, with the stored correction; of the baseline over the past. */
  readonly outputs: Readonly<Record<string, number | null>>;
  /** From the past; absent for records, and when the baseline answered. */
  readonly features?: Readonly<Record<string, number | null>>;
  /** Of what was known at issue, or only of what had come to us when it was computed. Absent for records. */
  readonly past?: 'known at issue' | 'arrived by then';
  readonly differs: readonly Difference[];
}
export interface Difference {
  /** `/outputs/load_mw`, `/features/lag_24h`. */
  readonly pointer: string;
  readonly stored: number | null;
  readonly again: number | null;
}

/** One piece of a backfill: slots of the model's schedule. */
export interface Backfilled {
  readonly release: string;
  readonly issued: number;
  /** Had a forecast before, which stays the only one. */
  readonly stood: number;
  /** Left out: the release was trained on what came then. */
  readonly learnt: number;
  /** Of which nothing was known. */
  readonly unknown: number;
  readonly rows: number;
  /** Where to go on; absent at the end of the window. */
  readonly next?: IsoInstant;
}
export interface BackfillRequest {
  readonly model: string;
  readonly from: IsoInstant;
  readonly to: IsoInstant;
}

export interface PredictionsRpc {
  subject(id: string, context: CallContext): Promise<Result<PredictionSubject>>;
  prediction(id: string, context: CallContext): Promise<Result<PredictionShown>>;
  replay(id: string, context: CallContext): Promise<Result<Replayed>>;
  issuePast(request: BackfillRequest, context: CallContext): Promise<Result<Backfilled>>;
}
