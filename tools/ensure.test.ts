import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './root.ts';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'wattmesh ensure '));
  mkdirSync(join(project, 'tools/hello'), { recursive: true });
  for (const file of ['ensure.mjs', 'install-lock.mjs'])
    copyFileSync(join(ROOT, 'tools', file), join(project, 'tools', file));
  writeFileSync(join(project, 'tools/hello.ts'), "console.log('hello');\n");
  writeFileSync(join(project, 'tools/hello/usage.txt'), 'npm run hello   says hello\n');
  const lockfile = JSON.stringify({ packages: { 'node_modules/one': { integrity: 'sha512-one' } } });
  writeFileSync(join(project, 'package-lock.json'), lockfile);
});
afterEach(() => rmSync(project, { recursive: true }));

/** Takes as long as two commands need to meet, deletes what stands there as npm does, and counts itself. */
const NPM = `echo installs >> installs.txt
rm -rf node_modules
for _ in $(seq 40); do [ -e second ] && break; sleep 0.05; done
mkdir node_modules && cp package-lock.json node_modules/.package-lock.json`;

function npmIs(script: string): void {
  writeFileSync(join(project, 'npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(project, 'npm'), 0o755);
}

/** A command in a second terminal, with a npm that downloads nothing. */
function run(...words: string[]) {
  const { npm_execpath: _, ...env } = process.env;
  const child = spawn(process.execPath, ['tools/ensure.mjs', 'tools/hello.ts', ...words], {
    cwd: project,
    env: { ...env, PATH: `${project}:${env['PATH']}` },
  });
  let said = '';
  const heard = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += String(bytes);
      heard.resolve();
    });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said })),
  );
  return { ended, heard: heard.promise };
}
const installs = () => readFileSync(join(project, 'installs.txt'), 'utf8');

describe('what is missing', () => {
  it('is installed once by two commands at the same time: the second one waits and says so', async () => {
    npmIs(NPM);
    const first = run();
    await first.heard;
    const second = run();
    await second.heard;
    writeFileSync(join(project, 'second'), '');
    const [{ code, said }, waited] = await Promise.all([first.ended, second.ended]);
    expect([code, said]).toEqual([0, expect.stringMatching(/^Installing dependencies .*\nhello\n$/)]);
    expect(waited).toEqual({ code: 0, said: 'another command installs the packages: waiting\nhello\n' });
    expect(installs()).toBe('installs\n');
    expect(readdirSync(join(project, '.local'))).toEqual([]);
  });

  it('is installed by the next command when the one before was killed', async () => {
    npmIs(NPM.replace('seq 40', 'seq 0'));
    mkdirSync(join(project, '.local'));
    const gone = spawn(process.execPath, ['--version']);
    await new Promise((resolve) => gone.once('exit', resolve));
    writeFileSync(join(project, '.local/installing'), String(gone.pid));
    const { code, said } = await run().ended;
    expect([code, said]).toEqual([0, expect.stringMatching(/^Installing dependencies .*\nhello\n$/)]);
    expect(readdirSync(join(project, '.local'))).toEqual([]);
  });

  it('says how npm ended, guesses no reason, and lets the next one try', async () => {
    npmIs('echo "npm error ENOTEMPTY" >&2; exit 217');
    const { code, said } = await run().ended;
    expect(code).toBe(1);
    expect(said).toContain('npm error ENOTEMPTY');
    expect(said).toContain('npm ci ended with 217; what it said stands above');
    expect(said).not.toContain('network');
    expect(readdirSync(join(project, '.local'))).toEqual([]);
  });

  it('is not installed to say how a command is asked', async () => {
    npmIs(NPM);
    expect(await run('--help').ended).toEqual({ code: 0, said: 'npm run hello   says hello\n' });
    expect(readdirSync(project)).not.toContain('installs.txt');
  });
});
