// npm run generate [-- --check]: writes what follows from the definitions, or says what no longer does.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogues, type Generated, noRelease, unreleased } from './catalogues.ts';
import { command, NotUnderstood } from './command.ts';
import { migrationIsCurrent, writeMigration } from './migrations.ts';
import { privacyPage } from './privacy-register.ts';
import { ROOT } from './root.ts';

const USAGE = `npm run generate     writes the catalogues, the register of privacy and the migration that the definitions ask for
  --check   only says what is stale, and ends with 1 where something is`;

await command({
  name: 'generate',
  usage: USAGE,
  options: { check: { type: 'boolean', default: false } },
  async run({ values: { check }, positionals }) {
    if (positionals.length > 0) throw new NotUnderstood(`want no words, got ${positionals.join(' ')}`);
    const stale = (await catalogues()).filter(isStale);
    if (!check) write(stale);
    // It is made from the catalogue.
    const pages = [await privacyPage()].filter(isStale);
    if (!check) write(pages);
    const migrationStale = !(await migrationIsCurrent());
    if (check) {
      for (const { path } of [...stale, ...pages]) console.error(`${path} is stale. Run: npm run generate`);
      if (migrationStale) console.error('db/migrations do not hold what the tables say. Run: npm run generate');
      process.exitCode = stale.length + pages.length > 0 || migrationStale ? 1 : 0;
    } else {
      if (migrationStale) console.log(`wrote ${(await writeMigration()).join(', ')}`);
      if (stale.length + pages.length === 0 && !migrationStale) console.log('everything generated is current');
    }
    for (const id of unreleased()) console.log(`note: ${id} has ${noRelease(id)}`);
  },
});

function isStale({ path, text }: Generated): boolean {
  return current(path) !== `${text}\n`;
}

function write(stale: readonly Generated[]): void {
  for (const { path, text } of stale) {
    writeFileSync(join(ROOT, path), `${text}\n`);
    console.log(`wrote ${path}`);
  }
}

function current(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}
