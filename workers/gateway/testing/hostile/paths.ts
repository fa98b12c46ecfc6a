// Paths that lead nowhere.
import { type Hostile, JSON_TYPE } from './request.ts';

export const HOSTILE_PATHS: readonly Hostile[] = [
  { what: 'an unknown dataset', path: '/v1/datasets/nothing', status: 404 },
  { what: 'rows of an unknown dataset', path: '/v1/datasets/nothing/rows', status: 404 },
  { what: 'the quality of an unknown dataset', path: '/v1/datasets/nothing/quality', status: 404 },
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
];
