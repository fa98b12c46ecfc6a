// npm start: everything on one machine, and all of it down again. What the parts do stands in start/.
import { join } from 'node:path';
import { anyPort } from '../db/local/port.ts';
import { NotUnderstood } from './command.ts';
import { ROOT } from './root.ts';
import { whenAskedToStop } from './start/asked.ts';
import { closers } from './start/closers.ts';
import { openHome } from './start/home.ts';
import { nextCommands } from './start/next-commands.ts';
import { startStack } from './start/stack.ts';
import { remember } from './start/state-folders.ts';

const OWN_FOLDER = join(ROOT, '.local');
const wantedPort = Number(process.env['PORT'] ?? 8787);
const parts = closers();

async function end(code: number, why?: string): Promise<never> {
  if (why) console.log(why);
  await parts.close();
  process.exit(code);
}

whenAskedToStop({
  stop: () => void end(0, 'stopping'),
  force: () => process.exit(130),
});

try {
  const words = process.argv.slice(2).join(' ');
  if (words)
    throw new NotUnderstood(
      `npm start takes no words, got ${words}; want PORT=…, WATTMESH_HOME=… or WATTMESH_WORLD=… before it`,
    );
  if (!Number.isInteger(wantedPort) || wantedPort < 0 || wantedPort > 65_535)
    throw new NotUnderstood(`PORT is ${process.env['PORT']}, want 0 to 65535`);
  // The state folder says where we are before we are there.
  const port = wantedPort === 0 ? await anyPort() : wantedPort;
  const home = openHome(process.env['WATTMESH_HOME'] ?? OWN_FOLDER, `http://127.0.0.1:${port}`);
  parts.add('state folder', home.release);
  remember(home.directory);
  const { url } = await startStack({
    home,
    port,
    wantedWorld: process.env['WATTMESH_WORLD'],
    started: parts.add,
    say: (line) => console.log(line),
    died: (what) => void end(1, `${what} died: stopping. Run npm start again, nothing is lost.`),
  });
  const isElsewhere = home.directory !== OWN_FOLDER;
  for (const line of nextCommands({ directory: home.directory, isElsewhere, url })) console.log(line);
  console.log(`ready ${url}`);
} catch (error) {
  await end(error instanceof NotUnderstood ? 2 : 1, `Wattmesh did not start: ${reasonsOf(error).join(': ')}`);
}

/** What happened, and what made it happen. */
function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return error.cause === undefined ? [error.message] : [error.message, ...reasonsOf(error.cause)];
}
