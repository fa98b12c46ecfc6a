import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import type { Source } from '../dataset.ts';
import { odreNationalLive } from './sources/odre-national-live.ts';
import { odreRegionalArchive } from './sources/odre-regional-archive.ts';

const ask = (source: Source, from: string, to: string) =>
  httpQuestionsOf(source, { from: Date.parse(from), to: Date.parse(to) }, () => '', []);

describe('questions to ODRÉ', () => {
  it('name the window in UTC, through exports, without leaving out a field', () => {
    const [live] = ask(odreNationalLive, '2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z');
    const url = new URL(live?.url ?? '');
    expect(url.origin + url.pathname).toBe(
      'https://odre.opendatasoft.com/api/explore/v2.1/catalog/datasets/eco2mix-national-tr/exports/json',
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      where: "date_heure >= date'2026-11-20T00:00:00Z' AND date_heure < date'2026-11-22T00:00:00Z'",
      timezone: 'UTC',
    });
    const [archive] = ask(odreRegionalArchive, '2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z');
    expect(archive?.url).toContain('/eco2mix-regional-cons-def/exports/csv?');
  });
});
