// What must hold for every dataset about persons; and that words about their data quote nobody.
import { describe, expect, it } from 'vitest';
import { datasets } from './catalogue.gen.ts';
import type { DatasetDefinition } from './dataset.ts';
import { fieldsOf } from './field.ts';
import { isPersonal, keptReject, treatmentOf, withoutValues } from './privacy.ts';
import { DAY } from './time.ts';
import { checkRow } from './validate.ts';

const catalogue: readonly DatasetDefinition[] = Object.values(datasets);

describe.each(catalogue.filter(isPersonal).map((one) => [one.id, one] as const))('%s', (_, definition) => {
  const privacy = definition.privacy === 'none' ? undefined : definition.privacy;
  const fields = new Map(fieldsOf(definition).map((field) => [field.name, field]));

  it('says of whom, what for, by what right and for how long, in both languages', () => {
    for (const text of [privacy?.subject, privacy?.purpose, privacy?.legalBasis]) {
      expect(text?.en.length).toBeGreaterThan(5);
      expect(text?.fr.length).toBeGreaterThan(5);
      expect(text?.fr).not.toBe(text?.en);
    }
    expect(privacy?.legalBasis.en).toMatch(/GDPR article 6\(1\)\([a-f]\)/);
    expect(privacy?.retention).toBeGreaterThanOrEqual(30 * DAY);
    expect(privacy?.retention).toBeLessThanOrEqual(10 * 366 * DAY);
  });

  it('treats columns that it has, and that can hold what comes of it: any text', () => {
    for (const column of Object.keys(privacy?.treatment ?? {})) {
      expect(fields.get(column)?.kind, column).toBe('text');
      expect(fields.get(column)?.words, column).toBeUndefined();
    }
  });

  it('has pseudonyms for a key, never what says who it is', () => {
    for (const column of definition.key.filter((name) => name !== definition.timeColumn))
      expect(treatmentOf(definition, column), column).toBe('pseudonym');
  });
});

describe('a sentence about a row', () => {
  it.each([
    ['email: got "jane@x.org", want text', 'email: got a value that is not shown, want text'],
    ['email: got "jane, want more", want text', 'email: got a value that is not shown, want text'],
    ['users: want the column age, got 17, Jane Doe, Lyon', 'users: want the column age, got a value that is not shown'],
    ['a column comes twice: "Jane Doe"', 'a column comes twice: "…"'],
    ['users: new to us and left out: the column "jane@x.org"', 'users: new to us and left out: the column "…"'],
    ['line 3 is not JSON: "{\\"name\\":\\"Jane', 'line 3 is not JSON: "…"'],
    ['got 3 fields\nJane, want 10', 'got a value that is not shown, want 10'],
    ['want somebody: an id or user_id', 'want somebody: an id or user_id'],
  ])('%s', (sentence, kept) => {
    expect(withoutValues(sentence)).toBe(kept);
  });
});

it('keeps of a reject about a person where and why, and of any other all of it', () => {
  const check = checkRow(datasets.customer);
  const reason = check({ customer: 'x', age_years: 4_711, quality: 'consolidated' }) ?? '';
  const reject = { where: 'line 7', reason, fragment: 'Jane Doe,4711' };
  expect(keptReject(datasets.customer, { reject })).toEqual({
    reject: {
      where: 'line 7',
      reason: 'age_years: got a value that is not shown, want an integer from 0 to 130',
      fragment: '',
    },
  });
  expect(keptReject(datasets.consumption, { reject })).toEqual({ reject });
});

it('keeps no more of a reject than people read, however long what a stranger wrote', () => {
  const long = 'x'.repeat(10_000);
  const { reject } = keptReject(datasets.consumption, { reject: { where: long, reason: long, fragment: long } });
  expect([reject.where, reject.reason, reject.fragment].map((text) => text.length)).toEqual([200, 500, 300]);
  expect(reject.reason.endsWith('x…')).toBe(true);
});
