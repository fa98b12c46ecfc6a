import { describe, expect, it } from 'vitest';
import type { Value } from '../opendatasoft.ts';
import { REGIONAL_GRAIN } from './eco2mix.ts';
import { recordReader } from './record.ts';

const record: Record<string, Value> = {
  code_insee_region: '84',
  nature: 'Données temps réel',
  heure: '11:00',
  date_heure: '2026-11-20T10:00:00+00:00',
  consommation: 8765,
  thermique: null,
  nucleaire: '10321',
  eolien: 'ND',
  solaire: '0.0',
  hydraulique: 3210,
  pompage: -0,
  bioenergies: '',
  ech_physiques: '+12',
};
const read = (over: Record<string, Value> = {}) => {
  const whole = { ...record, ...over };
  return recordReader(REGIONAL_GRAIN, Object.keys(whole)).read(Object.values(whole));
};

describe('a record', () => {
  it('becomes a row, in any order of its columns', () => {
    const row = {
      area: 'FR-ARA',
      at: Date.parse('2026-11-20T10:00:00Z'),
      quality: 'real time',
      load_mw: 8765,
      thermal_mw: null,
      nuclear_mw: 10321,
      wind_mw: null,
      solar_mw: 0,
      hydro_mw: 3210,
      pumping_mw: 0,
      bioenergy_mw: null,
      exchange_mw: 12,
    };
    expect(read()).toEqual(row);
    const backwards = Object.entries(record).reverse();
    expect(
      recordReader(
        REGIONAL_GRAIN,
        backwards.map(([name]) => name),
      ).read(backwards.map(([, value]) => value)),
    ).toEqual(row);
  });

  it.each([
    ['constructor', 'code_insee_region "constructor" is new to us'],
    ['__proto__', 'code_insee_region "__proto__" is new to us'],
    [84.5, 'code_insee_region 84.5 is new to us'],
    [null, 'code_insee_region null is new to us'],
  ])('of region %s is refused: we know only words we were taught', (code_insee_region, reason) => {
    expect(read({ code_insee_region })).toBe(reason);
  });

  it.each([
    [{ nature: 'toString' }, 'nature "toString" is new to us'],
    [
      { date_heure: '2026-11-20T10:00:00' },
      'date_heure "2026-11-20T10:00:00" is no instant, want 2026-01-31T12:00:00+00:00',
    ],
    [{ heure: null }, 'labelled null, but at that instant a clock in Paris shows 11:00'],
    [{ nucleaire: '1e3' }, 'nucleaire: got "1e3", want a whole number or nothing'],
    [{ nucleaire: '1 000' }, 'nucleaire: got "1 000", want a whole number or nothing'],
    [{ nucleaire: true }, 'nucleaire: got true, want a whole number or nothing'],
    [{ nucleaire: { mw: 1 } }, 'nucleaire: got an object, want a whole number or nothing'],
    [{ nucleaire: '9'.repeat(400) }, `nucleaire: got "${'9'.repeat(59)}…, want a whole number or nothing`],
  ])('%j is refused', (over, reason) => {
    expect(read(over)).toBe(reason);
  });

  it.each(['constructor', '__proto__x', 'hydrogene'])(
    'with a column %j that nobody taught us is read without it, and somebody is told',
    (name) => {
      const reader = recordReader(REGIONAL_GRAIN, [name, ...Object.keys(record)]);
      expect(reader.warnings).toEqual([`regional éCO2mix: new to us and left out: the column "${name}"`]);
      expect(reader.read([1, ...Object.values(record)])).toEqual(read());
    },
  );

  it('with a column gone, or twice, is another shape', () => {
    const { nucleaire: _, ...without } = record;
    expect(() => recordReader(REGIONAL_GRAIN, Object.keys(without))).toThrow('missing nucleaire');
    expect(() => recordReader(REGIONAL_GRAIN, [...Object.keys(record), 'nucleaire'])).toThrow('a name comes twice');
  });
});
