// One host of the real world, simulated: which names it answers to, the secrets it accepts, and what it says. Pure: the clock is given.
import type { Instant } from '../../data/time.ts';
import type { ContentTrick } from './misbehave.ts';
import type { Reply } from './reply.ts';
import type { World } from './world.ts';

/** What a host is asked. */
export interface Asked {
  readonly url: URL;
  readonly method: string;
  readonly authorization: string;
  readonly now: Instant;
  /** How the answer shall differ from yesterday's. */
  readonly trick: ContentTrick | undefined;
}

export interface SimulatedHost {
  readonly hosts: readonly string[];
  /** What the sources that ask it have to be given. */
  readonly secrets?: Readonly<Record<string, string>>;
  reply(world: World, asked: Asked): Reply;
}
