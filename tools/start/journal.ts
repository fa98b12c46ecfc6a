// What the Workers log, into one file a start; warnings and errors in a line on the terminal too.
import { createWriteStream, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '../mesh.ts';

const KEPT_FILES = 10;
const TERMINAL_CHARACTERS = 200;

export interface Journal {
  readonly file: string;
  write(line: LogLine): void;
  /** What happened to the Workers as a whole, into the file as a line of theirs. The instant it bears comes back. */
  note(event: string, fields: Readonly<Record<string, unknown>>): string;
  /** The first loads have ended: from now on a forecast without its past is worth a line on the terminal. */
  loaded(): void;
}

/** While the first loads run, these are as expected: what is missing after them is said in a sentence of its own. */
const EXPECTED_WHILE_LOADING = new Set<unknown>(['forecast_without_past', 'forecast_incomplete']);

/** What workerd says of its own insides, as `e = rust/worker/ffi.rs:110: …`: whoever asked says in a line of ours what became of it. */
const OF_THE_RUNTIME = /^e = \S+:\d+: /;

export function openJournal(
  directory: string,
  { now, say = (line) => console.error(line) }: { readonly now: Date; readonly say?: (line: string) => void },
): Journal {
  mkdirSync(directory, { recursive: true });
  for (const old of readdirSync(directory)
    .sort()
    .slice(0, -(KEPT_FILES - 1)))
    rmSync(join(directory, old));
  const file = join(directory, `${now.toISOString().replaceAll(':', '-')}.jsonl`);
  const stream = createWriteStream(file, { fd: openSync(file, 'a') });
  let isLoading = true;
  return {
    file,
    loaded() {
      isLoading = false;
    },
    note(event, fields) {
      const timestamp = new Date().toISOString();
      stream.write(`${JSON.stringify({ ...fields, timestamp, level: 'warn', worker: 'start', event })}\n`);
      return timestamp;
    },
    write({ timestamp, level, message }) {
      const line = message.startsWith('{')
        ? message
        : JSON.stringify({ timestamp: new Date(timestamp).toISOString(), level, message });
      stream.write(`${line}\n`);
      if ((level !== 'warn' && level !== 'error') || OF_THE_RUNTIME.test(message)) return;
      const fields = parsed(message);
      if (isLoading && EXPECTED_WHILE_LOADING.has(fields?.['event'])) return;
      say(`  ${level} ${fields ? brief(fields) : cut(message.split('\n')[0] ?? '')}`);
    },
  };
}

/** A line of ours as `ingest run failed: reason (run consumption-1, …)`. */
function brief(fields: Readonly<Record<string, unknown>>): string {
  const { worker, event, request_id, timestamp, caller, level, error, reason, ...rest } = fields;
  const said = cut(`${worker} ${event}${reasonIn(error, reason)}`);
  if (said.endsWith('…')) return said;
  const pairs = Object.entries(rest).map(([name, value]) => `${name} ${plain(value)}`);
  return pairs.length === 0 ? said : `${said} (${fitting(pairs, TERMINAL_CHARACTERS - said.length).join(', ')})`;
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The rest of what does not fit stands in the file. */
function fitting(pairs: readonly string[], characters: number): readonly string[] {
  let left = characters;
  const end = pairs.findIndex((pair) => {
    left -= pair.length + 2;
    return left < 0;
  });
  return end < 0 ? pairs : [...pairs.slice(0, end), '…'];
}

/** Between two words. */
function cut(text: string): string {
  if (text.length <= TERMINAL_CHARACTERS) return text;
  const kept = text.slice(0, TERMINAL_CHARACTERS);
  return `${kept.slice(0, Math.max(kept.lastIndexOf(' '), 1))} …`;
}

/** Its stack and its causes stand in the file. */
function reasonIn(error: unknown, reason: unknown): string {
  const why = typeof error === 'object' && error !== null && 'message' in error ? error.message : reason;
  return why === undefined ? '' : `: ${String(why)}`;
}

function parsed(message: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null && 'event' in value ? { ...value } : null;
  } catch {
    return null;
  }
}
