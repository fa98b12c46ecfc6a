// What the Workers of the mesh may ask of each other over service bindings. Workers never import each other: they share this page.
import type { PredictionsRpc } from './predictions.ts';
import type { ReleasesRpc } from './releases.ts';
import type { Result } from './result.ts';

/** Travels with every call: one request id through every Worker and every log line. */
export interface CallContext {
  readonly requestId: string;
  /** Who asked: a client id, `cron`, `queue`. */
  readonly caller: string;
  /** Who asks the same key is answered by the same release while a canary stands: X-Sticky-Key, or else the caller. */
  readonly stickyKey?: string;
}

/** Instants on the wire are ISO 8601 in UTC. */
export type IsoInstant = string;

export interface Health {
  readonly status: 'ok' | 'down';
  readonly detail?: string;
}

// ---- ingest ------------------------------------------------------------------------------------------------------

export interface RunRequest {
  readonly dataset: string;
  /** Without one, every feed of the dataset. */
  readonly feed?: string;
  readonly from: IsoInstant;
  readonly to: IsoInstant;
  /** Only say what would change. */
  readonly dry?: boolean;
  /** Rebuild the window from the raw objects in the lake instead of asking the sources. */
  readonly replay?: boolean;
}
export interface RunStarted {
  readonly runs: readonly string[];
}
export interface PushRequest {
  readonly dataset: string;
  readonly idempotencyKey: string;
  /** Canonical rows as GET …/rows gives them, one JSON object a line, already checked by the gateway. */
  readonly ndjson: string;
  readonly rows: number;
}
export interface PushAccepted {
  readonly push: string;
  readonly rows: number;
  /** True when this Idempotency-Key was accepted before with the same body. */
  readonly repeated: boolean;
}
export interface UploadRequest {
  readonly dataset: string;
  readonly idempotencyKey: string;
  readonly mediaType: string;
  /** What the rows claim; without one, what the format of the file says. */
  readonly quality?: string;
  readonly dry: boolean;
}
export interface PartKept {
  readonly number: number;
  readonly bytes: number;
  /** Of the bytes; of a dataset about persons, something that tells them apart and says nothing. */
  readonly sha256: string;
}
export interface UploadState {
  readonly upload: string;
  /** What has arrived so far. */
  readonly parts: readonly PartKept[];
  /** Present once the file was accepted. */
  readonly run?: string;
}
export interface UploadAccepted {
  readonly upload: string;
  readonly run: string;
  readonly bytes: number;
  /** True when this file was accepted before. */
  readonly repeated: boolean;
}
export interface IngestRpc {
  upload(
    request: UploadRequest,
    body: ReadableStream<Uint8Array>,
    context: CallContext,
  ): Promise<Result<UploadAccepted>>;
  startUpload(request: UploadRequest, context: CallContext): Promise<Result<UploadState>>;
  keepPart(
    part: { readonly dataset: string; readonly upload: string; readonly number: number },
    body: ReadableStream<Uint8Array>,
    context: CallContext,
  ): Promise<Result<PartKept>>;
  completeUpload(
    upload: { readonly dataset: string; readonly upload: string },
    context: CallContext,
  ): Promise<Result<UploadAccepted>>;
  startRuns(request: RunRequest, context: CallContext): Promise<Result<RunStarted>>;
  push(request: PushRequest, context: CallContext): Promise<Result<PushAccepted>>;
  health(context: CallContext): Promise<Readonly<Record<string, Health>>>;
}

// ---- predict -----------------------------------------------------------------------------------------------------

