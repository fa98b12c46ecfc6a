// How commands are refused, as somebody at a terminal sees it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { anyPort } from '../db/local/port.ts';
import { command, NotUnderstood, sentenceOf } from './command.ts';
import { windowAsked } from './ingest/window.ts';
import { CHANGES } from './release/change.ts';
import { ROOT } from './root.ts';

const home = mkdtempSync(join(tmpdir(), 'commands-'));
afterAll(() => rmSync(home, { recursive: true }));

it.each([
  'backtest',
  'bench',
  'data',
  'db',
  'deploy',
  'drill',
  'forecast',
  'generate',
  'ingest',
  'notebooks',
  'release',
])('%s is asked and ends like every other command', (name) => {
  const source = readFileSync(join(ROOT, 'tools', `${name}.ts`), 'utf8');
  expect(source).toContain(`await command({\n  name: '${name}',`);
  expect(source).not.toMatch(/parseArgs|process\.exit\(1\)/);
});

describe('at a terminal', () => {
  function typed(name: string, ...words: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
    const { DATABASE_URL: _, WATTMESH_URL: __, WATTMESH_KEY: ___, DEBUG: ____, ...env } = process.env;
    const child = spawn(process.execPath, [join('tools', `${name}.ts`), ...words], {
      cwd: ROOT,
      env: { ...env, WATTMESH_HOME: home, NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compiled') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
  }

  it('a folder without a release is refused before anybody is asked', async () => {
    expect(await typed('release', 'upload', 'load-day-ahead', home)).toEqual({
      code: 2,
      said: `${home} has no model.onnx, no release.json, no golden.json. Want the folder of a release; npm run notebooks -- load-day-ahead makes one in models/load-day-ahead
How it is asked: npm run release -- --help
`,
    });
  });

  it('a server that is not there is not waited for', async () => {
    const url = `http://127.0.0.1:${await anyPort()}`;
    const window = ['--from', '2026-01-01', '--to', '2026-01-02'];
    const { code, said } = await typed('forecast', 'load-day-ahead', ...window, '--url', url, '--key', 'local.nobody');
    expect(said).toMatch(new RegExp(`^${url} does not answer \\(ECONNREFUSED\\)\\. .*\\n$`));
    expect(code).toBe(1);
  });

  it('npm start takes no words, and names the variables that there are', async () => {
    const { code, said } = await typed('start', '--port', '9000');
    expect(said).toBe(
      'Wattmesh did not start: npm start takes no words, got --port 9000; want PORT=…, WATTMESH_HOME=… or WATTMESH_WORLD=… before it\n',
    );
    expect(code).toBe(2);
  });

  it('a state folder where nothing runs is named', async () => {
    const { code, said } = await typed('release', 'list', 'load-day-ahead');
    expect(said).toMatch(new RegExp(`^nothing runs in ${home}\\. .*\\n$`));
    expect(code).toBe(1);
  });
});

describe('words', () => {
  const exitCode = process.exitCode;
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = exitCode;
  });
  const refused = async (run: () => void, ...args: string[]) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const options = { from: { type: 'string' }, dry: { type: 'boolean' } } as const;
    await command({ name: 'try', usage: 'npm run try', options, run }, args);
    return [process.exitCode, ...said.mock.calls.flat()];
  };
  const nothing = () => {};
  const HOW = 'How it is asked: npm run try -- --help';

  it('nobody knows are refused with those that there are', async () => {
    expect(await refused(nothing, '--form', '2026-01-01')).toEqual([
      2,
      'there is no option --form; want --from, --dry, --help',
      HOW,
    ]);
  });

  it.each([
    [['--from'], '--from wants a value, got nothing. One that begins with a dash: --from=-…'],
    [['--from', '--dry'], '--from wants a value, got --dry. One that begins with a dash: --from=-…'],
    [['--dry=yes'], '--dry takes no value, got yes'],
    [['--toString=1'], 'there is no option --toString; want --from, --dry, --help'],
  ])('%j are refused', async (args, sentence) => {
    expect(await refused(nothing, ...args)).toEqual([2, sentence, HOW]);
  });

  it('that are understood and cannot be done end with 1, and a file of the system by its name', async () => {
    const missing = join(home, 'nothing.csv');
    expect(await refused(() => void readFileSync(missing))).toEqual([
      1,
      `${missing} is not there: check how it is written`,
    ]);
  });
});

it('an error that says nothing of its own is told by what it is made of', () => {
  const refused = (address: string) => new Error(`connect ECONNREFUSED ${address}`);
  expect(sentenceOf(new AggregateError([refused('::1:5432'), refused('127.0.0.1:5432')]))).toBe(
    'connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
  );
});

describe('a window', () => {
  it('of days goes from midnight to midnight in UTC', () => {
    expect(windowAsked('2026-01-31', '2026-02-01T10:00:00+01:00')).toEqual({
      from: '2026-01-31T00:00:00Z',
      to: '2026-02-01T09:00:00Z',
    });
  });

  it.each([
    [undefined, '2026-02-01', '--from: got nothing, want a day that is, as 2026-01-31, or an instant'],
    ['2026-01-01', '2026-02-30', '--to: got 2026-02-30, want a day that is'],
    ['2026-01-01', '2026-01-02T10:00', '--to: got 2026-01-02T10:00, want a day'],
    ['2026-01-02', '2026-01-02', '--to 2026-01-02 is not after --from 2026-01-02; want the end of the window'],
  ])('from %s to %s is refused', (from, to, sentence) => {
    expect(() => windowAsked(from, to)).toThrow(sentence);
    expect(() => windowAsked(from, to)).toThrow(NotUnderstood);
  });
});

it.each([
  ['promote', undefined, {}, 'promote wants a release: npm run release -- list load-day-ahead shows them'],
  ['shadow', 'a', { percent: '10' }, "--percent is a canary's, not shadow's"],
  ['canary', 'a', {}, '--percent: got nothing, want a whole number from 1 to 99'],
  ['canary', 'a', { percent: '100' }, '--percent: got 100, want a whole number from 1 to 99'],
  ['rollback', 'a', {}, 'rollback goes back to what was live before, got a: promote names one'],
  ['clear', 'all', {}, 'clear: got all, want live, shadow or canary'],
])('%s of %s with %j is refused before anybody is asked', (verb, named, wishes, sentence) => {
  expect(() => CHANGES[verb]?.({ model: 'load-day-ahead', named, wishes })).toThrow(sentence);
});
