import { expect, it } from 'vitest';
import { rowsOfForecast, rowsOfRequest, Said } from './told-rows.ts';

it('reads the ids of an inference from their text, and leaves out a row that has no number', () => {
  const said = Said.parse({ model_version: '2026-11-01-0a1b2c3d', parameters: { prediction_ids: 'a,,c' } });
  expect(rowsOfRequest(said, 'asked')).toEqual([
    { id: 'a', place: 'asked 0' },
    { id: 'c', place: 'asked 2' },
  ]);
});

it('reads the ids of a prediction from its rows', () => {
  const said = Said.parse({ rows: [{ id: 'a' }, { source: 'none' }, { id: 'c' }] });
  expect(rowsOfRequest(said, 'asked')).toEqual([
    { id: 'a', place: 'asked 0' },
    { id: 'c', place: 'asked 2' },
  ]);
});

it('places a row of a forecast by issue, area and instant', () => {
  const rows = [{ id: 'a', entity: 'FR', valid_at: '2026-11-22T00:00:00Z' }];
  expect(rowsOfForecast(Said.parse({ issued_at: '2026-11-21T09:00:00Z', rows }))).toEqual([
    { id: 'a', place: '2026-11-21T09:00:00Z FR 2026-11-22T00:00:00Z' },
  ]);
});

it('finds no row where a request was refused', () => {
  expect(rowsOfRequest(Said.parse({ detail: 'Postgres is away' }), 'asked')).toEqual([]);
});
