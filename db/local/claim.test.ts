import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claim, holderOf } from './claim.ts';

let file: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'wattmesh claim ')), 'claim.json');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(join(file, '..'), { recursive: true });
});

/** Another program that claims files, each at its instant, says which it may have, and holds them until it is killed. */
async function claimant(claims: readonly { readonly file: string; readonly at: number }[]) {
  const program = `
    import { claim } from ${JSON.stringify(join(import.meta.dirname, 'claim.ts'))};
    const outcomes = [];
    for (const { file, at } of ${JSON.stringify(claims)}) {
      await new Promise((resolve) => setTimeout(resolve, at - Date.now() - 20));
      while (Date.now() < at);
      try {
        claim(file, { refusal: (holder) => 'held by ' + holder?.pid });
        outcomes.push('mine');
      } catch (error) {
        outcomes.push(error.message);
      }
    }
    console.log(JSON.stringify(outcomes));
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  const outcomes: string[] = JSON.parse(String(said));
  return { child, outcomes };
}

const refusal = () => 'taken';

it('goes to one of many that ask at once, whatever was left behind', async () => {
  const begun = Date.now();
  const claims = ['', '{"pid": 1', JSON.stringify({ pid: 1 })].map((left, i) => {
    const one = `${file}.${i}`;
    writeFileSync(one, left);
    // Who loses asks for half a second.
    return { file: one, at: begun + 1_500 + i * 800 };
  });
  const all = await Promise.all(Array.from({ length: 6 }, () => claimant(claims)));
  for (const [i, { file: one }] of claims.entries()) {
    const [winner, ...others] = all.filter(({ outcomes }) => outcomes[i] === 'mine');
    expect(others).toEqual([]);
    expect(all.filter(({ outcomes }) => outcomes[i] === `held by ${winner?.child.pid}`)).toHaveLength(5);
    expect(() => claim(one, { refusal })).toThrow('taken');
    expect(holderOf(one)).toEqual({ pid: winner?.child.pid });
  }
});

it('ends with a holder that was killed', async () => {
  const { child } = await claimant([{ file, at: 0 }]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(holderOf(file)).toBeNull();
  claim(file, { refusal })();
});

it('is refused to the same process, too, until it is given up', () => {
  const release = claim(file, { refusal });
  expect(() => claim(file, { refusal })).toThrow('taken');
  release();
  const again = claim(file, { refusal });
  // Given up already: this must not take it from the one who has it now.
  release();
  expect(holderOf(file)).toEqual({ pid: process.pid });
  again();
});
