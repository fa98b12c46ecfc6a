// Answers into Postgres in as few statements as it takes them in: without those it refuses, in smaller pieces where it is slow. Never decides what becomes of the rest.
import { isContentRefused, isOvertime } from '../../db/outage.ts';
import type { Answer } from '../../db/queries/answers.ts';

/** The rows that Postgres refuses are looked for among the others by halves; what is not found in so many saves counts as refused with them. A slow Postgres is asked as often. */
const MOST_SAVES = 64;

/** What Postgres did not take for what it says. */
export interface Refused {
  readonly ids: readonly string[];
  /** Of the last of them. */
  readonly error: unknown;
}

/** Says which answers Postgres refuses; `away` or `slow` when others are not stored either. Storing again changes nothing. */
export async function saveAllBut(
  save: (answers: readonly Answer[]) => Promise<boolean>,
  answers: readonly Answer[],
  { mostOvertimes }: { readonly mostOvertimes: number },
): Promise<Refused | 'away' | 'slow'> {
  /** The next is the last of them. */
  const open = [answers];
  const ids: string[] = [];
  let refusal: unknown = null;
  let most = answers.length;
  let overtimes = 0;
  let isStuck = false;
  for (let saves = 0; ; saves++) {
    const next = open.pop();
    if (!next) return isStuck ? 'slow' : { ids, error: refusal };
    const some = next.slice(0, most);
    if (next.length > most) open.push(next.slice(most));
    try {
      if (!(await save(some))) return 'away';
    } catch (error) {
      if (isOvertime(error)) {
        if (++overtimes > mostOvertimes) return 'slow';
        // Something may stand before one of these rows alone: the others go first.
        if (some.length > 1) open.unshift(some);
        else isStuck = true;
        most = Math.max(1, some.length >> 1);
      } else if (isContentRefused(error)) {
        refusal = error;
        if (some.length === 1 || saves + open.length >= MOST_SAVES) ids.push(...some.map(({ id }) => id));
        else open.push(some.slice(some.length >> 1), some.slice(0, some.length >> 1));
      } else throw error;
    }
    if (overtimes > 0 && saves >= MOST_SAVES) return 'slow';
  }
}
