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

/** Another program that claims the file, says whether it may, and holds it until it is killed. */
async function claimant(at: number): Promise<{ child: ChildProcess; outcome: string }> {
  const program = `
    import { claim } from ${JSON.stringify(join(import.meta.dirname, 'claim.ts'))};
    while (Date.now() < ${at});
    try {
      claim(${JSON.stringify(file)}, { refusal: (holder) => 'held by ' + holder?.pid });
      console.log('mine');
    } catch (error) {
      console.log(error.message);
    }
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  return { child, outcome: String(said).trim() };
}

const refusal = () => 'taken';

it.each(['', '{"pid": 1', JSON.stringify({ pid: 1 })])(
  'goes to one of many that ask at once, where %o was left behind',
  async (left) => {
    writeFileSync(file, left);
    const at = Date.now() + 1_500;
    const all = await Promise.all(Array.from({ length: 6 }, () => claimant(at)));
    const [winner, ...others] = all.filter(({ outcome }) => outcome === 'mine');
    expect(others).toEqual([]);
    expect(all.filter(({ outcome }) => outcome === `held by ${winner?.child.pid}`)).toHaveLength(5);
    expect(() => claim(file, { refusal })).toThrow('taken');
    expect(holderOf(file)).toEqual({ pid: winner?.child.pid });
  },
);

it('ends with a holder that was killed', async () => {
  const { child } = await claimant(0);
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
