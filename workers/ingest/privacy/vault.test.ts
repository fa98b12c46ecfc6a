// Without the key, or with another one than before, nothing about persons comes in; everything else goes on.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consumption } from '../../../data/consumption/dataset.ts';
import { customer } from '../../../data/customer/dataset.ts';
import type { Row } from '../../../data/dataset.ts';
import type { Run } from '../intake.ts';
import { push } from '../push.ts';
import type { Shell } from '../shell.ts';
import { ingestSlice } from '../slice.ts';
import { LockedError } from './keys.ts';
import { type KeyShelf, type VaultShell, vaultOf, whyLocked } from './vault.ts';

const KEY = btoa('0123456789abcdef0123456789abcdef');
const OTHER = btoa('another key of thirty-two bytes!');
const ROW: Row = { customer: '7', age_years: 41, quality: 'consolidated' };

/** The lake of the runtime, as far as it is asked: a key that stands is not overwritten. */
function lakeOfOne() {
  const objects = new Map<string, string>();
  return {
    objects,
    async get(key: string) {
      const text = objects.get(key);
      return text === undefined ? null : { text: async () => text };
    },
    async put(key: string, text: string) {
      if (objects.has(key)) return null;
      objects.set(key, text);
      return {};
    },
  };
}
const shellWith = (lake: KeyShelf, key: string | undefined): VaultShell => ({
  lake,
  secret: (name) => (name === 'PRIVACY_KEY' ? key : 'https://example.org'),
});

describe('without a key', () => {
  const shell = shellWith(lakeOfOne(), undefined);

  it('says so of datasets about persons, and of no other', () => {
    expect(whyLocked(shell, customer)).toBe(
      'PRIVACY_KEY is not set, and customer is about persons: see docs/privacy.md',
    );
    expect(whyLocked(shell, consumption)).toBeUndefined();
  });

  it('passes their sources over before any of them is asked', async () => {
    const window = { from: 0, to: 1, label: '' };
    const nobodyIsAsked = () => Promise.reject(new Error('a step has begun'));
    const run: Run = {
      shell: shell as Shell,
      order: { id: 'r', dataset: 'customer', feed: 'list', trigger: 'cron', requestId: 'r', from: 0, to: 1 },
      steps: { do: nobodyIsAsked, sleep: nobodyIsAsked },
      definition: customer,
      feed: customer.feeds[0],
    };
    const { loaded, failovers } = await ingestSlice(run, window, customer.feeds[0].alternatives);
    expect(loaded).toBeUndefined();
    expect(failovers).toMatchObject([
      { source: 'customer-csv', reason: expect.stringContaining('PRIVACY_KEY is not set') },
    ]);
  });

  it('accepts no push about them', async () => {
    const request = { dataset: 'customer', idempotencyKey: 'k', ndjson: '{}', rows: 1 };
    const queue = {} as Queue<never>;
    const answer = await push(shell as Shell, queue, request, { requestId: 'r', caller: 'c' });
    expect(answer).toMatchObject({ ok: false, failure: { reason: 'unavailable', dependency: 'privacy key' } });
  });

  it('keeps nothing in plain text by mistake', async () => {
    await expect(vaultOf(shell, customer).treated(ROW)).rejects.toThrow(LockedError);
  });
});

describe('with a key', () => {
  it('remembers its id in the lake, and nothing else of it', async () => {
    const lake = lakeOfOne();
    await vaultOf(shellWith(lake, KEY), customer).unlock();
    expect([...lake.objects]).toEqual([['privacy/key-id', expect.stringMatching(/^[0-9a-f]{12}$/)]]);
    await vaultOf(shellWith(lake, KEY), customer).unlock();
  });

  it('refuses another one afterwards, and names both', async () => {
    const lake = lakeOfOne();
    await vaultOf(shellWith(lake, KEY), customer).unlock();
    const before = lake.objects.get('privacy/key-id');
    const other = vaultOf(shellWith(lake, OTHER), customer);
    await expect(other.treated(ROW)).rejects.toThrow(`was locked with ${before}: set that one again`);
    await expect(other.unlock()).rejects.toThrow(LockedError);
    expect(lake.objects.get('privacy/key-id')).toBe(before);
  });

  it('tells two bodies apart without a hash that others could guess', async () => {
    const vault = vaultOf(shellWith(lakeOfOne(), KEY), customer);
    const open = vaultOf(shellWith(lakeOfOne(), undefined), consumption);
    expect(await vault.fingerprint('{"customer":"7"}')).toMatch(/^[0-9a-f]{64}$/);
    expect(await vault.fingerprint('{"customer":"7"}')).toBe(await vault.fingerprint('{"customer":"7"}'));
    expect(await vault.fingerprint('{"customer":"7"}')).not.toBe(await open.fingerprint('{"customer":"7"}'));
  });
});

it('changes nothing where nobody is spoken of', async () => {
  const vault = vaultOf(shellWith(lakeOfOne(), undefined), consumption);
  const row: Row = { area: 'FR', at: 0, load_mw: 1, quality: 'real time' };
  expect(await vault.treated(row)).toBe(row);
});

it('stands at every way into the lake: whoever opens another one says here what goes through', () => {
  const ingest = join(import.meta.dirname, '..');
  const ways = readdirSync(ingest, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .filter((path) => /lake\.put\(|createMultipartUpload/.test(readFileSync(join(ingest, path), 'utf8')));
  expect(ways.sort()).toEqual([
    // Sealed.
    'inbox.ts',
    // Copies what was staged.
    'lake.ts',
    // The id of the key.
    'privacy/vault.ts',
    // Which objects a replay reads, how much each gave, and what their parser warned of: without values where they are about persons.
    'replay-batches.ts',
    // Sealed.
    'staging.ts',
    // The day of the last sweep.
    'sweep.ts',
    // Treated rows, rejects without their values.
    'work.ts',
  ]);
});
