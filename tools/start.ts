// npm start: everything on one machine, and all of it down again. What the parts do stands in start/.
import { join } from 'node:path';
import { ROOT } from './root.ts';
import { whenAskedToStop } from './start/asked.ts';
import { closers } from './start/closers.ts';
import { openHome } from './start/home.ts';
import { startStack } from './start/stack.ts';

const port = Number(process.env['PORT'] ?? 8787);
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
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is ${process.env['PORT']}, want 0 to 65535`);
  const home = openHome(process.env['WATTMESH_HOME'] ?? join(ROOT, '.local'), `http://127.0.0.1:${port}`);
  parts.add('state folder', home.release);
  const { url } = await startStack({
    home,
    port,
    wantedWorld: process.env['WATTMESH_WORLD'],
    started: parts.add,
    say: (line) => console.log(line),
    died: (what) => void end(1, `${what} died: stopping. Run npm start again, nothing is lost.`),
  });
  console.log(`ready ${url}`);
} catch (error) {
  await end(1, `Wattmesh did not start: ${reasonsOf(error).join(': ')}`);
}

/** What happened, and what made it happen. */
function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return error.cause === undefined ? [error.message] : [error.message, ...reasonsOf(error.cause)];
}
