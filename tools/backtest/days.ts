// The window of a backtest: whole days of Paris, both ends included, as they are written.
import { type Instant, midnightOf, parisClock, parisDate, parisDay, type TimeWindow } from '../../data/time.ts';
import { NotUnderstood } from '../command.ts';

export function daysAsked(from: string | undefined, to: string | undefined): TimeWindow {
  const [first, last] = [dayOf('--from', from), dayOf('--to', to)];
  if (last < first)
    throw new NotUnderstood(`--to ${to} is before --from ${from}; want the last day of the window, itself included`);
  return { from: first, to: parisDay(last).to };
}

function dayOf(option: string, text: string | undefined): Instant {
  if (text === undefined) throw new NotUnderstood(`${option} is missing; want a day as 2024-01-31`);
  const at = midnightOf(text);
  if (at === null) throw new NotUnderstood(`${option}: got ${text}, want a day that is, as 2024-01-31`);
  return at;
}

/** Cut where months begin in Paris. */
export function monthsIn({ from, to }: TimeWindow): TimeWindow[] {
  const out: TimeWindow[] = [];
  for (let at = from; at < to; ) {
    const { month } = parisClock(at);
    let end = at;
    while (end < to && parisClock(end).month === month) end = parisDay(end).to;
    out.push({ from: at, to: Math.min(end, to) });
    at = end;
  }
  return out;
}

export const inDays = ({ from, to }: TimeWindow): string => `${parisDate(from)} to ${parisDate(to - 1)}`;

/** What was learnt from cannot judge, nor can what came before it: whoever knows the future does not forecast the past. */
export function refuseSeen(
  window: TimeWindow,
  seen: { readonly id: string; readonly from: string; readonly to: string },
): void {
  if (window.from >= Date.parse(seen.to)) return;
  throw new Error(
    `release ${seen.id} has learnt from ${seen.from} to ${seen.to}, and the window begins before that ends, on ${parisDate(window.from)}: ` +
      'what has seen the future must not judge the past. Want days after it, or --refit monthly, which learns from what came before each month alone.',
  );
}
