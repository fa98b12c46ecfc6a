// A day as people write it, and whether it can be read in one way only. Never guesses. Pure.

export type WrittenDate =
  /** As we write it: 2026-01-31. */
  | { readonly kind: 'iso'; readonly date: string }
  /** Written otherwise, and still only one day: 31/01/2026, 01/31/2026. */
  | { readonly kind: 'other'; readonly date: string }
  /** 03/04/2026: a day of March or of April. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unreadable' };

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
/** The hour is not kept: what is asked is the day that was written. */
const ISO_WITH_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const TWO_NUMBERS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;

export function readDate(text: string): WrittenDate {
  const iso = ISO.exec(text) ?? ISO_WITH_TIME.exec(text);
  if (iso) {
    const date = dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    if (!date) return { kind: 'unreadable' };
    return { kind: text === date ? 'iso' : 'other', date };
  }
  const [, first, , second, year] = TWO_NUMBERS.exec(text) ?? [];
  const dayFirst = dateOf(Number(year), Number(second), Number(first));
  const monthFirst = dateOf(Number(year), Number(first), Number(second));
  if (dayFirst && monthFirst && dayFirst !== monthFirst) return { kind: 'ambiguous' };
  const date = dayFirst ?? monthFirst;
  return date ? { kind: 'other', date } : { kind: 'unreadable' };
}

/** Null for a day that no calendar has, and for years outside 1900 to 2199. */
function dateOf(year: number, month: number, day: number): string | null {
  if (!(year >= 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1)) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}
