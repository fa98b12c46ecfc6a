// What a table holds, column by column: types, gaps, spread, outliers, categories. Says nothing of single rows.
import { type Cell, nameInSql, type Sql } from './sql.ts';

export interface ColumnProfile {
  readonly column: string;
  readonly type: string;
  readonly missingPercent: number;
  /** Different values. */
  readonly distinct: number;
  /** Least and most: of dates and texts too. */
  readonly least: Cell;
  readonly most: Cell;
  /** Of numbers only. */
  readonly spread?: { readonly q1: number; readonly median: number; readonly q3: number; readonly outliers: number };
  /** Of texts with few values: each and how often, the most frequent first. */
  readonly categories?: readonly { readonly value: string; readonly rows: number }[];
}

export interface TableProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

const NUMBER = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE|DECIMAL)/;
const FEW_CATEGORIES = 20;

export async function profileOf(sql: Sql, table: string): Promise<TableProfile> {
  const from = nameInSql(table);
  const columns: ColumnProfile[] = [];
  let rows = 0;
  const summary = await sql.rows(`SUMMARIZE ${from}`);
  const names = summary.map(({ column_name }) => String(column_name));
  // What SUMMARIZE says of different values is an estimate.
  const [distincts] = await sql.rows(
    `SELECT ${names.map((name) => `count(DISTINCT ${nameInSql(name)}) AS ${nameInSql(name)}`).join(', ')} FROM ${from}`,
  );
  for (const found of summary) {
    const column = String(found['column_name']);
    const type = String(found['column_type']);
    rows = Number(found['count']);
    const distinct = Number(distincts?.[column]);
    columns.push({
      column,
      type,
      missingPercent: Number(found['null_percentage']),
      distinct,
      least: found['min'] ?? null,
      most: found['max'] ?? null,
      ...(NUMBER.test(type) && distinct > 0 ? { spread: await spreadOf(sql, from, nameInSql(column)) } : {}),
      ...(type === 'VARCHAR' && distinct <= FEW_CATEGORIES
        ? { categories: await categoriesOf(sql, from, nameInSql(column)) }
        : {}),
    });
  }
  return { rows, columns };
}

/** An outlier is further from the quartiles than one and a half times their distance (Tukey). */
async function spreadOf(sql: Sql, from: string, column: string): Promise<NonNullable<ColumnProfile['spread']>> {
  const [row] = await sql.rows(`
    WITH q AS (SELECT quantile_cont(${column}, [0.25, 0.5, 0.75]) AS q FROM ${from})
    SELECT q[1] AS q1, q[2] AS median, q[3] AS q3,
      (SELECT count(*) FROM ${from} WHERE ${column} NOT BETWEEN q[1] - 1.5 * (q[3] - q[1]) AND q[3] + 1.5 * (q[3] - q[1])) AS outliers
    FROM q`);
  const figure = (name: string): number => Number(row?.[name]);
  return { q1: figure('q1'), median: figure('median'), q3: figure('q3'), outliers: figure('outliers') };
}

async function categoriesOf(sql: Sql, from: string, column: string): Promise<NonNullable<ColumnProfile['categories']>> {
  const found = await sql.rows(
    `SELECT ${column} AS value, count(*) AS rows FROM ${from} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  return found.map(({ value, rows }) => ({ value: String(value), rows: Number(rows) }));
}
