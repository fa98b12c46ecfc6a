// Requests as they should not be, and what each gets: asked of the gateway in this process, and again over HTTP.

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

const ROWS = '/v1/datasets/consumption/rows';
const STATS = '/v1/consumption/stats';
const PREDICT = '/v1/models/load-day-ahead/predict';
const RECORD = '/v1/models/city-score/predict';
const FORECAST = '/v1/models/load-day-ahead/forecast';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const PUSH = { ...JSON_TYPE, 'Idempotency-Key': 'hostile-1' };
const ROW = { area: 'FR', at: '2026-01-05T18:00:00Z', load_mw: 71_204, quality: 'real time' };
const RUN = { dataset: 'consumption', from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };

const query = (what: string, search: string, pointer: string, path = ROWS): Hostile => ({
  what,
  path: `${path}?${search}`,
  status: 400,
  pointers: [pointer],
});
const post = (what: string, path: string, body: string, pointers: readonly string[]): Hostile => ({
  what,
  path,
  method: 'POST',
  headers: path === ROWS ? PUSH : JSON_TYPE,
  body: () => body,
  status: 400,
  pointers,
});
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const FEEDBACK = '/v1/feedback';
const SAID = { prediction: '9b2f3a52-3a0e-4a57-8f5e-1f4f2a1d8c11', verdict: 'right' };

const PREDICTIONS = '/v1/predictions';
const BACKFILL = '/v1/models/load-day-ahead/forecasts';
const PAST = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };

