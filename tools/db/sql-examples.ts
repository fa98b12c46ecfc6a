// The statements of docs/sql-examples.md, by their headings: for those who try them. Never runs one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

export interface SqlExample {
  readonly title: string;
  readonly sql: string;
}

export function sqlExamples(): readonly SqlExample[] {
  const text = readFileSync(join(ROOT, 'docs/sql-examples.md'), 'utf8');
  return [...text.matchAll(/^## (.+?)\n(?:(?!^## ).)*?```sql\n(.*?)```/gms)].map(([, title = '', sql = '']) => ({
    title,
    sql,
  }));
}
