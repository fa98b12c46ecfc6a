// The simulator as a process of its own: it is busy when a backfill is, and must not hold up the database's endpoint.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { watchOver } from '../../db/local/watchdog.ts';
import { endOrphans, MARK } from '../orphans.ts';
import { ROOT } from '../root.ts';
import type { Home } from './home.ts';

/** EnergiTech's database, which the simulator fills. */
export interface ForEnergitech {
  readonly ownerUrl: string;
  readonly readerPassword: string;
}

export async function startSimulatorProcess({
  home,
  energitech,
  started,
  died,
}: {
  readonly home: Home;
  readonly energitech: ForEnergitech;
  readonly started: (name: string, close: () => Promise<void>) => void;
  readonly died: (what: string) => void;
}): Promise<{ readonly url: string; readonly filled: Promise<void> }> {
  const mark = home.path('simulator');
  await endOrphans(mark);
  const port = await home.port('simulator');
  const child = spawn(process.execPath, [join(ROOT, 'tools/simulate/main.ts'), '--port', String(port)], {
    env: {
      ...process.env,
      [MARK]: mark,
      ENERGITECH_OWNER_URL: energitech.ownerUrl,
      ENERGITECH_READER_PASSWORD: energitech.readerPassword,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C is for us: the Workers that ask it stop first.
    detached: true,
  });
  const callOff = watchOver(child.pid ?? 0);
  let stopping = false;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  started('simulator', async () => {
    stopping = true;
    child.kill('SIGTERM');
    await exited;
    callOff();
  });
  return new Promise((resolve, reject) => {
    void exited.then(() => {
      reject(new Error('the simulator ended before it answered'));
      if (!stopping) died('the simulator');
    });
    const lines = createInterface({ input: child.stdout });
    // A simulator that ends before is told above.
    const filled = new Promise<void>((isFilled) => {
      lines.on('line', (line) => line === 'energitech filled' && isFilled());
    });
    lines.on('line', (line) => {
      const url = /^simulator (\S+)$/.exec(line)?.[1];
      if (url) resolve({ url, filled });
    });
  });
}
