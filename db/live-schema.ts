// The schema as Postgres itself tells it: tables, columns, constraints, indexes, comments, grants. Reads the catalogue of a live database, never a definition.
import type pg from 'pg';

export interface LiveColumn {
  readonly name: string;
  /** As SQL writes it: `timestamp with time zone`, `text[]`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly comment: string | null;
}

export interface LiveConstraint {
  readonly name: string;
  readonly kind: 'primary key' | 'unique' | 'foreign key' | 'check';
  readonly columns: readonly string[];
  /** As SQL writes it after CONSTRAINT <name>. */
  readonly definition: string;
  readonly references: { readonly table: string; readonly columns: readonly string[] } | null;
}

export interface LiveTable {
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly comment: string | null;
  readonly columns: readonly LiveColumn[];
  readonly constraints: readonly LiveConstraint[];
  /** Without those that a constraint brings. */
  readonly indexes: readonly string[];
  /** Role to what it may: SELECT, INSERT, UPDATE, DELETE. */
  readonly grants: Readonly<Record<string, readonly string[]>>;
}

export interface LiveEnum {
  readonly name: string;
  readonly words: readonly string[];
}

export interface LiveSchema {
  readonly enums: readonly LiveEnum[];
  readonly tables: readonly LiveTable[];
}

export async function liveSchema(client: pg.ClientBase, schema: 'public' | 'analytics'): Promise<LiveSchema> {
  const enums = await client.query<LiveEnum>(ENUMS, [schema]);
  const tables = await client.query<LiveTable>(TABLES, [schema]);
  return { enums: enums.rows, tables: tables.rows };
}

const ENUMS = `
SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS words
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = $1::regnamespace
GROUP BY t.typname ORDER BY t.typname`;

const namesOf = (table: string, numbers: string): string => `
  (SELECT coalesce(jsonb_agg(a.attname ORDER BY k.place), '[]') FROM unnest(${numbers}) WITH ORDINALITY AS k(number, place)
   JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`;

const TABLES = `
SELECT t.relname AS name, CASE t.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind,
  obj_description(t.oid, 'pg_class') AS comment,
  (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
     'notNull', a.attnotnull, 'comment', col_description(t.oid, a.attnum)) ORDER BY a.attnum)
   FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('name', c.conname,
     'kind', CASE c.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key' ELSE 'check' END,
     'columns', ${namesOf('t.oid', 'c.conkey')}, 'definition', pg_get_constraintdef(c.oid),
     'references', CASE WHEN c.contype = 'f' THEN
        jsonb_build_object('table', f.relname, 'columns', ${namesOf('f.oid', 'c.confkey')}) END)
     ORDER BY position(c.contype::text IN 'pufc'), c.conname), '[]')
   FROM pg_constraint c LEFT JOIN pg_class f ON f.oid = c.confrelid
   WHERE c.conrelid = t.oid AND c.contype IN ('p', 'u', 'f', 'c')) AS constraints,
  (SELECT coalesce(jsonb_agg(pg_get_indexdef(i.indexrelid) ORDER BY n.relname), '[]')
   FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid
   WHERE i.indrelid = t.oid AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)) AS indexes,
  (SELECT coalesce(jsonb_object_agg(g.role, g.what), '{}') FROM (
     SELECT r.rolname AS role, jsonb_agg(x.what ORDER BY position(x.privilege_type IN 'SELECT INSERT UPDATE DELETE')) AS what
     FROM (
       SELECT grantee, privilege_type, privilege_type AS what FROM aclexplode(t.relacl)
       UNION ALL
       SELECT x.grantee, x.privilege_type, x.privilege_type || ' of ' || string_agg(a.attname, ' and ' ORDER BY a.attnum)
       FROM pg_attribute a, aclexplode(a.attacl) x WHERE a.attrelid = t.oid GROUP BY 1, 2
     ) x JOIN pg_roles r ON r.oid = x.grantee
     WHERE x.grantee <> t.relowner GROUP BY r.rolname) g) AS grants
FROM pg_class t
WHERE t.relnamespace = $1::regnamespace AND t.relkind IN ('r', 'v')
ORDER BY t.relname`;
