import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openHome } from './home.ts';
import { nextCommands } from './next-commands.ts';
import { remember, runningFolders } from './state-folders.ts';

const home = mkdtempSync(join(tmpdir(), 'next-'));
afterAll(() => rmSync(home, { recursive: true }));

it('the next commands name the state folder only where the others would not look in it', () => {
  const url = 'http://127.0.0.1:8787';
  expect(nextCommands({ directory: '/here/.local', isElsewhere: false, url })).toEqual([
    'in another terminal:',
    '  KEY=$(cat /here/.local/api-key) URL=http://127.0.0.1:8787',
    '  curl -H "X-API-Key: $KEY" "$URL/v1/models/load-day-ahead/forecast"',
  ]);
  expect(nextCommands({ directory: '/tmp/h', isElsewhere: true, url })[1]).toBe('  export WATTMESH_HOME=/tmp/h');
});

it('the next commands can be pasted into a shell, whatever the folder is called', () => {
  const directory = join(home, "l'état of $HOME");
  mkdirSync(directory);
  writeFileSync(join(directory, 'api-key'), 'local.key\n');
  const [, variable, keyAndUrl] = nextCommands({ directory, isElsewhere: true, url: 'http://127.0.0.1:9391' });
  const script = `${variable}\n${keyAndUrl}\necho "$WATTMESH_HOME $KEY $URL"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
    `${directory} local.key http://127.0.0.1:9391\n`,
  );
});

it('a command learns where Wattmesh runs, and forgets where it does no more', () => {
  const notes = join(home, 'notes');
  const [runs, ran] = ['runs', 'ran'].map((name) => openHome(join(home, name), `http://127.0.0.1/${name}`));
  for (const { directory } of [runs!, ran!]) remember(directory, notes);
  ran!.release();
  const running = [{ directory: join(home, 'runs'), url: 'http://127.0.0.1/runs' }];
  expect(runningFolders(notes)).toEqual(running);
  runs!.release();
  expect(runningFolders(notes)).toEqual([]);
});
