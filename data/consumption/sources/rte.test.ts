import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../../conversation.ts';
import type { Answer, Row, Source } from '../../dataset.ts';
import { readAll } from '../../read-all.ts';
import { formatInstant } from '../../time.ts';
import { rte } from './rte.ts';

async function read(source: Source, file: string) {
  const { rows, rejects } = await readAll(
    source,
    readFileSync(new URL(`../fixtures/${source.id}/${file}`, import.meta.url)),
  );
  return { rows, rejects: rejects.map(({ where, reason }) => `${where}: ${reason}`) };
}
const shown = (rows: readonly Row[], ...columns: string[]) =>
  rows.map((row) => [formatInstant(Number(row['at'])), ...columns.map((column) => row[column])].join(' '));

describe("RTE's own API", () => {
  it('joins what was measured and both forecasts by instant', async () => {
    const { rows } = await read(rte, 'good.json');
    expect(shown(rows, 'load_mw', 'rte_day_ahead_mw', 'rte_intraday_mw')).toEqual([
      '2026-11-20T10:00:00Z 54321 54000 54250',
      '2026-11-20T10:15:00Z 54012  54100',
      '2026-11-20T10:30:00Z  53700 53900',
      '2026-11-21T10:30:00Z  52000 ',
    ]);
  });

  it('rejects points it cannot read and types it does not know', async () => {
    const { rows, rejects } = await read(rte, 'broken-rows.json');
    expect(shown(rows, 'load_mw')).toEqual(['2026-11-20T10:00:00Z 54321']);
    expect(rejects).toEqual([
      'REALISED 2: want start_date with an offset and a whole value',
      'REALISED 3: want start_date with an offset and a whole value',
      'REALISED 4: want start_date with an offset and a whole value',
      'REALISED 5: want start_date with an offset and a whole value',
      'type D-9: type D-9 is new to us',
    ]);
  });

  it.each(['broken-error.json', 'broken-html.json', 'broken-truncated.json'])('fails on %s', async (file) => {
    await expect(read(rte, file)).rejects.toThrow('want { short_term: [{ type, values }] }');
  });

  it('asks for a token first, then for whole Paris days of three series', () => {
    const asked = ask('2026-03-30T12:00:00Z', { status: 200, json: { access_token: 'abc' } });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: 'https://digital.iservices.rte-france.com/token/oauth/',
      headers: { authorization: `Basic ${btoa('RTE_CLIENT_ID!:RTE_CLIENT_SECRET!')}` },
      body: 'grant_type=client_credentials',
      answer: 'json',
    });
    const url = new URL(asked[1]?.url ?? '');
    expect(url.origin + url.pathname).toBe(
      'https://digital.iservices.rte-france.com/open_api/consumption/v1/short_term',
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      type: 'REALISED,D-1,ID',
      start_date: '2026-03-28T00:00:00+01:00',
      end_date: '2026-03-31T00:00:00+02:00',
    });
    expect(url.search).toContain('%2B01%3A00');
    expect(asked[1]?.headers).toMatchObject({ authorization: 'Bearer abc' });
  });

  it('says that the token was refused, and never what was sent', () => {
    const refused = () => ask('2026-03-29T12:00:00Z', { status: 401, json: { error: 'invalid_client' } });
    expect(refused).toThrow('RTE token: got 401 without access_token. Are the secrets right?');
  });
});

const ask = (to: string, token: Answer) =>
  httpQuestionsOf(rte, { from: Date.parse('2026-03-28T12:00:00Z'), to: Date.parse(to) }, (name) => `${name}!`, [token]);
