import { describe, expect, it } from 'vitest';
import { formatInstant } from '../time.ts';
import { instantAfter, labelOf, priceOf, rowsOf } from './delivery.ts';

const utc = (text: string): number => Date.parse(text);

describe('labels of a Paris clock', () => {
  const read = (...labels: string[]): (string | null)[] => {
    let last: number | undefined;
    return labels.map((text) => {
      const at = instantAfter(labelOf(text.slice(0, 10), text.slice(11))!, last);
      if (at !== null) last = at;
      return at === null ? null : formatInstant(at);
    });
  };

  it('are told apart by their order when October shows them twice, hour by hour', () => {
    expect(read('25.10.2020 01:00', '25.10.2020 02:00', '25.10.2020 02:00', '25.10.2020 03:00')).toEqual([
      '2020-10-24T23:00:00Z',
      '2020-10-25T00:00:00Z',
      '2020-10-25T01:00:00Z',
      '2020-10-25T02:00:00Z',
    ]);
  });

  it('are told apart quarter by quarter, both passes whole', () => {
    expect(
      read('25/10/2026 02:30', '25/10/2026 02:45', '25/10/2026 02:00', '25/10/2026 02:15', '25/10/2026 03:00'),
    ).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-25T00:45:00Z',
      '2026-10-25T01:00:00Z',
      '2026-10-25T01:15:00Z',
      '2026-10-25T02:00:00Z',
    ]);
  });

  it('are no instant in the hour that March skips', () => {
    expect(read('29/03/2026 01:45', '29/03/2026 02:00', '29/03/2026 03:00')).toEqual([
      '2026-03-29T00:45:00Z',
      null,
      '2026-03-29T01:00:00Z',
    ]);
  });

  it('may repeat: the same label twice is the same instant', () => {
    expect(read('20/11/2026 10:00', '20/11/2026 10:00')).toEqual(['2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z']);
  });

  it.each([
    ['31/02/2026', '10:00'],
    ['01/13/2026', '10:00'],
    ['2026-11-20', '10:00'],
    ['20/11/2026', '24:00'],
    ['20/11/2026', 'midi'],
  ])('are refused as %s %s', (date, clock) => {
    expect(labelOf(date, clock)).toBeNull();
  });
});

describe('prices as people write them', () => {
  it.each([
    ['84,10', 84.1],
    ['-0.10', -0.1],
    ['−3,07', -3.07],
    ['1 203,5', 1203.5],
    ['1\u00a0203,5 €/MWh', 1203.5],
    ['0,00', 0],
    ['–', null],
    ['', null],
    ['n.c.', undefined],
    ['1e3', undefined],
  ])('%j is %j', (text, price) => {
    expect(priceOf(text)).toBe(price);
  });
});

describe('the resolution of a delivery day', () => {
  const resolutions = (...instants: string[]) =>
    rowsOf(
      instants.map((text) => ({ at: utc(text), price: 1 })),
      'definitive',
    ).map((row) => row['resolution']);

  it('is told by the spacing', () => {
    expect(resolutions('2025-09-30T10:00:00Z', '2025-09-30T11:00:00Z')).toEqual(['PT60M', 'PT60M']);
    expect(resolutions('2025-10-01T10:00:00Z', '2025-10-01T10:15:00Z')).toEqual(['PT15M', 'PT15M']);
    expect(resolutions('2026-05-01T10:00:00Z', '2026-05-01T11:00:00Z')).toEqual(['PT60M', 'PT60M']);
  });

  it('is told by the calendar where a gap or a single price leaves it open', () => {
    expect(resolutions('2025-09-30T10:00:00Z')).toEqual(['PT60M']);
    expect(resolutions('2025-10-01T10:00:00Z')).toEqual(['PT15M']);
    expect(resolutions('2025-09-29T10:00:00Z', '2025-09-29T15:00:00Z')).toEqual(['PT60M', 'PT60M']);
    expect(resolutions('2026-05-01T10:00:00Z', '2026-05-01T15:00:00Z')).toEqual(['PT15M', 'PT15M']);
    expect(resolutions('2026-05-01T10:45:00Z')).toEqual(['PT15M']);
  });

  it('changes at midnight in Paris, in the middle of an answer', () => {
    const around = ['2025-09-30T20:00:00Z', '2025-09-30T21:00:00Z', '2025-09-30T22:00:00Z', '2025-09-30T22:15:00Z'];
    expect(resolutions(...around)).toEqual(['PT60M', 'PT60M', 'PT15M', 'PT15M']);
  });

  it('gives no row for a price that is not said, and keeps those below zero', () => {
    const sold = [
      { at: utc('2026-05-01T10:00:00Z'), price: null },
      { at: utc('2026-05-01T10:15:00Z'), price: -12.5 },
    ];
    expect(rowsOf(sold, 'definitive').map((row) => row['price_eur_per_mwh'])).toEqual([-12.5]);
  });
});
