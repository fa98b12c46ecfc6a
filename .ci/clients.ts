// A stock client of the Open Inference Protocol asks the running product: tritonclient, unchanged, from PyPI.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '../tests/faults/product.ts';
import { ROOT } from '../tools/root.ts';
import type { Count } from './count.ts';

const PACKAGES = ['tritonclient[http]==2.73.0', 'numpy==2.4.6', 'ml_dtypes==0.5.4'];

export async function clientSuite({
  scratch,
  product: { url, apiKey },
  command,
}: {
  readonly scratch: string;
  readonly product: Product;
  readonly command: (program: string, args: readonly string[]) => Promise<number>;
}): Promise<Count> {
  const venv = join(scratch, 'clients-venv');
  const python = (name: string) => join(venv, 'bin', name);
  const made = await command('python3', ['-m', 'venv', venv]).catch(() => 1);
  if (made !== 0) throw new Error('python3 with its venv module is missing here: install it (Debian: python3-venv)');
  const installed = await command(python('pip'), ['install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
  if (installed !== 0) throw new Error(`pip could not install ${PACKAGES.join(', ')}: is PyPI within reach?`);

  const counts = join(scratch, 'clients.json');
  const asked = await command(python('python'), [join(ROOT, 'tests/clients/triton.py'), url, apiKey, counts]);
  if (asked !== 0) throw new Error(`tests/clients/triton.py ended with ${asked}`);
  return JSON.parse(await readFile(counts, 'utf8'));
}
