// A request as it should not be, what it gets, and the paths that are asked most.

export interface Hostile {
  readonly what: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made when it is asked: some are large. */
  readonly body?: () => string | Uint8Array<ArrayBuffer>;
  readonly status: number;
  /** The pointers of `errors`, in order. */
  readonly pointers?: readonly string[];
}

export const ROWS = '/v1/datasets/consumption/rows';
export const PREDICT = '/v1/models/load-day-ahead/predict';
export const RECORD = '/v1/models/city-score/predict';
export const FORECAST = '/v1/models/load-day-ahead/forecast';
export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const PUSH = { ...JSON_TYPE, 'Idempotency-Key': 'hostile-1' };

export const query = (what: string, search: string, pointer: string, path = ROWS): Hostile => ({
  what,
  path: `${path}?${search}`,
  status: 400,
  pointers: [pointer],
});
export const post = (what: string, path: string, body: string, pointers: readonly string[]): Hostile => ({
  what,
  path,
  method: 'POST',
  headers: path === ROWS ? PUSH : JSON_TYPE,
  body: () => body,
  status: 400,
  pointers,
});
export const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