export interface PredictRequest {
  readonly model: string;
  /** The body as parsed JSON text: each kind of model reads it with its own schema. */
  readonly body: string;
  /** With what moved each answer. */
  readonly explain?: boolean;
}
/** One question of several in a call, and who asks it. */
export interface PredictAsked {
  readonly request: PredictRequest;
  readonly context: CallContext;
}
export interface PredictedRow {
  /** What lineage and replay are asked by; absent while an answer is not stored. */
  readonly id?: string;
  readonly entity?: string;
  readonly valid_at?: IsoInstant;
  /** `model`, with what it had to do without as the reason; or `baseline` with the reason why. */
  readonly source: 'model' | 'baseline';
  readonly reason?: string;
  /** Head name to value. */
  readonly values: Readonly<Record<string, number>>;
  /** What of the row is far from all that the release has learnt from. */
  readonly warnings?: readonly string[];
  /** Where it was asked for: of each head, or null where nothing can be said that adds up. */
  readonly explanation?: Readonly<Record<string, Explanation>> | null;
}
/** `expected` and all contributions add up to the value of the head. */
export interface Explanation {
  readonly expected: number;
  /** Feature name to how far it moved the value; those that did not are absent. */
  readonly contributions: Readonly<Record<string, number>>;
  /** Features that everything is multiplied by, such as a level, and their values: they move nothing by themselves. */
  readonly factors?: Readonly<Record<string, number>>;
}
/** A row of which neither the model nor a baseline knows anything: in ndjson, whose status has long been sent. */
export interface UnansweredRow {
  readonly entity?: string;
  readonly valid_at?: IsoInstant;
  readonly source: 'none';
  readonly reason: string;
}
export interface Prediction {
  readonly model: string;
  readonly release: string;
  readonly issued_at?: IsoInstant;
  readonly simulated: boolean;
  readonly rows: readonly PredictedRow[];
}
export interface ForecastDocument {
  /** JSON text of a Prediction with `published_at`, as it is kept in the lake: served without touching the database. */
  readonly json: string;
  readonly etag: string;
  readonly publishedAt: IsoInstant;
}
export interface ReleaseSummary {
  readonly id: string;
  readonly model: string;
  readonly trained_at: IsoInstant;
  readonly onnx_sha256: string;
  readonly feature_sha256: string;
  readonly metrics: Readonly<Record<string, number>>;
}
export interface InferRequest {
  readonly model: string;
  /** A release by its id; the one that is live when it is absent, or `live`. */
  readonly version?: string;
  /** Row-major, as wide as the model has features. */
  readonly features: Float32Array<ArrayBuffer>;
}
export interface Inferred {
  readonly release: string;
  readonly simulated: boolean;
  /** One value per row, one array per head, in the order of the heads. NaN where the graph has no number. */
  readonly outputs: readonly Float32Array[];
  /** What lineage and replay of each row are asked by: null where it has no number; absent of a batch that is not logged. */
  readonly predictionIds?: readonly (string | null)[];
}
export interface ServedQuestion {
  readonly model?: string;
  /** As in InferRequest; absent for all of them. */
  readonly version?: string;
}
export interface ServedRelease {
  readonly model: string;
  readonly release: string;
  /** Why it does not answer; absent when it does, or when it was only listed. */
  readonly refused?: string;
}
export interface PredictRpc extends ReleasesRpc, PredictionsRpc {
  /** JSON text of a Prediction with what its heads mean and the id of the request: text crosses faster than objects. */
  predict(request: PredictRequest, context: CallContext): Promise<Result<string>>;
  /** Several questions, each for itself, in their order. Null is one that is to be asked alone: what it throws there harms no other. */
  predictEach(asked: readonly PredictAsked[]): Promise<readonly (Result<string> | null)[]>;
  /** The same, a line of JSON for each row, sent as they are computed. */
  predictLines(request: PredictRequest, context: CallContext): Promise<Result<ReadableStream<Uint8Array>>>;
  /** The graph itself: feature rows in, heads out. */
  infer(request: InferRequest, context: CallContext): Promise<Result<Inferred>>;
  /** What can be asked by name and version; what is live comes first. */
  served(question: ServedQuestion, context: CallContext): Promise<Result<readonly ServedRelease[]>>;
  forecast(model: string, context: CallContext): Promise<Result<ForecastDocument>>;
  releases(context: CallContext): Promise<Result<readonly ReleaseSummary[]>>;
  health(context: CallContext): Promise<Readonly<Record<string, Health>>>;
}

// ---- monitor -----------------------------------------------------------------------------------------------------

/** What one isolate has counted since its last flush. Sent again after a failure, counted once: the sequence says which. */
export interface MetricsBatch {
  readonly isolate: string;
  readonly sequence: number;
  readonly requests: readonly RequestSample[];
  readonly inProgress: number;
}
/** Aggregated by label set in the isolate: a batch stays small however many requests it stands for. */
export interface RequestSample {
  readonly method: string;
  readonly endpoint: string;
  readonly status: number;
  readonly errorType?: string;
  readonly count: number;
  readonly durationSumSeconds: number;
  /** One count per bucket of DURATION_BUCKETS_SECONDS, not cumulative, the last one for +Inf. */
  readonly buckets: readonly number[];
}
export interface MonitorRpc {
  record(batch: MetricsBatch): Promise<void>;
  /** Prometheus text. */
  exposition(context: CallContext): Promise<string>;
  health(context: CallContext): Promise<Readonly<Record<string, Health>>>;
}
