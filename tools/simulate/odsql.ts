// As much of Opendatasoft's query language as our sources ask with: comparisons joined by AND. Anything else is refused, as the real one refuses what it does not know.
import { type Instant, parseInstant, type TimeWindow } from '../../data/time.ts';
import type { Cell, OpenDataset } from './open-dataset.ts';

export interface Where {
  /** What the conditions on the time field leave. */
  readonly window: TimeWindow;
  /** Whether there are conditions on anything else. */
  readonly selective: boolean;
  accepts(record: readonly Cell[]): boolean;
}

/** Carries the body that the host would answer with. */
export class OdsqlError extends Error {
  readonly body: { readonly error_code: string; readonly message: string };
  constructor(code: 'ODSQLSyntaxError' | 'ODSQLError' | 'InvalidRESTParameterError', message: string) {
    super(message);
    this.body = { error_code: code, message };
  }
}

const TIME = /^(\w+)\s*(>=|<=|>|<)\s*date'([^']*)'$/i;
const PRESENT = /^(\w+)\s+is\s+not\s+null$/i;
const EQUAL = /^(\w+)\s*=\s*["']([^"']*)["']$/;

export function parseWhere(text: string | null, { names, timeField }: Pick<OpenDataset, 'names' | 'timeField'>): Where {
  let from: Instant = Number.NEGATIVE_INFINITY;
  let to: Instant = Number.POSITIVE_INFINITY;
  const tests: ((record: readonly Cell[]) => boolean)[] = [];
  for (const clause of (text ?? '').split(/\s+and\s+/i).filter((part) => part.trim() !== '')) {
    const condition = clause.trim();
    const time = TIME.exec(condition);
    const present = PRESENT.exec(condition);
    const equal = EQUAL.exec(condition);
    if (time?.[1] === timeField) {
      const [, , operator = '', literal = ''] = time;
      const at = instantOf(literal);
      if (operator === '>=') from = Math.max(from, at);
      if (operator === '>') from = Math.max(from, at + 1);
      if (operator === '<') to = Math.min(to, at);
      if (operator === '<=') to = Math.min(to, at + 1);
    } else if (present) {
      const i = indexOf(names, present[1] ?? '');
      tests.push((record) => record[i] !== null);
    } else if (equal) {
      const i = indexOf(names, equal[1] ?? '');
      tests.push((record) => record[i] === equal[2]);
    } else throw new OdsqlError('ODSQLSyntaxError', `ODSQL syntax exception: unexpected ${condition.slice(0, 60)}.`);
  }
  return {
    window: { from, to },
    selective: tests.length > 0,
    accepts: (record) => tests.every((test) => test(record)),
  };
}

/** A day, or an instant; without a zone it is UTC. */
function instantOf(literal: string): Instant {
  const full = /^\d{4}-\d\d-\d\d$/.test(literal) ? `${literal}T00:00:00` : literal;
  const at = parseInstant(full) ?? parseInstant(`${full}Z`);
  if (at === null) throw new OdsqlError('ODSQLError', `Invalid date literal: ${literal}`);
  return at;
}

export function indexOf(names: readonly string[], name: string): number {
  const i = names.indexOf(name);
  if (i === -1) throw new OdsqlError('ODSQLError', `Unknown field: ${name}`);
  return i;
}
