// One JSON line per event on the console. Never lets a secret out, never lets a stranger decide how long a line is.
import type { CallContext } from './contracts.ts';

export type Fields = Readonly<Record<string, unknown>>;
type Write = (event: string, fields?: Fields) => void;

export interface Log {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

const MAX_FIELDS = 32;
const MAX_CHARACTERS = 500;
/** Longer than other fields: the frames of our own code come first. */
const MAX_STACK_CHARACTERS = 4_000;

const SECRET_NAME = /authorization|api[-_]?key|password|secret|token|cookie|jwt|database_url/i;
/** Drivers like to quote URLs with passwords and headers in their errors. Bounded, so that no text makes them slow. */
const URL_PASSWORD = /(:\/\/[^\s/:@]{0,64}:)[^\s@]{1,256}(?=@)/g;
const CREDENTIALS = /\b(Bearer|Basic) [\w.~+/=-]+/gi;
/** Drizzle quotes the values of a query that failed, which may be anybody's; what Postgres said is its cause. */
const QUERY_VALUES = /\nparams: [\s\S]*?(?=\n {4}at |$)/g;
const MAX_CAUSES = 3;
const HIDDEN = '[hidden]';

type Level = 'info' | 'warn' | 'error';
const onConsole = (level: Level, line: string): void => console[level](line);

/** Fields named `error` may hold anything that was thrown: message and stack go to the log, and only there. */
export function logger({
  worker,
  context,
  clock = Date.now,
  write = onConsole,
}: {
  readonly worker: string;
  readonly context: CallContext;
  readonly clock?: () => number;
  readonly write?: (level: Level, line: string) => void;
}): Log {
  const at =
    (level: Level): Write =>
    (event, fields = {}) =>
      write(
        level,
        JSON.stringify({
          ...bounded(fields),
          timestamp: new Date(clock()).toISOString(),
          level,
          worker,
          event,
          request_id: text(context.requestId, MAX_CHARACTERS),
          caller: text(context.caller, MAX_CHARACTERS),
        }),
      );
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function bounded(fields: Fields): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields).slice(0, MAX_FIELDS)) {
    out[text(name, 64)] = SECRET_NAME.test(name) ? HIDDEN : plain(value);
  }
  return out;
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  // JSON has no NaN: null would say "nothing" where something went wrong.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Error) return thrown(value, MAX_CAUSES);
  return text(typeof value === 'object' ? asJson(value) : String(value), MAX_CHARACTERS);
}

function thrown({ name, message, stack = '', cause }: Error, causes: number): Record<string, unknown> {
  return {
    name: text(name, MAX_CHARACTERS),
    message: text(message.replace(QUERY_VALUES, ''), MAX_CHARACTERS),
    stack: text(stack.replace(QUERY_VALUES, ''), MAX_STACK_CHARACTERS),
    ...(cause instanceof Error && causes > 0 && { cause: thrown(cause, causes - 1) }),
  };
}

/** A log line must not fail because of what it is about: a circle is said to be one. */
function asJson(value: object): string {
  try {
    return JSON.stringify(value, jsonField);
  } catch (error) {
    return `[${error instanceof Error ? error.message : error}]`;
  }
}

function jsonField(name: string, value: unknown): unknown {
  if (SECRET_NAME.test(name)) return HIDDEN;
  return typeof value === 'bigint' ? String(value) : value;
}

function text(value: string, maxCharacters: number): string {
  // Twice as long: a password must not lose the @ it is known by before it is hidden.
  const clean = value
    .slice(0, 2 * maxCharacters)
    .replace(URL_PASSWORD, `$1${HIDDEN}`)
    .replace(CREDENTIALS, `$1 ${HIDDEN}`);
  return value.length <= maxCharacters ? clean : `${clean.slice(0, maxCharacters)}… (${value.length} characters)`;
}
