// Asks the simulator what a source asks the world, as ingest does, and keeps nothing: for tests.
import { isReject, isSql, isWarning, type Reject, type Row, type Source } from '../../data/dataset.ts';
import type { Instant } from '../../data/time.ts';
import { SIMULATED_SECRETS } from './hosts.ts';

export interface Answered {
  readonly rows: readonly Row[];
  readonly rejects: readonly Reject['reject'][];
  readonly warnings: readonly string[];
}

/** `https://host/path` as the simulator serves it. */
export function simulated(simulatorUrl: string, url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${simulatorUrl}/${host}${pathname}${search}`;
}

export async function askAll(simulatorUrl: string, source: Source, from: Instant, to: Instant): Promise<Answered> {
  const secret = (name: string): string => SIMULATED_SECRETS[name] ?? '';
  const conversation = source.fetch({ from, to }, secret, to);
  const rows: Row[] = [];
  const rejects: Reject['reject'][] = [];
  const warnings: string[] = [];
  for (let turn = conversation.next(); !turn.done; ) {
    if (isSql(turn.value)) throw new Error(`${source.id} asks a database, not the simulator`);
    const { method, url, headers = {}, body, answer } = turn.value;
    const response = await fetch(simulated(simulatorUrl, url), {
      method,
      headers,
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(5_000),
    });
    if (answer === 'json') {
      turn = conversation.next({ status: response.status, json: await response.json() });
      continue;
    }
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    for await (const one of source.parse(response.body)) {
      if (isReject(one)) rejects.push(one.reject);
      else if (isWarning(one)) warnings.push(one.warning);
      else rows.push(one);
    }
    turn = conversation.next({ status: response.status });
  }
  return { rows, rejects, warnings };
}
