// Which media type to answer with: `format` decides, else Accept, else JSON.
import { fail, ok, type Result } from '../mesh/result.ts';

export const FORMATS = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  html: 'text/html',
} as const;
export type Format = keyof typeof FORMATS;

/** `offered` in order of preference: the first stands where Accept does not choose. */
export function negotiate<const F extends Format>(
  accept: string | undefined,
  format: F | undefined,
  offered: readonly [F, ...F[]],
): Result<F> {
  if (format) return ok(format);
  const best = preferred(
    accept,
    offered.map((one) => FORMATS[one]),
  );
  const chosen = offered.find((one) => FORMATS[one] === best);
  if (chosen) return ok(chosen);
  const types = offered.map((one) => FORMATS[one]).join(', ');
  return fail({ reason: 'not_acceptable', detail: `Got Accept: ${accept?.slice(0, 100)}, want one of ${types}.` });
}

/** The offered type with the highest weight (RFC 9110, 12.5.1); the first of equals; undefined when none is accepted. */
export function preferred(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',', 32).map(mediaRange);
  let best: { readonly type: string; readonly weight: number } | undefined;
  for (const type of offered) {
    // The most specific range that covers a type gives its weight.
    const covering = ranges
      .filter(({ range }) => covers(range, type))
      .sort((a, b) => precision(b.range) - precision(a.range));
    const weight = covering[0]?.weight ?? 0;
    if (weight > (best?.weight ?? 0)) best = { type, weight };
  }
  return best?.type;
}

function mediaRange(text: string): { readonly range: string; readonly weight: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { range, weight: weight >= 0 && weight <= 1 ? weight : 0 };
}

const covers = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
const precision = (range: string): number => (range === '*/*' ? 0 : range.endsWith('/*') ? 1 : 2);
