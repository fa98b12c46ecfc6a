// The figures of the mesh as Prometheus text, format 0.0.4. Pure; names, labels and buckets are those the existing dashboards ask for.
import type { RequestSample } from '../mesh/contracts.ts';
import { DURATION_BUCKETS_SECONDS } from '../mesh/metrics.ts';
import type { RecordCount } from './records.ts';
import type { Snapshot } from './tally.ts';

type Labels = Readonly<Record<string, string | number>>;

/** A figure of now. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

export function exposition(
  { requests, inProgress }: Snapshot,
  records: readonly RecordCount[],
  gauges: readonly Gauge[],
): string {
  return [
    ...family('api_requests_total', 'counter', 'Requests answered, by method, route and status.'),
    ...sums(requests, ({ method, endpoint, status }) => ({ method, endpoint, status })).map(([labels, { count }]) =>
      sample('api_requests_total', labels, count),
    ),
    ...family(
      'api_request_duration_seconds',
      'histogram',
      'How long a request took, from the first byte in to the answer.',
    ),
    ...sums(requests, ({ method, endpoint }) => ({ method, endpoint })).flatMap(histogram),
    ...family('api_requests_in_progress', 'gauge', 'Requests being answered.'),
    sample('api_requests_in_progress', {}, inProgress),
    ...family('api_errors_total', 'counter', 'Requests answered with a problem, by route and kind of problem.'),
    ...sums(
      requests.filter(({ errorType }) => errorType !== undefined),
      ({ endpoint, errorType = '' }) => ({ endpoint, error_type: errorType }),
    ).map(([labels, { count }]) => sample('api_errors_total', labels, count)),
    ...gauges.flatMap(({ name, help, samples }) => [
      ...family(name, 'gauge', help),
      ...samples.map(({ labels, value }) => sample(name, labels, value)),
    ]),
    // A gauge in spite of its suffix: rows can be erased, and a counter must not go down.
    ...records.flatMap(({ metric, help, rows }) => [
      ...family(metric, 'gauge', help),
      ...(rows === null ? [] : [sample(metric, {}, rows)]),
    ]),
    '',
  ].join('\n');
}

interface Sum {
  readonly count: number;
  readonly seconds: number;
  readonly buckets: readonly number[];
}

const NOTHING: Sum = { count: 0, seconds: 0, buckets: new Array(DURATION_BUCKETS_SECONDS.length + 1).fill(0) };

/** Adds up the samples that share these labels, in a stable order. */
function sums(requests: readonly RequestSample[], labelsOf: (sample: RequestSample) => Labels): [Labels, Sum][] {
  const byLabels = new Map<string, [Labels, Sum]>();
  for (const request of requests) {
    const labels = labelsOf(request);
    const key = JSON.stringify(labels);
    const sum = byLabels.get(key)?.[1] ?? NOTHING;
    byLabels.set(key, [
      labels,
      {
        count: sum.count + request.count,
        seconds: sum.seconds + request.durationSumSeconds,
        buckets: sum.buckets.map((count, i) => count + request.buckets[i]!),
      },
    ]);
  }
  return [...byLabels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function histogram([labels, { count, seconds, buckets }]: [Labels, Sum]): string[] {
  const name = 'api_request_duration_seconds';
  let below = 0;
  return [
    ...[...DURATION_BUCKETS_SECONDS, '+Inf'].map((le, i) => {
      below += buckets[i]!;
      return sample(`${name}_bucket`, { ...labels, le }, below);
    }),
    sample(`${name}_sum`, labels, seconds),
    sample(`${name}_count`, labels, count),
  ];
}

const family = (name: string, type: 'counter' | 'gauge' | 'histogram', help: string): string[] => [
  `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
  `# TYPE ${name} ${type}`,
];

function sample(name: string, labels: Labels, value: number): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(String(text))}"`);
  return `${name}${inside.length === 0 ? '' : `{${inside.join(',')}}`} ${value}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
