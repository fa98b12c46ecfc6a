// Runs a dump into an empty database, line by line: every line is a statement. Never reads more than a line of it at once.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { DUMP_BEGINS } from './dump-text.ts';
import { sessionUrl } from './migrate.ts';

export async function restore(
  url: string,
  file: string,
  progress: (statements: number) => void = () => {},
): Promise<number> {
  const client = new pg.Client({ connectionString: sessionUrl(url), application_name: 'wattmesh restore' });
  await client.connect();
  let statements = 0;
  let last: string | undefined;
  let isDump = false;
  try {
    for await (const line of createInterface({
      input: createReadStream(file, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      isDump ||= line.startsWith(DUMP_BEGINS);
      if (!isDump) throw new Error(`${file} is no dump of Wattmesh: it does not begin with "${DUMP_BEGINS}"`);
      if (line === '' || line.startsWith('--')) continue;
      statements++;
      last = line;
      // Whatever Postgres makes of half a statement.
      if (!line.endsWith(';')) throw cutOff(file);
      await client.query(line);
      progress(statements);
    }
    if (!isDump) throw new Error(`${file} is empty, want a dump of Wattmesh`);
    if (last !== 'COMMIT;') throw cutOff(file);
    return statements;
  } finally {
    // What was not committed is gone.
    await client.end();
  }
}

const cutOff = (file: string) =>
  new Error(`${file} ends in the middle: nothing was kept; copy it again, or make the dump again`);
