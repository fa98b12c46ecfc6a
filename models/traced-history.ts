// A history that remembers what was asked of it: the lineage of a feature row. Answers as the history behind it does.
import type { Instant, TimeWindow } from '../data/time.ts';
import type { History } from './history.ts';

/** What was looked at of one series of one entity: windows in order of time, none touching another. */
export interface Look {
  readonly series: string;
  readonly entity: string;
  readonly windows: readonly TimeWindow[];
}

export function tracedHistory(behind: History): { readonly history: History; looks(): readonly Look[] } {
  const seen = new Map<string, { readonly series: string; readonly entity: string; readonly windows: TimeWindow[] }>();
  function note(series: string, entity: string, from: Instant, to: Instant): void {
    const key = JSON.stringify([series, entity]);
    const look = seen.get(key) ?? { series, entity, windows: [] };
    look.windows.push({ from, to });
    seen.set(key, look);
  }
  return {
    history: {
      at(series, entity, at) {
        note(series, entity, at, at + 1);
        return behind.at(series, entity, at);
      },
      mean(series, entity, from, length) {
        note(series, entity, from, from + length);
        return behind.mean(series, entity, from, length);
      },
      newest(series, entity) {
        const at = behind.newest(series, entity);
        if (Number.isFinite(at)) note(series, entity, at, at + 1);
        return at;
      },
    },
    looks: () => [...seen.values()].map((look) => ({ ...look, windows: merged(look.windows) })),
  };
}

function merged(windows: readonly TimeWindow[]): TimeWindow[] {
  const out: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of windows.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}
