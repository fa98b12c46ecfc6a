// Why rows were not accepted, counted by what is wrong and not by the value that was; the first few with where. Pure.
import type { Reject } from '../../data/dataset.ts';
import { withoutValues } from '../../data/privacy.ts';

export interface ReasonCount {
  readonly rows: number;
  /** None where the facts are about persons: a key is a person. */
  readonly where: readonly string[];
}
/** Reason to how many rows, the most frequent first. */
export type Reasons = Readonly<Record<string, ReasonCount>>;

const MAX_REASONS = 50;
const MAX_EXAMPLES = 3;

export function reasonCounter({ mayShow }: { readonly mayShow: boolean }) {
  const counts = new Map<string, { rows: number; readonly where: string[] }>();
  return {
    add({ reason, where }: Pick<Reject['reject'], 'reason' | 'where'>): void {
      const kind = kindOf(mayShow ? reason : withoutValues(reason));
      const counted = counts.get(kind) ?? { rows: 0, where: [] };
      if (counted.rows === 0) {
        if (counts.size >= MAX_REASONS) return;
        counts.set(kind, counted);
      }
      counted.rows++;
      if (mayShow && counted.where.length < MAX_EXAMPLES) counted.where.push(where.slice(0, 120));
    },
    top: (): Reasons => Object.fromEntries([...counts].sort(([, a], [, b]) => b.rows - a.rows)),
  };
}

/** "load_mw: got 999999, want …" is one reason with its siblings. */
const kindOf = (reason: string): string => reason.replace(/got .*?(?=, want|$)/, 'got another value').slice(0, 200);
