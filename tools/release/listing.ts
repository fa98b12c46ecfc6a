// What stands of a model's releases, for people: one line each, who answers as what, and who said so last. Asks nothing.
import { z } from 'zod';

const Release = z.object({
  id: z.string(),
  trained_at: z.string(),
  metrics: z.record(z.string(), z.number()),
  bundled: z.boolean(),
});
type Release = z.infer<typeof Release>;
const Listing = z.object({ releases: z.array(Release) });

export const Aliases = z.object({
  version: z.number(),
  live: z.string().optional(),
  shadow: z.string().optional(),
  canary: z.object({ release: z.string(), percent: z.number() }).optional(),
  before: z.array(z.string()),
  changes: z.array(
    z.object({
      at: z.string(),
      by: z.string(),
      reason: z.string(),
      what: z.string(),
      alias: z.string(),
      release: z.string().optional(),
      percent: z.number().optional(),
    }),
  ),
});
export type Aliases = z.infer<typeof Aliases>;

/** A terminal has 24 lines. */
const CHANGES_SHOWN = 8;

export const listing = {
  parse: (answer: unknown) => Listing.parse(answer),
  /** The aliases are asked of the object itself: what a list says of them may be seconds old. */
  text(model: string, releases: readonly Release[], aliases: Aliases): string {
    const { version, before, changes } = aliases;
    const [back] = before;
    return [
      `${model}, version ${version}${back === undefined ? '' : `; a rollback makes ${back} live`}`,
      ...releases.map((release) => lineOf(release, aliases)),
      ...changes
        .slice(0, CHANGES_SHOWN)
        .map(({ at, by, reason, ...change }) => `  ${at} ${by}: ${saying(change)}, ${JSON.stringify(reason)}`),
    ].join('\n');
  },
};

function lineOf({ id, trained_at, bundled }: Release, { live, shadow, canary }: Aliases): string {
  const roles = [
    ...(id === live ? ['live'] : []),
    ...(id === shadow ? ['shadow'] : []),
    ...(id === canary?.release ? [`canary ${canary.percent} %`] : []),
    ...(bundled ? ['bundled'] : []),
  ];
  return `${id}  trained ${trained_at.slice(0, 16)}Z  ${roles.join(', ')}`.trimEnd();
}

function saying({ what, alias, release, percent }: Omit<Aliases['changes'][number], 'at' | 'by' | 'reason'>): string {
  if (what === 'rollback') return `back to ${release}`;
  if (what === 'clear') return alias === 'live' ? 'live is the bundled release' : `no ${alias} any more`;
  return `${release} ${what}${percent === undefined ? '' : ` ${percent} %`}`;
}
