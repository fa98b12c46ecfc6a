// Query strings as they should not be.
import { FORECAST, type Hostile, query } from './request.ts';

const STATS = '/v1/consumption/stats';
const FEEDBACK = '/v1/feedback';
const PREDICTIONS = '/v1/predictions';

export const HOSTILE_QUERIES: readonly Hostile[] = [
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
  query('a report in a language of the page that is none', 'lang=xx', '?lang', '/v1/datasets/consumption/quality'),
  query('the latest report as CSV', 'format=csv', '?format', '/v1/datasets/consumption/quality/latest'),
];
