import { pgTable, text } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { provenance } from '../data/columns.ts';
import { type DatasetDefinition, defineDataset } from '../data/dataset.ts';
import { DAY } from '../data/time.ts';
import { analyticsStatements } from './analytics.ts';

const define = (privacy: DatasetDefinition['privacy']) =>
  defineDataset({
    id: 'harbour',
    title: { en: 'Harbours', fr: 'Ports' },
    table: pgTable('harbour', { name: text('name').notNull(), owner: text('owner'), ...provenance('deed') }),
    key: ['name'],
    places: {},
    ranges: {},
    notes: { name: 'Which.', owner: 'Whose.' },
    parts: { deed: { columns: ['owner'] } },
    grid: 'snapshot',
    feeds: [],
    quality: { critical: [] },
    privacy,
    analysis: {
      columns: { shout: { sql: 'upper(f.name)', note: "The harbour's name, loud." } },
      views: {
        harbour_owner: { sql: 'SELECT owner, count(*) FROM analytics.harbour GROUP BY owner', note: 'By owner.' },
      },
    },
    licence: { id: 'cc0', url: 'https://example.org', attribution: 'us' },
  });

it('gives analysts what a definition computes, with its comment, after the views that it reads', () => {
  const statements = analyticsStatements([define('none')]);
  const creating = (view: string) => statements.findIndex((one) => one.startsWith(`CREATE VIEW analytics."${view}"`));
  expect(statements[creating('harbour')]).toContain('upper(f.name) AS "shout"');
  expect(statements).toContain(`COMMENT ON COLUMN analytics."harbour"."shout" IS 'The harbour''s name, loud.'`);
  expect(creating('harbour')).toBeGreaterThan(0);
  expect(creating('harbour_owner')).toBeGreaterThan(creating('harbour'));
});

it('computes nothing from persons', () => {
  const nothing = { en: 'x', fr: 'x' };
  const personal = define({
    subject: nothing,
    purpose: nothing,
    legalBasis: nothing,
    retention: DAY,
    treatment: {},
  });
  expect(analyticsStatements([personal]).filter((one) => one.includes('harbour'))).toEqual([]);
});
