// The state folder: what an installation remembers between starts. One start at a time may hold it.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { claim, type Holder, holderOf } from '../../db/local/claim.ts';
import { anyPort, isFree } from '../../db/local/port.ts';

const CLAIM = 'running.json';

export interface Home {
  readonly directory: string;
  path(...names: string[]): string;
  /** A secret made once and kept, readable by its owner only. One that is lost, or does not have the form of one, is made anew. */
  secret(
    name: string,
    made?: { readonly make?: () => string; readonly form?: RegExp },
  ): { readonly value: string; readonly isNew: boolean };
  /** A port chosen once and kept, unless somebody else has taken it, or another part. */
  port(name: string): Promise<number>;
  release(): void;
}

/** Fails with a sentence when another start holds the folder. */
export function openHome(directory: string, url: string): Home {
  const root = resolve(directory);
  const path = (...names: string[]) => join(root, ...names);
  mkdirSync(root, { recursive: true });
  const release = claim(path(CLAIM), {
    url,
    refusal: (holder) =>
      `Wattmesh already runs here (pid ${holder?.pid ?? '?'}, ${holder?.url ?? '?'}). Stop it first, or start another: WATTMESH_HOME=elsewhere PORT=… npm start`,
  });
  return {
    directory: root,
    path,
    secret(name, { make = () => randomBytes(32).toString('base64url'), form = /^\S{32,}$/ } = {}) {
      const kept = read(path(name))?.trim();
      if (kept && form.test(kept)) return { value: kept, isNew: false };
      const value = make();
      // A file that others may read, or that is half written, never has this name.
      writeFileSync(path(`${name}.new`), `${value}\n`, { mode: 0o600 });
      renameSync(path(`${name}.new`), path(name));
      return { value, isNew: true };
    },
    async port(name) {
      const { [name]: kept, ...others } = portsIn(read(path('ports.json')));
      const taken = new Set([...portOf(url), ...Object.values(others)]);
      const isOurs = kept !== undefined && !taken.has(kept) && (await isFree(kept));
      const port = isOurs ? kept : await anyPort(taken);
      writeFileSync(path('ports.json'), `${JSON.stringify({ ...others, [name]: port }, null, 2)}\n`);
      return port;
    },
    release,
  };
}

/** Who runs in a state folder now; a start that was killed does not count. */
export const heldBy = (directory: string): Holder | null => {
  const root = resolve(directory);
  return existsSync(root) ? holderOf(join(root, CLAIM)) : null;
};

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A command that holds the folder for a while gives its name in place of a URL. */
const portOf = (url: string): number[] => (URL.canParse(url) ? [Number(new URL(url).port)] : []);

const Port = z.int().min(1_024).max(65_535);

/** Only a memory: what is no port in it is forgotten. */
function portsIn(text = '{}'): Readonly<Record<string, number>> {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([, port]) => Port.safeParse(port).success));
}