export const HOSTILE: readonly Hostile[] = [
  ...(
    [
      ['about nothing', { verdict: 'right' }, '/prediction'],
      ['about what is no id', { ...SAID, prediction: "1' OR '1'='1" }, '/prediction'],
      ['that says maybe', { ...SAID, verdict: 'maybe' }, '/verdict'],
      ['with an empty comment', { ...SAID, comment: '  ' }, '/comment'],
      ['with a NUL in its comment', { ...SAID, comment: 'a\u0000b' }, '/comment'],
      ['with a comment of 2001 letters', { ...SAID, comment: 'é'.repeat(2_001) }, '/comment'],
      ['with a field too many', { ...SAID, client: 'another' }, '/client'],
    ] as const
  ).map(([what, body, pointer]) => post(`feedback ${what}`, FEEDBACK, JSON.stringify(body), [pointer])),
  ...(
    [
      ['without an end', { from: '2026-10-01T00:00:00Z' }, '/to'],
      ['that end before they begin', { from: '2026-10-01T00:00:00Z', to: '2026-09-01T00:00:00Z' }, '/to'],
      ['from a day that is none', { from: '2026-02-30T00:00:00Z', to: '2026-11-01T00:00:00Z' }, '/from'],
      ['of a release of their own', { ...PAST, release: 'r' }, '/release'],
    ] as const
  ).map(([what, body, pointer]) => post(`past forecasts ${what}`, BACKFILL, JSON.stringify(body), [pointer])),
  query('predictions of no model', 'role=live', '?model', PREDICTIONS),
  query('predictions of a model that forecasts nothing', 'model=city-score', '?model', PREDICTIONS),
  query(
    'predictions by a cursor of ours, of another route',
    'model=load-day-ahead&cursor=WzFd',
    '?cursor',
    PREDICTIONS,
  ),
  { what: 'a prediction whose id is none', path: `${PREDICTIONS}/1%27%20OR%201=1`, status: 404 },
  { what: 'a replay of a prediction whose id is none', path: `${PREDICTIONS}/x/replay`, method: 'POST', status: 404 },
  query('feedback on an unknown model', 'model=nothing', '?model', FEEDBACK),
  query('anomalies of a model that forecasts', 'model=load-day-ahead', '?model', '/v1/anomalies'),
  query('anomalies of nowhere', 'entity=FR-XXX', '?entity', '/v1/anomalies'),
  ...['0', '-1', '1e9', '1000000000', 'NaN', '', '1.5', '0x10', ' 1', '१', 'Infinity', '9'.repeat(400)].map((limit) =>
    query(`limit ${limit.slice(0, 12)}`, `limit=${encodeURIComponent(limit)}`, '?limit'),
  ),
  ...(
    [
      ['a page that is too long', 'limit=10001&format=json', '?limit'],
      ['limit twice', 'limit=1&limit=2', '?limit'],
      ['an unknown parameter', 'limits=1', '?limits'],
      ['a parameter named __proto__', '__proto__=1', '?__proto__'],
      ['a parameter named constructor', 'constructor=1', '?constructor'],
      ['an inverted window', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', '?to'],
      ['an empty window', 'from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z', '?to'],
      ['a huge window', 'from=1970-01-01T00:00:00Z&to=2099-01-01T00:00:00Z', '?from'],
      [
        'a window of statistics longer than a year',
        'from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
        '?from',
        STATS,
      ],
      ['a date without a time', 'from=2026-01-02', '?from'],
      ['31 February', 'from=2026-02-31T00:00:00Z', '?from'],
      ['a year of five digits', 'from=%2B10000-01-01T00:00:00Z', '?from'],
      ['seconds since 1970', 'to=1767225600', '?to'],
      ['an instant with NUL', 'from=2026-01-02T00:00:00Z%00', '?from'],
      ['an unknown area', 'area=DE', '?area'],
      ['an area twice in one list', 'area=FR,FR', '?area'],
      ['SQL for an area', "area=FR'%20OR%201=1--", '?area'],
      ['two areas of statistics', 'area=FR,FR-BRE', '?area', STATS],
      ['an unknown column', 'columns=load_mw,password', '?columns'],
      ['a column of provenance', 'columns=load_raw', '?columns'],
      ['no column', 'columns=', '?columns'],
      ['an unknown format', 'format=xlsx', '?format'],
      ['a cursor that is no base64', 'cursor=%25%25%25', '?cursor'],
      ['an endless cursor', `cursor=${'a'.repeat(5_000)}`, '?cursor'],
      ['an unknown status', 'status=done', '?status', '/v1/runs'],
      ['a dataset that is none', 'dataset=nothing', '?dataset', '/v1/runs'],
      ['a forecast as ndjson', 'format=ndjson', '?format', FORECAST],
      ['a parameter where there is none', 'verbose=1', '?verbose', '/v1/datasets'],
    ] as const
  ).map(([what, search, pointer, path]) => query(what, search, pointer, path)),

  { what: 'an unknown dataset', path: '/v1/datasets/nothing', status: 404 },
  { what: 'rows of an unknown dataset', path: '/v1/datasets/nothing/rows', status: 404 },
  { what: 'the quality of an unknown dataset', path: '/v1/datasets/nothing/quality', status: 404 },
  query('a report in a language of the page that is none', 'lang=xx', '?lang', '/v1/datasets/consumption/quality'),
  query('the latest report as CSV', 'format=csv', '?format', '/v1/datasets/consumption/quality/latest'),
  { what: 'an unknown model', path: '/v1/models/nothing', status: 404 },
  { what: 'the forecast of an unknown model', path: '/v1/models/nothing/forecast', status: 404 },
  { what: 'an unknown path', path: '/v1', status: 404 },
  { what: 'a path that ends in a slash', path: '/v1/datasets/', status: 404 },
  { what: 'dots in a path', path: '/v1/datasets/%2e%2e%2fruns', status: 404 },
  { what: 'two dots in a path', path: '/v1/datasets/%2e%2e/%2e%2e/%2e%2e/etc/passwd', status: 404 },
  { what: 'dots towards the files', path: '/assets/..%2f..%2fwrangler.toml', status: 404 },
  { what: 'NUL in a path', path: '/v1/runs/a%00b', status: 404 },
  { what: 'half a percent sign', path: '/v1/runs/%E0%A4%A', status: 404 },
  { what: 'a path that never ends', path: `/v1/runs/${'a'.repeat(6_000)}`, status: 404 },
  { what: 'a dataset named constructor', path: '/v1/datasets/constructor', status: 404 },
  { what: 'a model named __proto__', path: '/v1/models/__proto__', status: 404 },
  {
    what: 'predicting with an unknown model',
    path: '/v1/models/nothing/predict',
    method: 'POST',
    headers: JSON_TYPE,
    body: () => '{}',
    status: 404,
  },

  { what: 'DELETE of rows', path: ROWS, method: 'DELETE', status: 405 },
  { what: 'PUT of a run', path: '/v1/runs/x', method: 'PUT', body: () => '{}', status: 405 },
  { what: 'GET of a token', path: '/oauth/token', status: 405 },
  { what: 'a method nobody knows', path: '/v1/runs', method: 'BREW', status: 405 },

  { what: 'rows as a page', path: ROWS, headers: { Accept: 'text/html' }, status: 406 },
  {
    what: 'a prediction as a page',
    path: PREDICT,
    method: 'POST',
    headers: { ...JSON_TYPE, Accept: 'text/html' },
    body: () => '{}',
    status: 406,
  },
  { what: 'a forecast as an image', path: FORECAST, headers: { Accept: 'image/png' }, status: 406 },

  {
    what: 'rows as text',
    path: ROWS,
    method: 'POST',
    headers: { ...PUSH, 'Content-Type': 'text/plain' },
    body: () => '[]',
    status: 415,
  },
  {
    what: 'a run as a form',
    path: '/v1/runs',
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: () => 'a=1',
    status: 415,
  },
  {
    what: 'a question as XML',
    path: PREDICT,
    method: 'POST',
    headers: { 'Content-Type': 'application/xml' },
    body: () => '<a/>',
    status: 415,
  },
  ...['/v1/runs', RECORD, '/v1/feedback'].map((path) => ({
    what: `a body packed by Brotli for ${path}`,
    path,
    method: 'POST',
    headers: { ...JSON_TYPE, 'Content-Encoding': 'br' },
    body: () => new Uint8Array([0x0b, 0x01, 0x80, 0x7b, 0x7d, 0x03]),
    status: 415,
  })),
  {
    what: 'a file packed by gzip',
    path: '/v1/datasets/consumption/files',
    method: 'POST',
    headers: { 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip', 'Idempotency-Key': 'hostile-2' },
    body: () => new Uint8Array([0x1f, 0x8b]),
    status: 415,
  },
  {
    what: 'a question that says gzip and is none',
    path: RECORD,
    method: 'POST',
    headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
    body: () => '{"low_carbon_pct":92}',
    status: 400,
    pointers: [''],
  },
  {
    what: 'a token asked for in JSON',
    path: '/oauth/token',
    method: 'POST',
    headers: JSON_TYPE,
    body: () => '{}',
    status: 415,
  },

  {
    what: 'ten megabytes of rows',
    path: ROWS,
    method: 'POST',
    headers: PUSH,
    body: () => `["${'x'.repeat(10_000_000)}"]`,
    status: 413,
  },
  {
    what: 'twenty megabytes of question',
    path: PREDICT,
    method: 'POST',
    headers: JSON_TYPE,
    body: () => 'x'.repeat(20_000_000),
    status: 413,
  },
  {
    what: 'a run that takes ten megabytes to ask for',
    path: '/v1/runs',
    method: 'POST',
    headers: JSON_TYPE,
    body: () => 'x'.repeat(10_000_000),
    status: 413,
  },

  {
    what: 'rows without an Idempotency-Key',
    path: ROWS,
    method: 'POST',
    headers: JSON_TYPE,
    body: () => JSON.stringify([ROW]),
    status: 400,
    pointers: ['#idempotency-key'],
  },
  {
    what: 'an Idempotency-Key of a mile',
    path: ROWS,
    method: 'POST',
    headers: { ...JSON_TYPE, 'Idempotency-Key': 'k'.repeat(201) },
    body: () => JSON.stringify([ROW]),
    status: 400,
    pointers: ['#idempotency-key'],
  },
  {
    what: 'bytes that are not UTF-8',
    path: ROWS,
    method: 'POST',
    headers: PUSH,
    body: () => new Uint8Array([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d]),
    status: 400,
    pointers: [''],
  },
  {
    what: 'a character cut in two',
    path: '/v1/runs',
    method: 'POST',
    headers: JSON_TYPE,
    body: () => new Uint8Array([0x22, 0xc3]),
    status: 400,
    pointers: [''],
  },
  post('nothing', ROWS, '', ['']),
  post('a run with a cursor', '/v1/runs?cursor=abc', JSON.stringify(RUN), ['?cursor']),
  post('half of JSON', ROWS, '[{"area":', ['']),
  post('an unknown column', ROWS, JSON.stringify([{ ...ROW, load: 1 }]), ['/0/load']),
  post('a wrong type', ROWS, JSON.stringify([ROW, { ...ROW, load_mw: '1' }]), ['/1/load_mw']),
  post('__proto__ in a row', ROWS, `[{"__proto__":{"load_mw":1},${JSON.stringify(ROW).slice(1)}]`, ['/0/__proto__']),
  post('a body a hundred thousand levels deep', ROWS, deep(100_000), ['/0']),
  post('too many rows', ROWS, `[${'{},'.repeat(5_000)}{}]`, ['']),
  post('a run of nothing', '/v1/runs', '{}', ['/dataset', '/from', '/to']),
  post('a run that is an array', '/v1/runs', '[]', ['']),
  post('a run deep inside', '/v1/runs', deep(30_000), ['']),
  post('an unknown field of a run', '/v1/runs', JSON.stringify({ ...RUN, force: true }), ['/force']),
  post('__proto__ in a run', '/v1/runs', `{"__proto__":{"admin":true},${JSON.stringify(RUN).slice(1)}`, ['/__proto__']),
  post('an inverted run', '/v1/runs', JSON.stringify({ ...RUN, to: '2026-01-04T00:00:00Z' }), ['/to']),
  post('a run of a century', '/v1/runs', JSON.stringify({ ...RUN, from: '1926-01-05T00:00:00Z' }), ['/from']),
  post(
    'a run of the century before, of a dataset that says nothing of its past',
    '/v1/runs',
    JSON.stringify({ ...RUN, dataset: 'gas', from: '1999-12-31T23:59:59Z' }),
    ['/from'],
  ),
  post('a run of a feed that is none', '/v1/runs', JSON.stringify({ ...RUN, feed: 'nothing\u0000' }), ['/feed']),
  post('a run without a zone', '/v1/runs', JSON.stringify({ ...RUN, from: '2026-01-05T00:00:00' }), ['/from']),
];

/** Only with all Workers: predict reads the body. */
export const HOSTILE_QUESTIONS: readonly Hostile[] = [
  post('no JSON', PREDICT, '{', ['']),
  post('an unknown field', PREDICT, '{"valid_at":["2026-01-05T00:00:00Z"],"rows":[]}', ['/rows']),
  post('no instants', PREDICT, '{"valid_at":[]}', ['/valid_at']),
  post('an instant that is none', PREDICT, '{"valid_at":["tomorrow"]}', ['/valid_at/0']),
  post('__proto__', PREDICT, '{"valid_at":["2026-01-05T00:00:00Z"],"__proto__":{}}', ['/__proto__']),
  post('one record with a field that is none of it', RECORD, '{"low_carbon":92}', ['/low_carbon', '']),
  post('records with NaN', RECORD, '{"rows":[{"low_carbon_pct":NaN}]}', ['']),
  post('records beyond every number', RECORD, '{"rows":[{"low_carbon_pct":1e999}]}', ['/rows/0/low_carbon_pct']),
  post('a record beyond what there is', RECORD, '{"rows":[{"low_carbon_pct":101}]}', ['/rows/0/low_carbon_pct']),
  post('a record that is text', RECORD, '{"low_carbon_pct":"92"}', ['/low_carbon_pct']),
  post('no records', RECORD, '{"rows":[]}', ['/rows']),
  post('a list of records', RECORD, '[{}]', ['']),
  post('10,001 records', RECORD, `{"rows":[${'{},'.repeat(10_000)}{}]}`, ['/rows']),
  post('a question a hundred thousand levels deep', PREDICT, `{"valid_at":${deep(100_000)}}`, ['/valid_at/0']),
];
