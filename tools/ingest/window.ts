// The window that a command is asked for, from the day or instant of its beginning to that of its end, itself not included. A day alone is its midnight in UTC.
import { formatInstant, parseInstant } from '../../data/time.ts';
import { NotUnderstood } from '../command.ts';

export interface Window {
  readonly from: string;
  readonly to: string;
}

export function windowAsked(from: string | undefined, to: string | undefined): Window {
  const [start, end] = [instantOf('--from', from), instantOf('--to', to)];
  if (end <= start)
    throw new NotUnderstood(`--to ${to} is not after --from ${from}; want the end of the window, itself not included`);
  return { from: formatInstant(start), to: formatInstant(end) };
}

function instantOf(option: string, text: string | undefined): number {
  const at = parseInstant(text?.length === 10 ? `${text}T00:00:00Z` : (text ?? ''));
  if (at !== null) return at;
  throw new NotUnderstood(
    `${option}: got ${text ?? 'nothing'}, want a day that is, as 2026-01-31, or an instant as 2026-01-31T10:00:00Z`,
  );
}
