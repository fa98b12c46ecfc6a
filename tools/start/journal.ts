// What the Workers log, into one file a start; warnings and errors in a line on the terminal too.
import { createWriteStream, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '../mesh.ts';

const KEPT_FILES = 10;
const TERMINAL_CHARACTERS = 200;

export interface Journal {
  readonly file: string;
  write(line: LogLine): void;
}

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
  return {
    file,
    write({ timestamp, level, message }) {
      const line = message.startsWith('{')
        ? message
        : JSON.stringify({ timestamp: new Date(timestamp).toISOString(), level, message });
      stream.write(`${line}\n`);
      if ((level === 'warn' || level === 'error') && !OF_THE_RUNTIME.test(message)) say(brief(level, message));
    },
  };
}

/** A line of ours as `warn ingest run.failed: reason`; anything else as it came, cut. */
function brief(level: string, message: string): string {
  const fields = parsed(message);
  const { worker, event, request_id, timestamp, caller, level: _, error, reason, ...rest } = fields ?? {};
  const text = fields
    ? `${worker} ${event}${reasonIn(error, reason)} ${JSON.stringify(rest)}`
    : (message.split('\n')[0] ?? '');
  return `  ${level} ${text.slice(0, TERMINAL_CHARACTERS)}`;
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
