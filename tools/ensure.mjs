// Runs a command of this project, whatever node started it: installs what is missing first. Plain JavaScript without dependencies, for Node >= 18.
//   node tools/ensure.mjs tools/start.ts [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installLock } from './install-lock.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [script, ...rest] = process.argv.slice(2);
sayUsage();
await installIfStale();
// Every node started from here keeps what it compiled: a third of the time a start takes before its first line.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled');
const node = nodeThatRunsTypeScript();
if (node === process.execPath) {
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  process.argv = [process.execPath, resolve(root, script), ...rest];
  await import(pathToFileURL(resolve(root, script)).href);
} else {
  runIn(node);
}

/** What can be said without installing anything: the text beside the parts of a command. */
function sayUsage() {
  const usage = resolve(root, script.replace(/\.ts$/, ''), 'usage.txt');
  if (!rest.includes('--help') || !existsSync(usage)) return;
  console.log(readFileSync(usage, 'utf8').trimEnd());
  process.exit(0);
}

/** One at a time: npm ci begins by deleting node_modules, also those that another one is filling. */
async function installIfStale() {
  if (!whyStale()) return;
  const letGo = await installLock(join(root, '.local', 'installing'), {
    onWait: () => console.error('another command installs the packages: waiting'),
  });
  const reason = whyStale();
  const failure = reason && install(reason);
  letGo();
  if (failure) fail(failure);
}

/** What kept it from being installed, in a sentence. */
function install(reason) {
  console.error(`Installing dependencies (${reason}): half a minute to a minute, once; a gigabyte on disk.`);
  // Nothing we use needs an install script, and some package managers refuse to run them: the same everywhere.
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(lifecycle|package|command|config_(ignore_scripts|omit))/.test(name),
    ),
  );
  const { npm_execpath: npm, npm_node_execpath: npmNode } = process.env;
  const { status, signal, error } = npm
    ? spawnSync(npmNode ?? process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2], env })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], env, shell: process.platform === 'win32' });
  if (status === 0) {
    const still = whyStale();
    return (
      still && `Dependencies could not be installed: npm ci ended well, and still ${still}. Run "npm ci" in ${root}.`
    );
  }
  const why = error
    ? `npm could not be run (${error.message})`
    : `npm ci ended with ${status ?? signal}; what it said stands above`;
  return `Dependencies could not be installed: ${why}. Run "npm ci" in ${root} to see more.`;
}

/** Compares what npm put into node_modules with the lockfile, so that an install by hand counts too. */
function whyStale() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return 'node_modules is missing';
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const have = packagesIn(readFileSync(hidden, 'utf8'));
  if (!have) return 'node_modules is half written';
  const differs = Object.keys(want).find(
    (path) => want[path].integrity && isForThisMachine(want[path]) && have[path]?.integrity !== want[path].integrity,
  );
  return differs && `${differs.replace('node_modules/', '')} is not what package-lock.json says`;
}

/** Npm writes this file last; ended in between, it left half of it. */
function packagesIn(text) {
  try {
    return JSON.parse(text).packages;
  } catch {
    return undefined;
  }
}

function isForThisMachine({ os, cpu, libc, optional }) {
  if (!optional) return true;
  const fits = (allowed, mine) => !allowed || [allowed].flat().includes(mine);
  return Boolean(os || cpu) && !libc && fits(os, process.platform) && fits(cpu, process.arch);
}

/** Type stripping without a flag came with Node 22.18: a newer one stands in node_modules on Linux. */
function nodeThatRunsTypeScript() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  const bundled = join(root, 'node_modules', '.bin', 'node');
  const isThere = existsSync(bundled);
  if (isThere && spawnSync(bundled, ['--version']).status === 0) return bundled;
  return fail(
    `This is Node ${process.versions.node} and Wattmesh needs 22.18 or newer; the one it brings, ${bundled}, ${isThere ? 'does not run here' : 'is missing'} (${process.platform}-${process.arch}). Put a newer Node on PATH, or run "npm ci" in ${root}.`,
  );
}

function runIn(node) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  const child = spawn(node, [resolve(root, script), ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  // Ctrl-C reaches the child by itself: the terminal signals the whole group. A kill reaches only us.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm killed the hard way passes nothing on, and whoever runs in our place cannot see it.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = signal ? 1 : code;
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
