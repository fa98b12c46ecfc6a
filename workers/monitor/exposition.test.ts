// What Prometheus reads: names, labels, buckets and escapes.
import { expect, it } from 'vitest';
import { exposition } from './exposition.ts';

const FAST = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const SLOW = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1];

it('says the five metrics of the existing dashboards, histograms added up over statuses and cumulative', () => {
  const text = exposition(
    {
      requests: [
        { method: 'GET', endpoint: '/v1/datasets', status: 200, count: 2, durationSumSeconds: 0.004, buckets: FAST },
        {
          method: 'GET',
          endpoint: '/v1/datasets',
          status: 503,
          errorType: 'unavailable',
          count: 2,
          durationSumSeconds: 12.5,
          buckets: SLOW,
        },
      ],
      inProgress: 3,
    },
    [{ metric: 'db_consommation_records_total', help: 'Rows of consumption.', rows: 1234 }],
    [],
  );
  expect(text).toBe(
    `# HELP api_requests_total Requests answered, by method, route and status.
# TYPE api_requests_total counter
api_requests_total{method="GET",endpoint="/v1/datasets",status="200"} 2
api_requests_total{method="GET",endpoint="/v1/datasets",status="503"} 2
# HELP api_request_duration_seconds How long a request took, from the first byte in to the answer.
# TYPE api_request_duration_seconds histogram
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="0.005"} 2
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="0.01"} 2
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="0.025"} 2
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="0.05"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="0.1"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="0.25"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="0.5"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="1"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="2.5"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="5"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="10"} 3
api_request_duration_seconds_bucket{method="GET",endpoint="/v1/datasets",le="+Inf"} 4
api_request_duration_seconds_sum{method="GET",endpoint="/v1/datasets"} 12.504
api_request_duration_seconds_count{method="GET",endpoint="/v1/datasets"} 4
# HELP api_requests_in_progress Requests being answered.
# TYPE api_requests_in_progress gauge
api_requests_in_progress 3
# HELP api_errors_total Requests answered with a problem, by route and kind of problem.
# TYPE api_errors_total counter
api_errors_total{endpoint="/v1/datasets",error_type="unavailable"} 2
# HELP db_consommation_records_total Rows of consumption.
# TYPE db_consommation_records_total gauge
db_consommation_records_total 1234
`,
  );
});

it('leaves a count out rather than saying a wrong one while Postgres is away', () => {
  const text = exposition(
    { requests: [], inProgress: 0 },
    [{ metric: 'db_consommation_records_total', help: 'Rows of consumption.', rows: null }],
    [],
  );
  expect(text).toContain('# TYPE db_consommation_records_total gauge\n');
  expect(text).not.toMatch(/^db_consommation_records_total/m);
});

it('escapes what would break out of a label', () => {
  const text = exposition(
    {
      requests: [
        { method: 'GET', endpoint: '/a"b\\c\nd', status: 404, count: 2, durationSumSeconds: 0, buckets: FAST },
      ],
      inProgress: 0,
    },
    [],
    [],
  );
  expect(text).toContain('endpoint="/a\\"b\\\\c\\nd",status="404"} 2\n');
});
