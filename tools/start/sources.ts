// What ingest is told of the world outside: the secrets of sources, and which datasets come from the simulator. Pure.
import type { DatasetDefinition } from '../../data/dataset.ts';
import type { World } from './world.ts';

export interface SourceSettings {
  /** By the names that sources give them. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly simulatedDatasets: readonly string[];
}

/**
 * In the real world, a dataset that nobody has configured (an internal database, a file of one's own) is shown from the
 * simulator, marked as such: there is nothing real to show. Whoever sets the secrets of one of its sources gets it real.
 */
export function sourceSettings({
  world,
  datasets,
  given,
  simulated,
}: {
  readonly world: World;
  readonly datasets: readonly DatasetDefinition[];
  /** What the operator has set: the environment. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** What the simulator accepts. */
  readonly simulated: Readonly<Record<string, string>>;
}): SourceSettings {
  if (world === 'simulated') return { secrets: simulated, simulatedDatasets: datasets.map(({ id }) => id) };
  const unconfigured = unconfiguredOf(datasets, (name) => Boolean(given[name]));
  const secrets: Record<string, string> = {};
  for (const name of unconfigured.flatMap((dataset) => secretsOf(dataset).flat())) {
    const value = simulated[name];
    if (value !== undefined) secrets[name] = value;
  }
  for (const name of datasets.flatMap((dataset) => secretsOf(dataset).flat())) {
    const value = given[name];
    if (value) secrets[name] = value;
  }
  return { secrets, simulatedDatasets: unconfigured.map(({ id }) => id) };
}

/** What the operator has set for nothing: the simulated world asks nobody else, for its facts and measured ones never share a database. */
export const notAsked = ({
  world,
  datasets,
  given,
}: {
  readonly world: World;
  readonly datasets: readonly DatasetDefinition[];
  readonly given: Readonly<Record<string, string | undefined>>;
}): readonly string[] => (world === 'simulated' ? secretNames(datasets).filter((name) => given[name]) : []);

/** A dataset that shares a secret with a configured one has the same upstream: it is real, or has nothing to show yet. */
function unconfiguredOf(
  datasets: readonly DatasetDefinition[],
  isSet: (name: string) => boolean,
): readonly DatasetDefinition[] {
  let left = datasets.filter((dataset) => secretsOf(dataset).every((secrets) => secrets.some((name) => !isSet(name))));
  for (;;) {
    const real = new Set(secretNames(datasets.filter((dataset) => !left.includes(dataset))));
    const still = left.filter((dataset) => !secretNames([dataset]).some((name) => real.has(name)));
    if (still.length === left.length) return still;
    left = still;
  }
}

/** The names of every secret that some source asks for. */
export const secretNames = (datasets: readonly DatasetDefinition[]): string[] => [
  ...new Set(datasets.flatMap((dataset) => secretsOf(dataset).flat())),
];

/** By source. */
const secretsOf = ({ feeds }: DatasetDefinition): (readonly string[])[] =>
  feeds.flatMap(({ alternatives }) => alternatives.map(({ secrets }) => secrets));
