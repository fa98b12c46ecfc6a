// Tools that others wrote judge the running product: schemathesis the API, prometheus_client the metrics.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '../tests/faults/product.ts';
import type { Count } from './count.ts';

const PACKAGES = ['schemathesis==4.32.5', 'prometheus_client==0.26.0'];
/** Fuzzing goes on until it is spent. */
const MAX_SECONDS = 240;

/** Of what was wrong with an operation: all of it stands in what schemathesis printed. */
const MOST_CHARACTERS = 600;
const ENTITIES: Readonly<Record<string, string>> = { '#10': '\n', lt: '<', gt: '>', quot: '"', amp: '&' };

const PARSE_METRICS = `
import sys, urllib.request
from prometheus_client.parser import text_string_to_metric_families as families
names = {family.name.removesuffix("_total") for family in families(urllib.request.urlopen(sys.argv[1]).read().decode())}
missing = {"api_requests", "api_request_duration_seconds", "api_requests_in_progress", "api_errors", "db_consommation_records"} - names
sys.exit(f"missing in /metrics: {missing}, there are {names}" if missing else 0)
`;

export async function contractSuite({
  scratch,
  product,
  command,
}: {
  readonly scratch: string;
  readonly product: Product;
  readonly command: (program: string, args: readonly string[], cwd?: string) => Promise<number>;
}): Promise<Count> {
  const python = (name: string) => join(scratch, 'venv', 'bin', name);
  await must('python3 -m venv', await command('python3', ['-m', 'venv', join(scratch, 'venv')]));
  await must(
    'pip install',
    await command(python('pip'), ['install', '--quiet', '--disable-pip-version-check', ...PACKAGES]),
  );

  const report = join(scratch, 'schemathesis.xml');
  const fuzz = [
    'run',
    `${product.url}/openapi.json`,
    '--header',
    `X-API-Key: ${product.apiKey}`,
    '--max-time',
    String(MAX_SECONDS),
    '--report',
    'junit',
    '--report-junit-path',
    report,
    // A cursor that we never gave out, a window that ends before it begins: a schema cannot say everything.
    '--exclude-checks',
    'positive_data_acceptance',
    '--seed',
    '1',
  ];
  // It leaves what it learnt where it stands.
  await command(python('schemathesis'), fuzz, scratch);
  const api = await countOf(report);
  const metrics = await command(python('python'), ['-c', PARSE_METRICS, `${product.url}/metrics`]);
  if (metrics === 0) return { ...api, passed: api.passed + 1 };
  return { ...api, failures: [...api.failures, `prometheus_client reads /metrics: ended with ${metrics}`] };
}

/** One test case an operation. */
async function countOf(report: string): Promise<Count> {
  const xml = await readFile(report, 'utf8');
  const cases = [...xml.matchAll(/<testcase\b[^>]*?(\/>|>([\s\S]*?)<\/testcase>)/g)];
  const failures = cases
    .filter(([, , content]) => /<(failure|error)\b/.test(content ?? ''))
    .map(([tag, , content]) =>
      `${attribute(tag, 'name')}\n${attribute(content ?? '', 'message')}`.slice(0, MOST_CHARACTERS),
    );
  if (cases.length === 0) throw new Error('schemathesis tried no operation');
  return { passed: cases.length - failures.length, failures };
}

function attribute(xml: string, name: string): string {
  const text = new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1] ?? '';
  return text.replaceAll(/&(#10|lt|gt|quot|amp);/g, (_, entity: string) => ENTITIES[entity] ?? '');
}

function must(what: string, code: number): void {
  if (code !== 0) throw new Error(`${what} ended with ${code}`);
}
