// What the Workers log, into one file a start; warnings and errors in a line on the terminal too.
import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '../mesh.ts';

const KEPT_FILES = 10;
const TERMINAL_CHARACTERS = 200;

export interface Journal {
  readonly file: string;
  write(line: LogLine): void;
}

export function openJournal(directory: string, now: Date): Journal {
  mkdirSync(directory, { recursive: true });
  for (const old of readdirSync(directory)
    .sort()
    .slice(0, -(KEPT_FILES - 1)))
    rmSync(join(directory, old));
  const file = join(directory, `${now.toISOString().replaceAll(':', '-')}.jsonl`);
  const stream = createWriteStream(file, { flags: 'a' });
  return {
    file,
    write({ timestamp, level, message }) {
      const line = message.startsWith('{')
        ? message
        : JSON.stringify({ timestamp: new Date(timestamp).toISOString(), level, message });
      stream.write(`${line}\n`);
      if (level === 'warn' || level === 'error') console.error(brief(level, message));
    },
  };
}

/** A line of ours as `warn ingest run.failed: reason`; anything else as it came, cut. */
function brief(level: string, message: string): string {
  const fields = parsed(message);
  const { worker, event, request_id, timestamp, caller, level: _, ...rest } = fields ?? {};
  const text = fields ? `${worker} ${event} ${JSON.stringify(rest)}` : (message.split('\n')[0] ?? '');
  return `  ${level} ${text.slice(0, TERMINAL_CHARACTERS)}`;
}

function parsed(message: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null && 'event' in value ? { ...value } : null;
  } catch {
    return null;
  }
}
