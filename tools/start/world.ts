// Which world this start shows: real when the real APIs answer, else simulated. Asks the hosts that the sources name, nothing else.
import { type DatasetDefinition, isSql, type Source } from '../../data/dataset.ts';
import { DAY } from '../../data/time.ts';

export const WORLDS = ['real', 'simulated'] as const;
export type World = (typeof WORLDS)[number];

export interface Choice {
  readonly world: World;
  readonly why: string;
}

const ANSWER_WITHIN_MS = 2_500;

export async function chooseWorld({
  wanted,
  datasets,
  now = Date.now(),
  answers = answersOverHttp,
}: {
  /** WATTMESH_WORLD. */
  readonly wanted: string | undefined;
  readonly datasets: readonly DatasetDefinition[];
  readonly now?: number;
  readonly answers?: (host: string) => Promise<boolean>;
}): Promise<Choice> {
  if (wanted) {
    const world = WORLDS.find((name) => name === wanted);
    if (!world) throw new Error(`WATTMESH_WORLD is ${wanted}, want real or simulated`);
    return { world, why: 'WATTMESH_WORLD says so' };
  }
  const hosts = hostsOf(datasets, now);
  const asked = await Promise.all(hosts.map(async (host) => ({ host, isThere: await answers(host) })));
  const there = asked.filter(({ isThere }) => isThere).map(({ host }) => host);
  // One host that is down is a source that fails, not a network that is away.
  if (there.length > 0) return { world: 'real', why: `${some(there)} answered` };
  return { world: 'simulated', why: `${some(hosts)} did not answer within ${ANSWER_WITHIN_MS / 1000} s` };
}

/** A dozen names would hide what they say. */
const some = ([first = 'nobody', ...others]: readonly string[]): string =>
  others.length > 1 ? `${first} and ${others.length} other hosts` : [first, ...others].join(' and ');

/** Sources without their secrets are passed over, here as in a run. */
export function hostsOf(datasets: readonly DatasetDefinition[], now: number): string[] {
  const sources = datasets.flatMap(({ feeds }) => feeds.flatMap(({ alternatives }) => alternatives));
  return [...new Set(sources.filter(({ secrets }) => secrets.length === 0).flatMap((source) => hostOf(source, now)))];
}

function hostOf(source: Source, now: number): string[] {
  const first = source.fetch({ from: now - DAY, to: now }, () => '', now).next();
  return first.done || isSql(first.value) ? [] : [new URL(first.value.url).host];
}

/** Any answer will do: it is the network we ask about. */
async function answersOverHttp(host: string): Promise<boolean> {
  try {
    const { status } = await fetch(`https://${host}/`, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return status < 500;
  } catch {
    return false;
  }
}
